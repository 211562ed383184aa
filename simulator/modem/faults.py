"""What can go wrong with a modem, to be asked for by `Modem.fault` and taken back by `Modem.heal`."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RefuseSend:
    """The next `times` parts (those to one number, if `to` is given) are refused with `+CMS ERROR: cause`."""

    cause: int
    times: int = 1
    to: str | None = None


@dataclass(frozen=True, slots=True)
class LoseAnswer:
    """The next `times` parts leave, but the host never hears so."""

    times: int = 1


@dataclass(frozen=True, slots=True)
class ResetAtSend:
    """The modem starts afresh in the middle of the next send: nothing leaves, nothing is answered."""

    times: int = 1


@dataclass(frozen=True, slots=True)
class Hang:
    """Nothing is answered any more; the radio goes on, so messages still fill the SIM."""


@dataclass(frozen=True, slots=True)
class Slow:
    """Every answer comes late by `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NoSignal:
    """No network: nothing is received, every send is refused with cause 331."""


@dataclass(frozen=True, slots=True)
class Junk:
    """Bytes on the line that nobody asked for."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Reset:
    """The modem starts afresh now: echo, notifications and formats are as after power-on."""


Fault = RefuseSend | LoseAnswer | ResetAtSend | Hang | Slow | NoSignal | Junk | Reset
AtSend = RefuseSend | LoseAnswer | ResetAtSend


@dataclass(slots=True)
class ActiveFaults:
    """The faults in force: `at_send` wait for the next parts, in the order of asking."""

    at_send: list[AtSend] = field(default_factory=list)
    hanging: bool = False
    delay: float = 0.0
    no_signal: bool = False

    def add(self, fault: AtSend | Hang | Slow | NoSignal) -> None:
        match fault:
            case Hang():
                self.hanging = True
            case Slow(seconds):
                self.delay = seconds
            case NoSignal():
                self.no_signal = True
            case _:
                self.at_send += [fault] * fault.times

    def take_for_send(self, to: str) -> AtSend | None:
        """Uses up the first fault that concerns a part to `to`."""
        for fault in self.at_send:
            if not (isinstance(fault, RefuseSend) and fault.to not in (None, to)):
                self.at_send.remove(fault)
                return fault
        return None
