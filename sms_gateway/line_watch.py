"""Being woken by the modem's line: libgammu has to be asked to read, and this says when there is something to read."""

import asyncio
import os
import select
from collections.abc import Callable

from core.modems import Trouble
from sms_gateway.driver import ModemGone


class LineWatch:
    """A second hold on the device that never reads a byte of it; `on_bytes` is called as long as some are waiting."""

    def __init__(self, device: str, on_bytes: Callable[[], None]) -> None:
        self._descriptor = os.open(device, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY)
        self._poll = select.poll()
        self._poll.register(self._descriptor, select.POLLIN)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(self._descriptor, on_bytes)

    def check(self) -> None:
        """Raises ModemGone when the modem was pulled out, which libgammu doesn't notice while it only reads."""
        if any(event & (select.POLLHUP | select.POLLERR) for _, event in self._poll.poll(0)):
            raise ModemGone("the modem was unplugged", Trouble.NO_DEVICE)

    def close(self) -> None:
        self._loop.remove_reader(self._descriptor)
        os.close(self._descriptor)
