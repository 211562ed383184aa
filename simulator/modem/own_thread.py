"""An event loop in a thread of its own: a program that blocks on the modem in its main thread is still answered."""

import asyncio
import threading
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


class OwnThread:
    """Everything outside the program happens in this one thread, one thing after the other; so nothing needs a lock."""

    def __init__(self, name: str) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; what was planned for later no longer happens."""
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()

    def call(self, function: Callable[[], Result]) -> Result:
        """Runs `function` there and returns what it returned; raises what it raised."""
        if threading.current_thread() is self._thread:
            return function()

        async def run() -> Result:
            return function()

        return asyncio.run_coroutine_threadsafe(run(), self.loop).result()

    def later(self, seconds: float, function: Callable[[], object]) -> None:
        """Runs `function` there after `seconds`; calls with equal delays keep their order."""
        self.call(lambda: self.loop.call_later(seconds, function))
