"""`absensi report month` and `semester`: the recaps of classes as files in the data folder."""

import asyncio
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from absensi import wording
from absensi.errors import CommandRefused
from absensi.opening import opened
from absensi.output import ReportFormat, save_file
from core.documents.recap_pdf import recap_pages
from core.documents.recap_xlsx import recap_workbook
from core.periods import Period, month_of
from core.policy import seats_between
from core.recap_roll import roll_for
from core.recap_sheets import Book, book_of
from core.school_years import current_term
from db.models import ClassMembership, SchoolClass

ClassName = Annotated[str | None, typer.Option("--class", help="Only this class; all of them by default.")]
Form = Annotated[ReportFormat, typer.Option("--format", help="A workbook, or a file to print.")]


def register(group: typer.Typer) -> None:
    group.command("month")(month)
    group.command("semester")(semester)


def month(
    school_class: ClassName = None,
    of: Annotated[datetime | None, typer.Option("--month", formats=["%Y-%m"], help="This month by default.")] = None,
    form: Form = ReportFormat.PDF,
) -> None:
    """Write the sheet of a month and print the file's path."""
    typer.echo(asyncio.run(_written("month", form, school_class, of.date() if of else None)))


def semester(school_class: ClassName = None, form: Form = ReportFormat.PDF) -> None:
    """Write the recap of this semester so far and print the file's path."""
    typer.echo(asyncio.run(_written("semester", form, school_class, None)))


async def _written(kind: str, form: ReportFormat, school_class: str | None, of: date | None) -> Path:
    async with opened() as house:
        async with house.transaction() as session:
            today = house.clock().date()
            asked = month_of(of or today) if kind == "month" else await _semester(session, today)
            book = await _book(session, asked, school_class, today)
        drawn = recap_pages(book) if form is ReportFormat.PDF else recap_workbook(book)
        named = ("report", kind, f"{asked.first:%Y-%m}", school_class or "")
        return save_file(house.settings.data_dir, *named, drawn=drawn, suffix=form.value)


async def _semester(session: AsyncSession, today: date) -> Period:
    term = await current_term(session, today)
    return Period(term.starts_on, term.ends_on)


async def _book(session: AsyncSession, asked: Period, school_class: str | None, today: date) -> Book:
    so_far = asked.until(today)
    if so_far is None:
        raise CommandRefused(wording.not_begun(asked))
    roll = await roll_for(session, _seats(so_far, school_class), so_far)
    if not roll.seats:
        raise CommandRefused(wording.nobody_sat(asked, school_class))
    return await book_of(session, roll, asked, signed_on=min(asked.last, today))


def _seats(period: Period, school_class: str | None) -> Select[ClassMembership]:
    seats = seats_between(period.first, period.last)
    if school_class is None:
        return seats
    named = select(SchoolClass.id).where(SchoolClass.name == " ".join(school_class.split()))
    return seats.where(ClassMembership.school_class_id.in_(named))
