"""How many pupils of each class have a guardian registered, by number or by Telegram."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import Actor
from core.policy import at_work, member_on, visible_students
from db.models import ClassMembership, Guardian, SchoolClass, Student


@dataclass(frozen=True, slots=True)
class Registered:
    """`registered` of the `pupils` have at least one guardian."""

    school_class: str
    registered: int
    pupils: int


async def registered_by_class(session: AsyncSession, actor: Actor) -> Sequence[Registered]:
    """The classes of which the actor sees pupils, by name. Numbers only: neither names nor telephone numbers."""
    has_guardian = select(Guardian.id).where(Guardian.student_id == Student.id, Guardian.left_at.is_(None)).exists()
    rows = await session.execute(
        visible_students(at_work(actor))
        .with_only_columns(SchoolClass.name, func.count().filter(has_guardian), func.count())
        .join_from(Student, ClassMembership, and_(ClassMembership.student_id == Student.id, member_on(actor.on)))
        .join(SchoolClass, SchoolClass.id == ClassMembership.school_class_id)
        .group_by(SchoolClass.name)
        .order_by(SchoolClass.name)
    )
    return [Registered(*row) for row in rows]
