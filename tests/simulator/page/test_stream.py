"""Live, complete at the start, and nothing missed after a broken connection."""

import asyncio
import json
from typing import Any

from aiohttp import ClientSession

from simulator.page import Page
from simulator.page.live import Live
from tests.simulator.page.conftest import MOTHER, World

SECONDS = 5.0


class Reading:
    """An open stream, event by event."""

    def __init__(self, visitor: ClientSession, last_event_id: str = "") -> None:
        headers = {"Last-Event-ID": last_event_id} if last_event_id else {}
        self._request = visitor.get("/events", headers=headers)

    async def __aenter__(self) -> "Reading":
        self._answer = await self._request.__aenter__()
        return self

    async def __aexit__(self, *error: Any) -> None:
        await self._request.__aexit__(*error)

    async def next(self, kind: str) -> tuple[str, Any]:
        """The next event of a kind: its id and data; empty at the end of the stream."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(SECONDS):
            async for line in self._answer.content:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name:
                    fields[name] = value
                elif fields.get("event") == kind:
                    return fields["id"], json.loads(fields["data"])
        return "", None


async def test_a_page_begins_with_everything(visitor: ClientSession, live: Live, world: World) -> None:
    async with Reading(visitor) as reading:
        _, state = await reading.next("state")
    scene = state["scene"]
    assert [chat["label"]["id"] for chat in scene["chats"]] == ["sekretaris", "wali", "grup"]
    assert [phone["number"] for phone in scene["phones"]] == [MOTHER]
    assert [step["title"]["id"] for step in scene["steps"]] == ["one", "two"]
    assert "Asing" not in json.dumps(scene)


async def test_what_happens_arrives(visitor: ClientSession, live: Live, world: World) -> None:
    async with Reading(visitor) as reading:
        await world.dewi.send("halo <b>")
        _, told = await reading.next("chat")
        assert (told["chat"], told["kind"], told["data"]["text"]) == (world.dewi.id, "message", "halo <b>")
        world.modem.phone(MOTHER).send("SAKIT " + "demam " * 40)
        _, told = await reading.next("sms")
        assert (told["phone"], told["sms"]["own"], told["sms"]["parts"]) == (MOTHER, True, 2)


async def test_a_page_that_lost_its_connection_gets_just_what_it_missed(
    visitor: ClientSession, live: Live, world: World
) -> None:
    async with Reading(visitor) as reading:
        await world.dewi.send("satu")
        seen, _ = await reading.next("chat")
    await world.dewi.send("dua")
    await world.dewi.send("tiga")
    async with Reading(visitor, seen) as reading:
        told = [(await reading.next("chat"))[1]["data"]["text"] for _ in range(2)]
    assert told == ["dua", "tiga"]


async def test_what_cannot_be_resumed_begins_anew(visitor: ClientSession, live: Live, world: World) -> None:
    await world.dewi.send("satu")
    for lost in ("deadbeef.1", "nonsense", "x.y", f"{'9' * 30}"):
        async with Reading(visitor, lost) as reading:
            _, state = await reading.next("state")
            assert state["scene"]["chats"][0]["messages"][0]["text"] == "satu"


async def test_another_scene_begins_anew_and_the_end_closes_the_stream(page: Page, world: World) -> None:
    async with ClientSession(page.url) as visitor, Reading(visitor) as reading:
        assert (await reading.next("state"))[1] == {"scene": None}
        async with page.showing(world.scene()):
            assert (await reading.next("state"))[1]["scene"]["title"] == "Sekolah"
        assert (await reading.next("state"))[1] == {"scene": None}
        await page.__aexit__()
        assert await reading.next("state") == ("", None)
