"""The station's desk over real HTTP: who is on duty, who may be found, what is entered by hand, and cards for a day."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import zxingcpp
from aiohttp import ClientResponse, ClientSession
from PIL import Image
from sqlalchemy import func, select, update

from core.gate_desk import MOST_FOUND
from core.stations import remove_station
from db.models import AuditEntry, Card, ClassMembership, OutboxMessage, Person, Scan
from station.by_hand import SEARCHES_AT_ONCE
from tests.school import TODAY
from tests.station.conftest import GateHouse

Json = dict[str, Any]


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as client:
        yield client


async def person(house: GateHouse, name: str) -> int:
    async with house.transaction() as session:
        return (await session.scalars(select(Person.id).where(Person.name == name))).one()


@pytest.fixture
async def keeper(house: GateHouse) -> int:
    return await person(house, "Pak Gerbang")


async def post(http: ClientSession, house: GateHouse, path: str, **body: object) -> ClientResponse:
    return await http.post(f"{house.address}/{path}", json=body)


async def ask(http: ClientSession, house: GateHouse, path: str, **body: object) -> Json:
    response = await post(http, house, path, **body)
    assert response.status == 200
    answer: Json = await response.json()
    return answer


async def test_only_keepers_are_offered_and_the_one_who_is_named_is_told_once(
    http: ClientSession, house: GateHouse, keeper: int
) -> None:
    async with http.get(f"{house.address}/keepers") as response:
        assert [one["name"] for one in (await response.json())["keepers"]] == ["Pak Admin", "Pak Gerbang", "Pak Piket"]
    for _ in range(2):
        assert (await ask(http, house, "shift", keeper=keeper))["keeper"]["name"] == "Pak Gerbang"
    async with house.transaction() as session:
        [told] = await session.scalars(select(OutboxMessage))
        assert "Gerbang depan" in told.body
        acts = select(AuditEntry.person_id).where(AuditEntry.act == "keep_gate")
        assert list(await session.scalars(acts)) == [keeper, keeper]


async def test_a_search_tells_names_and_classes_of_a_few_and_nothing_else(
    http: ClientSession, house: GateHouse, keeper: int
) -> None:
    found = (await ask(http, house, "search", keeper=keeper, words="santo BUDI"))["found"]
    assert found == [{"student": house.school.budi.id, "person": None, "name": "Budi Santoso", "place": "X RPL 1"}]
    assert len((await ask(http, house, "search", keeper=keeper, words="murid"))["found"]) == MOST_FOUND
    assert (await ask(http, house, "search", keeper=keeper, words="mu"))["found"] == []
    assert (await ask(http, house, "search", keeper=keeper, words="%%%"))["found"] == []
    ratna = (await ask(http, house, "search", keeper=keeper, words="ratna"))["found"]
    assert [(one["name"], one["place"]) for one in ratna] == [("Bu Ratna", "Guru/Staf")]


async def test_of_a_name_that_nobody_has_those_like_it_are_told_as_such(
    http: ClientSession, house: GateHouse, keeper: int
) -> None:
    for words, is_sure in (("budi santoso", True), ("budi gumilar", False)):
        answer = await ask(http, house, "search", keeper=keeper, words=words)
        assert ([one["name"] for one in answer["found"]], answer["is_sure"]) == (["Budi Santoso"], is_sure)


async def test_who_has_left_is_not_found_and_gets_no_card(http: ClientSession, house: GateHouse, keeper: int) -> None:
    budi = house.school.budi.id
    async with house.transaction() as session:
        left = update(ClassMembership).where(ClassMembership.student_id == budi)
        await session.execute(left.values(valid_until=TODAY - timedelta(days=1)))
    assert (await ask(http, house, "search", keeper=keeper, words="budi santoso"))["found"] == []
    assert (await post(http, house, "temporary-card", keeper=keeper, student=budi)).status == 404
    entered = await ask(http, house, "by-hand", keeper=keeper, student=budi, why="lupa", nonce="n" * 32, direction=None)
    assert (entered["answer"]["outcome"], entered["answer"]["counts"]) == ("left_school", False)


async def test_an_entry_by_hand_is_kept_with_reason_keeper_and_station_and_once(
    http: ClientSession, house: GateHouse, keeper: int
) -> None:
    entry = {"keeper": keeper, "student": house.school.siti.id, "why": "Kartu tertinggal", "nonce": "n" * 32}
    first = await ask(http, house, "by-hand", **entry, direction=None)
    assert first["answer"]["outcome"] == "on_time"
    assert first["answer"]["name"] == "Siti Aminah"
    assert await ask(http, house, "by-hand", **entry, direction="out") == first
    [scan] = await house.scans()
    assert (scan.entered_by, scan.why, scan.card_id) == (keeper, "Kartu tertinggal", None)
    assert scan.station_id is not None


async def test_a_card_for_today_is_read_by_a_camera_and_good_at_once(
    http: ClientSession, house: GateHouse, keeper: int
) -> None:
    card = await ask(http, house, "temporary-card", keeper=keeper, student=house.school.siti.id)
    assert (card["name"], card["place"]) == ("Siti Aminah", "X RPL 1")
    dots = bytes(0 if dot == "1" else 255 for row in card["modules"] for dot in row)
    side = len(card["modules"])
    shown = Image.new("L", (side + 8, side + 8), 255)
    shown.paste(Image.frombytes("L", (side, side), dots), (4, 4))
    [code] = zxingcpp.read_barcodes(shown.resize((290, 290), Image.Resampling.NEAREST))
    scan = {"code": code.text, "nonce": "t" * 32, "scanned_at": _milliseconds(house), "direction": None}
    [answer] = (await ask(http, house, "scans", scans=[scan]))["answers"]
    assert (answer["outcome"], answer["name"]) == ("on_time", "Siti Aminah")
    of_staff = await ask(http, house, "temporary-card", keeper=keeper, person=keeper)
    assert (of_staff["name"], of_staff["place"]) == ("Pak Gerbang", "Guru/Staf")


def _milliseconds(house: GateHouse) -> int:
    return int(house.clock().timestamp() * 1000)


@pytest.mark.parametrize("path", ["shift", "search", "by-hand", "temporary-card"])
async def test_whoever_keeps_no_gate_opens_nothing(http: ClientSession, house: GateHouse, path: str) -> None:
    body = {"words": "budi", "student": house.school.budi.id, "why": "lupa", "nonce": "n" * 32, "direction": None}
    for stranger in (await person(house, "Bu Konsel"), await person(house, "Bu Ratna"), 999_999):
        assert (await post(http, house, path, keeper=stranger, **body)).status == 404
    async with house.transaction() as session:
        assert not await session.scalar(select(func.count()).select_from(Scan))
        assert not await session.scalar(select(func.count()).where(Card.valid_on.is_not(None)))


async def test_a_removed_station_has_no_desk(http: ClientSession, house: GateHouse, keeper: int) -> None:
    async with house.transaction() as session:
        await remove_station(session, "Gerbang depan", now=house.clock())
    assert (await post(http, house, "search", keeper=keeper, words="budi")).status == 404
    for path in ("keepers", "classes", "cards", "manifest.webmanifest"):
        assert (await http.get(f"{house.address}/{path}")).status == 404


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("search", {}),
        ("search", {"keeper": None, "words": "budi"}),
        ("search", {"keeper": "1", "words": "budi"}),
        ("search", {"keeper": 2**70, "words": "budi"}),
        ("search", {"words": "b" * 61}),
        ("by-hand", {"student": 1, "why": "", "nonce": "n" * 32}),
        ("by-hand", {"student": 1, "why": "lupa\0", "nonce": "n" * 32}),
        ("by-hand", {"student": 1, "why": "lupa", "nonce": "short"}),
        ("temporary-card", {"student": True, "person": -1}),
    ],
)
async def test_what_the_page_never_sends_is_refused(
    http: ClientSession, house: GateHouse, keeper: int, path: str, body: Json
) -> None:
    assert (await post(http, house, path, **({"keeper": keeper} | body))).status == 400
    assert not await house.scans()


async def test_leafing_through_the_school_by_name_is_slowed_down(
    http: ClientSession, house: GateHouse, keeper: int
) -> None:
    answers = [await post(http, house, "search", keeper=keeper, words="abc") for _ in range(int(SEARCHES_AT_ONCE) + 1)]
    assert [answer.status for answer in answers] == [200] * int(SEARCHES_AT_ONCE) + [429]
    assert int(answers[-1].headers["Retry-After"]) >= 1
