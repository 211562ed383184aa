"""What buttons carry: ids, never state. Everything is checked again when one is pressed, tomorrow or by somebody
else.
"""

from datetime import date
from typing import Annotated, ClassVar, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from db.models import AbsenceReason, ContradictionOutcome, Direction

Id = Annotated[int, Field(ge=1, le=2**31 - 1)]
"""As the database's keys: a number that cannot be one is no button of ours."""


Day = Annotated[int, Field(ge=date(2000, 1, 1).toordinal(), le=date(2099, 12, 31).toordinal())]
"""A day of this century as Python numbers them (`date.toordinal`): a button that writes says of which day it is."""


Page = Annotated[int, Field(ge=0, le=999)]
"""Of a list, from 0."""


class OpenReport(CallbackData, prefix="open"):
    school_class: Id
    day: Day


class TurnClasses(CallbackData, prefix="kelas"):
    """Other classes to choose from, for one of these."""

    to: Literal["report", "deputy", "cards"]
    page: Page


class ChooseReason(CallbackData, prefix="why"):
    draft: Id
    reason: AbsenceReason


class TapName(CallbackData, prefix="tap"):
    draft: Id
    student: Id


class SendReport(CallbackData, prefix="send"):
    """`shown` is the digest of what the screen shows. Anything else there, as older versions of ours have it, is the
    digest of nothing.
    """

    draft: Id
    shown: str


class SendAsked(SendReport, prefix="sendn"):
    """The same, once it was asked about those whose guardians have said that they are away."""

    include: bool


class DecideNotice(CallbackData, prefix="note"):
    notice: Id
    accept: bool


class CorrectDay(CallbackData, prefix="fix"):
    student: Id
    day: Day


class SetDay(CallbackData, prefix="set"):
    """`letter` of a reason, or H for hadir, present."""

    PRESENT: ClassVar[str] = "H"

    student: Id
    day: Day
    letter: Literal["H", "S", "I", "A", "D", "P"]


class AskGuardian(CallbackData, prefix="ask"):
    """`question` is one of the prepared ones; `menu` shows them, `back` shows the decision again."""

    notice: Id
    question: Literal["menu", "back", "until", "health", "letter"]


class ListMessages(CallbackData, prefix="msgs"):
    page: Page


class OpenMessage(CallbackData, prefix="msg"):
    sms: Id


class CloseMessage(CallbackData, prefix="done"):
    sms: Id


class AttachLetter(CallbackData, prefix="surat"):
    """The photo that the message with this button asks about belongs to this pupil's absence on this day."""

    student: Id
    day: Day


class BringLetter(CallbackData, prefix="suratk"):
    """A photo of a letter about this absence will be sent."""

    student: Id
    day: Day


class TurnAbsent(CallbackData, prefix="suratp"):
    """Other pupils whom the photo that the message asks about may belong to."""

    page: Page


class ShowLetter(CallbackData, prefix="lihat"):
    letter: Id


class ChooseDeputy(CallbackData, prefix="wakil"):
    """`days` 0 asks for how long."""

    student: Id
    days: Annotated[int, Field(ge=0, le=14)]


class DeputyOfClass(CallbackData, prefix="wakilk"):
    school_class: Id


class SettleContradiction(CallbackData, prefix="ctr"):
    contradiction: Id
    outcome: ContradictionOutcome


class ListContradictions(CallbackData, prefix="periksa"):
    page: Page


class SettleListed(SettleContradiction, prefix="ctrl"):
    """Pressed in the list of open ones, which is drawn again at this page."""

    page: Page


YEARS = range(2020, 2101)
Year = Annotated[int, Field(ge=YEARS[0], le=YEARS[-1])]


class ShowMonth(CallbackData, prefix="cal"):
    year: Year
    month: Annotated[int, Field(ge=1, le=12)]


class ShowRemovable(CallbackData, prefix="calr"):
    year: Year
    month: Annotated[int, Field(ge=1, le=12)]


class RemoveEntry(CallbackData, prefix="cald"):
    entry: Id


class ShowProposals(CallbackData, prefix="calp"):
    year: Year


class SettleProposal(CallbackData, prefix="cals"):
    entry: Id
    accept: bool


class ConfirmYear(CallbackData, prefix="cala"):
    year: Year


class AskCalendar(CallbackData, prefix="calq"):
    """What to write next: an entry to add, or why the school closes now."""

    what: Literal["add", "close"]


class SettleClosing(CallbackData, prefix="calx"):
    """Shall the school close? The reason is kept with the message (`bot.questions`)."""

    yes: bool


class Reopen(CallbackData, prefix="calo"):
    pass


class DecideMassAlert(CallbackData, prefix="mass"):
    alert: Id
    send: bool


class ScanCard(CallbackData, prefix="card"):
    """A card that was shown; without `direction` its screen is opened."""

    card: Id
    day: Day
    direction: Direction | None = None


class AtGate(CallbackData, prefix="gate"):
    """Somebody without a card at hand: a pupil or a member of staff."""

    student: Id | None = None
    person: Id | None = None


class EnterByHand(CallbackData, prefix="hand"):
    """Without `why` it is asked for; `words`: it will be typed. `minute` of the day: when it was, if not now; `clock`:
    that will be typed.
    """

    student: Id | None = None
    person: Id | None = None
    day: Day
    direction: Direction
    minute: Annotated[int, Field(ge=0, lt=24 * 60)] | None = None
    why: Literal["left", "broken", "scanner", "words", "clock"] | None = None


class TemporaryCard(CallbackData, prefix="temp"):
    student: Id | None = None
    person: Id | None = None
    day: Day


class NewCard(CallbackData, prefix="newcard"):
    """`old` is the card that dies; once it is dead the button does nothing. Not `sure`: it is asked."""

    student: Id | None = None
    person: Id | None = None
    old: Id | None = None
    sure: bool = False


class CardSheet(CallbackData, prefix="sheet"):
    """The cards of a class; without one those of the teachers."""

    school_class: Id | None = None


class ShowPupil(CallbackData, prefix="pu"):
    """The page of a pupil for the month of a day."""

    student: Id
    day: Day


class ChooseDay(CallbackData, prefix="pd"):
    """Which day of that month is to be explained?"""

    student: Id
    day: Day


class ExplainDay(CallbackData, prefix="pw"):
    student: Id
    day: Day


class ListRegistrations(CallbackData, prefix="nums"):
    """Guardians who wait for the school's yes."""

    page: Page


class DecideRegistration(CallbackData, prefix="num"):
    request: Id
    accept: bool


class AnswerShowing(CallbackData, prefix="names"):
    """Whether a station may show who has not come."""

    showing: Id
    show: bool
