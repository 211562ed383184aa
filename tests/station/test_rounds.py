"""What comes in together is settled together, and what is wrong with one harms no other."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy.exc import DBAPIError

from station.rounds import MOST, Rounds


class Deadlock(Exception):
    sqlstate = "40P01"


class Settling:
    """Answers with the double; a round waits until it is let through; a negative number cannot be settled."""

    def __init__(self) -> None:
        self.rounds: list[list[int]] = []
        self.through = asyncio.Event()

    async def __call__(self, asked: Sequence[int]) -> list[int]:
        self.rounds.append(list(asked))
        await self.through.wait()
        if min(asked) < 0:
            raise ValueError(asked)
        return [2 * number for number in asked]


async def asking(rounds: Rounds[int, int], *numbers: int) -> list[asyncio.Task[int]]:
    tasks = [asyncio.create_task(rounds.ask(number)) for number in numbers]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    return tasks


async def test_the_first_does_not_wait_and_those_who_come_meanwhile_are_settled_together() -> None:
    settle = Settling()
    rounds = Rounds(settle)
    async with rounds.running():
        tasks = await asking(rounds, 1) + await asking(rounds, *range(2, 2 + MOST + 1))
        settle.through.set()
        assert await asyncio.gather(*tasks) == [2 * number for number in range(1, MOST + 3)]
    assert [len(one) for one in settle.rounds] == [1, MOST, 1]


async def test_one_that_cannot_be_settled_takes_no_other_with_it_and_stops_nothing() -> None:
    settle = Settling()
    rounds = Rounds(settle)
    async with rounds.running():
        tasks = await asking(rounds, 1) + await asking(rounds, 2, -3, 4)
        settle.through.set()
        answers = await asyncio.gather(*tasks, return_exceptions=True)
        assert [answer for answer in answers if not isinstance(answer, ValueError)] == [2, 4, 8]
        assert await rounds.ask(5) == 10


async def test_when_the_database_is_away_all_of_a_round_are_told_at_once() -> None:
    tries = 0

    async def away(_asked: Sequence[int]) -> list[int]:
        nonlocal tries
        tries += 1
        raise ConnectionRefusedError

    rounds: Rounds[int, int] = Rounds(away)
    async with rounds.running():
        answers = await asyncio.gather(*(rounds.ask(number) for number in range(5)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [ConnectionRefusedError] * 5
    assert tries == 1


async def test_a_round_that_another_transaction_stood_in_the_way_of_is_held_again() -> None:
    tries = 0

    async def once_in_conflict(asked: Sequence[int]) -> Sequence[int]:
        nonlocal tries
        tries += 1
        if tries == 1:
            raise DBAPIError("INSERT", {}, Deadlock())
        return asked

    rounds: Rounds[int, int] = Rounds(once_in_conflict)
    async with rounds.running():
        assert await rounds.ask(7) == 7
    assert tries == 2


async def test_the_next_round_does_not_wait_for_the_first_to_be_on_the_disk() -> None:
    settle = Settling()
    rounds = Rounds(settle)
    async with rounds.running():
        first, second = await asking(rounds, 1) + await asking(rounds, 2)
        async with asyncio.timeout(10):
            while settle.rounds != [[1], [2]]:  # noqa: ASYNC110  # turns of the loop, not time
                await asyncio.sleep(0)
        settle.through.set()
        assert await asyncio.gather(first, second) == [2, 4]


async def test_one_who_has_gone_away_keeps_nobody_from_the_answer() -> None:
    settle = Settling()
    rounds = Rounds(settle)
    async with rounds.running():
        gone, stays = await asking(rounds, 1, 2)
        gone.cancel()
        settle.through.set()
        assert await stays == 4
        with pytest.raises(asyncio.CancelledError):
            await gone
