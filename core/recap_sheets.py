"""The sheet of a class as schools print it, for a month or a semester: what the files of both kinds are drawn from."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import recap
from core.actors import grant_holds
from core.periods import Period
from core.recap import PupilTally
from core.recap_roll import Roll
from core.school_rules import school_rules
from core.school_years import term_title
from core.tallies import Tally, total
from core.wording import sheets as wording
from core.wording.dates import day_name, month_name
from db.models import Person, Role, RoleGrant

DAYS_AT_MOST = 31
"""A longer period is shown by months."""

UNKNOWN = "?"
"""On the sheet of a class that has not reported that day."""

MONTHLY = ("S", "I", "A")
"""The letters that a sheet of many months counts for each of them."""


@dataclass(frozen=True, slots=True)
class Signatory:
    """Who signs; without a name a line is left to write on."""

    name: str = ""
    nip: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A day, or a letter of a month. `group` stands above it. `is_off`: no school that day."""

    group: str
    label: str
    is_off: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A pupil's marks, one a column: a letter, a count, empty for present, `?` for not reported."""

    nis: str
    name: str
    gender: str
    marks: Sequence[str]
    tally: Tally


@dataclass(frozen=True, slots=True)
class Sheet:
    """`school_days`: the effective days of the class."""

    class_name: str
    homeroom: Signatory
    school_days: int
    columns: Sequence[Column]
    lines: Sequence[Line]

    @property
    def tally(self) -> Tally:
        return total(line.tally for line in self.lines)


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of some classes, with what stands above and below each."""

    school: str
    address: str
    city: str
    principal: Signatory
    title: str
    period: Period
    signed_on: date
    sheets: Sequence[Sheet]


async def book_of(session: AsyncSession, roll: Roll, asked: Period, *, signed_on: date) -> Book:
    """The sheets of the roll's classes. `asked`: the whole period, of which the roll is what is over by now."""
    rules = await school_rules(session)
    pupils = await recap.by_pupil(session, roll)
    marks = await _marks(session, roll)
    homerooms = await _homerooms(session, roll)
    by_class: dict[int, list[PupilTally]] = defaultdict(list)
    for pupil in pupils:
        by_class[pupil.school_class_id].append(pupil)
    term = await term_title(session, asked.first, asked.last)
    return Book(
        school=rules.school_name,
        address=rules.school_address,
        city=rules.school_city,
        principal=Signatory(rules.principal_name, rules.principal_nip),
        title=wording.title(asked, term),
        period=asked,
        signed_on=signed_on,
        sheets=[
            _sheet(roll, asked, number, by_class[number], marks, homerooms.get(number, Signatory()))
            for number in roll.classes
            if by_class[number]
        ],
    )


Marks = Mapping[tuple[int, int], Mapping[date, str]]
"""By pupil and class."""


async def _marks(session: AsyncSession, roll: Roll) -> Marks:
    marks: dict[tuple[int, int], dict[date, str]] = defaultdict(dict)
    reported = await recap.reported_days(session, roll)
    for seat in roll.seats:
        for on in roll.days[seat.school_class_id]:
            if seat.first <= on <= seat.last and (seat.school_class_id, on) not in reported:
                marks[seat.student_id, seat.school_class_id][on] = UNKNOWN
    for day in await recap.letters(session, roll):
        marks[day.student_id, day.school_class_id][day.on_date] = day.letter
    return marks


def _sheet(
    roll: Roll, asked: Period, number: int, pupils: Sequence[PupilTally], marks: Marks, homeroom: Signatory
) -> Sheet:
    by_day = len(asked.days) <= DAYS_AT_MOST
    draw = _day_marks if by_day else _month_marks
    return Sheet(
        class_name=roll.classes[number].name,
        homeroom=homeroom,
        school_days=len(roll.days[number]),
        columns=_day_columns(asked, roll.days[number]) if by_day else _month_columns(asked),
        lines=[
            Line(p.nis, p.name, p.gender or "", draw(asked, marks.get((p.student_id, number), {})), p.tally)
            for p in pupils
        ],
    )


def _day_columns(asked: Period, taught: Collection[date]) -> Sequence[Column]:
    """Days to come are no days off: they are left to be written on."""
    last_known = max(taught, default=asked.first)
    return [
        Column(day_name(day)[0], str(day.day), is_off=day not in taught and (day <= last_known or day.weekday() == 6))
        for day in asked.days
    ]


def _month_columns(asked: Period) -> Sequence[Column]:
    return [Column(month_name(month.first), letter) for month in asked.months for letter in MONTHLY]


def _day_marks(asked: Period, marks: Mapping[date, str]) -> Sequence[str]:
    """Present is an empty field, as on paper."""
    return [marks.get(day, "").replace(recap.PRESENT, "") for day in asked.days]


def _month_marks(asked: Period, marks: Mapping[date, str]) -> Sequence[str]:
    counts = Counter((day.year, day.month, letter) for day, letter in marks.items())
    months = [month.first for month in asked.months]
    return [str(counts[month.year, month.month, letter] or "") for month in months for letter in MONTHLY]


async def _homerooms(session: AsyncSession, roll: Roll) -> Mapping[int, Signatory]:
    """Each class's homeroom teacher at the end of the period."""
    rows = await session.execute(
        select(RoleGrant.school_class_id, Person.name, Person.nip)
        .join(Person, Person.id == RoleGrant.person_id)
        .where(
            RoleGrant.role == Role.HOMEROOM_TEACHER,
            RoleGrant.school_class_id.in_(roll.classes),
            grant_holds(roll.period.last),
        )
        .order_by(RoleGrant.valid_from)
    )
    return {number: Signatory(name, nip or "") for number, name, nip in rows if number is not None}
