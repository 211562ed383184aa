"""Updates in: every one handled once and in order, whatever Telegram, the line and the database do."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from core import overview
from db.models import OutboxMessage, TelegramUpdate
from tests.db_cluster import connect
from tests.flows.house import House, running_bot
from tests.flows.looking import answered, comes_to, count_of, eventually, problem
from tests.school import COUNSELOR, HOMEROOM, SECRETARY

pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture(params=[False, True], ids=["polling", "webhook"])
async def either_house(database_url: str, request: pytest.FixtureRequest) -> AsyncIterator[House]:
    async with running_bot(database_url, webhook=request.param) as house:
        yield house


async def test_what_telegram_delivers_again_is_not_done_again(either_house: House) -> None:
    house, dewi = either_house, either_house.person(SECRETARY)
    for _ in range(5):
        await dewi.send("/siswa budi")
    await answered(dewi, 5)
    await all_confirmed(house)
    stored = await count_of(house, TelegramUpdate.update_id > 0)
    house.telegram.deliver_again(5)
    await dewi.send("/bantuan")
    assert "Yang bisa" in (await answered(dewi, 6))[5]
    assert await count_of(house, TelegramUpdate.update_id > 0) == stored + 1


async def test_answers_within_a_chat_come_in_the_order_of_the_questions(either_house: House) -> None:
    people = [either_house.person(number) for number in (SECRETARY, HOMEROOM, COUNSELOR)]
    names = ["Budi Santoso", "Siti Aminah", "Andi Wijaya"] * 4
    for name in names:
        for person in people:
            await person.send(f"/siswa {name}")
    for person in people:
        said = await answered(person, len(names))
        assert [text.split(" · ")[0] for text in said] == names


async def test_what_a_dead_process_stored_and_did_not_finish_is_done_once_and_first(house: House) -> None:
    dewi = house.person(SECRETARY)
    await house.stop_bot()
    await dewi.send("/siswa budi")
    await dewi.send("/siswa siti")
    await store_as_a_process_that_died(house)
    await dewi.send("/siswa andi")
    await house.start_bot()
    assert [text.split()[0] for text in await answered(dewi, 3)] == ["Budi", "Siti", "Andi"]
    await all_confirmed(house)
    await dewi.send("/bantuan")
    assert len(await answered(dewi, 4)) == 4


async def test_connections_cut_in_the_middle_lose_and_double_nothing(house: House) -> None:
    people = list(house.people.values())[:8]
    done = TelegramUpdate.done_at.is_not(None)
    before = await count_of(house, done)
    for cut in range(5):
        for person in people:
            await person.send("/siswa budi")
            await person.send("/bantuan")
        await more_than(house, before + 16 * cut + 4, done)
        await cut_connections(house)
    for person in people:
        said = await answered(person, 10)
        assert ["Yang bisa" in text for text in said] == [False, True] * 5
    await comes_to(house, 0, TelegramUpdate.done_at.is_(None))
    said = (OutboxMessage.recipient.in_([str(p.id) for p in people]), OutboxMessage.body != "")  # menus have no words
    assert await count_of(house, *said) == 8 * (10 + 1)


async def test_an_update_that_waits_for_the_database_is_not_overtaken_by_the_next(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    dewi, real = house.person(SECRETARY), overview.find_students
    away = iter([True, True])

    async def find_students(*args: Any, **kwargs: Any) -> Any:
        if next(away, False):
            raise ConnectionResetError
        return await real(*args, **kwargs)

    monkeypatch.setattr(overview, "find_students", find_students)
    for name in ("budi", "siti", "andi"):
        await dewi.send(f"/siswa {name}")
    assert [text.split()[0] for text in await answered(dewi, 3)] == ["Budi", "Siti", "Andi"]


async def test_a_second_poller_is_named_as_the_problem_and_its_end_is_noticed(house: House) -> None:
    dewi = house.person(SECRETARY)
    await get_updates(house)
    await problem(house, "another program polls")
    await dewi.send("/bantuan")
    await answered(dewi, 1)
    await problem(house, None)


async def test_an_update_that_makes_no_sense_is_noted_and_hides_nothing_behind_it(either_house: House) -> None:
    house, dewi = either_house, either_house.person(SECRETARY)
    for body in ({"message_id": "x"}, {"chat": {"id": "Dewi"}}, {"chat": None}):
        house.telegram.world.updates.put("message", body)
    await dewi.send("/bantuan")
    await answered(dewi, 1)
    await comes_to(house, 3, TelegramUpdate.error.is_not(None), TelegramUpdate.done_at.is_not(None))
    assert await count_of(house, TelegramUpdate.done_at.is_(None)) == 0


async def all_confirmed(house: House) -> None:
    await house.telegram.wait_until(lambda: not len(house.telegram.world.updates))


async def more_than(house: House, count: int, *where: Any) -> None:
    async def are() -> bool:
        return await count_of(house, *where) > count

    await eventually(are, "updates are not worked through")


async def store_as_a_process_that_died(house: House) -> None:
    """It had read the updates and committed them, but told Telegram nothing and handled none."""
    updates = await get_updates(house)
    async with house.transaction() as session:
        for payload in updates:
            key = {"bot_id": house.telegram.bot.id, "update_id": payload["update_id"]}
            session.add(TelegramUpdate(**key, payload=payload, received_at=house.clock()))


async def get_updates(house: House) -> list[dict[str, Any]]:
    """As another program with the same token does; nothing is confirmed by it."""
    url = f"{house.telegram.url}/bot{house.telegram.token}/getUpdates"
    async with aiohttp.ClientSession() as http, http.get(url) as response:
        result: list[dict[str, Any]] = (await response.json())["result"]
    return result


async def cut_connections(house: House) -> None:
    """What a restarting server does to everybody connected."""
    connection = await connect(house.database_url)
    await connection.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    )
    await connection.close()
