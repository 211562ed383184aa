"""The guided tour: which steps are done, by the guide or by hand, and doing one on request."""

import asyncio
from collections.abc import Callable, Sequence

from simulator.page.refusals import Refused, Unknown
from simulator.page.scene import Step
from simulator.page.stream import Json


class Guide:
    """Steps are numbered from 1. `changed` is called whenever what `to_page` says has changed."""

    def __init__(self, steps: Sequence[Step], changed: Callable[[], None]) -> None:
        self.running: int | None = None
        self._steps = steps
        self._changed = changed
        self._done: set[int] = set()
        self._failed: int | None = None
        self._task: asyncio.Task[None] | None = None

    def look(self) -> None:
        """After every change: what has come about is done, and stays done."""
        for number, step in enumerate(self._steps, start=1):
            if number not in self._done and step.is_done():
                self._finish(number)

    async def do(self, number: int) -> None:
        """Play a step. Raises Refused while another one is played; AssertionError or TimeoutError as the step does."""
        if not 1 <= number <= len(self._steps):
            raise Unknown
        if self.running:
            raise Refused("playing")
        self.running, self._failed = number, None
        self._changed()
        try:
            await self._steps[number - 1].do()
            self._finish(number)
        except (AssertionError, TimeoutError):
            self._failed = number
            raise
        finally:
            self.running = None
            self._changed()

    async def do_for_visitor(self, number: int) -> None:
        """The same; a step that does not come off is Refused. `cancel` ends it."""
        task = self._task = asyncio.create_task(self.do(number))
        await asyncio.wait({task})
        if task.cancelled():
            raise Refused("over")
        if isinstance(task.exception(), AssertionError | TimeoutError):
            raise Refused("step_failed")
        task.result()

    @property
    def is_for_visitor(self) -> bool:
        """Whether the step under way was asked for by a visitor, who may also help it along with the switches."""
        return self._task is not None and not self._task.done()

    def cancel(self) -> None:
        if self._task:
            self._task.cancel()

    def to_page(self) -> Json:
        return {"done": sorted(self._done), "running": self.running, "failed": self._failed}

    def _finish(self, number: int) -> None:
        self._done.add(number)
        if self._failed == number:
            self._failed = None
        self._changed()


def steps_to_page(steps: Sequence[Step]) -> list[Json]:
    return [
        {
            "number": number,
            "title": dict(step.title),
            "by_hand": dict(step.by_hand),
            "look_for": dict(step.look_for),
            "places": list(step.places),
        }
        for number, step in enumerate(steps, start=1)
    ]
