"""A server, a bot's client for it, and a clock that only moves when told to."""

from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import ClientSession

from simulator.telegram import TelegramServer

Raw = Callable[..., Coroutine[Any, Any, dict[str, Any]]]


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 23, 0, 5, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time

    def forward(self, **span: float) -> None:
        self.time += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def telegram(clock: Clock) -> AsyncIterator[TelegramServer]:
    async with TelegramServer(now=clock) as server:
        yield server


@pytest.fixture(scope="session")
async def client_session() -> AsyncIterator[AiohttpSession]:
    """One for all tests: closing it takes aiogram a quarter of a second."""
    async with AiohttpSession() as session:
        yield session


@pytest.fixture
def bot(telegram: TelegramServer, client_session: AiohttpSession) -> Bot:
    client_session.api = TelegramAPIServer.from_base(telegram.url)
    return Bot(telegram.token, session=client_session)


@pytest.fixture
async def raw(telegram: TelegramServer) -> AsyncIterator[Raw]:
    """Calls without aiogram's help: `await raw("sendMessage", chat_id=1, text="x")` gives the JSON of the answer."""
    async with ClientSession() as client:

        async def call(method: str, **parameters: Any) -> dict[str, Any]:
            url = f"{telegram.url}/bot{telegram.token}/{method}"
            async with client.post(url, json=parameters) as answer:
                body: dict[str, Any] = await answer.json()
                assert answer.status == body.get("error_code", 200)
                return body

        yield call
