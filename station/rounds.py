"""Settling together what comes in together: one transaction for all who wait, and another for those who came meanwhile.
Alone nobody waits for company.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from db.availability import is_conflict, will_pass

MOST = 64
"""In a round: twice what is asked of a gate at once, and a bound on how long one transaction lasts."""
AT_ONCE = 2
"""One round is put together while the other is with the database and its disk."""
_LOST = 3  # times to another transaction: enough, for each time that one is done

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


@dataclass(slots=True)
class Rounds(Generic[Asked, Answer]):
    """`settle` answers many in their order, in one transaction: it returns when they are committed."""

    settle: Callable[[Sequence[Asked]], Awaitable[Sequence[Answer]]]
    _waiting: asyncio.Queue[tuple[Asked, asyncio.Future[Answer]]] = field(default_factory=asyncio.Queue)
    _gathering: asyncio.Lock = field(default_factory=asyncio.Lock)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Rounds are held until the end of the block, when nobody may be waiting any more."""
        working = [asyncio.create_task(self._work()) for _ in range(AT_ONCE)]
        try:
            yield
        finally:
            for one in working:
                one.cancel()
            await asyncio.wait(working)

    async def ask(self, asked: Asked) -> Answer:
        """The answer, once it is committed. Raises what `settle` has raised."""
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((asked, answer))
        return await answer

    async def _work(self) -> None:
        while True:
            await self._hold(await self._next())

    async def _next(self) -> Sequence[tuple[Asked, asyncio.Future[Answer]]]:
        """All who wait, as soon as anybody does."""
        async with self._gathering:
            waiting = [await self._waiting.get()]
            await asyncio.sleep(0)  # whoever was heard in the same moment comes along
            while not self._waiting.empty() and len(waiting) < MOST:
                waiting.append(self._waiting.get_nowait())
            return waiting

    async def _hold(self, waiting: Sequence[tuple[Asked, asyncio.Future[Answer]]]) -> None:
        try:
            answers = await self._settled([asked for asked, _ in waiting])
        except Exception as error:
            await self._part(waiting, error)
            return
        for (_, future), answer in zip(waiting, answers, strict=True):
            if not future.done():  # it may have gone away
                future.set_result(answer)

    async def _settled(self, asked: Sequence[Asked]) -> Sequence[Answer]:
        """Where both displace scans of the same people, two rounds may lock each other out: the database ends one."""
        for _ in range(_LOST):
            try:
                return await self.settle(asked)
            except Exception as error:
                if not is_conflict(error):
                    raise
        return await self.settle(asked)

    async def _part(self, waiting: Sequence[tuple[Asked, asyncio.Future[Answer]]], error: Exception) -> None:
        """One that cannot be settled takes no other with it; when the database is away they all have to come again."""
        if len(waiting) > 1 and not will_pass(error):
            for one in waiting:
                await self._hold([one])
            return
        for _, future in waiting:
            if not future.done():
                future.set_exception(error)
