"""The report of a day: what it says, to whom it goes, once, late when it must be, and again when something changed."""

import re
from datetime import date, datetime, time, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.check_ins import enter_by_hand
from core.daily_report import DailyReport, tally
from core.daily_report_delivery import send_daily_report
from core.daily_report_facts import make_report
from core.daily_report_hours import correction_slot, days_to_correct
from core.documents.daily_report_pdf import class_pdf, school_pdf
from core.documents.daily_report_xlsx import school_workbook
from core.outbox_files import forget_old
from core.school_rules import SchoolRules, set_rule
from core.staff_hours import set_staff_hours
from core.wording import daily_report as wording
from core.wording.daily_report_messages import class_message, school_message
from db.engine import Transaction
from db.models import (
    AbsenceReason,
    Direction,
    JobRun,
    OutboxFile,
    OutboxMessage,
)
from scheduler.service import Scheduler
from tests.core.documents.pdf import pages
from tests.core.report_day import DUE, HOME, LAST_CALL, have_a_day, owed, send_on_placement, versions
from tests.core.school_day import report, scan
from tests.school import (
    ADMIN,
    DUTY,
    HOMEROOM,
    LEADER,
    NOW,
    OFFICER,
    OTHER_HOMEROOM,
    SECRETARY,
    TODAY,
    School,
    actor,
    teacher,
)

SICK = AbsenceReason.SICK
RULES = SchoolRules.model_validate({})


@pytest.fixture
async def day(session: AsyncSession, school: School) -> School:
    return await have_a_day(session, school)


async def test_everybody_is_counted_once(session: AsyncSession, day: School) -> None:
    numbers = tally((await make_report(session, TODAY, now=DUE)).classes)
    assert (numbers.pupils, numbers.present, dict(numbers.away), numbers.unknown) == (5, 2, {SICK: 1}, 2)
    assert (numbers.late, numbers.never_scanned, numbers.not_left) == (1, 0, 1)


async def test_who_was_seen_by_the_class_and_not_by_the_gate_is_named_where_the_gate_is_used(
    session: AsyncSession, day: School
) -> None:
    await report(session, day, NOW + timedelta(minutes=30))
    [own, *_] = (await make_report(session, TODAY, now=DUE)).classes
    assert [pupil.name for pupil in own.never_scanned] == ["Siti Aminah"]


async def test_administration_gets_a_pdf_and_a_workbook_and_each_homeroom_teacher_the_own_class(
    session: AsyncSession, day: School
) -> None:
    await send_daily_report(session, now=DUE)
    for number in (ADMIN, LEADER):
        (text, pdf), (_, book) = await owed(session, number)
        assert "Hadir 2 dari 5 siswa · terlambat 1" in text
        assert "Tidak melapor</b>, 2 dari 3 kelas: X RPL 2, X TKRO 1" in text
        assert "Tanpa wali kelas yang tersambung ke bot: X RPL 2" in text
        assert pdf is not None
        assert book is not None
        assert (pdf.name, book.name) == (
            "Laporan harian 2026-11-23 Sekolah.pdf",
            "Laporan harian 2026-11-23 Sekolah.xlsx",
        )
    [(text, pdf)] = await owed(session, HOMEROOM)
    assert "Hadir 2 dari 3 siswa · terlambat 1\n<b>Sakit</b>: Siti Aminah\nBelum pindai pulang: 1 siswa" in text
    [(text, other)] = await owed(session, OTHER_HOMEROOM)
    assert "belum melapor</b>. Laporan sebelum pukul 15.55 masih ikut dikirim." in text
    assert pdf is not None
    assert other is not None
    everything = "".join(pages(pdf.content)), "".join(pages(other.content))
    assert [name in everything[0] for name in ("Budi Santoso", "Siti Aminah", "Joko", "Rina")] == [1, 1, 0, 0]
    assert [name in everything[1] for name in ("Budi Santoso", "Siti Aminah", "Joko", "Rina")] == [0, 0, 1, 0]
    for number in (DUTY, SECRETARY):
        assert await owed(session, number) == []


