"""A pattern over weeks: in school and not in class on several days. A warning to staff, never an SMS."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.policy import member_on, students_numbered
from core.recipients import chats_of
from core.school_rules import school_rules
from core.telling import tell
from core.wording import contradictions as wording
from db.models import (
    AbsenceReason,
    ClassMembership,
    Contradiction,
    ContradictionKind,
    ContradictionOutcome,
    OutboxMessage,
    Role,
    SchoolClass,
    Student,
)

_KEY = "cut-classes:"


async def warn(session: AsyncSession, student_ids: Collection[int], *, now: datetime) -> None:
    """Owe the homeroom teacher and counselors a warning about those who have reached the school's limit.

    Days that somebody settled as cut count, and so do days that look like it and nobody has settled. After a warning
    there is none about the same pupil for as long as the window is.
    """
    rules = await school_rules(session)
    since = now.date() - timedelta(days=rules.cut_warning_window_days - 1)
    days = await _cut_days(session, student_ids, since)
    reached = {i for i, confirmed in days.items() if len(confirmed) >= rules.cut_warning_days}
    reached -= await _warned(session, reached, now - timedelta(days=rules.cut_warning_window_days))
    for student, school_class in await _pupils(session, reached, now.date()):
        body = wording.pattern(
            student.name, school_class.name, days[student.id], window_days=rules.cut_warning_window_days
        )
        roles = (Role.HOMEROOM_TEACHER, Role.COUNSELOR)
        chats = await chats_of(session, roles, on=now.date(), school_class_id=school_class.id)
        await tell(session, chats, body, key=f"{_KEY}{student.id}:{now.date()}", now=now, student_id=student.id)


async def _cut_days(
    session: AsyncSession, student_ids: Collection[int], since: date
) -> Mapping[int, Mapping[date, bool]]:
    """By pupil: the days, and whether somebody has confirmed them."""
    unsettled = and_(Contradiction.outcome.is_(None), Contradiction.said == AbsenceReason.UNEXCUSED)
    rows = await session.execute(
        select(Contradiction.student_id, Contradiction.on_date, Contradiction.outcome)
        .where(
            Contradiction.student_id.in_(student_ids),
            Contradiction.on_date >= since,
            Contradiction.kind == ContradictionKind.ABSENT_BUT_IN,
            Contradiction.withdrawn_at.is_(None),
            or_(Contradiction.outcome == ContradictionOutcome.CUT, unsettled),
        )
        .order_by(Contradiction.on_date)
    )
    days: dict[int, dict[date, bool]] = defaultdict(dict)
    for student_id, on, outcome in rows:
        days[student_id][on] = outcome is not None
    return days


async def _warned(session: AsyncSession, student_ids: Collection[int], since: datetime) -> set[int | None]:
    return set(
        await session.scalars(
            select(OutboxMessage.student_id).where(
                OutboxMessage.student_id.in_(student_ids),
                OutboxMessage.dedupe_key.startswith(_KEY),
                OutboxMessage.created_at > since,
            )
        )
    )


async def _pupils(session: AsyncSession, ids: Collection[int], on: date) -> Sequence[tuple[Student, SchoolClass]]:
    rows = await session.execute(
        students_numbered(ids)
        .add_columns(SchoolClass)
        .join(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(on)))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
    )
    return [(student, school_class) for student, school_class in rows]
