"""The webhook's door: only Telegram comes in, and what it brings is stored before it is told so."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from db.models import TelegramUpdate
from tests.flows.hook import HEADER, RIGHT, message, post, push
from tests.flows.house import HOOK_SECRET, House, running_bot
from tests.flows.looking import answered, comes_to, count_of
from tests.school import SECRETARY

EVERY_UPDATE = TelegramUpdate.update_id > 0


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with running_bot(database_url, webhook=True) as house:
        yield house


async def test_telegram_is_let_in_and_its_update_is_stored_before_the_answer(house: House) -> None:
    assert await post(house, message(7, text="/bantuan"), RIGHT) == 200
    assert await count_of(house, TelegramUpdate.update_id == 7) == 1
    assert "Yang bisa" in (await answered(house.person(SECRETARY), 1))[0]


async def test_nobody_else_is_let_in(house: House) -> None:
    before = await count_of(house, EVERY_UPDATE)
    for secret in ("", HOOK_SECRET + "x", HOOK_SECRET[:-1], HOOK_SECRET.upper()):
        assert await post(house, message(7, text="/bantuan"), {HEADER: secret}) == 401, secret
    assert await post(house, message(7, text="/bantuan"), {}) == 401
    assert await count_of(house, EVERY_UPDATE) == before


async def test_a_secret_that_is_no_text_is_a_wrong_one(house: House) -> None:
    head = f"POST /telegram HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n{HEADER}: ".encode() + b"\xff\xfe\r\n\r\n"
    assert b" 401 " in await first_line(house, head)


NO_UPDATES = (
    b"",
    b"\xff\x00\xfe",
    b"not json",
    b"[]",
    b"42",
    b"{}",
    b'{"update_id": null}',
    b'{"update_id": "7"}',
    b'{"update_id": true}',
    b'{"update_id": 1e3}',
    b'{"update_id": ' + b"9" * 40 + b"}",
    b"[" * 100_000,
)


async def test_what_is_no_update_is_refused_and_not_stored(house: House) -> None:
    before = await count_of(house, EVERY_UPDATE)
    for body in NO_UPDATES:
        assert await post(house, body, RIGHT) == 400, body[:40]
    assert await count_of(house, EVERY_UPDATE) == before


async def test_a_huge_body_is_refused_and_not_stored(house: House) -> None:
    before = await count_of(house, EVERY_UPDATE)
    assert await post(house, message(7, text="A" * 2_000_000), RIGHT) == 413
    assert await count_of(house, EVERY_UPDATE) == before


async def test_updates_that_make_no_sense_are_taken_noted_and_not_tried_again(house: House) -> None:
    senseless: list[dict[str, Any]] = [{"message": "text"}, {"message": {"chat": []}}, {"callback_query": [1]}, {}]
    for number, update in enumerate(senseless):
        await push(house, number + 1, **update)
    await comes_to(house, len(senseless), TelegramUpdate.update_id < 10, TelegramUpdate.done_at.is_not(None))
    await house.stop_bot()
    await house.start_bot()
    await house.person(SECRETARY).send("/bantuan")
    await answered(house.person(SECRETARY), 1)


async def first_line(house: House, request: bytes) -> bytes:
    """The answer to a request that no client library would write."""
    assert house.hook is not None
    reader, writer = await asyncio.open_connection(*house.hook.getsockname())
    writer.write(request)
    try:
        return await reader.readline()
    finally:
        writer.close()
        await writer.wait_closed()