async def test_the_files_say_it_all(session: AsyncSession, day: School) -> None:
    made = await make_report(session, TODAY, now=DUE)
    book = CalamineWorkbook.from_filelike(BytesIO(school_workbook(made)))
    assert book.sheet_names == ["Ringkasan", "Siswa", "Guru", "Perlu diperiksa", "Janggal di gerbang"]
    pupils = book.get_sheet_by_name("Siswa").to_python()[2:]
    assert pupils[1] == ["X RPL 1", 2.0, "Budi Santoso", "Hadir", "07.25", "25 menit", "", "belum pindai pulang"]
    assert pupils[2] == ["X RPL 1", 3.0, "Siti Aminah", "Sakit", "", "", "", ""]
    assert pupils[4] == ["X TKRO 1", 1.0, "Joko", "Belum diketahui", "", "", "", ""]
    assert book.get_sheet_by_name("Ringkasan").to_python()[-1][:3] == ["Jumlah", 5.0, 2.0]
    text = "\n".join(pages(school_pdf(made)))
    assert "BELUM" in text
    assert "Budi Santoso" in text  # late
    assert "Andi Wijaya" not in text  # simply there


async def test_what_looked_odd_at_the_gates_is_listed_for_the_administration_alone(
    session: AsyncSession, day: School
) -> None:
    """Siti was in school on Friday and not seen leaving, as others were."""
    friday = NOW - timedelta(days=3)
    for student in (day.siti, day.andi):
        await scan(session, student, friday)
    await scan(session, day.andi, friday.replace(hour=15), Direction.OUT)
    await send_daily_report(session, now=DUE)
    (text, pdf), (_, book) = await owed(session, ADMIN)
    assert "Janggal di gerbang (lihat berkas)\n• Masuk tanpa pulang, hari sekolah sebelumnya: 1" in text
    assert pdf is not None
    assert book is not None
    assert "Masuk tanpa pulang" in "".join(pages(pdf.content)).replace("\n", " ")
    [flag] = (
        CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_name("Janggal di gerbang").to_python()[2:]
    )
    assert flag[1:] == ["X RPL 1", "Siti Aminah", "Jumat 20 Nov pukul 07.05"]
    [(text, own)] = await owed(session, HOMEROOM)
    assert own is not None
    assert "anggal" not in text + "".join(pages(own.content))
    [*_, stored] = await versions(session)
    earlier = {name: said for name, said in stored.content.items() if name != "flags"}
    assert DailyReport.model_validate(earlier).flags == ()  # as reports were kept before there were flags


async def test_what_was_sent_is_kept_and_can_be_drawn_again_byte_for_byte(session: AsyncSession, day: School) -> None:
    await send_daily_report(session, now=DUE)
    [stored] = await versions(session)
    again = DailyReport.model_validate(stored.content)
    (_, pdf), (_, book) = await owed(session, ADMIN)
    [(_, own)] = await owed(session, HOMEROOM)
    assert [file and file.content for file in (pdf, book, own)] == [
        school_pdf(again),
        school_workbook(again),
        class_pdf(again, again.classes[0]),
    ]


async def test_a_name_that_looks_like_a_formula_or_html_stays_a_name(session: AsyncSession, day: School) -> None:
    day.siti.name = '=1+1 <b>&"'
    await session.flush()
    await send_daily_report(session, now=DUE)
    [(text, pdf)] = await owed(session, HOMEROOM)
    (_, _), (_, book) = await owed(session, ADMIN)
    assert pdf is not None
    assert book is not None
    assert "=1+1 &lt;b&gt;&amp;" in text
    assert '=1+1 <b>&"' in pages(pdf.content)[0].replace("\n", "")
    sheet = CalamineWorkbook.from_filelike(BytesIO(book.content)).get_sheet_by_name("Siswa").to_python()
    assert '=1+1 <b>&"' in [row[2] for row in sheet]


