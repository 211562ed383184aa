"""Writing what a plan says, in the caller's transaction: all of it or nothing."""

from datetime import date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.guardian_keycodes import issue_missing
from core.roster.plan import ImportPlan, Move
from core.roster.planning import plan_import
from core.roster.standing import IMPORT
from core.school_years import school_year_for
from db.models import ClassMembership, RoleGrant, Student
from db.turns import Work, take_turn

_DAY = timedelta(days=1)


async def import_workbook(session: AsyncSession, workbook: bytes, *, now: datetime) -> ImportPlan:
    """Bring the school up to date from a workbook and return what was done.

    Raises WorkbookRefused; nothing is written then. Imports wait for one another, so that a plan is never applied to
    another school than it was made for.
    """
    await take_turn(session, Work.IMPORT)
    plan = await plan_import(session, workbook, now=now)
    await apply_import(session, plan, now=now)
    return plan


async def apply_import(session: AsyncSession, plan: ImportPlan, *, now: datetime, by: int | None = None) -> None:
    """Write a plan made in this same transaction. An empty one leaves no trace. `by` None is the command line."""
    if plan.is_empty:
        return
    await _change(session, plan)
    await _add_school(session, plan)
    await _seat_pupils(session, plan)
    _give_and_end_roles(session, plan, now=now)
    await session.flush()
    await issue_missing(session, now=now)
    audit.record(session, IMPORT, now=now, person_id=by, **_counts(plan))
    await session.flush()


async def _change(session: AsyncSession, plan: ImportPlan) -> None:
    """Two pupils may swap a NISN that was entered wrongly: all that change are free before any is taken."""
    freed = [change.subject.id for change in plan.changes if change.attribute == "nisn" and change.before is not None]
    if freed:
        await session.execute(update(Student).where(Student.id.in_(freed)).values(nisn=None))
    session.add_all(plan.new_departments)
    for change in plan.changes:
        setattr(change.subject, change.attribute, change.after)
    await session.flush()


async def _add_school(session: AsyncSession, plan: ImportPlan) -> None:
    if plan.new_classes:
        year = await school_year_for(session, plan.today)
        for school_class in plan.new_classes:
            school_class.school_year_id = year.id
    session.add_all([*plan.new_classes, *plan.new_staff, *(addition.student for addition in plan.additions)])
    await session.flush()
    for person, student in plan.new_leaders:
        person.student_id = student.id
        session.add(person)
    await session.flush()


async def _seat_pupils(session: AsyncSession, plan: ImportPlan) -> None:
    """Seats that end are written before seats that begin: the database allows no overlap."""
    for leaver in plan.leavers:
        await _end(session, leaver.seat, plan.today - _DAY)
    begin = [(come.student, come.school_class, come.since) for come in plan.additions]
    begin += [(move.student, move.after, move.since) for move in plan.moves if not _moved_in_place(move)]
    await session.flush()
    session.add_all(
        ClassMembership(student_id=student.id, school_class_id=school_class.id, valid_from=since)
        for student, school_class, since in begin
    )


def _moved_in_place(move: Move) -> bool:
    """End the old seat the day before the new one; one that began no earlier never was, and becomes the new one."""
    if move.seat.valid_from < move.since:
        move.seat.valid_until = move.since - _DAY
        return False
    move.seat.school_class_id, move.seat.valid_until = move.after.id, None
    return True


async def _end(session: AsyncSession, seat: ClassMembership, last_day: date) -> None:
    if seat.valid_from <= last_day:
        seat.valid_until = last_day
    else:
        await session.delete(seat)


def _give_and_end_roles(session: AsyncSession, plan: ImportPlan, *, now: datetime) -> None:
    for grant, _ in plan.roles_ended:
        if grant.valid_from < plan.today:
            grant.valid_until = plan.today - _DAY
        else:
            grant.withdrawn_at = now
    session.add_all(
        RoleGrant(
            person_id=post.person.id,
            role=post.role,
            school_class_id=post.school_class and post.school_class.id,
            department_id=post.department and post.department.id,
            valid_from=plan.today,
            granted_at=now,
        )
        for post in plan.roles_given
    )


def _counts(plan: ImportPlan) -> dict[str, int]:
    return {
        "added": len(plan.additions),
        "moved": len(plan.moves),
        "left": len(plan.leavers),
        "changed": len(plan.changes),
        "roles_given": len(plan.roles_given),
        "roles_ended": len(plan.roles_ended),
        "bad_rows": len(plan.bad_rows),
    }
