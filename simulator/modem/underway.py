"""A part on its way from a modem to a phone."""

from dataclasses import dataclass
from datetime import datetime

from simulator.modem.pdu import Submitted
from simulator.modem.user_data import Part


@dataclass(frozen=True, slots=True)
class Underway:
    """`sender` is the modem's own number, `reference` what it returned to its host, `sent` the time it left."""

    sender: str
    submitted: Submitted
    reference: int
    sent: datetime

    @property
    def to(self) -> str:
        return self.submitted.to

    @property
    def part(self) -> Part:
        return self.submitted.part
