"""What a test looks at: answers in a chat, and rows that only the database shows."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy import ColumnElement, func, select

from core.outbox import Debt, owe
from db.models import Channel, OutboxMessage
from simulator.telegram import Message, Person
from simulator.telegram.view import PATIENCE
from tests.flows.house import House

Found = TypeVar("Found")

SOON = 60.0  # seconds; a deadline, for a machine that does other things as well


async def eventually(look: Callable[[], Awaitable[Found]], what: str) -> Found:
    """Look again and again until there is something true to see, and return it: ever less often, for looking costs
    those who are waited for their time.

    Raises:
        AssertionError: it has not come within `SOON`.
    """
    deadline, pause = asyncio.get_running_loop().time() + SOON, 0.02
    while not (found := await look()):
        assert asyncio.get_running_loop().time() < deadline, f"after {SOON:g} s: {what}"
        await asyncio.sleep(pause)
        pause = min(2 * pause, 0.2)
    return found


def answers(person: Person) -> list[str]:
    """What the bot has said since it answered /start."""
    return [message.text for message in person.chat if message.from_bot][1:]


async def answered(person: Person, count: int) -> list[str]:
    """The answers, once there are so many."""
    await person.view.until(lambda: len(answers(person)) >= count, PATIENCE, f"fewer than {count} answers")
    return answers(person)


def data_on(message: Message) -> list[str]:
    """What the buttons of a message carry."""
    return [button["callback_data"] for row in (message.markup or {})["inline_keyboard"] for button in row]


async def count_of(house: House, *where: ColumnElement[bool]) -> int:
    async with house.transaction() as session:
        return await session.scalar(select(func.count()).where(*where)) or 0


async def comes_to(house: House, count: int, *where: ColumnElement[bool]) -> None:
    """Wait until exactly so many rows are like that."""

    async def is_so() -> bool:
        return await count_of(house, *where) == count

    await eventually(is_so, f"never {count} rows with {' and '.join(map(str, where))}")


async def owe_to(house: House, person: Person, body: str, **more: object) -> None:
    """Owe somebody a message by Telegram."""
    debt = Debt(recipient=str(person.id), body=body, dedupe_key=f"{person.id}:{body}", **more)  # type: ignore[arg-type]  # as Debt's own
    async with house.transaction() as session:
        await owe(session, Channel.TELEGRAM, debt, now=house.clock())


async def owed_to(house: House, person: Person, words: str) -> OutboxMessage | None:
    """The message with these words for this person, whatever has become of it."""
    async with house.transaction() as session:
        return await session.scalar(
            select(OutboxMessage).where(OutboxMessage.recipient == str(person.id), OutboxMessage.body.contains(words))
        )


async def tried(house: House, person: Person, words: str) -> OutboxMessage:
    """That message, once the courier has tried in vain to deliver it."""

    async def failed() -> OutboxMessage | None:
        owed = await owed_to(house, person, words)
        return owed if owed is not None and owed.last_error is not None else None

    found = await eventually(failed, f"the courier has not failed with {words!r}")
    assert found is not None
    return found


async def problem(house: House, words: str | None) -> None:
    """Wait until the bot names this problem, or none."""

    async def is_named() -> bool:
        named = house.bot.problem()
        return named is None if words is None else words in (named or "")

    await eventually(is_named, f"the problem is not {words!r} but {house.bot.problem()!r}")
