"""The modem: a line, a radio, a SIM that may be locked, and everything that can go wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Self

from simulator.modem.at_device import DeviceCommands
from simulator.modem.at_messages import MessageCommands
from simulator.modem.events import SentSms
from simulator.modem.faults import ActiveFaults, Fault, Junk, Reset
from simulator.modem.network import Network, real_time
from simulator.modem.phone import Phone
from simulator.modem.pty_line import PtyLine
from simulator.modem.radio import Radio
from simulator.modem.request import parse
from simulator.modem.settings import Settings
from simulator.modem.terminal import AtError, Prompt, Terminal

_SIM_PIN_REQUIRED = 311
# What a locked SIM lets through: the basics, the lock itself, who the modem is, the signal.
_WITHOUT_PIN = ("E", "V", "Z", "+CPIN", "+CMEE", "+CGM", "+CGSN", "+GM", "+GSN", "+CSCS", "+CSQ", "+CREG", "+COPS")


class Modem:
    """`async with Modem(path) as modem:` is plugged in at `modem.device`, a path that outlives unplugging.

    Without a `network` it brings one of its own, whose clock is `now`. `pin` locks the SIM. Messages are kept on the
    SIM, or in the modem's own memory if it has one (`own_capacity`) and the host chooses it.
    """

    def __init__(
        self,
        path: Path | str,
        *,
        network: Network | None = None,
        now: Callable[[], datetime] = real_time,
        number: str = "+6281100000001",
        sim_capacity: int = 30,
        own_capacity: int = 0,
        pin: str | None = None,
    ) -> None:
        self.network = network or Network(now=now)
        self.number = number
        self.device = str(path)
        self.pin = pin
        self.settings = Settings()
        self.faults = ActiveFaults()
        self.radio = Radio(self, {"SM": sim_capacity, "ME": own_capacity})
        self.service_centre = self.network.service_centre
        self._owns_network = network is None
        self._device_commands = DeviceCommands(self)
        self._message_commands = MessageCommands(self)
        self._terminal = Terminal(self, self._write)
        self._line = PtyLine(Path(path), self.network.loop, self._on_bytes)
        self._stack = AsyncExitStack()

    async def __aenter__(self) -> Self:
        if self._owns_network:
            await self._stack.enter_async_context(self.network)
        self.network.modems.append(self)
        self.plug()
        return self

    async def __aexit__(self, *_: object) -> None:
        self.unplug()
        self.network.modems.remove(self)
        await self._stack.aclose()

    @property
    def sent(self) -> list[SentSms]:
        """Messages that left, in order, each with its parts joined."""
        return self.radio.sent

    @property
    def plugged_in(self) -> bool:
        return self._line.is_open

    @property
    def echo(self) -> bool:
        return self.settings.echo

    @property
    def no_signal(self) -> bool:
        return self.faults.no_signal

    def phone(self, number: str) -> Phone:
        """The phone with this number, short code or name on the modem's network."""
        return self.network.phone(number)

    def fault(self, fault: Fault) -> None:
        """Makes `fault` happen, now or at the next send; `heal` takes it back."""

        def happen() -> None:
            match fault:
                case Junk(data):
                    self._write(data)
                case Reset():
                    self.restart()
                case _:
                    self.faults.add(fault)

        self.network.call(happen)

    def heal(self) -> None:
        """Ends every fault; what the network has kept for lack of signal comes in."""

        def end() -> None:
            self.faults = ActiveFaults()
            self.radio.take_waiting()

        self.network.call(end)

    def unplug(self) -> None:
        """Pulls the modem out: the host gets errors, the path is gone, the SIM keeps its messages."""
        self.network.call(self._line.close)

    def plug(self) -> None:
        """Puts it in at the same path, as after power-on."""

        def start() -> None:
            if self.plugged_in:
                return
            self._line.open()
            self.restart()
            self.radio.take_waiting()

        self.network.call(start)

    def restart(self) -> None:
        """Forgets what the host has set."""
        self.settings = Settings()
        self._terminal.reset()

    def execute(self, command: str) -> list[str] | Prompt:
        """The answer to one command. Raises AtError or Unanswered."""
        request = parse(command)
        if request is None:
            raise AtError("ERROR")
        if self.pin and request.name and not request.name.startswith(_WITHOUT_PIN):
            raise AtError.cms(_SIM_PIN_REQUIRED)
        try:
            for commands in (self._device_commands, self._message_commands):
                if (answer := commands.answer(request)) is not None:
                    return answer
        except (ValueError, IndexError) as malformed:
            raise AtError("ERROR") from malformed
        raise AtError("ERROR")

    def unsolicited(self, *lines: str) -> None:
        """Lines to the host that no command asked for; a +CDS and its PDU stay together."""
        self._terminal.unsolicited(*lines)

    def dial_service(self, code: str) -> None:
        """Has the network answer a service code; 4 means that it doesn't support it."""
        answer = self.network.ussd.get(code)
        text = f'+CUSD: 0,"{self.settings.to_charset(answer)}",15' if answer else "+CUSD: 4"
        self.network.later(lambda: self.unsolicited(text))

    def _on_bytes(self, data: bytes) -> None:
        if not self.faults.hanging:
            self._terminal.feed(data)

    def _write(self, data: bytes) -> None:
        if self.faults.hanging:
            return
        if self.faults.delay:
            self.network.later(lambda: self._line.write(data), self.faults.delay)
        else:
            self._line.write(data)
