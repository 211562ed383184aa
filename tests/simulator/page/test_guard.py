"""The page can act as anybody: no other website may reach it through a visitor's browser."""

import pytest
from aiohttp import ClientSession

from simulator.page.live import Live
from tests.simulator.page.conftest import World

PATHS = ("/", "/events", "/static/js/main.js", "/files/x/y", "/station/secret")


@pytest.mark.parametrize("path", PATHS)
async def test_a_foreign_name_that_points_here_gets_nothing(visitor: ClientSession, live: Live, path: str) -> None:
    for host in ("school.example", "127.0.0.1.school.example", "school.example:80", ""):
        async with visitor.get(path, headers={"Host": host}) as answer:
            assert answer.status == 403


@pytest.mark.parametrize("path", ["/do/send", "/upload", "/start-over"])
@pytest.mark.parametrize("origin", ["http://school.example", "null", "http://127.0.0.1:1", "https://127.0.0.1"])
async def test_another_website_cannot_act(visitor: ClientSession, live: Live, path: str, origin: str) -> None:
    async with visitor.post(path, headers={"Origin": origin}, json={}) as answer:
        assert answer.status == 403


async def test_another_website_cannot_listen_but_may_link_here(visitor: ClientSession, live: Live) -> None:
    foreign = {"Sec-Fetch-Site": "cross-site"}
    async with visitor.get("/events", headers=foreign) as answer:
        assert answer.status == 403
    async with visitor.get("/", headers=foreign) as answer:
        assert answer.status == 200


async def test_its_own_page_acts(visitor: ClientSession, live: Live, world: World) -> None:
    own = {"Origin": str(visitor._base_url).rstrip("/")}
    wish = {"chat": world.dewi.id, "as": world.dewi.id, "text": "/start"}
    async with visitor.post("/do/send", headers=own, json=wish) as answer:
        assert answer.status == 200
    assert world.dewi.chat[-1].text == "/start"


async def test_everything_forbids_frames_and_foreign_scripts(visitor: ClientSession) -> None:
    for path in ("/", "/static/js/main.js"):
        async with visitor.get(path) as answer:
            assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
