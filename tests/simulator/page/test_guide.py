"""Steps done by the guide or by hand, and the switches of the strip."""

import asyncio

from aiohttp import ClientSession

from simulator.page import Page
from simulator.page.guide import Guide
from simulator.page.live import Live
from simulator.page.scene import Step
from tests.simulator.page.conftest import MOTHER, World, both
from tests.simulator.page.test_actions import do


async def test_a_step_is_done_by_hand(live: Live, world: World) -> None:
    assert live.guide.to_page()["done"] == []
    await world.dewi.send("halo")
    assert live.guide.to_page()["done"] == [1]


async def test_a_step_is_done_on_request_and_stays_done(visitor: ClientSession, live: Live, world: World) -> None:
    assert not await do(visitor, "step", number=1)
    world.telegram.world.remove(world.dewi.chat[0])
    assert live.guide.to_page() == {"done": [1], "running": None, "failed": None}


async def test_a_step_that_does_not_come_off_says_so(visitor: ClientSession, live: Live) -> None:
    assert await do(visitor, "step", number=2) == "step_failed"
    assert live.guide.to_page() == {"done": [], "running": None, "failed": 2}


async def test_while_the_guide_plays_visitors_watch_but_may_mend(
    visitor: ClientSession, live: Live, world: World
) -> None:
    begun, going_on = asyncio.Event(), asyncio.Event()

    async def wait() -> None:
        begun.set()
        await going_on.wait()

    live.guide = Guide([Step(both(""), both(""), both(""), [], wait, lambda: False)], lambda: None)
    playing = asyncio.create_task(live.guide.do_for_visitor(1))
    await begun.wait()
    assert await do(visitor, "step", number=1) == "playing"
    assert await do(visitor, "sms", number=MOTHER, text="halo") == "playing"
    assert not await do(visitor, "modem", mode="unplugged")
    going_on.set()
    await playing
    assert not await do(visitor, "sms", number=MOTHER, text="halo")


async def test_what_the_terminal_plays_is_not_disturbed(visitor: ClientSession, live: Live) -> None:
    begun = asyncio.Event()

    async def forever() -> None:
        begun.set()
        await asyncio.Event().wait()

    live.guide = Guide([Step(both(""), both(""), both(""), [], forever, lambda: False)], lambda: None)
    playing = asyncio.create_task(live.guide.do(1))
    await begun.wait()
    assert await do(visitor, "modem", mode="unplugged") == "playing"
    playing.cancel()


async def test_a_new_scene_ends_a_step_that_is_under_way(visitor: ClientSession, page: Page, world: World) -> None:
    begun = asyncio.Event()

    async def forever() -> None:
        begun.set()
        await asyncio.Event().wait()

    async with page.showing(world.scene()) as live:
        live.guide = Guide([Step(both(""), both(""), both(""), [], forever, lambda: False)], lambda: None)
        asked = asyncio.create_task(do(visitor, "step", number=1))
        await begun.wait()
    assert await asked == "over"


async def test_the_modems_switch(visitor: ClientSession, live: Live, world: World) -> None:
    modem = world.modem
    for mode, plugged, hanging, silent in [
        ("unplugged", False, False, False),
        ("hanging", True, True, False),
        ("silent", True, False, True),
        ("well", True, False, False),
    ]:
        assert not await do(visitor, "modem", mode=mode)
        assert (modem.plugged_in, modem.faults.hanging, modem.no_signal) == (plugged, hanging, silent)
        assert live.modem_to_page()["mode"] == mode
    assert await do(visitor, "modem", mode="dancing") == "malformed"


async def test_telegrams_switch(visitor: ClientSession, live: Live, world: World) -> None:
    telegram = world.telegram
    assert not await do(visitor, "telegram", mode="busy")
    async with visitor.post(f"{telegram.url}/bot{telegram.token}/getMe") as answer:
        assert answer.status == 429
    assert not await do(visitor, "telegram", mode="down")
    assert not telegram.world.reachable.is_set()
    assert not await do(visitor, "telegram", mode="well")
    async with visitor.post(f"{telegram.url}/bot{telegram.token}/getMe") as answer:
        assert answer.status == 200
    assert await do(visitor, "telegram", mode=["well"]) == "malformed"
