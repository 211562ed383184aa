"""`absensi confirmations`: who is told of arrivals and leavings where that differs from the rule, and what SMS cost."""

import asyncio
import enum
from datetime import date
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from absensi import wording as command_wording
from absensi.errors import CommandRefused
from absensi.opening import opened
from core.confirmation_choices import choices, choose, monthly_cost
from core.confirmations import Confirm
from core.policy import student_with_nis
from core.school_rules import school_rules
from core.school_years import class_named
from core.wording import confirmations as wording
from db.models import SchoolClass, Student


class Exceptional(enum.StrEnum):
    """As `Confirm`; `school` ends an exception."""

    OFF = "off"
    TELEGRAM = "telegram"
    SMS = "sms"
    SCHOOL = "school"


def register(app: typer.Typer) -> None:
    app.command()(confirmations)


def confirmations(
    choice: Annotated[Exceptional | None, typer.Argument(help="Without it: what holds, and what it costs.")] = None,
    school_class: Annotated[str | None, typer.Option("--class", help="For this class.")] = None,
    nis: Annotated[str | None, typer.Option(help="For this pupil.")] = None,
) -> None:
    """Confirm check-ins of one class or pupil otherwise than `settings set check_in_confirmation` says for all."""
    if (choice is None) != (school_class is None and nis is None) or (school_class and nis):
        raise typer.BadParameter("a choice goes with either --class or --nis")
    typer.echo(asyncio.run(_said(choice, school_class, nis)))


async def what_sms_cost(session: AsyncSession, rule: Confirm, *, on: date) -> str:
    """The estimate of a month in words."""
    cost = await monthly_cost(session, await school_rules(session), rule, on=on)
    return wording.cost(cost.numbers, cost.messages, cost.rupiah)


async def _said(choice: Exceptional | None, school_class: str | None, nis: str | None) -> str:
    async with opened() as house, house.transaction() as session:
        today = house.clock().date()
        if choice is None:
            return await _overview(session, today)
        wanted = None if choice is Exceptional.SCHOOL else Confirm(choice.value)
        whose = await _whose(session, school_class, nis, today)
        pupil, of_class = (whose.id, None) if isinstance(whose, Student) else (None, whose.id)
        await choose(session, wanted, student_id=pupil, school_class_id=of_class, now=house.clock())
        rule = Confirm((await school_rules(session)).check_in_confirmation)
        return f"{wording.chosen(whose.name, wanted)}\n{await what_sms_cost(session, rule, on=today)}"


async def _whose(
    session: AsyncSession, school_class: str | None, nis: str | None, today: date
) -> Student | SchoolClass:
    if nis is not None:
        student = await session.scalar(student_with_nis(nis))
        if student is None:
            raise CommandRefused(command_wording.student_unknown(nis))
        return student
    found = await class_named(session, school_class or "", today)
    if found is None:
        raise CommandRefused(command_wording.class_unknown(school_class or ""))
    return found


async def _overview(session: AsyncSession, today: date) -> str:
    """What holds and what it costs; and, where SMS are not for everybody, what that would."""
    rule = Confirm((await school_rules(session)).check_in_confirmation)
    lines = [
        wording.rule(rule),
        wording.exceptions(await choices(session)),
        await what_sms_cost(session, rule, on=today),
    ]
    if rule is not Confirm.SMS:
        lines.append(wording.cost_if_all(await what_sms_cost(session, Confirm.SMS, on=today)))
    return "\n".join(line for line in lines if line)
