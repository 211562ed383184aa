"""Who may see which pupils and do what. The only place that knows.

Lists, counts, search, files, notices and single objects all start from `visible_students`, so they cannot disagree.
Row-level security (`limit_to`) is the net under it, coarser and in the database.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import assert_never

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import MAY, Action
from core.actors import Actor, Grant, grant_holds
from core.errors import NotAllowed, NotFound
from db.engine import limit_sight
from db.models import (
    ClassMembership,
    Keycode,
    Person,
    Role,
    RoleGrant,
    SchoolClass,
    Student,
)

WHOLE_SCHOOL = frozenset({Role.ADMINISTRATOR, Role.LEADERSHIP, Role.COUNSELOR, Role.DUTY_TEACHER})
CLASS_LEADERS = frozenset({Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY})
STAFF = frozenset(Role) - CLASS_LEADERS - {Role.STUDENT}


def visible_classes(actor: Actor) -> Select[SchoolClass]:
    """The classes whose pupils this person may see, of any year."""
    return select(SchoolClass).where(or_(false(), *(_reach(grant) for grant in actor.grants)))


def visible_students(actor: Actor) -> Select[Student]:
    """The pupils this person may see: those who sit today in a visible class, one's own children who sit in any, and
    oneself.
    """
    of_class = ClassMembership.school_class_id.in_(visible_classes(actor).with_only_columns(SchoolClass.id))
    own = ClassMembership.student_id.in_(actor.children) if actor.children else false()
    members = select(ClassMembership.student_id).where(member_on(actor.on), or_(of_class, own))
    oneself = Student.id == actor.student_id if _sees_oneself(actor) else false()
    return select(Student).where(or_(Student.id.in_(members), oneself))


def is_staff(on: date) -> ColumnElement[bool]:
    """Of a `Person`: holds a task of the school's staff that day. Pupils with one check in as pupils."""
    holders = select(RoleGrant.person_id).where(RoleGrant.role.in_(STAFF), grant_holds(on))
    return and_(Person.student_id.is_(None), Person.id.in_(holders))


def at_work(actor: Actor) -> Actor:
    """The same person without the children: for lists of classes, in which one's own child alone would look like a
    class.
    """
    return replace(actor, children=frozenset())


def member_on(on: date | SQLColumnExpression[date]) -> ColumnElement[bool]:
    return and_(
        ClassMembership.valid_from <= on,
        or_(ClassMembership.valid_until.is_(None), ClassMembership.valid_until >= on),
    )


def looking_back(actor: Actor) -> Actor:
    """The same person with those roles alone that may look at days before today."""
    return replace(actor, grants=frozenset(grant for grant in actor.grants if grant.role in MAY[Action.LOOK_BACK]))


def visible_seats(actor: Actor, first: date, last: date) -> Select[ClassMembership]:
    """Who sat in a visible class between two days, both included, for recaps: of a pupil who has moved on, the seats
    in those classes and no others. Whether the actor may look back at all, `looking_back` says.
    """
    return seats_between(first, last).where(
        ClassMembership.school_class_id.in_(visible_classes(actor).with_only_columns(SchoolClass.id))
    )


def seats_between(first: date, last: date) -> Select[ClassMembership]:
    """Who sat where between two days, whoever asks: for the command line and the office's files."""
    return select(ClassMembership).where(
        ClassMembership.valid_from <= last,
        or_(ClassMembership.valid_until.is_(None), ClassMembership.valid_until >= first),
    )


def seats_of_student(actor: Actor, student_id: int, first: date, last: date) -> Select[ClassMembership]:
    """Where a pupil sat that `visible_students` lets through: the seats in visible classes, and all of one's own and
    of one's own child.
    """
    own = student_id in actor.children or (_sees_oneself(actor) and actor.student_id == student_id)
    seats = seats_between(first, last) if own else visible_seats(actor, first, last)
    return seats.where(ClassMembership.student_id == student_id)


def students_of_class(school_class_id: int, on: date) -> Select[Student]:
    """The pupils who sit in a class on a day, whoever asks: for counting and telling, never for showing to a person."""
    return (
        select(Student)
        .join(ClassMembership, ClassMembership.student_id == Student.id)
        .where(ClassMembership.school_class_id == school_class_id, member_on(on))
    )


def students_seated(on: date) -> Select[Student]:
    """Every pupil who sits in a class on a day, whoever asks: to tell guardians, for the school's report, which is cut
    by class for teachers, and for whoever keeps the gate to find one by name, never to list them.
    """
    return select(Student).where(Student.id.in_(select(ClassMembership.student_id).where(member_on(on))))


def students_numbered(ids: Collection[int]) -> Select[Student]:
    """These pupils, whoever asks: for a guardian's own children."""
    return select(Student).where(Student.id.in_(ids))


def student_with_nis(nis: str) -> Select[Student]:
    """The pupil of this number, whoever asks: for the command line, which is the administrator's."""
    return select(Student).where(Student.nis == nis.strip())