async def test_it_goes_out_once_however_often_schedulers_tick(transaction: Transaction, day: School) -> None:
    async with transaction() as session:
        await session.execute(delete(JobRun))
    for minutes in (0, 0, 16, 17):
        await Scheduler(transaction, lambda at=DUE + timedelta(minutes=minutes): at).tick()  # type: ignore[misc]  # bound now
    async with transaction() as session:
        [stored] = await versions(session)
        assert stored.made_at == DUE
        assert len(await owed(session, HOMEROOM)) == 1


async def test_it_goes_out_even_if_nobody_has_reported_anything(session: AsyncSession, school: School) -> None:
    await send_daily_report(session, now=DUE)
    (text, _), _ = await owed(session, ADMIN)
    assert "3 dari 3 kelas" in text


async def test_a_machine_that_was_off_sends_it_when_it_is_back_and_says_so(session: AsyncSession, day: School) -> None:
    await send_daily_report(session, now=DUE + timedelta(minutes=16))
    (text, _), _ = await owed(session, ADMIN)
    assert "keadaan pukul 15.46\n⏰ Terlambat dikirim" in text


async def test_no_report_on_a_day_without_school(session: AsyncSession, day: School) -> None:
    await set_rule(session, "bell_monday", "", now=NOW)
    await send_daily_report(session, now=DUE)
    assert await versions(session) == []


async def test_a_class_on_work_placement_is_not_asked_for_a_report(session: AsyncSession, day: School) -> None:
    await send_on_placement(session, day)
    await send_daily_report(session, now=DUE)
    assert await owed(session, OTHER_HOMEROOM) == []
    (text, _), _ = await owed(session, ADMIN)
    assert "Tidak melapor</b>, 1 dari 2 kelas: X RPL 2" in text


async def test_who_was_scanned_only_on_leaving_was_there_and_forgot_to_be_scanned_in(
    session: AsyncSession, day: School
) -> None:
    await scan(session, day.rina, HOME, Direction.OUT)
    made = await make_report(session, TODAY, now=DUE)
    rina = next(part for part in made.classes if part.name == "X RPL 2")
    assert (tally([rina]).present, tally([rina]).never_scanned, tally([rina]).not_left) == (1, 0, 0)
    for drawn in (class_pdf(made, rina), school_pdf(made)):
        assert "Lupa pindai masuk" in "".join(pages(drawn))
    assert "lupa pindai masuk" in "".join(pages(class_pdf(made, rina))).replace("\n", " ")
    assert "<b>Lupa pindai masuk</b>: Rina" in class_message(made, rina, None, reopened_until=None)


async def test_who_left_before_the_end_is_named_as_such(session: AsyncSession, day: School) -> None:
    """Rina came in time and left at nine, Joko was seen leaving then and not coming."""
    await scan(session, day.rina, NOW)
    for pupil in (day.rina, day.joko):
        await scan(session, pupil, NOW.replace(hour=9), Direction.OUT)
    made = await make_report(session, TODAY, now=DUE)
    of_class = {part.name: part for part in made.classes}
    notes = [wording.pupil_cells(part.pupils[0], part)[-1] for part in of_class.values()]
    assert notes == ["", "pulang awal", "lupa pindai masuk, pulang awal"]  # Andi stayed until three
    text = "".join(pages(school_pdf(made))).replace("\n", " ")
    notable = text[text.index("pulang awal, atau belum jelas") : text.index("Lupa pindai masuk")]
    assert "Rina Hadir (gerbang) 07.05 09.05 pulang awal" in notable
    assert "Andi Wijaya" not in notable
    assert "<b>Pulang awal</b>: Rina" in class_message(made, of_class["X RPL 2"], None, reopened_until=None)
    assert "Pulang awal: 2" in school_message(made, [], None)


async def test_a_teacher_who_left_before_the_end_is_named_as_such(session: AsyncSession, school: School) -> None:
    ada, officer = await teacher(session, "Pak Ada"), await actor(session, OFFICER)
    for at, way in ((NOW, Direction.IN), (NOW.replace(hour=9), Direction.OUT)):
        await enter_by_hand(session, officer, person_id=ada.id, why="kartu", nonce=way.name, now=at, direction=way)
    made = await make_report(session, TODAY, now=DUE)
    assert [wording.teacher_cells(one)[1:] for one in made.teachers] == [("07.05", "", "09.05", "pulang awal")]


