"""A page over a small world: two people, their group, a stranger, one phone, a gate, a guide of two steps."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from yarl import URL

from simulator.modem import Modem, Network
from simulator.page import Card, Gate, Jump, Page, Scanner, Scene, Step, Words
from simulator.page.live import Live
from simulator.telegram import Group, Person, TelegramServer

MOTHER = "+6281234567801"


def both(text: str) -> Words:
    return {"id": text, "en": text}


@dataclass
class World:
    """What a test touches; `jumped` lists the jumps of the clock that were done, `heard` what the station answered."""

    telegram: TelegramServer
    modem: Modem
    dewi: Person
    ratna: Person
    stranger: Person
    group: Group
    station: URL
    scanner: Scanner = field(default_factory=Scanner)
    heard: list[tuple[str, bytes]] = field(default_factory=list)
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
            gate=Gate(
                label=both("Gerbang"),
                url=self.station,
                ready="main",
                cards=[Card("Budi", "X 1", "A1CODE", [[True, False], [None, True]])],
                scanner=self.scanner,
                heard=lambda path, answer: self.heard.append((path, answer)),
            ),
            steps=[
                Step(both("one"), both(""), both(""), [f"chat:{self.dewi.id}"], greet, lambda: bool(self.dewi.chat)),
                Step(both("two"), both(""), both(""), [f"phone:{MOTHER}"], fail, lambda: False),
            ],
            jumps={"seven": Jump(both("07.00"), jump)},
            rupiah_per_part=150,
            waiting=nothing_waits,
        )


@pytest.fixture
async def station() -> AsyncIterator[TestServer]:
    """A station's server as the page meets it: a page of its own that forbids frames, scans, and other paths."""

    async def answer(request: web.Request) -> web.Response:
        said = {"host": request.host, "path": request.path_qs, "body": (await request.read()).decode()}
        policy = {"Content-Security-Policy": "default-src 'self'; frame-ancestors 'none'"}
        return web.json_response(said, headers=policy, status=400 if said["body"] == "bad" else 200)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    async with TestServer(app) as server:
        yield server


@pytest.fixture
async def world(tmp_path: Path, station: TestServer) -> AsyncIterator[World]:
    async with Network() as network, Modem(tmp_path / "modem", network=network) as modem, TelegramServer() as telegram:
        dewi, ratna, stranger = (telegram.user(name) for name in ("Dewi", "Ratna", "Asing"))
        group = await telegram.group("Pimpinan", ratna)
        yield World(telegram, modem, dewi, ratna, stranger, group, station.make_url("/station/secret"))


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
