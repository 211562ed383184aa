"""A page over a small world: two people, their group, a stranger, one phone, a guide of two steps."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from simulator.modem import Modem, Network
from simulator.page import Jump, Page, Scene, Step, Words
from simulator.page.live import Live
from simulator.telegram import Group, Person, TelegramServer

MOTHER = "+6281234567801"


def both(text: str) -> Words:
    return {"id": text, "en": text}


@dataclass
class World:
    """What a test touches; `jumped` lists the jumps of the clock that were done."""

    telegram: TelegramServer
    modem: Modem
    dewi: Person
    ratna: Person
    stranger: Person
    group: Group
    jumped: list[str] = field(default_factory=list)

    async def bot_says(self, chat_id: int, **parameters: Any) -> int:
        """As the bot of a school would; the id of the message."""
        url = f"{self.telegram.url}/bot{self.telegram.token}/sendMessage"
        async with ClientSession() as client, client.post(url, json={"chat_id": chat_id, **parameters}) as answer:
            return int((await answer.json())["result"]["message_id"])

    def scene(self) -> Scene:
        async def fail() -> None:
            raise AssertionError("the second step never comes off")

        async def greet() -> None:
            await self.dewi.send("halo")

        async def jump() -> None:
            self.jumped.append("seven")

        async def nothing_waits() -> int:
            return 0

        said = [message.text for message in self.dewi.chat]
        assert said == []
        return Scene(
            title="Sekolah",
            telegram=self.telegram,
            network=self.modem.network,
            modem=self.modem,
            chats={self.dewi.id: both("sekretaris"), self.ratna.id: both("wali"), self.group.id: both("grup")},
            phones={MOTHER: both("Ibu")},
            steps=[
                Step(both("one"), both(""), both(""), [f"chat:{self.dewi.id}"], greet, lambda: bool(self.dewi.chat)),
                Step(both("two"), both(""), both(""), [f"phone:{MOTHER}"], fail, lambda: False),
            ],
            jumps={"seven": Jump(both("07.00"), jump)},
            rupiah_per_part=150,
            waiting=nothing_waits,
        )


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    async with Network() as network, Modem(tmp_path / "modem", network=network) as modem, TelegramServer() as telegram:
        dewi, ratna, stranger = (telegram.user(name) for name in ("Dewi", "Ratna", "Asing"))
        yield World(telegram, modem, dewi, ratna, stranger, await telegram.group("Pimpinan", ratna))


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    async with Page() as page:
        yield page


@pytest.fixture
async def live(page: Page, world: World) -> AsyncIterator[Live]:
    async with page.showing(world.scene()) as live:
        yield live


@pytest.fixture
async def visitor(page: Page) -> AsyncIterator[ClientSession]:
    """A browser's side of the page."""
    async with ClientSession(page.url) as client:
        yield client
