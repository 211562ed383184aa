"""What a message of ours asked or proposed. It is kept with the message in the outbox and found again by the answer, be
it a reply or a press of Ya: buttons stay small, and a restart forgets nothing.
"""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from core.confirmations import Confirm
from core.errors import NotFound
from db.models import AbsenceReason, Direction, Role


class AlreadyAnswered(NotFound):
    """The proposal under this button was accepted or declined before, or the question answered: what came of it stands
    in the chat.
    """


class _Question(BaseModel):
    model_config = ConfigDict(frozen=True)

    only_by_reply: ClassVar[bool] = False
    """Words or a photo answer it, and no button does."""
    settled_by_reply: ClassVar[bool] = False
    """One reply answers it for good. Looking for another name, or a letter's second page, does no harm: those stay open
    until somebody says that they want nothing.
    """


class _AskWords(_Question):
    """One answer in words settles it, and nothing else does."""

    only_by_reply = True
    settled_by_reply = True


class AskName(_Question):
    """Of whom? Answered by a part of a name."""

    only_by_reply = True
    kind: Literal["name"] = "name"
    of: Literal["person", "student", "at_gate"]


class AskRule(_AskWords):
    """Which value shall this school rule have?"""

    kind: Literal["rule"] = "rule"
    key: str


class SetRule(_Question):
    """Shall the rule have this value?"""

    kind: Literal["set_rule"] = "set_rule"
    key: str
    value: str


class AskDates(_AskWords):
    """From when to when shall this person hold the role?"""

    kind: Literal["dates"] = "dates"
    person: int
    role: Role
    place: int


class GiveRole(_Question):
    """Shall this person hold the role on these days? `until` None is without end."""

    kind: Literal["give"] = "give"
    person: int
    role: Role
    place: int
    since: date
    until: date | None


class EndRole(_Question):
    """Shall this post end now?"""

    kind: Literal["end"] = "end"
    grant: int


class Unlink(_Question):
    """Shall this person's Telegram account speak for nobody from now on?"""

    kind: Literal["unlink"] = "unlink"
    person: int


class NameLeader(_Question):
    """Shall this pupil take the class role, instead of whoever holds it?"""

    kind: Literal["leader"] = "leader"
    school_class: int
    role: Role
    student: int


class Reissue(_Question):
    """Shall this pupil get a new slip, so that the old letters are dead?"""

    kind: Literal["reissue"] = "reissue"
    student: int


class WithdrawNumber(_Question):
    """Shall this number speak for the pupil no longer?"""

    kind: Literal["number"] = "number"
    guardian: int


class AskAnnouncement(_AskWords):
    """What shall be announced, to guardians or to people with a task? Without place and role: to all of them."""

    kind: Literal["announce"] = "announce"
    for_guardians: bool
    school_class: int | None = None
    department: int | None = None
    role: Role | None = None


class AskWhy(_AskWords):
    """Why shall this pupil's day be so? `reason` None is present."""

    kind: Literal["why"] = "why"
    student: int
    reason: AbsenceReason | None
    on: date


class AskWhyByHand(_AskWords):
    """Why is this person checked in or out without a card? `day` and `minute` as in the buttons."""

    kind: Literal["why_by_hand"] = "why_by_hand"
    student: int | None
    person: int | None
    day: int
    direction: Direction
    minute: int | None = None


class AskTimeByHand(_AskWords):
    """When did this person come or leave without a card? Fields as in `AskWhyByHand`."""

    kind: Literal["time_by_hand"] = "time_by_hand"
    student: int | None
    person: int | None
    day: int
    direction: Direction


class ChooseConfirming(_Question):
    """Shall this class's, or this pupil's, arrivals be confirmed so?"""

    kind: Literal["confirming"] = "confirming"
    school_class: int | None
    student: int | None
    choice: Literal["off", "telegram", "sms", "school"]

    @property
    def wanted(self) -> Confirm | None:
        """None: as the school's rule says."""
        return None if self.choice == "school" else Confirm(self.choice)


class AskCalendarWords(_AskWords):
    """Which entry shall the calendar have, or why does the school close on this day?"""

    kind: Literal["calendar"] = "calendar"
    what: Literal["add", "close"]
    on: date


class CloseSchool(_Question):
    """Shall the school close now, on this day, for this reason?"""

    kind: Literal["close"] = "close"
    reason: str
    on: date


class AskWhose(_Question):
    """Whose letter is on this photo?"""

    kind: Literal["whose"] = "whose"
    photo: str


class AskLetter(_Question):
    """What does the letter about this pupil's absence look like? Answered by a photo."""

    only_by_reply = True
    kind: Literal["letter"] = "letter"
    student: int
    on: date


class AskConsent(_Question):
    """Is this account a guardian of the pupil of this slip?"""

    kind: Literal["consent"] = "consent"
    keycode: int


class AskAway(_Question):
    """Shall it be told that this child is away? Sent by a press, or by a reply with the reason in words."""

    settled_by_reply = True
    kind: Literal["away"] = "away"
    student: int
    reason: Literal["S", "I"]
    first: date
    last: date


class AskMeant(_Question):
    """Which child do these words (an inbound message) mean?"""

    kind: Literal["meant"] = "meant"
    words: int


Question = (
    AskName
    | AskRule
    | SetRule
    | AskDates
    | GiveRole
    | EndRole
    | Unlink
    | NameLeader
    | Reissue
    | WithdrawNumber
    | AskAnnouncement
    | AskWhy
    | AskWhyByHand
    | AskTimeByHand
    | ChooseConfirming
    | AskCalendarWords
    | CloseSchool
    | AskWhose
    | AskLetter
    | AskConsent
    | AskAway
    | AskMeant
)
_QUESTION: TypeAdapter[Question] = TypeAdapter(Annotated[Question, Field(discriminator="kind")])


def read(kept: dict[str, Any]) -> Question:
    """The question as the outbox keeps it."""
    return _QUESTION.validate_python(kept)
