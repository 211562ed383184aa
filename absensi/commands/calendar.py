"""`absensi calendar`: holidays, special periods, placements, emergencies, and the hours of staff."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime, timedelta
from typing import Annotated, TypeVar

import typer
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from absensi import wording_calendar as wording
from absensi.errors import CommandRefused
from absensi.opening import opened
from absensi.people import person_named
from core import calendar_changes, closures
from core.calendar_words import read_clock_span, read_weekday
from core.errors import NotFound
from core.staff_hours import clear_staff_hours, set_staff_hours
from core.wording.calendar import entry_line
from db.models import CalendarEntry, SchoolClass

_ABOUT = "Holidays, special periods, work placements, emergencies, and the hours of staff."
_AHEAD = timedelta(days=366)

Done = TypeVar("Done")


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help=_ABOUT)
    group.command("show")(show)
    group.command("propose")(propose)
    group.command("confirm")(confirm)
    group.command("add")(add)
    group.command("remove")(remove)
    group.command("close-now")(close_now)
    group.command("reopen")(reopen)
    group.command("hours")(hours)
    app.add_typer(group, name="calendar")


def show(
    month: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m"], help="Only this month; else a year from today.")
    ] = None,
) -> None:
    """Print what is in the calendar, one entry a line with its number; proposals are marked."""

    async def read(session: AsyncSession, now: datetime) -> list[str]:
        start = month.date() if month else now.date()
        end = _last_of_month(start) if month else start + _AHEAD
        entries = (await session.scalars(calendar_changes.entries_between(start, end, proposed=True))).all()
        names = {row.id: row.name for row in await session.execute(select(SchoolClass.id, SchoolClass.name))}
        return [_line(entry, names.get(entry.school_class_id or 0)) for entry in entries]

    for line in _in_the_house(read):
        typer.echo(line)


def propose(year: Annotated[int, typer.Argument(min=2020, max=2100)]) -> None:
    """Propose a year's national holidays and cuti bersama; they hold once they are confirmed."""
    count = _in_the_house(lambda session, now: calendar_changes.propose(session, None, year, now=now))
    typer.echo(wording.proposed(year, count))


def confirm(
    numbers: Annotated[list[int] | None, typer.Argument(help="Their numbers in `show`; without any, all.")] = None,
) -> None:
    """Let proposals hold."""

    async def write(session: AsyncSession, now: datetime) -> int:
        which = numbers or await session.scalars(calendar_changes.proposals().with_only_columns(CalendarEntry.id))
        return await calendar_changes.confirm(session, None, which, now=now)

    typer.echo(wording.confirmed(_in_the_house(write)))


def add(words: Annotated[list[str], typer.Argument(help="For example: 14-18/12/2026 Libur semester")]) -> None:
    """Add an entry: days and a name; hours make it a special period, PKL and a class a work placement.

    14-18/12/2026 Libur semester; 7-11/12/2026 ANBK kelas X, XII; 1/2-30/4/2027 PKL XI RPL 1;
    17/2-18/3/2027 Ramadan 07.30-12.00, jumat 07.30-11.00
    """

    async def write(session: AsyncSession, now: datetime) -> str:
        entry = await calendar_changes.add(session, None, " ".join(words), now=now)
        school_class = await session.get(SchoolClass, entry.school_class_id) if entry.school_class_id else None
        return _line(entry, school_class.name if school_class else None)

    typer.echo(_in_the_house(write))


def remove(number: int) -> None:
    """Take an entry out of the calendar, or refuse a proposal, by its number in `show`."""
    try:
        removed = _in_the_house(lambda session, now: calendar_changes.remove(session, None, number, now=now))
    except NotFound as refusal:
        raise CommandRefused(wording.no_such_entry(number)) from refusal
    typer.echo(_line(removed, None))


def close_now(reason: str) -> None:
    """An emergency ends today's school from this minute on; alerts that wait are taken back."""
    _in_the_house(lambda session, now: closures.close_now(session, None, reason, now=now))
    typer.echo(wording.closed())


def reopen() -> None:
    """Take today's emergency closure back."""
    try:
        _in_the_house(lambda session, now: closures.reopen(session, None, now=now))
    except NotFound as refusal:
        raise CommandRefused(wording.not_closed()) from refusal
    typer.echo(wording.reopened())


def hours(
    who: Annotated[str, typer.Argument(help="A name or NIP.")],
    weekday: Annotated[str, typer.Argument(help="monday to sunday, or senin to sabtu.")],
    span: Annotated[str, typer.Argument(help="HH:MM-HH:MM, HH:MM- (no fixed end), none (not expected), school.")],
) -> None:
    """Set when a member of staff begins and ends on a weekday, where that is not as the school."""

    async def write(session: AsyncSession, now: datetime) -> None:
        day, person = read_weekday(weekday), await person_named(session, who)
        if span == "school":
            await clear_staff_hours(session, None, person.id, day, now=now)
        else:
            own = None if span == "none" else read_clock_span(span)
            await set_staff_hours(session, None, person.id, day, own, now=now)

    _in_the_house(write)


def _in_the_house(work: Callable[[AsyncSession, datetime], Awaitable[Done]]) -> Done:
    async def run() -> Done:
        async with opened() as house, house.transaction() as session:
            return await work(session, house.clock())

    return asyncio.run(run())


def _line(entry: CalendarEntry, school_class: str | None) -> str:
    line = entry_line(entry, school_class)
    return f"{entry.id} {line}" if entry.confirmed_at else wording.proposal(entry.id, line)


def _last_of_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
