"""Exceptions from the school's rule about confirming check-ins, for a class or a pupil; and what SMS would cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.confirmations import Confirm, chosen
from core.policy import member_on
from core.school_rules import SchoolRules
from db.models import ClassMembership, ConfirmationChoice, Guardian, SchoolClass, Student

_WEEKS_A_MONTH = 52 / 12


@dataclass(frozen=True, slots=True)
class MonthlyCost:
    """An estimate: every guardian's number gets one SMS for coming and one for leaving on every school day."""

    numbers: int
    messages: int
    rupiah: int


async def choose(
    session: AsyncSession,
    choice: Confirm | None,
    *,
    student_id: int | None = None,
    school_class_id: int | None = None,
    now: datetime,
) -> None:
    """Set the exception of one pupil or one class; None: the rule holds again."""
    whose = {"student_id": student_id, "school_class_id": school_class_id}
    await session.execute(delete(ConfirmationChoice).filter_by(**{k: v for k, v in whose.items() if v is not None}))
    if choice is not None:
        session.add(ConfirmationChoice(**whose, choice=choice.value, chosen_at=now))
    audit.record(session, "choose_confirmation", now=now, choice=choice and choice.value, **whose)


async def choices(session: AsyncSession) -> Sequence[tuple[str, Confirm]]:
    """The exceptions, classes before pupils, each with the name of whom it is for."""
    name = func.coalesce(SchoolClass.name, func.concat(Student.name, " (", Student.nis, ")"))
    rows = await session.execute(
        select(name, ConfirmationChoice.choice)
        .outerjoin(SchoolClass, SchoolClass.id == ConfirmationChoice.school_class_id)
        .outerjoin(Student, Student.id == ConfirmationChoice.student_id)
        .order_by(ConfirmationChoice.school_class_id.is_(None), name)
    )
    return [(whose, Confirm(choice)) for whose, choice in rows]


async def monthly_cost(session: AsyncSession, rules: SchoolRules, rule: Confirm, *, on: date) -> MonthlyCost:
    """What a month would cost under this rule, exceptions included. A confirmation is one part long."""
    numbers = await session.scalar(
        select(func.count())
        .select_from(Guardian)
        .join(ClassMembership, and_(ClassMembership.student_id == Guardian.student_id, member_on(on)))
        .where(Guardian.left_at.is_(None), Guardian.phone.is_not(None), chosen(rule) == Confirm.SMS.value)
    )
    week = [date.fromordinal(on.toordinal() + day) for day in range(7)]
    days = sum(rules.hours_on(day) is not None for day in week) * _WEEKS_A_MONTH
    messages = round((numbers or 0) * 2 * days)
    return MonthlyCost(numbers or 0, messages, messages * rules.sms_price_rupiah)
