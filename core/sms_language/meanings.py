"""The things an SMS can say."""

import enum
from dataclasses import dataclass
from datetime import date


class NoticeReason(enum.Enum):
    """Why a guardian says a child stays away, by the letter used on paper."""

    SICK = "S"
    EXCUSED = "I"


@dataclass(frozen=True, slots=True)
class Register:
    """A keycode that this service could have printed, unspaced. Whether it lives is the database's business."""

    keycode: str


@dataclass(frozen=True, slots=True)
class MistypedKeycode:
    """Meant as a keycode, but with a slip: still a guess."""


@dataclass(frozen=True, slots=True)
class AbsenceNotice:
    """A child stays away on these days (calendar days, both included).

    `days_named` is False when the text names no day and today is meant. `days_doubtful` says that a person should
    read the text for the days: only the first is certain. `days_words` are the words the days were read from.
    """

    reason: NoticeReason
    first_day: date
    last_day: date
    days_named: bool
    days_doubtful: bool
    days_words: str
    detail: str


@dataclass(frozen=True, slots=True)
class CheckStatus:
    """CEK: how is my child's attendance today?"""


@dataclass(frozen=True, slots=True)
class PublicInfo:
    """INFO ...: for the school's leadership, from anyone. `text` is what follows the word."""

    text: str


@dataclass(frozen=True, slots=True)
class Stop:
    """BERHENTI: no more messages; `child` is what follows the word, often a name, often empty."""

    child: str


@dataclass(frozen=True, slots=True)
class Help:
    """BANTUAN, or a keyword that says nothing without more."""


@dataclass(frozen=True, slots=True)
class FreeText:
    """Anything else: a person reads it."""

    text: str


Understood = Register | MistypedKeycode | AbsenceNotice | CheckStatus | PublicInfo | Stop | Help | FreeText
