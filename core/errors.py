"""The school saying no. Typed, with data and without words: the edge that asked puts it in words."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from db.models import AbsenceReason


class Refusal(Exception):
    """Expected. Nobody logs it as a fault; the transaction around it is rolled back."""


class NotFound(Refusal):
    """No such thing, or none that this person may see; the two are not told apart."""


class NotYet(Refusal):
    """It is about a message of ours that has only just left; in a moment it will be found."""


class NotAllowed(Refusal):
    """This person may see it but not do this to it."""


class InvitationRefused(Refusal):
    """Wrong, used, expired or withdrawn: not told apart, so that guessing teaches nothing."""


class TooManyGuesses(Refusal):
    """Enough wrong codes for today."""


class NotNumber(Refusal):
    """A sender that cannot be answered: a short code or a name."""


@dataclass
class DayIsOver(Refusal):
    """The button or draft belongs to another day."""

    on: date


@dataclass
class TooLongAgo(Refusal):
    """The day cannot be corrected any more by this person; the earliest that can."""

    on: date
    earliest: date


@dataclass
class CutOffPassed(Refusal):
    """Class leaders may correct their report until this time of day; after it the homeroom teacher does."""

    school_class_id: int
    at: time


@dataclass
class AlreadyDecided(Refusal):
    """Somebody has settled this before."""

    by: str
    accepted: bool


@dataclass
class BadRule(Refusal):
    """A school rule was given a name or value that it cannot have."""

    key: str
    value: str
    allowed: str


@dataclass
class ReportOvertaken(Refusal):
    """Somebody else reported the class after this draft was begun; sending it would undo that unseen."""

    school_class_id: int
    by: str


@dataclass
class NoSchoolToday(Refusal):
    """No lessons are held for those concerned, or an emergency has ended them; `why` None on a free weekday."""

    why: str | None


@dataclass
class BadCalendarEntry(Refusal):
    """An entry for the calendar that cannot be read, and in which part."""

    part: Literal["days", "name", "hours", "class"]


class AlreadyClosed(Refusal):
    """Somebody has closed the school today before."""


class AlreadySent(Refusal):
    """The draft behind this button has been sent before, by a press of the same button."""


class AlreadyAsked(Refusal):
    """This question about a notice has been sent from this screen before."""


class NoWords(Refusal):
    """An answer of which nothing is left in an SMS: emoji or signs alone."""


@dataclass
class AnswerTooLong(Refusal):
    """An answer that takes more than a message may have; `letters_over` is about how much shorter it has to be.
    By SMS, `parts` is what it would take.
    """

    letters_over: int
    parts: int | None = None


class DraftChanged(Refusal):
    """The screen on which a report was to be sent shows another one than its draft holds by now."""


@dataclass
class AlreadySo(Refusal):
    """The day is just what the correction would make it; `reason` None is present."""

    reason: AbsenceReason | None


class WhyMissing(Refusal):
    """A correction needs its reason in words."""


class TimeImpossible(Refusal):
    """An arrival or leaving is entered by hand for a time that cannot be read, has not come, or is of another day."""


@dataclass
class AlreadySettled(Refusal):
    """Somebody has settled this contradiction before."""

    by: str


class NothingToSettle(Refusal):
    """The contradiction has vanished: what was said agrees by now."""


class DatesUnreadable(Refusal):
    """Days were asked for, and what was typed names none."""


class DatesImpossible(Refusal):
    """An end before the beginning, or one that is already past."""


class AlreadyHeld(Refusal):
    """The person holds this role in this place on that day."""


class LastAdministrator(Refusal):
    """Without this account nobody could administer the school in Telegram any more."""


class NoRoleToInviteTo(Refusal):
    """An invitation gives a role, and this person holds none today."""
