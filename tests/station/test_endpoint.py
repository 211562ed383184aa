"""What the endpoint accepts, answers and refuses, over real HTTP."""

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from aiohttp import ClientSession

from core.card_codes import new_card_code
from core.cards import issue_temporary, reissue
from core.machines.registering import read_numbers, register_numbers
from core.stations import add_station, remove_station
from station.door import GUESSES_AT_ONCE, LOOKS_AT_ONCE
from station.rate import BURST, PER_SECOND, Rate
from tests.school import TODAY
from tests.station.conftest import GateHouse

Json = dict[str, Any]


@pytest.fixture
async def http() -> AsyncIterator[ClientSession]:
    async with ClientSession() as client:
        yield client


def scan(house: GateHouse, code: str, number: int = 1, **but: object) -> Json:
    moment = int(house.clock().timestamp() * 1000)
    return {"code": code, "nonce": f"{number:032}", "scanned_at": moment, "direction": None} | but


async def deliver(http: ClientSession, house: GateHouse, *scans: Json) -> list[Json]:
    async with http.post(f"{house.address}/scans", json={"scans": scans}) as response:
        assert response.status == 200
        answers: list[Json] = (await response.json())["answers"]
        return answers


async def test_a_scan_is_answered_with_name_class_and_words(http: ClientSession, house: GateHouse) -> None:
    [answer] = await deliver(http, house, scan(house, house.codes["00001"]))
    assert answer.pop("detail").startswith("Tepat waktu, pukul 06.4")
    assert answer == {
        "nonce": f"{1:032}",
        "outcome": "on_time",
        "direction": "in",
        "counts": True,
        "minutes_late": None,
        "name": "Budi Santoso",
        "place": "X RPL 1",
        "photo": False,
        "headline": "MASUK",
    }


async def test_stations_whose_network_comes_back_at_once_each_have_their_say_and_the_earliest_scan_counts(
    http: ClientSession, house: GateHouse
) -> None:
    """Each has seen all pupils, in an order of its own and a minute before the next: deliveries displace each other."""
    stations, order, moment = 6, Random(5), scan(house, "")["scanned_at"]  # for an order, not for secrets
    async with house.transaction() as session:
        secrets = [await add_station(session, f"Gerbang {n}", now=house.clock()) for n in range(stations)]
    deliveries = []
    for number, secret in enumerate(secrets):
        codes = order.sample(list(house.codes.values()), len(house.codes))
        scans = [
            scan(house, code, 100 * number + n, scanned_at=moment - 60_000 * (stations - number), direction="in")
            for n, code in enumerate(codes)
        ]
        own = replace(house, secret=secret)
        deliveries += [deliver(http, own, *scans[first : first + 10]) for first in range(0, len(scans), 10)]
    order.shuffle(deliveries)
    await asyncio.gather(*deliveries)
    kept = await house.scans()
    assert len(kept) == stations * len(house.codes)
    counting = [one for one in kept if one.counts]
    assert len(counting) == len(house.codes)
    assert {one.scanned_at for one in counting} == {min(one.scanned_at for one in kept)}


async def test_a_batch_is_answered_in_its_order_and_garbage_in_it_harms_nobody(
    http: ClientSession, house: GateHouse
) -> None:
    codes = [house.codes["00001"], "00001", "A1" + "Z" * 13, house.codes["00001"], "'; DROP TABLE scans; --\0"]
    answers = await deliver(http, house, *(scan(house, code, n) for n, code in enumerate(codes)))
    assert [answer["outcome"] for answer in answers] == ["on_time", "not_a_card", "unknown_card", "again", "not_a_card"]
    assert len(await house.scans()) == 3


async def test_revoked_expired_and_other_schools_cards_are_refused_by_name_and_count_for_nobody(
    http: ClientSession, house: GateHouse
) -> None:
    async with house.transaction() as session:
        lost = (await reissue(session, house.school.budi, now=house.clock() - timedelta(days=1))).payload
        await reissue(session, house.school.budi, now=house.clock() - timedelta(hours=1))
        yesterday = TODAY - timedelta(days=1)
        lent = (await issue_temporary(session, house.school.siti, on=yesterday, now=house.clock())).payload
    cards = {lost: "revoked_card", lent: "expired_card", new_card_code(): "unknown_card", "A1B2C3": "not_a_card"}
    answers = await deliver(http, house, *(scan(house, code, number) for number, code in enumerate(cards)))
    assert [answer["outcome"] for answer in answers] == list(cards.values())
    assert [answer["headline"] for answer in answers] == [
        "DITOLAK: KARTU LAMA",
        "DITOLAK: BUKAN UNTUK HARI ITU",
        "DITOLAK: KARTU TIDAK DIKENAL",
        "BUKAN KARTU",
    ]
    assert not any(one.counts for one in await house.scans())


async def test_a_nonce_that_is_taken_records_nothing_for_another_card(http: ClientSession, house: GateHouse) -> None:
    await deliver(http, house, scan(house, house.codes["00001"]))
    [answer] = await deliver(http, house, scan(house, house.codes["00002"]))
    assert answer["name"] == "Budi Santoso"
    assert len(await house.scans()) == 1


