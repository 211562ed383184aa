"""Contradictions that nobody has settled yet, for whoever may settle them: the list on demand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import Actor
from core.contradiction_list import Shown, as_shown
from core.contradictions import concerns_counselor
from core.policy import limited_to, looking_back, may, member_on, visible_students
from core.school_rules import school_rules
from db.models import ClassMembership, Contradiction, SchoolClass, Student


@dataclass(frozen=True, slots=True)
class OpenOne:
    """`may_correct`: this person may give any of the answers; else only that the pupil cut class."""

    shown: Shown
    on: date
    may_correct: bool


async def open_for(session: AsyncSession, actor: Actor, *, now: datetime) -> Sequence[OpenOne]:
    """The newest day first, by class and name: of today, and for those who may look back of the days that can still be
    corrected. Who may correct nothing gets those that look like cutting class.
    """
    since = actor.on - timedelta(days=(await school_rules(session)).correction_days)
    rows = await session.execute(
        select(Contradiction, Student.name, SchoolClass)
        .join(Student, Student.id == Contradiction.student_id)
        .join(ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(actor.on)))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .where(Contradiction.settled_at.is_(None), Contradiction.withdrawn_at.is_(None), _is_seen(actor, since))
        .order_by(Contradiction.on_date.desc(), SchoolClass.name, Student.name, Contradiction.id)
    )
    found = [
        OpenOne(as_shown(row, student, sits_in.name, None, now), row.on_date, may(actor, Action.CORRECT, sits_in))
        for row, student, sits_in in rows
    ]
    return [one for one in found if one.may_correct or concerns_counselor(one.shown.kind, one.shown.said)]


def _is_seen(actor: Actor, since: date) -> ColumnElement[bool]:
    today = limited_to(actor, Action.SETTLE_CONTRADICTION)
    return or_(
        and_(Contradiction.on_date == actor.on, _is_of(today)),
        and_(Contradiction.on_date.between(since, actor.on), _is_of(looking_back(today))),
    )


def _is_of(sight: Actor) -> ColumnElement[bool]:
    return Contradiction.student_id.in_(visible_students(sight).with_only_columns(Student.id))
