"""What was said about pupils' days in a period, as subqueries: a day that nobody said a word about has no row.

A class of 36 has 4,300 pupil-days in a semester and some 250 rows here; that is what makes recaps fast.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    CTE,
    Boolean,
    ColumnElement,
    Date,
    Integer,
    Select,
    Subquery,
    and_,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.types import TypeEngine

from core.attendance_sql import EventColumns
from core.periods import Period
from core.recap_roll import Roll
from db.models import ClassReport, ClassReportEntry, Correction, Direction, GuardianNotice, Scan

_REASON = ClassReportEntry.__table__.c.reason.type
_FACTS: Mapping[str, TypeEngine[Any]] = {
    "reported": _REASON,
    "noticed": _REASON,
    "accepted": Boolean(),
    "is_corrected": Boolean(),
    "corrected": _REASON,
    "late": Boolean(),
}


@dataclass(frozen=True, slots=True)
class RecapEvents:
    """`seats`: who sat where, cut to the period. `taught`: classes and their school days. `reports`: the one that
    speaks for each of those. `days`: pupil-days about which something was said, with `columns` and `late`.
    """

    seats: CTE
    taught: CTE
    reports: CTE
    days: CTE

    @property
    def columns(self) -> EventColumns:
        c = self.days.c
        return EventColumns(c.class_reported, c.reported, c.noticed, c.accepted, c.is_corrected, c.corrected)

    @property
    def late(self) -> ColumnElement[bool]:
        """Came late and was not absent: each day has one letter."""
        return and_(self.days.c.late, self.columns.reason.is_(None))


def recap_events(roll: Roll) -> RecapEvents:
    """The subqueries for whom and for what days the roll names."""
    return _Sources(_seats(roll), _taught(roll), roll.period).together()


def is_late_arrival() -> ColumnElement[bool]:
    """A scan that counts as coming late: one a person and day. Worded as the index on them is."""
    return and_(Scan.counts, Scan.direction == Direction.IN, Scan.minutes_late.is_not(None))


def sits(seats: CTE, days: CTE) -> ColumnElement[bool]:
    """The pupil sat in that class on that day."""
    return and_(days.c.school_class_id == seats.c.school_class_id, days.c.on_date.between(seats.c.first, seats.c.last))


def _seats(roll: Roll) -> CTE:
    return _values(
        "seats",
        student_id=([seat.student_id for seat in roll.seats], Integer),
        school_class_id=([seat.school_class_id for seat in roll.seats], Integer),
        first=([seat.first for seat in roll.seats], Date),
        last=([seat.last for seat in roll.seats], Date),
    )


def _taught(roll: Roll) -> CTE:
    pairs = [(number, day) for number, days in roll.days.items() for day in days]
    return _values("taught", school_class_id=([n for n, _ in pairs], Integer), on_date=([d for _, d in pairs], Date))


def _values(name: str, **columns: tuple[Sequence[Any], type[TypeEngine[Any]]]) -> CTE:
    """Rows that came along as one array a column: PostgreSQL knows how many they are."""
    unnested = (func.unnest(literal(values, ARRAY(kind))).label(of) for of, (values, kind) in columns.items())
    return select(*unnested).cte(name)


@dataclass(frozen=True, slots=True)
class _Sources:
    """The four that speak about a day, each at most once for a pupil."""

    seats: CTE
    taught: CTE
    period: Period

    def together(self) -> RecapEvents:
        reports = self._reports()
        said = union_all(self._entries(reports), self._notices(), self._corrections(), self._late()).subquery("said")
        facts = [_word(kind)(said.c[name], type_=kind).label(name) for name, kind in _FACTS.items()]
        days = (
            select(said.c.student_id, said.c.school_class_id, said.c.on_date, *facts)
            .group_by(said.c.student_id, said.c.school_class_id, said.c.on_date)
            .subquery("facts")
        )
        same = and_(reports.c.school_class_id == days.c.school_class_id, reports.c.on_date == days.c.on_date)
        known = select(days, reports.c.id.is_not(None).label("class_reported")).outerjoin(reports, same)
        return RecapEvents(self.seats, self.taught, reports, known.cte("days"))

    def _reports(self) -> CTE:
        """Of each class and day the last one sent, as `core.days.latest_reports`."""
        of_day = and_(
            self.taught.c.school_class_id == ClassReport.school_class_id, self.taught.c.on_date == ClassReport.on_date
        )
        return (
            select(ClassReport.id, ClassReport.school_class_id, ClassReport.on_date)
            .join(self.taught, of_day)
            .where(ClassReport.on_date.between(self.period.first, self.period.last))
            .ext(distinct_on(ClassReport.school_class_id, ClassReport.on_date))
            .order_by(ClassReport.school_class_id, ClassReport.on_date, ClassReport.id.desc())
            .cte("reports")
        )

    def _entries(self, reports: CTE) -> Select[*tuple[Any, ...]]:
        of_report = and_(
            ClassReportEntry.class_report_id == reports.c.id, ClassReportEntry.student_id == self.seats.c.student_id
        )
        return (
            self._said(reports, reported=ClassReportEntry.reason)
            .join_from(self.seats, reports, sits(self.seats, reports))
            .join(ClassReportEntry, of_report)
        )

    def _notices(self) -> Select[*tuple[Any, ...]]:
        """Of several the one that `core.days` takes: an accepted one before a mere one, then the last."""
        noticed = self._noticed_days()
        taught = and_(
            self.taught.c.school_class_id == noticed.c.school_class_id, self.taught.c.on_date == noticed.c.on_date
        )
        facts = {"noticed": noticed.c.reason, "accepted": noticed.c.accepted}
        return (
            select(noticed.c.student_id, noticed.c.school_class_id, noticed.c.on_date, *_shaped(facts))
            .join(self.taught, taught)
            .ext(distinct_on(noticed.c.student_id, noticed.c.on_date))
            .order_by(noticed.c.student_id, noticed.c.on_date, noticed.c.accepted.is_(None), noticed.c.id.desc())
        )

    def _noticed_days(self) -> Subquery:
        """Each notice day by day, and only then joined with the days taught: pairing every pupil with every day of the
        class to look whether a notice covers it took two thirds of a recap's time.
        """
        first = func.greatest(GuardianNotice.first_day, self.seats.c.first)
        last = func.least(GuardianNotice.last_day, self.seats.c.last)
        days = cast(func.generate_series(first, last, timedelta(days=1)), Date)
        return (
            select(self.seats.c.student_id, self.seats.c.school_class_id, days.label("on_date"))
            .add_columns(GuardianNotice.id, GuardianNotice.reason, GuardianNotice.accepted)
            .join_from(self.seats, GuardianNotice, GuardianNotice.student_id == self.seats.c.student_id)
            .where(GuardianNotice.accepted.is_not(False))
            .subquery("noticed")
        )

    def _corrections(self) -> Select[*tuple[Any, ...]]:
        """The last one."""
        return (
            self._said(self.taught, is_corrected=literal(True), corrected=Correction.reason_after)
            .join_from(self.seats, Correction, Correction.student_id == self.seats.c.student_id)
            .join(self.taught, and_(sits(self.seats, self.taught), self.taught.c.on_date == Correction.on_date))
            .where(Correction.on_date.between(self.period.first, self.period.last))
            .ext(distinct_on(self.seats.c.student_id, self.taught.c.on_date))
            .order_by(self.seats.c.student_id, self.taught.c.on_date, Correction.id.desc())
        )

    def _late(self) -> Select[*tuple[Any, ...]]:
        return (
            self._said(self.taught, late=literal(True))
            .join_from(self.seats, Scan, Scan.student_id == self.seats.c.student_id)
            .join(self.taught, and_(sits(self.seats, self.taught), self.taught.c.on_date == Scan.on_date))
            .where(is_late_arrival(), Scan.on_date.between(self.period.first, self.period.last))
        )

    def _said(self, on: CTE, **facts: Any) -> Select[*tuple[Any, ...]]:
        """One source's rows in the shape that all four share."""
        return select(self.seats.c.student_id, self.seats.c.school_class_id, on.c.on_date, *_shaped(facts))


def _shaped(facts: Mapping[str, Any]) -> list[Any]:
    """All facts in their order; what a source says nothing about is NULL."""
    return [facts.get(name, cast(null(), kind)).label(name) for name, kind in _FACTS.items()]


def _word(kind: TypeEngine[Any]) -> Any:
    """No source speaks twice about a pupil's day, so this is its word."""
    return func.bool_or if isinstance(kind, Boolean) else func.max
