"""The keycodes on pupils' slips: issued once, listed for printing, reissued when a slip is lost.

A reissue kills the printed letters only. Numbers that were registered with them stay: their consent was given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, and_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import NotFound
from core.keycodes import new_keycode
from core.policy import member_on
from db.models import ClassMembership, Keycode, SchoolClass, Student


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands on one pupil's slip; `keycode` unspaced."""

    nis: str
    name: str
    class_name: str
    keycode: str


async def issue_missing(session: AsyncSession, *, now: datetime) -> int:
    """Give a keycode to every pupil who sits in a class today and has none. Returns how many were given."""
    issued = 0
    while missing := (await session.scalars(_without_keycode(now.date()))).all():
        # Of 2 ** 40 codes one may already be taken: then its pupil is still missing and the next round draws again.
        fresh = [{"student_id": student_id, "code": new_keycode(), "issued_at": now} for student_id in missing]
        given = await session.scalars(insert(Keycode).on_conflict_do_nothing().returning(Keycode.id), fresh)
        issued += len(given.all())
    return issued


async def reissue_keycode(session: AsyncSession, nis: str, *, now: datetime, by: int | None = None) -> Slip:
    """Revoke a pupil's keycode and issue another. Raises NotFound when nobody of this NIS sits in a class today.
    `by` None is the command line.
    """
    student_id = await session.scalar(
        select(ClassMembership.student_id)
        .join(Student, Student.id == ClassMembership.student_id)
        .where(Student.nis == nis, member_on(now.date()))
    )
    if student_id is None:
        raise NotFound
    await session.execute(
        update(Keycode).where(Keycode.student_id == student_id, Keycode.revoked_at.is_(None)).values(revoked_at=now)
    )
    await issue_missing(session, now=now)
    audit.record(session, "reissue_keycode", now=now, person_id=by, student_id=student_id)
    [slip] = await _read(session, _slips(now.date()).where(Student.nis == nis))
    return slip


async def slips(session: AsyncSession, *, on: date, class_name: str | None = None) -> Sequence[Slip]:
    """Every pupil's slip, or those of one class, by class and name. Raises NotFound for a class that nobody sits in."""
    wanted = _slips(on)
    if class_name is not None:
        wanted = wanted.where(SchoolClass.name.ilike(_literal(class_name), escape="\\"))
    found = await _read(session, wanted)
    if class_name is not None and not found:
        raise NotFound
    return found


async def slips_to_print(
    session: AsyncSession, *, now: datetime, class_name: str | None = None, by: int | None = None
) -> Sequence[Slip]:
    """The same with a keycode for everybody; that they were handed out is on record. `by` as in `reissue_keycode`."""
    await issue_missing(session, now=now)
    found = await slips(session, on=now.date(), class_name=class_name)
    audit.record(session, "print_slips", now=now, person_id=by, school_class=class_name, count=len(found))
    return found


async def _read(session: AsyncSession, wanted: Select[str, str, str, str]) -> list[Slip]:
    return [Slip(nis, name, class_name, keycode) for nis, name, class_name, keycode in await session.execute(wanted)]


def _slips(on: date) -> Select[str, str, str, str]:
    return (
        select(Student.nis, Student.name, SchoolClass.name, Keycode.code)
        .join(Keycode, and_(Keycode.student_id == Student.id, Keycode.revoked_at.is_(None)))
        .join(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(on)))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .order_by(SchoolClass.grade, SchoolClass.name, Student.name, Student.nis)
    )


def _without_keycode(on: date) -> Select[int]:
    living = select(Keycode.student_id).where(Keycode.revoked_at.is_(None))
    return (
        select(ClassMembership.student_id)
        .where(member_on(on), ClassMembership.student_id.not_in(living))
        .order_by(ClassMembership.student_id)
    )


def _literal(text: str) -> str:
    """For ILIKE: case doesn't count, and `%` and `_` are letters like others."""
    return text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
