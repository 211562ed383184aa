"""What several flows share."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

import bot.courier
import bot.inbox
import bot.sources
import db.availability
import db.listening
from tests.flows.house import House, running_bot


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    """A school whose bot talks to the simulator's Telegram."""
    async with running_bot(database_url) as house:
        yield house


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that a school does not notice, and a test would. For flows in which something is away for a while."""
    for module, name in [
        (bot.sources, "PAUSE"),
        (bot.inbox, "PAUSE"),
        (bot.inbox, "LOOK_EVERY"),
        (bot.courier, "LOOK_EVERY"),
        (db.availability, "PAUSE"),
        (db.listening, "_RECONNECT_AFTER"),
    ]:
        monkeypatch.setattr(module, name, 0.05)
    monkeypatch.setattr(bot.inbox, "LEFT_OVER_AFTER", timedelta())
