"""What happens at the gate in the course of the day, and what comes of it until the afternoon's report."""

import asyncio
from datetime import datetime, time, timedelta

from absensi.demo import wording
from absensi.demo.clock import next_school_day, next_time
from absensi.demo.stage import LATE, MORNING, REPORT_DUE, Stage
from core.arrival import Outcome
from core.cards import CardRow
from db.models import Role

_SCHEDULER_SECONDS = 45.0  # it looks every quarter of a minute, and a report takes a while to draw
_IN_TIME_UNTIL = time(7, 5)


async def comes_in_time(stage: Stage) -> None:
    card = stage.cast.cards.punctual
    if stage.gate.has_seen(card) or stage.clock().time() > _IN_TIME_UNTIL:
        await stage.move_clock(next_school_day(stage.clock(), MORNING.time()))
    await _hold(stage, card, Outcome.ON_TIME)


async def is_scanned_again(stage: Stage) -> None:
    card = stage.cast.cards.punctual
    if not stage.gate.has_seen(card):
        await stage.gate.hold(card)
        await asyncio.sleep(stage.pace)
    await _hold(stage, card, Outcome.AGAIN)


async def comes_late(stage: Stage) -> None:
    card = stage.cast.cards.tardy
    if stage.gate.has_seen(card):
        await stage.move_clock(next_school_day(stage.clock(), LATE))
    elif not _is_late_now(stage.clock()):
        await stage.move_clock(next_time(stage.clock(), LATE))
    await _hold(stage, card, Outcome.LATE)


async def is_called_absent_and_comes(stage: Stage) -> None:
    secretary, homeroom = (stage.cast.people[role] for role in (Role.CLASS_SECRETARY, Role.HOMEROOM_TEACHER))
    card = stage.cast.cards.doubted
    homeroom.mark_read()
    await secretary.send(wording.typed_report(card.name, stage.cast.slips[1].name))
    screen = await secretary.wait_for(wording.SEND)
    await asyncio.sleep(stage.pace)
    await secretary.press(wording.SEND, on=screen)
    await secretary.wait_for(wording.SENT)
    await stage.gate.hold(card)
    await homeroom.wait_for(lambda message: looks_doubtful(message.text, card), timeout=_SCHEDULER_SECONDS)


async def is_settled(stage: Stage) -> None:
    homeroom = stage.cast.people[Role.HOMEROOM_TEACHER]
    await homeroom.press(wording.HERE_AFTER_ALL)
    await homeroom.wait_for_toast()


async def day_is_reported(stage: Stage) -> None:
    told = [stage.cast.people[role] for role in (Role.HOMEROOM_TEACHER, Role.ADMINISTRATOR)]
    for person in told:
        person.mark_read()
    await stage.move_clock(next_time(stage.clock(), REPORT_DUE))
    for person in told:
        await person.wait_for(wording.DAILY_REPORT, timeout=_SCHEDULER_SECONDS)


def looks_doubtful(text: str, card: CardRow) -> bool:
    """Whether a message puts the holder's contradiction before somebody."""
    return wording.DOUBTFUL in text and card.name in text


async def _hold(stage: Stage, card: CardRow, expected: Outcome) -> None:
    answer = await stage.gate.hold(card)
    assert answer.outcome == expected, f"{answer.name}: {answer.headline} {answer.detail}"


def _is_late_now(now: datetime) -> bool:
    """Not long after the hour to which the clock is moved for it: much later some things are over for the day."""
    return timedelta() <= now - datetime.combine(now.date(), LATE, now.tzinfo) < timedelta(hours=1)
