"""The strip of switches: what is wrong with the modem and with Telegram just now."""

from collections.abc import Awaitable, Callable

from simulator.modem import Hang, Modem, NoSignal
from simulator.page.refusals import Malformed
from simulator.page.stream import Json
from simulator.telegram import Delay, TelegramServer, too_many_requests

_SLOW_SECONDS = 2.0
_RETRY_AFTER_SECONDS = 5
_ALL_CALLS = 1_000_000_000  # until it is taken back


class ModemSwitch:
    """`well`, `silent` (no signal), `hanging` (answers nothing) or `unplugged`."""

    def __init__(self, modem: Modem) -> None:
        self._modem = modem
        self.mode = "well"

    def set(self, mode: object) -> None:
        """Raises Malformed for an unknown mode."""
        match mode:
            case "well":
                self._modem.heal()
                self._modem.plug()
            case "silent":
                self.set("well")
                self._modem.fault(NoSignal())
            case "hanging":
                self.set("well")
                self._modem.fault(Hang())
            case "unplugged":
                self._modem.heal()
                self._modem.unplug()
            case _:
                raise Malformed
        self.mode = mode

    def to_page(self) -> Json:
        """`on_sim`: received messages that the service has not fetched yet."""
        return {"mode": self.mode, "on_sim": len(self._modem.radio.memories["SM"].places)}


class TelegramSwitch:
    """`well`, `slow` (2 s a call), `busy` (429 to every call) or `down` (no connection)."""

    def __init__(self, telegram: TelegramServer) -> None:
        self._telegram = telegram
        self.mode = "well"

    async def set(self, mode: object) -> None:
        """Raises Malformed for an unknown mode."""
        act = self._acts().get(mode) if isinstance(mode, str) else None
        if act is None:
            raise Malformed
        if mode != self.mode:
            await self._make_well()
            await act()
            self.mode = str(mode)

    def to_page(self) -> Json:
        return {"mode": self.mode}

    def _acts(self) -> dict[str, Callable[[], Awaitable[None]]]:
        return {"well": self._make_well, "slow": self._slow, "busy": self._busy, "down": self._telegram.down}

    async def _make_well(self) -> None:
        self._telegram.faults.clear()
        if self.mode == "down":
            await self._telegram.up()

    async def _slow(self) -> None:
        self._telegram.fail(Delay(_SLOW_SECONDS), times=_ALL_CALLS)

    async def _busy(self) -> None:
        self._telegram.fail(too_many_requests(_RETRY_AFTER_SECONDS), times=_ALL_CALLS)
