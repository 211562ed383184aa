"""What happens at school besides Telegram: scans at the gate, reports and corrections by others, the clock."""

import asyncio
from datetime import timedelta

from core.actors import Actor, actor_by_telegram
from core.check_ins import enter_by_hand
from core.corrections import DayChange, correct_day
from core.outbox import is_open
from db.models import AbsenceReason, OutboxMessage, Student
from scheduler.service import Scheduler
from tests.core.reporting import report_class
from tests.flows.house import House
from tests.flows.looking import comes_to
from tests.school import DUTY, OFFICER, SECRETARY


async def tick(house: House, schedulers: int = 1) -> None:
    """As so many schedulers do at the same moment, the next time after the house's own."""
    house.clock.move(timedelta(seconds=15))
    await asyncio.gather(*(Scheduler(house.transaction, house.clock).tick() for _ in range(schedulers)))


async def scan(house: House, *students: Student) -> None:
    async with house.transaction() as session:
        officer, now = await _actor(house, OFFICER), house.clock()
        for student in students:
            nonce = f"{student.id}:{now}"
            await enter_by_hand(session, officer, student_id=student.id, why="kartu", nonce=nonce, now=now)


async def report(house: House, **reasons: AbsenceReason) -> None:
    entries = {getattr(house.school, name).id: reason for name, reason in reasons.items()}
    async with house.transaction() as session:
        dewi, now = await _actor(house, SECRETARY), house.clock()
        await report_class(session, dewi, house.school.x_rpl_1.id, entries, seen=now, now=now)


async def set_right(house: House, student: Student, reason: AbsenceReason | None) -> None:
    async with house.transaction() as session:
        asked, now = DayChange(student.id, reason, house.clock().date()), house.clock()
        await correct_day(session, await _actor(house, DUTY), asked, why="surat dokter", now=now)


async def _actor(house: House, telegram_id: int) -> Actor:
    async with house.transaction() as session:
        found = await actor_by_telegram(session, telegram_id, on=house.clock().date())
    assert found is not None
    return found


async def later(house: House, by: timedelta) -> None:
    """Moves the clock once it is written down what everybody has been shown: a message that was just being sent would
    else seem to be one of long ago.
    """
    await comes_to(house, 0, *is_open(), OutboxMessage.leased_until >= house.clock())
    house.clock.move(by)


async def at(house: House, hour: int, minute: int) -> None:
    await later(house, house.clock().replace(hour=hour, minute=minute, second=1) - house.clock())