def _reach(grant: Grant) -> ColumnElement[bool]:
    match grant.role:
        case Role.ADMINISTRATOR | Role.LEADERSHIP | Role.COUNSELOR | Role.DUTY_TEACHER:
            return true()
        case Role.DEPARTMENT_HEAD:
            return SchoolClass.department_id == grant.department_id
        case Role.HOMEROOM_TEACHER | Role.CLASS_PRESIDENT | Role.CLASS_SECRETARY:
            return SchoolClass.id == grant.school_class_id
        case Role.OFFICER | Role.STUDENT | Role.TEACHER:
            return false()
        case _:
            assert_never(grant.role)


def _sees_oneself(actor: Actor) -> bool:
    return actor.student_id is not None and actor.holds(Role.STUDENT)


def may(actor: Actor, action: Action, school_class: SchoolClass) -> bool:
    """Whether a role that reaches this class also allows the action."""
    return bool(roles_by_which(actor, action, school_class))


def roles_by_which(actor: Actor, action: Action, school_class: SchoolClass) -> frozenset[Role]:
    """The actor's roles that reach this class and allow the action: others, held elsewhere, count for nothing here."""
    return frozenset(grant.role for grant in actor.grants if grant.role in MAY[action] and _covers(grant, school_class))


def may_anywhere(actor: Actor, action: Action) -> bool:
    """Whether any of the actor's roles allows the action somewhere: for menus and help, never for deciding."""
    return any(grant.role in MAY[action] for grant in actor.grants)


def require(actor: Actor, action: Action) -> None:
    """Check an action that is done for the whole school, not for a class. Raises NotAllowed."""
    if not may_anywhere(actor, action):
        raise NotAllowed


def limited_to(actor: Actor, action: Action) -> Actor:
    """The same person with only the roles that allow the action, and no children: what this one sees, the person may
    do it to.
    """
    return replace(at_work(actor), grants=frozenset(grant for grant in actor.grants if grant.role in MAY[action]))


def _covers(grant: Grant, school_class: SchoolClass) -> bool:
    if grant.role in WHOLE_SCHOOL:
        return True
    if grant.role is Role.DEPARTMENT_HEAD:
        return grant.department_id == school_class.department_id
    return grant.school_class_id == school_class.id


async def class_for(session: AsyncSession, actor: Actor, school_class_id: int, action: Action) -> SchoolClass:
    """Load a class and check the action in one act. NotFound for a stranger, NotAllowed for one who may only look."""
    found = await session.scalar(visible_classes(actor).where(SchoolClass.id == school_class_id))
    if found is None:
        raise NotFound
    if not may(actor, action, found):
        raise NotAllowed
    return found


async def student_for(
    session: AsyncSession, actor: Actor, student_id: int, action: Action
) -> tuple[Student, SchoolClass]:
    """Load a pupil with today's class and check the action in one act; refusals as in `class_for`."""
    row = (
        await session.execute(
            visible_students(actor)
            .add_columns(SchoolClass)
            .join(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(actor.on)))
            .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
            .where(Student.id == student_id)
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    student, school_class = row
    if not may(actor, action, school_class):
        raise NotAllowed
    return student, school_class


async def stand_at_gate(session: AsyncSession, actor: Actor) -> None:
    """Let this transaction see whoever may come through the gate: pupils of every class. What it shows of them is name
    and class. Raises NotAllowed for whoever does not keep the gate.
    """
    require(actor, Action.CHECK_IN)
    await limit_sight(session, whole_school=True)


async def pupil_of_slip(
    session: AsyncSession, slip: ColumnElement[bool], *, on: date
) -> tuple[Keycode, Student, SchoolClass] | None:
    """The pupil of a living keycode who sits in a class on the day, whoever holds the slip: its letters are the right
    to that one pupil's name and class. From here on this transaction sees that pupil and nobody else.
    """
    await limit_sight(session, whole_school=True)
    row = (
        await session.execute(
            select(Keycode, Student, SchoolClass)
            .join(Student, Student.id == Keycode.student_id)
            .join(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(on)))
            .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
            .where(slip, Keycode.revoked_at.is_(None))
        )
    ).one_or_none()
    await limit_sight(session, students=[row[1].id] if row else [])
    return row and (row[0], row[1], row[2])


async def limit_to(session: AsyncSession, actor: Actor) -> None:
    """Tell row-level security, for this transaction, how far this person reaches."""
    whole = actor.holds(*WHOLE_SCHOOL)
    reached: Iterable[int] = {grant.school_class_id for grant in actor.grants if grant.school_class_id is not None}
    if actor.holds(Role.DEPARTMENT_HEAD) and not whole:
        reached = await session.scalars(visible_classes(actor).with_only_columns(SchoolClass.id))
    oneself = {actor.student_id} if actor.student_id is not None and _sees_oneself(actor) else set()
    await limit_sight(session, whole_school=whole, classes=reached, students=oneself | actor.children)
