"""What nobody has settled, on demand: each role its own, the past for those who may look back, settled ones no more."""

from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from core.contradiction_settling import contradiction_for, settle
from core.open_contradictions import open_for
from core.policy import limit_to
from db.models import AbsenceReason, Contradiction, ContradictionKind, ContradictionOutcome, SchoolClass, Student
from tests.school import (
    ADMIN,
    COUNSELOR,
    DUTY,
    HOMEROOM,
    LEADER,
    NOW,
    OTHER_HOMEROOM,
    SECRETARY,
    TODAY,
    School,
    actor,
)

FRIDAY, LONG_AGO = TODAY - timedelta(days=3), TODAY - timedelta(days=15)
CUT, NEVER = ContradictionKind.ABSENT_BUT_IN, ContradictionKind.NEVER_SCANNED


async def write(
    session: AsyncSession, student: Student, sits_in: SchoolClass, on: date, kind: ContradictionKind
) -> None:
    said = AbsenceReason.UNEXCUSED if kind is CUT else None
    session.add(
        Contradiction(student_id=student.id, school_class_id=sits_in.id, on_date=on, kind=kind, said=said, found_at=NOW)
    )
    await session.flush()


@pytest.fixture
async def contradictions(session: AsyncSession, school: School) -> None:
    for on in (TODAY, FRIDAY, LONG_AGO):
        await write(session, school.budi, school.x_rpl_1, on, CUT)
    await write(session, school.siti, school.x_rpl_1, TODAY, NEVER)
    await write(session, school.joko, school.x_tkro_1, TODAY, NEVER)


async def seen(session: AsyncSession, telegram_id: int) -> list[tuple[str, date]]:
    who = await actor(session, telegram_id)
    await limit_to(session, who)
    return [(one.shown.student.split()[0], one.on) for one in await open_for(session, who, now=NOW)]


@pytest.mark.usefixtures("contradictions")
@pytest.mark.parametrize(
    ("telegram_id", "expected"),
    [
        (HOMEROOM, [("Budi", TODAY), ("Siti", TODAY), ("Budi", FRIDAY)]),
        (OTHER_HOMEROOM, [("Joko", TODAY)]),
        (DUTY, [("Budi", TODAY), ("Siti", TODAY), ("Joko", TODAY)]),
        (COUNSELOR, [("Budi", TODAY), ("Budi", FRIDAY)]),
        (ADMIN, [("Budi", TODAY), ("Siti", TODAY), ("Joko", TODAY), ("Budi", FRIDAY)]),
        (LEADER, []),
        (SECRETARY, []),
    ],
)
async def test_each_role_is_shown_what_it_may_settle(
    session: AsyncSession, telegram_id: int, expected: list[tuple[str, date]]
) -> None:
    assert await seen(session, telegram_id) == expected


@pytest.mark.usefixtures("contradictions")
async def test_what_is_settled_or_has_vanished_is_shown_no_more(session: AsyncSession) -> None:
    ratna = await actor(session, HOMEROOM)
    budi, siti, _ = await open_for(session, ratna, now=NOW)
    held = await contradiction_for(session, ratna, budi.shown.id)
    await settle(session, ratna, held, ContradictionOutcome.CUT, now=NOW)
    vanished = await contradiction_for(session, ratna, siti.shown.id)
    vanished.contradiction.withdrawn_at = NOW
    assert await seen(session, HOMEROOM) == [("Budi", FRIDAY)]
