"""Scans a second at the gates, beside pgbench with the same statements; and a morning's crowd, compressed."""

import asyncio
import contextlib
import time
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select, text, update

from benchmarks.devices import Device, connected
from benchmarks.figures import Figure, percentile
from benchmarks.ground import MORNING, Ground, ground
from benchmarks.machine import cpu_seconds, free_port
from benchmarks.pgbench import SPELLED, Model, pgbench
from benchmarks.school import found_school
from core.cards import issue_missing
from core.stations import add_station
from db.models import Card, Scan

CLASSES, PUPILS = 40, 30
GATES, CLIENTS = 5, 32
ROUNDS = 3
_DAYS, _WAYS = 2, ("in", "out")
_MORNING = 600.0  # seconds in which everybody arrives
_FASTER = 60
_LARGEST_BATCH = 100  # as the page sends them

_Arrival = tuple[float, str]
"""Seconds after the begin, and the card."""
_Scan = tuple[str, datetime, str]


@dataclass(frozen=True, slots=True)
class _Place:
    house: Ground
    service: Process
    model: Model
    devices: Sequence[Device]
    codes: Sequence[str]


async def gate() -> list[Figure]:
    """A school of 1,200: as it comes through five gates, and by 32 devices without a pause in turns with pgbench."""
    async with ground() as house, _place(house) as place:
        crowd = await _crowd(place)
        ours, cpu, answers, theirs = [], [], [], []
        for _ in range(ROUNDS):
            before = cpu_seconds([place.service.pid])
            ours.append(await _without_a_pause(place))
            cpu.append(1000 * (cpu_seconds([place.service.pid]) - before) / len(_work(place)))
            answers += _take_answers(place.devices)
            theirs.append(await pgbench(house, place.model, clients=CLIENTS, days=_DAYS))
            await _check(place, scans=len(_work(place)), counting=len(_work(place)))
        return [
            crowd,
            Figure(f"{CLIENTS} devices without a pause", "scans/s", ours),
            Figure(f"{CLIENTS} devices: answer", "ms", answers),
            Figure(f"{CLIENTS} devices: answer, 99 % below", "ms", [percentile(answers, 0.99)]),
            Figure("processor time of the service's process a scan", "ms", cpu),
            Figure(f"pgbench, {CLIENTS} clients", "scans/s", theirs),
            Figure("ratio, service to pgbench", "", [a / b for a, b in zip(ours, theirs, strict=True)]),
        ]


async def _crowd(place: _Place) -> Figure:
    """Everybody comes at a moment of one's own in ten minutes, sixty times as fast; each tenth card is held to two
    gates at once.
    """
    random = Random(1)  # for people's rhythm, not for secrets
    arrivals: list[list[_Arrival]] = [[] for _ in range(GATES)]
    for number, code in enumerate(place.codes):
        moment = random.uniform(0, _MORNING / _FASTER)
        for gate in random.sample(arrivals, 2 if number % 10 == 0 else 1):
            gate.append((moment, code))
    waits = await asyncio.gather(
        *(_stand_at(device, sorted(own)) for device, own in zip(place.devices, arrivals, strict=False))
    )
    await _check(place, scans=sum(map(len, arrivals)), counting=len(place.codes))
    return Figure(
        f"{len(place.codes)} pupils through {GATES} gates in {_MORNING / _FASTER:g} s: answer",
        "ms",
        [1000 * wait for own in waits for wait in own],
    )


async def _stand_at(device: Device, arrivals: Sequence[_Arrival]) -> list[float]:
    """What waits goes in one request, as from the station's page. Returns how long each card waited for its answer."""
    begun, waits, at = time.perf_counter(), [], 0
    while at < len(arrivals):
        await asyncio.sleep(arrivals[at][0] - (time.perf_counter() - begun))
        here = [one for one in arrivals[at : at + _LARGEST_BATCH] if one[0] <= time.perf_counter() - begun]
        await device.scan(*(code for _, code in here), at=MORNING)
        waits += [time.perf_counter() - begun - moment for moment, _ in here]
        at += len(here)
    return waits


async def _without_a_pause(place: _Place) -> float:
    """Every card once in and once out on each of some days, so that all of them count. Returns scans a second."""
    work = iter(_work(place))
    begun = time.perf_counter()
    await asyncio.gather(*(_deliver(device, work) for device in place.devices))
    seconds = time.perf_counter() - begun
    scans = len(_work(place))
    await _check(place, scans=scans, counting=scans)
    return scans / seconds


async def _deliver(device: Device, work: Iterator[_Scan]) -> None:
    for code, at, way in work:
        await device.scan(code, at=at, direction=way)


def _work(place: _Place) -> list[_Scan]:
    days = [MORNING - timedelta(days=day) for day in range(1, _DAYS + 1)]
    return [(code, day, way) for way in _WAYS for day in days for code in place.codes]


async def _check(place: _Place, *, scans: int, counting: int) -> None:
    """Every scan is there once, none counts twice, and nobody has locked another out; then the day is wiped clean."""
    async with place.house.transaction() as session:
        kept = await session.scalar(select(func.count(Scan.id)))
        doubles = select(Scan.student_id).where(Scan.counts).group_by(Scan.student_id, Scan.on_date, Scan.direction)
        twice = (await session.scalars(doubles.having(func.count() > 1))).all()
        count = await session.scalar(select(func.count(Scan.id)).where(Scan.counts))
        deadlocks = await session.scalar(text("SELECT sum(deadlocks) FROM pg_stat_database"))
        await session.execute(text("TRUNCATE scans, superseded_verdicts"))
    if (kept, count, len(twice), deadlocks) != (scans, counting, 0, 0):
        raise RuntimeError(f"{kept} of {scans} scans, {count} of {counting} count, {twice=}, {deadlocks=}")


def _take_answers(devices: Sequence[Device]) -> list[float]:
    """Milliseconds of all their answers since they were last taken."""
    taken = [1000 * seconds for device in devices for seconds in device.answers]
    for device in devices:
        device.answers.clear()
    return taken


@contextlib.asynccontextmanager
async def _place(house: Ground) -> AsyncIterator[_Place]:
    await found_school(house, CLASSES, PUPILS)
    async with house.transaction() as session:
        await issue_missing(session, now=MORNING - timedelta(days=30))
        pupils = Card.student_id.is_not(None)
        await session.execute(update(Card).where(pupils).values(code=text(SPELLED.format("student_id"))))
        cards = (await session.scalars(select(Card).where(pupils).order_by(Card.id))).all()
        await session.execute(text("ANALYZE"))  # as the server does by itself within a minute
        secrets = [await add_station(session, f"Gerbang {n}", now=house.clock()) for n in range(CLIENTS)]
    first, codes = cards[0], [card.code for card in cards]
    model = Model(secrets[0], first.code, first.student_id or 0, first.id, len(cards))
    port = free_port()
    async with (
        house.absensi("run", "station", http_port=str(port)) as service,
        connected(port, secrets) as devices,
    ):
        yield _Place(house, service, model, devices, codes)
