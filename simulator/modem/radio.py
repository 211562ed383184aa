"""Between the modem and the network: parts out, parts and reports in, and where they are put."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from simulator.modem import pdu, user_data
from simulator.modem.events import Reported, SentSms, Stored
from simulator.modem.faults import LoseAnswer, RefuseSend, ResetAtSend
from simulator.modem.joining import Joiner
from simulator.modem.pdu import Submitted
from simulator.modem.storage import Storage
from simulator.modem.terminal import AtError, Unanswered
from simulator.modem.underway import Underway
from simulator.modem.user_data import Part

if TYPE_CHECKING:
    from simulator.modem.modem import Modem

_SIM_PIN_REQUIRED, _NO_NETWORK = 311, 331
_ROUTED, _KEPT = 1, 2  # the `ds` of AT+CNMI: a report goes to the host at once, or is stored first


class Radio:
    """The radio of `modem`, with the memories it fills. `sent` holds messages that left, their parts joined."""

    def __init__(self, modem: Modem, capacities: Mapping[str, int]) -> None:
        self.memories = {name: Storage(capacity) for name, capacity in capacities.items() if capacity}
        self.sent: list[SentSms] = []
        self._modem = modem
        self._network = modem.network
        self._reference = 0
        self._joiner = Joiner[Underway]()
        self._waiting: list[Callable[[], bool]] = []

    def submit(self, submitted: Submitted) -> int:
        """Sends a part; returns its reference, which wraps at 256. Raises AtError or Unanswered."""
        if self._modem.pin:
            raise AtError.cms(_SIM_PIN_REQUIRED)
        if self._modem.no_signal:
            raise AtError.cms(_NO_NETWORK)
        fault = self._modem.faults.take_for_send(submitted.to)
        if isinstance(fault, RefuseSend):
            raise AtError.cms(fault.cause)
        if isinstance(fault, ResetAtSend):
            self._modem.restart()
            raise Unanswered
        reference = self._send(submitted)
        if isinstance(fault, LoseAnswer):
            raise Unanswered
        return reference

    def receive(self, sender: str, part: Part) -> None:
        """A part comes from the network; while the memory is full or there is no signal, the network keeps it."""
        octets = pdu.deliver(self._network.service_centre, sender, part, self._network.now())
        self._take(lambda: self._store("+CMTI", octets))

    def report(self, underway: Underway, status: int) -> None:
        """The network says what became of a part."""
        at = self._network.now()
        octets = pdu.status_report(
            self._network.service_centre, underway.reference, underway.to, sent=underway.sent, settled=at, status=status
        )
        self._network.tell(Reported(self._modem.number, underway.to, underway.reference, status, at))
        self._take(lambda: self._pass_report(octets))

    def take_waiting(self) -> None:
        """Takes in what the network has kept, as far as there is room."""
        if self._modem.plugged_in and not self._modem.no_signal:
            waiting, self._waiting = self._waiting, []
            self._waiting += [attempt for attempt in waiting if not attempt()]

    def _take(self, attempt: Callable[[], bool]) -> None:
        self._waiting.append(attempt)
        self.take_waiting()

    def _send(self, submitted: Submitted) -> int:
        self._reference = (self._reference + 1) % 256
        underway = Underway(self._modem.number, submitted, self._reference, self._network.now())
        if parts := self._joiner.add(submitted.to, submitted.part.place, underway):
            self.sent.append(_joined(parts))
            self._network.tell(self.sent[-1])
        self._network.submit(underway, self.report)
        return self._reference

    def _pass_report(self, octets: bytes) -> bool:
        routing = self._modem.settings.notify[3]
        if routing == _KEPT:
            return self._store("+CDSI", octets)
        if routing == _ROUTED:
            self._modem.unsolicited(f"+CDS: {len(octets) - 1 - octets[0]}", octets.hex().upper())
        return True

    def _store(self, announcement: str, octets: bytes) -> bool:
        name = self._modem.settings.memories[2]
        index = self.memories[name].add(octets)
        if index is None:
            return False
        if self._modem.settings.notify[1]:
            self._modem.unsolicited(f'{announcement}: "{name}",{index}')
        self._network.tell(Stored(self._modem.number, name, index, self._network.now()))
        return True


def _joined(parts: list[Underway]) -> SentSms:
    first = parts[0]
    return SentSms(
        sender=first.sender,
        to=first.to,
        text=user_data.text_of([one.part for one in parts]),
        parts=len(parts),
        alphabet=first.part.alphabet,
        references=tuple(one.reference for one in parts),
        wants_report=first.submitted.wants_report,
        validity=first.submitted.validity,
        at=first.sent,
    )
