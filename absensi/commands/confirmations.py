"""`absensi confirmations`: who is told of arrivals and leavings where that differs from the rule, and what SMS cost."""

import asyncio
import enum
import sys
from datetime import date
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from absensi import wording as command_wording
from absensi.errors import CommandRefused
from absensi.opening import opened
from core.confirmation_choices import MonthlyCost, choices, choose, cost_of_choice, monthly_cost
from core.confirmations import Confirm
from core.policy import student_with_nis
from core.school_rules import school_rules
from core.school_years import class_named
from core.wording import confirmations as wording


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
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask, whatever it costs.")] = False,
) -> None:
    """Confirm check-ins of one class or pupil otherwise than `settings set check_in_confirmation` says for all."""
    if (choice is None) != (school_class is None and nis is None) or (school_class and nis):
        raise typer.BadParameter("a choice goes with either --class or --nis")
    if choice is None:
        typer.echo(asyncio.run(_overview()))
        return
    wanted = None if choice is Exceptional.SCHOOL else Confirm(choice.value)
    cost = asyncio.run(_cost(wanted, school_class, nis))
    typer.echo(wording.cost(cost.numbers, cost.messages, cost.rupiah))
    ask(wording.go_on(), sure=yes or not cost.numbers)
    typer.echo(asyncio.run(_choose(wanted, school_class, nis)))


def ask(question: str, *, sure: bool) -> None:
    """A script, which nobody can answer for, has said what it wants by running the command. Raises CommandRefused.

    Not for the inside of an event loop, which would keep Ctrl-C to itself.
    """
    if not sure and sys.stdin.isatty() and not typer.confirm(question):
        raise CommandRefused(wording.left_as_it_was())


async def what_sms_cost(session: AsyncSession, rule: Confirm, *, on: date) -> str:
    """The estimate of a month in words."""
    cost = await monthly_cost(session, await school_rules(session), rule, on=on)
    return wording.cost(cost.numbers, cost.messages, cost.rupiah)


async def _cost(wanted: Confirm | None, school_class: str | None, nis: str | None) -> MonthlyCost:
    async with opened() as house, house.transaction() as session:
        today = house.clock().date()
        _, whose = await _whose(session, school_class, nis, today)
        return await cost_of_choice(session, wanted, **whose, on=today)


async def _choose(wanted: Confirm | None, school_class: str | None, nis: str | None) -> str:
    async with opened() as house, house.transaction() as session:
        name, whose = await _whose(session, school_class, nis, house.clock().date())
        await choose(session, wanted, **whose, now=house.clock())
        return wording.chosen(name, wanted)


async def _whose(
    session: AsyncSession, school_class: str | None, nis: str | None, today: date
) -> tuple[str, dict[str, int]]:
    """The name, and the argument by which `choose` knows the pupil or the class."""
    if nis is not None:
        student = await session.scalar(student_with_nis(nis))
        if student is None:
            raise CommandRefused(command_wording.student_unknown(nis))
        return student.name, {"student_id": student.id}
    found = await class_named(session, school_class or "", today)
    if found is None:
        raise CommandRefused(command_wording.class_unknown(school_class or ""))
    return found.name, {"school_class_id": found.id}


async def _overview() -> str:
    """What holds and what it costs; and, where SMS are not for everybody, what that would."""
    async with opened() as house, house.transaction() as session:
        today = house.clock().date()
        rule = Confirm((await school_rules(session)).check_in_confirmation)
        lines = [
            wording.rule(rule),
            wording.exceptions(await choices(session)),
            await what_sms_cost(session, rule, on=today),
        ]
        if rule is not Confirm.SMS:
            lines.append(wording.cost_if_all(await what_sms_cost(session, Confirm.SMS, on=today)))
        return "\n".join(line for line in lines if line)
