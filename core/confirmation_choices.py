"""Exceptions from the school's rule about confirming check-ins, for a class or a pupil; and what SMS would cost."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, delete, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.confirmations import Confirm, chosen, of_class_or, of_pupil_or
from core.policy import member_on
from core.school_rules import SchoolRules, school_rules
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
    by: int | None = None,
) -> None:
    """Set the exception of one pupil or one class; None: the rule holds again. `by` None is the command line."""
    whose = {"student_id": student_id, "school_class_id": school_class_id}
    await session.execute(delete(ConfirmationChoice).filter_by(**{k: v for k, v in whose.items() if v is not None}))
    if choice is not None:
        session.add(ConfirmationChoice(**whose, choice=choice.value, chosen_at=now))
    audit.record(session, "choose_confirmation", now=now, person_id=by, choice=choice and choice.value, **whose)


async def choice_of(
    session: AsyncSession, *, student_id: int | None = None, school_class_id: int | None = None
) -> Confirm | None:
    """The exception of one pupil or one class; None where there is none."""
    mine = (
        ConfirmationChoice.student_id == student_id
        if student_id is not None
        else ConfirmationChoice.school_class_id == school_class_id
    )
    held = await session.scalar(select(ConfirmationChoice.choice).where(mine))
    return Confirm(held) if held is not None else None


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
    """What a month would cost the school under this rule, exceptions included. A confirmation is one part long."""
    return await _cost(session, rules, chosen(rule), on)


async def cost_of_choice(
    session: AsyncSession,
    choice: Confirm | None,
    *,
    student_id: int | None = None,
    school_class_id: int | None = None,
    on: date,
) -> MonthlyCost:
    """What a month of this class or this pupil would cost after `choose` with the same arguments."""
    rules = await school_rules(session)
    rule = Confirm(rules.check_in_confirmation)
    if student_id is not None:
        of_one = ClassMembership.student_id == student_id
        return await _cost(session, rules, literal(choice.value) if choice else of_class_or(rule), on, of_one)
    of_class = ClassMembership.school_class_id == school_class_id
    return await _cost(session, rules, of_pupil_or(choice or rule), on, of_class)


async def _cost(
    session: AsyncSession, rules: SchoolRules, held: ColumnElement[str], on: date, *of_whom: ColumnElement[bool]
) -> MonthlyCost:
    """`held`: what would hold for the pupil of a `ClassMembership`."""
    numbers = await session.scalar(
        select(func.count())
        .select_from(Guardian)
        .join(ClassMembership, and_(ClassMembership.student_id == Guardian.student_id, member_on(on)))
        .where(Guardian.left_at.is_(None), Guardian.phone.is_not(None), held == Confirm.SMS.value, *of_whom)
    )
    week = [date.fromordinal(on.toordinal() + day) for day in range(7)]
    days = sum(rules.hours_on(day) is not None for day in week) * _WEEKS_A_MONTH
    messages = round((numbers or 0) * 2 * days)
    return MonthlyCost(numbers or 0, messages, messages * rules.sms_price_rupiah)
