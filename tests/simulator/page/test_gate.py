"""The station within the page, and what is held to its scanner."""

from aiohttp import ClientSession
from aiohttp.test_utils import TestServer

from simulator.page.guide import Guide
from simulator.page.live import Live
from simulator.page.scene import Step
from tests.simulator.page.conftest import World, both
from tests.simulator.page.test_stream import Reading


async def test_the_stations_page_is_passed_on_and_only_this_page_may_frame_it(
    visitor: ClientSession, live: Live
) -> None:
    async with visitor.get("/station/secret/state?x=1") as answer:
        said = await answer.json()
        assert said == {"host": answer.request_info.url.authority, "path": "/station/secret/state?x=1", "body": ""}
        assert answer.headers["Content-Security-Policy"] == "default-src 'self'; frame-ancestors 'self'"


async def test_nothing_else_of_the_stations_server_is_passed_on(visitor: ClientSession, live: Live) -> None:
    for path in ("/health", "/metrics", "/stationery", "/station", "/station/%2e%2e/health"):
        async with visitor.get(path) as answer:
            assert answer.status == 404


async def test_what_the_station_says_yes_to_is_heard(visitor: ClientSession, live: Live, world: World) -> None:
    for body in ("good", "bad"):
        await visitor.post("/station/secret/scans", data=body)
    await visitor.get("/station/secret/state")
    [(path, answer)] = world.heard
    assert (path, b'"good"' in answer) == ("/station/secret/scans", True)


async def test_a_station_that_is_away_is_not_the_end(visitor: ClientSession, live: Live, station: TestServer) -> None:
    await station.close()
    async with visitor.get("/station/secret") as answer:
        assert (answer.status, (await answer.json())["word"]) == (503, "not_ready")


async def test_without_a_scene_there_is_no_station(visitor: ClientSession) -> None:
    async with visitor.get("/station/secret") as answer:
        assert answer.status == 503


async def test_a_card_is_typed_on_the_page_for_a_visitor_and_not_for_the_terminal(live: Live, world: World) -> None:
    typed: list[bool] = []

    async def hold() -> None:
        typed.append(world.scanner.hold("A1CODE"))

    live.guide = Guide([Step(both(""), both(""), both(""), [], hold, lambda: False)], lambda: None)
    await live.guide.do(1)
    await live.guide.do_for_visitor(1)
    await hold()
    assert typed == [False, True, False]


async def test_the_page_is_told_of_the_time_and_then_of_the_card(
    visitor: ClientSession, live: Live, world: World
) -> None:
    async def hold() -> None:
        world.scanner.hold("A1CODE")

    live.guide = Guide([Step(both(""), both(""), both(""), [], hold, lambda: False)], lambda: None)
    async with Reading(visitor) as reading:
        world.scanner.hold("A1OFTHETERMINAL")
        await live.guide.do_for_visitor(1)
        assert (await reading.next("clock"))[1]["now"]
        assert (await reading.next("hold"))[1] == {"payload": "A1CODE"}
