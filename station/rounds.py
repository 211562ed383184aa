"""Settling together what comes in together: one transaction for all who wait, and the next one for those who came
meanwhile. Alone nobody waits for company.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from db.availability import will_pass

MOST = 64
"""In a round: twice what is asked of a gate at once, and a bound on how long one transaction lasts."""

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Rounds(Generic[Asked, Answer]):
    """`settle` answers many in their order, in one transaction: it returns when they are committed."""

    settle: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]]
    _waiting: asyncio.Queue[tuple[Asked, asyncio.Future[Answer]]] = field(default_factory=asyncio.Queue)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Rounds are held until the end of the block, when nobody may be waiting any more."""
        working = asyncio.create_task(self._work())
        try:
            yield
        finally:
            working.cancel()
            await asyncio.wait([working])

    async def ask(self, asked: Asked) -> Answer:
        """The answer, once it is committed. Raises what `settle` has raised."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((asked, answer))
        return await answer

    async def _work(self) -> None:
        while True:
            waiting = [await self._waiting.get()]
            while not self._waiting.empty() and len(waiting) < MOST:
                waiting.append(self._waiting.get_nowait())
            await self._hold(waiting)

    async def _hold(self, waiting: Sequence[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self.settle([asked for asked, _ in waiting])
        except Exception as error:
            await self._part(waiting, error)
            return
        for (_, future), answer in zip(waiting, answers, strict=True):
            if not future.done():  # it may have gone away
                future.set_result(answer)

    async def _part(self, waiting: Sequence[tuple[Asked, asyncio.Future[Answer]]], error: Exception) -> None:
        """One that cannot be settled takes no other with it; when the database is away they all have to come again."""
        if len(waiting) > 1 and not will_pass(error):
            for one in waiting:
                await self._hold([one])
            return
        for _, future in waiting:
            if not future.done():
                future.set_exception(error)
