"""What can be watched from outside: every SMS that leaves or arrives, and what became of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.modem.user_data import Alphabet


@dataclass(frozen=True, slots=True)
class SentSms:
    """A whole message that left a modem, its parts joined. `references` are those that AT+CMGS returned, in order."""

    sender: str
    to: str
    text: str
    parts: int
    alphabet: Alphabet
    references: tuple[int, ...]
    wants_report: bool
    validity: timedelta | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ReceivedText:
    """A whole message as a phone shows it."""

    phone: str
    sender: str
    text: str
    parts: int
    alphabet: Alphabet
    at: datetime


@dataclass(frozen=True, slots=True)
class PhoneSent:
    """A phone sent `text` to a modem's number."""

    phone: str
    to: str
    text: str
    parts: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Stored:
    """A part was put on the SIM or in the modem's memory."""

    modem: str
    memory: str
    index: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Reported:
    """The network told a modem what became of a part: `status` as in TS 23.040, 9.2.3.15 (0 delivered)."""

    modem: str
    to: str
    reference: int
    status: int
    at: datetime


Event = SentSms | ReceivedText | PhoneSent | Stored | Reported
Listener = Callable[[Event], None]
