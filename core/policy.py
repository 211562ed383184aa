"""Who may see which pupils and do what. The only place that knows.

Lists, counts, search, files, notices and single objects all start from `visible_students`, so they cannot disagree.
Row-level security (`limit_to`) is the net under it, coarser and in the database.
"""

import enum
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import assert_never

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, and_, false, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import NotAllowed, NotFound
from db.engine import introduce, limit_sight
from db.models import (
    ClassMembership,
    Guardian,
    Keycode,
    Person,
    Role,
    RoleGrant,
    SchoolClass,
    Student,
    TelegramAccount,
)


@dataclass(frozen=True, slots=True)
class Grant:
    role: Role
    school_class_id: int | None = None
    department_id: int | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """The person on whose behalf something happens, with the roles held on a day. `children`: the pupils for whom the
    person speaks as a guardian; it lets them look, and is no role.
    """

    person_id: int
    name: str
    on: date
    grants: frozenset[Grant]
    student_id: int | None = None
    children: frozenset[int] = frozenset()

    def holds(self, *roles: Role) -> bool:
        return any(grant.role in roles for grant in self.grants)


class Action(enum.Enum):
    """What can be done beyond looking: of a class or a pupil, or (CHECK_IN, KEEP_CALENDAR …) for the whole school."""

    REPORT = enum.auto()
    CORRECT = enum.auto()
    DECIDE_NOTICE = enum.auto()
    ANSWER_GUARDIAN = enum.auto()
    ADMINISTER = enum.auto()
    LOOK_BACK = enum.auto()
    SEE_LETTER = enum.auto()
    NAME_DEPUTY = enum.auto()
    NAME_CLASS_GROUP = enum.auto()
    SETTLE_CONTRADICTION = enum.auto()
    SEE_CALENDAR = enum.auto()
    KEEP_CALENDAR = enum.auto()
    SETTLE_MASS_ALERT = enum.auto()
    WATCH_GATE = enum.auto()
    CHECK_IN = enum.auto()
    MANAGE_CARDS = enum.auto()
    APPROVE_NUMBER = enum.auto()
    SHOW_MISSING = enum.auto()


_MAY: dict[Action, frozenset[Role]] = {
    Action.REPORT: frozenset(
        {Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY, Role.HOMEROOM_TEACHER, Role.DUTY_TEACHER, Role.ADMINISTRATOR}
    ),
    Action.CORRECT: frozenset({Role.HOMEROOM_TEACHER, Role.DUTY_TEACHER, Role.ADMINISTRATOR}),
    Action.DECIDE_NOTICE: frozenset({Role.HOMEROOM_TEACHER, Role.ADMINISTRATOR}),
    Action.ANSWER_GUARDIAN: frozenset(
        {Role.HOMEROOM_TEACHER, Role.DUTY_TEACHER, Role.COUNSELOR, Role.LEADERSHIP, Role.ADMINISTRATOR}
    ),
    Action.ADMINISTER: frozenset({Role.ADMINISTRATOR}),
    # Class leaders and the duty teacher have today; a pupil (STUDENT) reaches no class, only the own record.
    Action.LOOK_BACK: frozenset(
        {
            Role.HOMEROOM_TEACHER,
            Role.DEPARTMENT_HEAD,
            Role.COUNSELOR,
            Role.LEADERSHIP,
            Role.ADMINISTRATOR,
            Role.STUDENT,
        }
    ),
    Action.SEE_LETTER: frozenset({Role.HOMEROOM_TEACHER, Role.COUNSELOR}),
    Action.NAME_CLASS_GROUP: frozenset({Role.HOMEROOM_TEACHER, Role.ADMINISTRATOR}),
    Action.NAME_DEPUTY: frozenset({Role.HOMEROOM_TEACHER, Role.ADMINISTRATOR}),
    Action.SETTLE_CONTRADICTION: frozenset(
        {Role.HOMEROOM_TEACHER, Role.DUTY_TEACHER, Role.COUNSELOR, Role.ADMINISTRATOR}
    ),
    Action.SEE_CALENDAR: frozenset({Role.DUTY_TEACHER, Role.LEADERSHIP, Role.ADMINISTRATOR}),
    Action.KEEP_CALENDAR: frozenset({Role.ADMINISTRATOR}),
    Action.SETTLE_MASS_ALERT: frozenset({Role.DUTY_TEACHER, Role.LEADERSHIP, Role.ADMINISTRATOR}),
    Action.WATCH_GATE: frozenset({Role.ADMINISTRATOR, Role.LEADERSHIP, Role.DUTY_TEACHER, Role.OFFICER}),
    Action.CHECK_IN: frozenset({Role.OFFICER, Role.DUTY_TEACHER, Role.ADMINISTRATOR}),
    Action.MANAGE_CARDS: frozenset({Role.ADMINISTRATOR}),
    Action.APPROVE_NUMBER: frozenset({Role.HOMEROOM_TEACHER, Role.ADMINISTRATOR}),
    # Names of every class on a screen in public: whoever sees the whole school today anyway, and says so in Telegram.
    Action.SHOW_MISSING: frozenset({Role.ADMINISTRATOR, Role.LEADERSHIP, Role.COUNSELOR, Role.DUTY_TEACHER}),
}

