"""A workbook brings the school up to date: once, wholly, and with its history."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from absensi.sample_school import sample_school
from core.roster import ImportPlan, import_workbook, plan_import
from core.roster.problems import Problem
from db.engine import Transaction, make_engine, transactions
from db.models import AuditEntry, Base, ClassMembership, Keycode, Person, SchoolClass, Student
from tests.core.roster.workbooks import dapodik, pupils, workbook
from tests.school import NOW, TODAY

YEAR_BEGINS = date(2026, 7, 1)
TOMORROW = NOW + timedelta(days=1)


async def everything(session: AsyncSession) -> dict[str, list[Any]]:
    """All rows of all tables."""
    return {
        table.name: sorted(map(tuple, await session.execute(select(table))), key=repr)
        for table in Base.metadata.sorted_tables
    }


async def seats(session: AsyncSession, nis: str) -> Sequence[tuple[str, date, date | None]]:
    """Where a pupil sat and from when to when."""
    rows = await session.execute(
        select(SchoolClass.name, ClassMembership.valid_from, ClassMembership.valid_until)
        .join(ClassMembership, ClassMembership.school_class_id == SchoolClass.id)
        .join(Student, Student.id == ClassMembership.student_id)
        .where(Student.nis == nis)
        .order_by(ClassMembership.valid_from)
    )
    return [(name, begins, ends) for name, begins, ends in rows]


@contextmanager
def counted(engine: AsyncEngine) -> Iterator[list[str]]:
    """The statements that the database is given meanwhile."""
    statements: list[str] = []

    def note(*given: Any) -> None:
        statements.append(given[2])

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield statements
    event.remove(engine.sync_engine, "before_cursor_execute", note)


def problems(plan: ImportPlan) -> list[tuple[int, Problem]]:
    return [(bad.place.row, bad.problem) for bad in plan.bad_rows]


async def test_a_plan_writes_nothing(session: AsyncSession):
    before = await everything(session)
    plan = await plan_import(session, sample_school(), now=NOW)
    assert len(plan.additions) > 170
    assert await everything(session) == before


async def test_the_same_file_twice_changes_nothing(session: AsyncSession):
    first = await import_workbook(session, sample_school(), now=NOW)
    assert not first.is_empty
    before = await everything(session)
    second = await import_workbook(session, sample_school(), now=TOMORROW)
    assert second.is_empty
    assert await everything(session) == before


async def test_dapodik_twice_changes_nothing_and_the_telephone_is_nowhere(session: AsyncSession):
    file = dapodik(("00123", "Budi Santoso", "L", 101234567, "X RPL 1"), ("124", "Siti Aminah", "P", "", "X RPL 1"))
    assert len((await import_workbook(session, file, now=NOW)).additions) == 2
    before = await everything(session)
    assert (await import_workbook(session, file, now=NOW)).is_empty
    assert await everything(session) == before
    assert "0812" not in repr(before)
    assert "Orang Tua" not in repr(before)
    [budi] = await session.scalars(select(Student).where(Student.nis == "00123"))
    assert (budi.name, budi.nisn, budi.gender) == ("Budi Santoso", "0101234567", "L")
    assert await seats(session, "00123") == [("X RPL 1", YEAR_BEGINS, None)]


async def test_everybody_gets_a_keycode_and_one_audit_entry_remembers(session: AsyncSession):
    plan = await import_workbook(session, sample_school(), now=NOW)
    codes = (await session.scalars(select(Keycode.code))).all()
    assert len(set(codes)) == len(plan.additions)
    [entry] = await session.scalars(select(AuditEntry).where(AuditEntry.act == "import"))
    assert entry.detail["added"] == len(plan.additions)


async def test_a_failure_in_the_middle_leaves_nothing(transaction: Transaction):
    async with transaction() as session:
        before = await everything(session)
        await session.execute(
            text("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$")
        )
        await session.execute(text("CREATE TRIGGER fail BEFORE INSERT ON keycodes EXECUTE FUNCTION fail()"))
    with pytest.raises(DBAPIError):
        async with transaction() as session:
            await import_workbook(session, sample_school(), now=NOW)
    async with transaction() as session:
        assert await everything(session) == before


async def test_two_imports_at_once_bring_everybody_once(database_url: str):
    engine = make_engine(database_url, sees_whole_school=True)
    transaction = transactions(engine)

    async def bring() -> ImportPlan:
        async with transaction() as session:
            return await import_workbook(session, sample_school(), now=NOW)

    one, other = sorted(await asyncio.gather(bring(), bring()), key=lambda plan: plan.is_empty)
    assert len(one.additions) > 170
    assert other.is_empty
    await engine.dispose()


async def test_the_number_of_statements_does_not_grow_with_the_school(session: AsyncSession, engine: AsyncEngine):
    people = [(f"{number:05}", f"Anak {number}", f"X {number % 40}") for number in range(1200)]
    renamed = [(nis, f"{name} Baru", f"X {int(nis) % 39}") for nis, name, _ in people]
    with counted(engine) as statements:
        await import_workbook(session, pupils(*people), now=NOW)
        await import_workbook(session, pupils(*renamed), now=TOMORROW)
    assert await session.scalar(select(func.count()).select_from(ClassMembership)) > 2000
    assert len(statements) < 120


async def test_a_pupil_who_moves_keeps_the_days_in_the_old_class(session: AsyncSession):
    await import_workbook(session, pupils(("1", "Ani", "X 1"), ("2", "Budi", "X 2"), ("3", "Cici", "X 1")), now=NOW)
    later = NOW + timedelta(days=7)
    plan = await import_workbook(
        session, pupils(("1", "Ani", "x  2"), ("2", "Budi", "X 2"), ("3", "Cici", "X 1")), now=later
    )
    assert [(move.student.name, move.before.name, move.after.name) for move in plan.moves] == [("Ani", "X 1", "X 2")]
    assert await seats(session, "1") == [
        ("X 1", YEAR_BEGINS, later.date() - timedelta(days=1)),
        ("X 2", later.date(), None),
    ]


async def test_moving_into_a_class_that_is_new_does_not_rewrite_the_past(session: AsyncSession):
    await import_workbook(session, pupils(("1", "Ani", "X 1"), ("2", "Budi", "X 1")), now=NOW)
    await import_workbook(session, pupils(("1", "Ani", "X 1"), ("2", "Budi", "X 9")), now=TOMORROW)
    assert await seats(session, "2") == [("X 1", YEAR_BEGINS, TODAY), ("X 9", TOMORROW.date(), None)]


async def test_a_pupil_who_moves_twice_in_a_day_sits_where_the_last_file_says(session: AsyncSession):
    await import_workbook(session, pupils(("1", "Ani", "X 1"), ("2", "Budi", "X 2"), ("3", "Cici", "X 3")), now=NOW)
    for school_class in ("X 2", "X 3"):
        await import_workbook(session, pupils(("1", "Ani", school_class)), now=TOMORROW)
    assert await seats(session, "1") == [("X 1", YEAR_BEGINS, TODAY), ("X 3", TOMORROW.date(), None)]


async def test_whoever_is_missing_from_a_class_in_the_file_leaves_and_other_classes_stay(session: AsyncSession):
    await import_workbook(session, pupils(("1", "Ani", "X 1"), ("2", "Budi", "X 1"), ("3", "Cici", "X 2")), now=NOW)
    plan = await import_workbook(session, pupils(("1", "Ani", "X 1")), now=TOMORROW)
    assert [left.student.name for left in plan.leavers] == ["Budi"]
    assert await seats(session, "2") == [("X 1", YEAR_BEGINS, TODAY)]
    assert await seats(session, "3") == [("X 2", YEAR_BEGINS, None)]


async def test_two_newcomers_in_a_file_do_not_empty_their_class(session: AsyncSession):
    await import_workbook(session, pupils(*((str(n), f"Anak {n}", "X 1") for n in range(9))), now=NOW)
    few = pupils(("10", "Baru", "X 1"), ("11", "Juga Baru", "X 1"), ("1", "Anak 1", "X 1"))
    plan = await import_workbook(session, few, now=TOMORROW)
    assert (len(plan.additions), plan.leavers) == (2, [])
    [partial] = plan.partial_lists
    assert (partial.school_class.name, partial.listed, partial.members) == ("X 1", 1, 9)


async def test_who_comes_later_sits_from_today_and_who_comes_back_begins_anew(session: AsyncSession):
    await import_workbook(session, pupils(("1", "Ani", "X 1"), ("2", "Budi", "X 1")), now=NOW)
    await import_workbook(session, pupils(("1", "Ani", "X 1"), ("3", "Cici", "X 1")), now=TOMORROW)
    assert await seats(session, "3") == [("X 1", TOMORROW.date(), None)]
    back = NOW + timedelta(days=5)
    plan = await import_workbook(
        session, pupils(("1", "Ani", "X 1"), ("2", "Budi", "X 1"), ("3", "Cici", "X 1")), now=back
    )
    assert [addition.student.nis for addition in plan.additions] == ["2"]
    assert await seats(session, "2") == [("X 1", YEAR_BEGINS, TODAY), ("X 1", back.date(), None)]


async def test_who_came_by_mistake_today_and_leaves_today_never_was(session: AsyncSession):
    await import_workbook(session, pupils(("1", "Ani", "X 1")), now=NOW)
    await import_workbook(session, pupils(("1", "Ani", "X 1"), ("2", "Salah", "X 1")), now=NOW)
    await import_workbook(session, pupils(("1", "Ani", "X 1")), now=NOW)
    assert await seats(session, "2") == []


async def test_nobody_leaves_by_a_typing_error(session: AsyncSession):
    await import_workbook(session, pupils(*((str(n), f"Anak {n}", "X 1") for n in range(1, 6))), now=NOW)
    wrong = pupils(
        ("1", "Anak 1", "X 1"),
        ("2", "", "X 1"),
        ("", "anak 3", "X 1"),
        ("4", "Anak 4", ""),
        ("5", "Satu", "X 1"),
        ("5", "Dua", "X 1"),
    )
    plan = await import_workbook(session, wrong, now=TOMORROW)
    assert plan.leavers == []
    assert problems(plan) == [
        (3, Problem.NO_NAME),
        (4, Problem.NO_NIS),
        (5, Problem.NO_CLASS),
        (6, Problem.SAME_NIS_OTHER_PUPIL),
        (7, Problem.SAME_NIS_OTHER_PUPIL),
    ]


async def test_a_new_school_year_seats_the_same_pupils_in_its_own_classes(session: AsyncSession):
    await import_workbook(session, pupils(("1", "Ani", "X 1"), ("2", "Budi", "XI 1")), now=NOW)
    next_year = NOW.replace(year=2027, month=7, day=20)
    plan = await import_workbook(session, pupils(("1", "Ani", "XI 1"), ("3", "Cici", "X 1")), now=next_year)
    assert [move.after.name for move in plan.moves] == ["XI 1"]
    assert await seats(session, "1") == [("X 1", YEAR_BEGINS, date(2027, 6, 30)), ("XI 1", date(2027, 7, 1), None)]
    assert await session.scalar(select(func.count()).select_from(SchoolClass)) == 4


async def test_a_new_name_is_a_change_and_an_empty_cell_takes_nothing_away(session: AsyncSession):
    titles = ("NIS", "Nama", "Kelas", "NISN", "JK")
    await import_workbook(session, pupils(("1", "Anni", "X 1", "0101234567", "P"), titles=titles), now=NOW)
    plan = await import_workbook(session, pupils(("1", "Ani", "X 1", "", ""), titles=titles), now=NOW)
    assert [(change.attribute, change.before, change.after) for change in plan.changes] == [("name", "Anni", "Ani")]
    [ani] = await session.scalars(select(Student))
    assert (ani.name, ani.nisn, ani.gender) == ("Ani", "0101234567", "P")


async def test_two_pupils_may_swap_a_nisn_but_not_take_one(session: AsyncSession):
    titles = ("NIS", "Nama", "Kelas", "NISN")
    one, other = "0101234567", "0107654321"
    await import_workbook(session, pupils(("1", "A", "X", one), ("2", "B", "X", other), titles=titles), now=NOW)
    await import_workbook(session, pupils(("1", "A", "X", other), ("2", "B", "X", one), titles=titles), now=NOW)
    assert (await session.scalars(select(Student.nisn).order_by(Student.nis))).all() == [other, one]
    plan = await import_workbook(session, pupils(("3", "C", "Y", one), titles=titles), now=NOW)
    assert [(bad.problem, bad.about, bad.other) for bad in plan.bad_rows] == [(Problem.NISN_TAKEN, one, "B (2)")]


async def test_a_class_unknown_to_the_files_own_sheet_is_a_misspelling(session: AsyncSession):
    file = workbook(
        {
            "Kelas": [["Nama", "Tingkat"], ["X RPL 1", "X"]],
            "Siswa": [["NIS", "Nama", "Kelas"], ["1", "Ani", "X RPL 1"], ["2", "Budi", "X RLP 1"]],
        }
    )
    plan = await import_workbook(session, file, now=NOW)
    assert [(bad.place.row, bad.problem, bad.about) for bad in plan.bad_rows] == [(3, Problem.UNKNOWN_CLASS, "X RLP 1")]
    [only] = await session.scalars(select(SchoolClass))
    assert (only.name, only.grade) == ("X RPL 1", 10)


async def test_names_with_markup_and_control_characters_are_kept_as_harmless_text(session: AsyncSession):
    await import_workbook(session, pupils(("1", "<b>Ani</b>\x07 & \u202eKo", "X 1")), now=NOW)
    assert (await session.scalars(select(Student.name))).all() == ["<b>Ani</b> & Ko"]


async def test_pupils_without_a_role_are_no_people(session: AsyncSession):
    await import_workbook(session, pupils(("1", "Ani", "X 1")), now=NOW)
    assert (await session.scalars(select(Person))).all() == []
