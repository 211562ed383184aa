"""The sheets of a month and a semester: as schools print them, with names as they are."""

from dataclasses import replace
from datetime import date
from io import BytesIO
from zipfile import ZipFile

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.documents.recap_pdf import recap_pages
from core.documents.recap_xlsx import recap_workbook
from core.periods import Period, month_of
from core.policy import seats_between
from core.recap_roll import roll_for
from core.recap_sheets import Book, Column, Line, Sheet, Signatory, book_of
from core.school_rules import set_rule
from core.tallies import Tally
from db.models import AbsenceReason, Person
from tests.core.attendance_events import correction, late_scan, report
from tests.core.documents.pdf import pages
from tests.core.documents.workbooks import rows, sheet_names
from tests.school import NOW, TODAY, School

NOVEMBER = month_of(date(2026, 11, 1))
LONGEST = "=Raden Mas Muhammad Abdurrahman Kusumawardhana Sastronegoro & Hadiningrat"
SICK, _, ALFA, *_ = AbsenceReason


async def book_for(session: AsyncSession, asked: Period) -> Book:
    so_far = asked.until(TODAY)
    assert so_far is not None
    roll = await roll_for(session, seats_between(so_far.first, so_far.last), so_far)
    return await book_of(session, roll, asked, signed_on=TODAY)


async def a_month_happens(session: AsyncSession, school: School) -> None:
    for key, value in (
        ("school_city", "Bandar Lampung"),
        ("principal_name", "Drs. Bambang"),
        ("principal_nip", "1965"),
    ):
        await set_rule(session, key, value, now=NOW)
    ratna = await session.scalar(select(Person).where(Person.name == "Bu Ratna"))
    assert ratna is not None
    ratna.nip = "196804121994032007"
    school.siti.name = LONGEST
    await report(session, school.x_rpl_1, date(2026, 11, 2), {school.budi.id: SICK})
    await report(session, school.x_rpl_1, date(2026, 11, 3), {school.budi.id: ALFA, school.siti.id: ALFA})
    await late_scan(session, school.andi, date(2026, 11, 3))
    await correction(session, school.andi, date(2026, 11, 4), None)


def marks(book: Book, name: str) -> dict[str, str]:
    """What stands in the fields of a pupil of the first class, by day."""
    sheet = book.sheets[0]
    line = next(line for line in sheet.lines if line.name == name)
    return {column.label: mark for column, mark in zip(sheet.columns, line.marks, strict=True) if mark}


async def test_the_fields_say_what_the_days_were_and_the_sums_agree(session: AsyncSession, school: School) -> None:
    await a_month_happens(session, school)
    book = await book_for(session, NOVEMBER)
    sheet = book.sheets[0]
    assert (sheet.class_name, sheet.school_days, len(sheet.columns)) == ("X RPL 1", 16, 30)
    budi, andi = marks(book, "Budi Santoso"), marks(book, "Andi Wijaya")
    assert (budi["2"], budi["3"], budi["4"]) == ("S", "A", "?")
    assert "2" not in andi
    assert andi["3"] == "T"
    assert "4" not in andi, "staff have said that Andi was there"
    assert sheet.tally.by_letter == {"S": 1, "I": 0, "A": 2, "D": 0, "P": 0, "T": 1}
    assert [c.label for c in sheet.columns if c.is_off][:5] == ["1", "7", "8", "14", "15"]
    assert sheet.homeroom == Signatory("Bu Ratna", "196804121994032007")


async def test_a_semester_counts_by_month(session: AsyncSession, school: School) -> None:
    await a_month_happens(session, school)
    book = await book_for(session, Period(date(2026, 7, 1), date(2026, 12, 31)))
    sheet = book.sheets[0]
    budi = next(line for line in sheet.lines if line.name == "Budi Santoso")
    counted = {(c.group, c.label): mark for c, mark in zip(sheet.columns, budi.marks, strict=True) if mark}
    assert counted == {("November", "S"): "1", ("November", "A"): "1"}
    assert book.title == "Rekap Kehadiran Siswa – Semester 1 (Ganjil), 2026/2027"


async def test_the_printed_sheet_has_letterhead_names_and_two_signatures(session: AsyncSession, school: School) -> None:
    await a_month_happens(session, school)
    found = pages(recap_pages(await book_for(session, NOVEMBER)))
    assert len(found) == 3
    for words in (
        "Rekap Kehadiran Siswa",
        "November 2026",
        "Hari efektif: 16",
        LONGEST,
        "Drs. Bambang",
        "NIP 1965",
        "Bu Ratna",
        "NIP 196804121994032007",
        "Bandar Lampung, 23 November 2026",
    ):
        assert words in found[0]
    assert "Budi Santoso" not in found[1] + found[2]


async def test_the_workbook_has_a_summary_numbers_to_reckon_with_and_no_formula(
    session: AsyncSession, school: School
) -> None:
    await a_month_happens(session, school)
    content = recap_workbook(await book_for(session, NOVEMBER))
    assert sheet_names(content) == ["Ringkasan", "X RPL 1", "X RPL 2", "X TKRO 1"]
    [summary] = [row for row in rows(content, "Ringkasan") if "X RPL 1" in row]
    assert summary[2:10] == [3.0, 16.0, 1.0, 0.0, 2.0, 0.0, 0.0, 1.0]
    assert any(LONGEST in row for row in rows(content, "X RPL 1"))
    with ZipFile(BytesIO(content)) as parts:
        assert not any(b"<f>" in parts.read(name) for name in parts.namelist())


def class_of(size: int, name: str = "X 1") -> Book:
    line = Line("1", "Budi", "L", ("A", ""), Tally(days=2, present=1, unexcused=1))
    sheet = Sheet(name, Signatory(), 2, [Column("S", "1"), Column("M", "2", is_off=True)], [line] * size)
    return Book("Sekolah", "", "", Signatory(), "Rekap", NOVEMBER, date(2026, 11, 30), [sheet])


def test_a_class_of_38_and_its_signatures_fill_one_page_and_more_go_on_the_next() -> None:
    assert [len(pages(recap_pages(class_of(size)))) for size in (1, 38, 60)] == [1, 1, 2]
    assert sum(page.count("Budi") for page in pages(recap_pages(class_of(60)))) == 60


def test_names_that_no_tab_may_have_are_changed_and_kept_apart() -> None:
    names = ["X/1", "X:1", "x?1", "", "K" * 40, "K" * 41]
    sheets = [replace(class_of(1).sheets[0], class_name=name) for name in names]
    found = sheet_names(recap_workbook(replace(class_of(1), sheets=sheets)))
    assert len({name.lower() for name in found}) == len(names) + 1
    assert all(len(name) <= 31 for name in found)


def test_nobody_is_a_page_too_and_the_same_book_is_the_same_file() -> None:
    empty = replace(class_of(1), sheets=[])
    assert len(pages(recap_pages(empty))) == 1
    assert sheet_names(recap_workbook(empty)) == ["Ringkasan"]
    assert recap_pages(class_of(3)) == recap_pages(class_of(3))
