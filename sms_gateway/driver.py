"""The seam between the gateway and whatever drives a modem. Every call blocks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from core.modems import Trouble


class ModemGone(Exception):
    """The modem doesn't answer, was pulled out, or cannot be used. Only a fresh process brings it back."""

    def __init__(self, words: str, trouble: Trouble = Trouble.LOST) -> None:
        super().__init__(words)
        self.trouble = trouble


class SendRefused(Exception):
    """The message surely did not leave.

    `permanent`: it never will, the number is wrong. `modem_fault`: this modem sends nothing at present, so the message
    is not to blame. `cause` is the number of the +CMS ERROR (3GPP TS 27.005, 3.2.5).
    """

    def __init__(self, cause: int | None, *, permanent: bool = False, modem_fault: bool = False) -> None:
        super().__init__("the modem refused the text" if cause is None else f"+CMS ERROR: {cause}")
        self.cause = cause
        self.permanent = permanent
        self.modem_fault = modem_fault


class SendUnknown(Exception):
    """The message may have left and may not."""


@dataclass(frozen=True, slots=True)
class ReceivedSms:
    """A whole message (or what there is of it, once waiting for the rest was in vain), and the places it takes up."""

    sender: str
    text: str
    sent_at: datetime
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What became of one part: `reference` is one of those that `send` returned."""

    phone: str
    reference: int
    delivered: bool


class ModemDriver(Protocol):
    """One modem. Every method may raise ModemGone."""

    def open(self) -> None:
        """Takes some seconds; no other method may be called before."""
        ...

    def listen(self) -> None:
        """Asks the modem once more to announce what comes in; one that has started afresh by itself forgets that."""
        ...

    def look(self) -> bool:
        """Reads what the modem announces by itself; whether there may be messages to drain."""
        ...

    def drain(self, now: datetime) -> Sequence[ReceivedSms]:
        """Whole messages on the modem, oldest first. They stay there until `delete`."""
        ...

    def delete(self, sms: ReceivedSms) -> None:
        """Takes a message off the modem."""
        ...

    def reports(self) -> Sequence[DeliveryReport]:
        """Final delivery reports that came in since the last call."""
        ...

    def send(self, to: str, text: str) -> tuple[int, ...]:
        """Sends `text`, in as many parts as it takes, and returns the reference of each (0 to 255, used again).

        Raises SendRefused or SendUnknown.
        """
        ...

    def signal(self) -> int | None:
        """Strength of the signal in percent, None when there is none."""
        ...

    def network(self) -> str | None:
        """Name or code of the operator, None when not registered."""
        ...

    def ussd(self, code: str) -> str:
        """The operator's answer to a service code such as *888#. Raises TimeoutError."""
        ...

    def close(self) -> None:
        """Lets go of the modem."""
        ...