WHOLE_SCHOOL = frozenset({Role.ADMINISTRATOR, Role.LEADERSHIP, Role.COUNSELOR, Role.DUTY_TEACHER})
CLASS_LEADERS = frozenset({Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY})


async def actor_by_telegram(session: AsyncSession, telegram_id: int, *, on: date) -> Actor | None:
    """Who this Telegram account speaks for, or None for a stranger. One query, and a word to row-level security."""
    await introduce(session, telegram_id)
    found = await actors_by_telegram(session, [telegram_id], on=on)
    return found.get(telegram_id)


async def actors_by_telegram(
    session: AsyncSession, telegram_ids: Collection[int] | None = None, *, on: date
) -> Mapping[int, Actor]:
    """Who these Telegram accounts speak for, or all that are linked. One query; a stranger's is not among them."""
    linked = TelegramAccount.unlinked_at.is_(None)
    asked = linked if telegram_ids is None else and_(linked, TelegramAccount.telegram_id.in_(telegram_ids))
    rows = await session.execute(
        select(TelegramAccount.telegram_id, Person, RoleGrant, Guardian.student_id)
        .join(Person, TelegramAccount.person_id == Person.id)
        .outerjoin(RoleGrant, and_(RoleGrant.person_id == Person.id, grant_holds(on)))
        .outerjoin(Guardian, and_(Guardian.person_id == Person.id, Guardian.left_at.is_(None)))
        .where(asked)
    )
    people: dict[int, Person] = {}
    grants: dict[int, set[Grant]] = defaultdict(set)
    children: dict[int, set[int]] = defaultdict(set)
    for telegram_id, person, grant, child in rows:
        people[telegram_id] = person
        if child is not None:
            children[telegram_id].add(child)
        if grant is not None:
            grants[telegram_id].add(Grant(grant.role, grant.school_class_id, grant.department_id))
    return {
        account: Actor(
            person.id, person.name, on, frozenset(grants[account]), person.student_id, frozenset(children[account])
        )
        for account, person in people.items()
    }


async def actor_numbered(session: AsyncSession, person_id: int, *, on: date) -> Actor | None:
    """This person with the roles of the day: for a device on which somebody has said who it is."""
    person = await session.get(Person, person_id)
    if person is None:
        return None
    held = await session.scalars(select(RoleGrant).where(RoleGrant.person_id == person_id, grant_holds(on)))
    grants = frozenset(Grant(grant.role, grant.school_class_id, grant.department_id) for grant in held)
    return Actor(person.id, person.name, on, grants, person.student_id)


def grant_holds(on: date | SQLColumnExpression[date]) -> ColumnElement[bool]:
    """The roles in force on a day: begun, not ended, not withdrawn."""
    return and_(
        RoleGrant.valid_from <= on,
        or_(RoleGrant.valid_until.is_(None), RoleGrant.valid_until >= on),
        RoleGrant.withdrawn_at.is_(None),
    )


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
    return replace(actor, grants=frozenset(grant for grant in actor.grants if grant.role in _MAY[Action.LOOK_BACK]))


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
    return any(grant.role in _MAY[action] and _covers(grant, school_class) for grant in actor.grants)


def may_anywhere(actor: Actor, action: Action) -> bool:
    """Whether any of the actor's roles allows the action somewhere: for menus and help, never for deciding."""
    return any(grant.role in _MAY[action] for grant in actor.grants)


def roles_that_may(action: Action) -> frozenset[Role]:
    """Who can be asked to do it."""
    return _MAY[action]


def require(actor: Actor, action: Action) -> None:
    """Check an action that is done for the whole school, not for a class. Raises NotAllowed."""
    if not may_anywhere(actor, action):
        raise NotAllowed


def limited_to(actor: Actor, action: Action) -> Actor:
    """The same person with only the roles that allow the action, and no children: what this one sees, the person may
    do it to.
    """
    return replace(at_work(actor), grants=frozenset(grant for grant in actor.grants if grant.role in _MAY[action]))


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