async def test_a_replayed_delivery_gets_the_same_answers_and_adds_nothing(
    http: ClientSession, house: GateHouse
) -> None:
    scans = [scan(house, code, number) for number, code in enumerate(house.codes.values())]
    first = await deliver(http, house, *scans)
    assert await deliver(http, house, *scans) == first
    assert len(await house.scans()) == len(scans)


@pytest.mark.parametrize(
    ("days", "outcome"), [(1, "bad_clock"), (-1, "on_time"), (-8, "bad_clock"), (-40000, "bad_clock")]
)
async def test_a_clock_that_is_off_is_answered_in_words(
    http: ClientSession, house: GateHouse, days: int, outcome: str
) -> None:
    # Yesterday's scan is a Sunday's.
    outcome = "no_school_today" if outcome == "on_time" else outcome
    moment = int((house.clock() + timedelta(days=days)).timestamp() * 1000) if days > -1000 else -(10**30)
    [answer] = await deliver(http, house, scan(house, house.codes["00001"], scanned_at=moment))
    assert answer["outcome"] == outcome
    [kept] = await house.scans()
    assert kept.on_date == (TODAY if outcome == "bad_clock" else TODAY - timedelta(days=1))


async def test_wrong_and_removed_secrets_find_nothing(http: ClientSession, house: GateHouse) -> None:
    body = {"scans": [scan(house, house.codes["00001"])]}
    for wrong in ("x" * 32, "short", house.secret + "x"):
        assert (await http.post(f"{house.url}/station/{wrong}/scans", json=body)).status == 404
        assert (await http.get(f"{house.url}/station/{wrong}")).status == 404
    async with house.transaction() as session:
        await remove_station(session, "Gerbang depan", now=house.clock())
    for path in ("", "/state", "/sw.js"):
        assert (await http.get(house.address + path)).status == 404
    assert (await http.post(f"{house.address}/scans", json=body)).status == 404
    assert not await house.scans()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"garbage",
        b"[]",
        b"[" * 60_000,
        b'{"scans": []}',
        b'{"scans": [1]}',
        b'{"scans": [{"code": 1, "nonce": "1234567890123456", "scanned_at": 1, "direction": null}]}',
        b'{"scans": [{"code": "A", "nonce": "short", "scanned_at": 1, "direction": null}]}',
        b'{"scans": [{"code": "A", "nonce": "1234567890123456", "scanned_at": NaN, "direction": null}]}',
        b'{"scans": [{"code": "A", "nonce": "1234567890123456", "scanned_at": 1, "direction": "up"}]}',
        b'{"scans": [{"code": "A", "nonce": "1234567890123456", "scanned_at": 1, "direction": []}]}',
    ],
)
async def test_what_the_page_never_sends_is_refused(http: ClientSession, house: GateHouse, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    assert (await http.post(f"{house.address}/scans", data=body, headers=headers)).status == 400
    assert not await house.scans()


async def test_too_much_too_many_and_other_types_are_refused(http: ClientSession, house: GateHouse) -> None:
    address, headers = f"{house.address}/scans", {"Content-Type": "application/json"}
    assert (await http.post(address, data=b" " * 1024 * 1024, headers=headers)).status == 413
    hundred_and_one = {"scans": [scan(house, "A", number) for number in range(101)]}
    assert (await http.post(address, json=hundred_and_one)).status == 400
    form = json.dumps({"scans": [scan(house, house.codes["00001"])]})
    assert (await http.post(address, data=form, headers={"Content-Type": "text/plain"})).status == 415
    assert not await house.scans()


async def test_another_websites_page_is_refused(http: ClientSession, house: GateHouse) -> None:
    body = {"scans": [scan(house, house.codes["00001"])]}
    foreign = {"Origin": "https://jahat.example"}
    assert (await http.post(f"{house.address}/scans", json=body, headers=foreign)).status == 403
    assert not await house.scans()
    own = {"Origin": house.url.replace("http:", "https:")}  # behind a proxy that speaks https
    assert (await http.post(f"{house.address}/scans", json=body, headers=own)).status == 200


async def test_the_state_tells_the_name_the_time_and_the_day(http: ClientSession, house: GateHouse) -> None:
    await deliver(http, house, scan(house, house.codes["00001"]), scan(house, house.codes["00002"], 2, direction="out"))
    before = house.clock().timestamp() * 1000
    async with http.get(f"{house.address}/state") as response:
        state = await response.json()
    assert before - 1 <= state.pop("now") <= house.clock().timestamp() * 1000
    assert state == {
        "station": "Gerbang depan",
        "zone": "Asia/Jakarta",
        "tally": {"arrived": 1, "late": 0, "left": 1},
    }


async def test_the_page_is_hardened_and_its_worker_reaches_the_page_alone(
    http: ClientSession, house: GateHouse
) -> None:
    async with http.get(house.address) as response:
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        assert house.secret not in await response.text()
    async with http.get(f"{house.address}/sw.js") as response:
        assert response.headers["Service-Worker-Allowed"] == f"/station/{house.secret}"


def test_a_station_that_delivers_too_fast_waits() -> None:
    now = 0.0
    rate = Rate(seconds=lambda: now)
    assert rate.take(1, int(BURST)) == 0
    assert rate.take(1, 50) == 50 / PER_SECOND
    assert rate.take(2, 50) == 0
    now += 50 / PER_SECOND
    assert rate.take(1, 50) == 0


async def test_one_card_at_two_gates_at_the_same_moment_counts_once(http: ClientSession, house: GateHouse) -> None:
    async with house.transaction() as session:
        other = replace(house, secret=await add_station(session, "Gerbang belakang", now=house.clock()))
    for number, code in enumerate(house.codes.values()):
        both = [deliver(http, at, scan(at, code, 2 * number + k)) for k, at in enumerate((house, other))]
        outcomes = [answer["outcome"] for [answer] in await asyncio.gather(*both)]
        assert sorted(outcomes) == ["again", "on_time"]
    kept = await house.scans()
    assert (len(kept), sum(one.counts for one in kept)) == (2 * len(house.codes), len(house.codes))


async def test_a_batch_with_one_card_many_times_and_backwards_counts_the_earliest_once(
    http: ClientSession, house: GateHouse
) -> None:
    noon = int(house.clock().timestamp() * 1000)
    scans = [scan(house, house.codes["00001"], n, scanned_at=noon - 60_000 * n) for n in range(100)]
    answers = await deliver(http, house, *scans)
    assert [answer["counts"] for answer in answers] == [False] * 99 + [True]
    earlier = await deliver(http, house, scan(house, house.codes["00001"], 100, scanned_at=noon - 6_060_000))
    assert [answer["counts"] for answer in earlier] == [True]
    assert sum(one.counts for one in await house.scans()) == 1


async def test_one_nonce_is_one_scan_whatever_comes_with_it(http: ClientSession, house: GateHouse) -> None:
    codes = [house.codes["00001"], house.codes["00002"]]
    first, second = await deliver(http, house, *(scan(house, code, 7) for code in codes))
    assert first == second
    assert [one.student_id for one in await house.scans()] == [house.school.budi.id]


async def test_what_a_reader_types_is_refused_by_name_where_it_is_not_registered_or_not_any_more(
    http: ClientSession, house: GateHouse
) -> None:
    known, lost, strange = "0008123456", "0008123458", "0008123457"
    async with house.transaction() as session:
        for row in (f"{known},00001", f"{lost},00002", f"{lost},"):
            await register_numbers(session, read_numbers(f"Nomor,NIS\n{row}\n".encode()), now=house.clock())
    typed = [known, lost, strange, "00002"]
    answers = await deliver(http, house, *(scan(house, code, n) for n, code in enumerate(typed)))
    assert [(one["outcome"], one["name"]) for one in answers] == [
        ("on_time", "Budi Santoso"),
        ("revoked_number", "Siti Aminah"),
        ("unknown_number", None),
        ("not_a_card", None),
    ]
    assert "dicabut" in answers[1]["detail"]
    kept = {one.outcome: one for one in await house.scans()}
    good = kept["on_time"]
    assert (good.student_id, good.card_id, good.entered_by) == (house.school.budi.id, None, None)
    assert [kept[name].counts for name in ("revoked_number", "unknown_number")] == [False, False]


async def test_a_station_that_delivers_too_much_is_told_when_to_come_again(
    http: ClientSession, house: GateHouse
) -> None:
    body = {"scans": [scan(house, "garbage", number) for number in range(100)]}
    statuses = []
    while len(statuses) < 50 and 429 not in statuses:
        async with http.post(f"{house.address}/scans", json=body) as response:
            statuses.append(response.status)
            wait = response.headers.get("Retry-After")
    assert (statuses[-1], wait) == (429, "1")
    assert len(statuses) > BURST / 100
    assert not await house.scans()


async def test_wrong_secrets_are_bounded_and_lock_no_station_out(http: ClientSession, house: GateHouse) -> None:
    assert (await http.get(f"{house.address}/state")).status == 200
    guesses = [f"{house.url}/station/{number:032}/state" for number in range(int(GUESSES_AT_ONCE) + 20)]
    statuses = [(await http.get(address)).status for address in guesses]
    assert set(statuses) == {404, 429}
    body = {"scans": [scan(house, house.codes["00001"])]}
    assert (await http.post(f"{house.url}/station/{'y' * 32}/scans", json=body)).status == 429
    assert (await http.post(f"{house.address}/scans", json=body)).status == 200


async def test_looking_is_bounded_as_well(http: ClientSession, house: GateHouse) -> None:
    paths = itertools.cycle(["state", "classes", "cards", f"photo/{1:032}"])
    statuses = []
    while 429 not in statuses and len(statuses) < 10 * LOOKS_AT_ONCE:
        statuses.append((await http.get(f"{house.address}/{next(paths)}")).status)
    assert statuses[-1] == 429
    assert len(statuses) > LOOKS_AT_ONCE
