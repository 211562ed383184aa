"""What a message of ours asked or proposed. It is kept with the message in the outbox and found again by the answer, be
it a reply or a press of Ya: buttons stay small, and a restart forgets nothing.
"""

import re
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Annotated, Any, Literal

from aiogram.types import CallbackQuery, Message
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from core.confirmations import Confirm
from core.errors import NotFound
from core.outbox import answered_at, question_at, take_question
from db.models import AbsenceReason, Direction, Role


class AlreadyAnswered(NotFound):
    """The proposal under this button was accepted or declined before, or the question answered: what came of it stands
    in the chat.
    """


class _Question(BaseModel):
    model_config = ConfigDict(frozen=True)


class AskName(_Question):
    """Of whom? Answered by a part of a name."""

    kind: Literal["name"] = "name"
    of: Literal["person", "student", "at_gate"]


class AskRule(_Question):
    """Which value shall this school rule have?"""

    kind: Literal["rule"] = "rule"
    key: str


class SetRule(_Question):
    """Shall the rule have this value?"""

    kind: Literal["set_rule"] = "set_rule"
    key: str
    value: str


class AskDates(_Question):
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


class AskAnnouncement(_Question):
    """What shall be announced, to guardians or to people with a task? Without place and role: to all of them."""

    kind: Literal["announce"] = "announce"
    for_guardians: bool
    school_class: int | None = None
    department: int | None = None
    role: Role | None = None


class AskWhy(_Question):
    """Why shall this pupil's day be so? `reason` None is present."""

    kind: Literal["why"] = "why"
    student: int
    reason: AbsenceReason | None
    on: date


class AskWhyByHand(_Question):
    """Why is this person checked in or out without a card? `day` and `minute` as in the buttons."""

    kind: Literal["why_by_hand"] = "why_by_hand"
    student: int | None
    person: int | None
    day: int
    direction: Direction
    minute: int | None = None


class AskTimeByHand(_Question):
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


class AskCalendarWords(_Question):
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

    kind: Literal["letter"] = "letter"
    student: int
    on: date


class AskConsent(_Question):
    """Is this account a guardian of the pupil of this slip?"""

    kind: Literal["consent"] = "consent"
    keycode: int


class AskAway(_Question):
    """Shall it be told that this child is away? Sent by a press, or by a reply with the reason in words."""

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
_SETTLED_BY_WORDS = (AskRule, AskDates, AskAnnouncement, AskWhy, AskWhyByHand, AskTimeByHand, AskCalendarWords)
"""One answer settles them. Looking for another name, or a letter's second page, does no harm: those questions stay
open until somebody says that they want nothing."""
_ONLY_BY_REPLY = (*_SETTLED_BY_WORDS, AskName, AskLetter)
_CANCEL = re.compile(r"/batal(@\w+)?|batal(kan)?|(tidak|tak|tdk|ga|gak|nggak|enggak)\s+jadi", re.IGNORECASE)


def in_own_words(message: Message) -> bool:
    """A filter: the person says something. Commands and the keys of the menu are no words, also where they come as a
    reply because a question was still waiting for one.
    """
    return message.text is not None and not menu.is_request(message.text)


async def answers(message: Message, session: AsyncSession) -> bool | dict[str, Question]:
    """A filter: the message replies in words to a question of ours, which handlers get as `question`."""
    return await _replied_to(message, session) if in_own_words(message) else False


async def answers_by_photo(message: Message, session: AsyncSession) -> bool | dict[str, Question]:
    """A filter: the same with a photo instead of words."""
    return await _replied_to(message, session) if message.photo else False


async def says_cancel(message: Message) -> bool:
    """A filter: the message says that its sender wants nothing after all, and says nothing else."""
    return _CANCEL.fullmatch(" ".join((message.text or "").split()).rstrip(".!")) is not None


async def cancels(message: Message, session: AsyncSession) -> bool:
    """A filter: that is said to a question of ours, and takes it."""
    replied = message.reply_to_message
    if replied is None or not await says_cancel(message):
        return False
    return await take_question(session, chat_id=message.chat.id, message_id=replied.message_id) is not None


async def comes_late(message: Message, session: AsyncSession) -> bool:
    """A filter: words for a question that only words answer, and that is settled by now."""
    replied = message.reply_to_message
    if replied is None or not (in_own_words(message) or await says_cancel(message)):
        return False
    kept = await answered_at(session, chat_id=message.chat.id, message_id=replied.message_id)
    return kept is not None and isinstance(_QUESTION.validate_python(kept), _ONLY_BY_REPLY)


async def _replied_to(message: Message, session: AsyncSession) -> bool | dict[str, Question]:
    replied = message.reply_to_message
    if replied is None:
        return False
    return _read(await question_at(session, chat_id=message.chat.id, message_id=replied.message_id))


async def takes(callback: CallbackQuery, session: AsyncSession) -> bool | dict[str, Question]:
    """A filter: the pressed button stands under a proposal of ours, which handlers get as `question`. It is taken:
    pressed twice it is there once, unless the handler's refusal undoes the taking.
    """
    pressed = callback.message
    if pressed is None:
        return False
    return _read(await take_question(session, chat_id=pressed.chat.id, message_id=pressed.message_id))


def about(kind: type[Question], **fields: object) -> Callable[..., Awaitable[bool]]:
    """A filter behind one of these: it is a question of this kind, and says this. What words settle they take here,
    like a press: answered again it is AlreadyAnswered, unless the handler's refusal undoes the taking.
    """

    async def is_about(event: Message | CallbackQuery, question: Question, session: AsyncSession) -> bool:
        fits = isinstance(question, kind) and all(getattr(question, name) == said for name, said in fields.items())
        if fits and isinstance(event, Message) and isinstance(question, (*_SETTLED_BY_WORDS, AskAway)):
            assert event.reply_to_message is not None  # that is how the question was found
            replied = event.reply_to_message.message_id
            if await take_question(session, chat_id=event.chat.id, message_id=replied) is None:
                raise AlreadyAnswered
        return fits

    return is_about


def _read(kept: dict[str, Any] | None) -> bool | dict[str, Question]:
    return {"question": _QUESTION.validate_python(kept)} if kept is not None else False