@pytest.mark.parametrize(
    ("scanned", "said"),
    [
        (0, "Gerbang tidak dipakai kelas ini."),
        (1, "Hanya 1 dari 3 siswa dipindai; yang tidak dipindai tidak disebut satu per satu."),
        (2, None),
    ],
)
async def test_a_class_of_which_few_were_scanned_is_not_said_to_keep_away_from_the_gate(
    session: AsyncSession, school: School, scanned: int, said: str | None
) -> None:
    for pupil in (school.budi, school.siti)[:scanned]:
        await scan(session, pupil)
    made = await make_report(session, TODAY, now=DUE)
    assert wording.gate_use(made.classes[0]) == said
    text = "".join(pages(class_pdf(made, made.classes[0]))).replace("\n", " ")
    assert ("tidak dipakai" in text, "Hanya 1 dari 3" in text) == (scanned == 0, scanned == 1)


async def test_a_teacher_without_hours_that_day_is_not_missed(session: AsyncSession, day: School) -> None:
    ada, libur = await teacher(session, "Pak Ada"), await teacher(session, "Pak Libur")
    await set_staff_hours(session, None, libur.id, TODAY.weekday(), None, now=NOW)
    officer = await actor(session, OFFICER)
    await enter_by_hand(session, officer, person_id=ada.id, why="kartu", nonce="ada", now=NOW)
    made = await make_report(session, TODAY, now=DUE)
    assert [(one.name, one.expected) for one in made.teachers] == [("Pak Ada", True), ("Pak Libur", False)]
    assert "Guru masuk lewat gerbang: 1 dari 1" in school_message(made, [], None)
    assert "tidak ada jam" in "".join(pages(school_pdf(made))).replace("\n", " ")


async def test_who_was_missed_at_the_gate_stands_in_the_files_by_name(session: AsyncSession, day: School) -> None:
    await report(session, day, NOW + timedelta(minutes=30))  # Siti is here after all, says the class
    made = await make_report(session, TODAY, now=DUE)
    for drawn in (school_pdf(made), class_pdf(made, made.classes[0])):
        text = "".join(pages(drawn)).replace("\n", " ")
        assert re.search(r"Tidak pernah dipindai.{1,60}Siti Aminah", text)
        assert re.search(r"Belum pindai pulang.{1,60}Budi Santoso", text)


def test_slots_come_every_half_hour_of_the_waking_day_and_at_the_last_call() -> None:
    at = [time(5, 59), time(6), time(6, 24), time(6, 25), time(15, 54), time(15, 55), time(16, 25), time(21)]
    slots = [correction_slot(datetime.combine(TODAY, one, NOW.tzinfo), RULES) for one in at]
    assert slots == [None, *(f"{TODAY} {n}" for n in ("-20", "-20", "-19", "-1", "+0", "+1")), None]


@pytest.mark.parametrize(("now", "last"), [(NOW, TODAY - timedelta(days=1)), (LAST_CALL, TODAY)])
def test_a_week_is_looked_back_on_and_today_from_the_last_call_on(now: datetime, last: date) -> None:
    assert days_to_correct(now, RULES) == (TODAY - timedelta(days=7), last)


async def test_files_are_forgotten_when_they_have_left_and_not_before(session: AsyncSession, day: School) -> None:
    await send_daily_report(session, now=DUE)
    later = DUE + timedelta(days=31)
    await forget_old(session, now=later)
    assert len((await session.scalars(select(OutboxFile.id))).all()) == 4
    for message in await session.scalars(select(OutboxMessage)):
        message.sent_at = DUE
    await session.flush()
    await forget_old(session, now=later - timedelta(days=2))
    assert len((await session.scalars(select(OutboxFile.id))).all()) == 4
    await forget_old(session, now=later)
    assert (await session.scalars(select(OutboxFile.id))).all() == []
