"""Administrators keep the calendar; what they change reaches reports, reminders and the gate at once."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import calendar_changes, overview
from core.arrival import Outcome
from core.calendar_changes import add, confirm, entries_between, proposals, propose, remove
from core.calendar_facts import calendar_between
from core.card_codes import new_card_code
from core.chasing import chase_missing_reports
from core.check_ins import CheckIn
from core.drafts import open_draft
from core.errors import BadCalendarEntry, NoSchoolToday, NotAllowed, NotFound
from core.school_calendar import Span
from core.staff_hours import clear_staff_hours, set_staff_hours
from core.stations import add_station, station_by_secret
from core.wording.calendar import entry_line
from db.models import AuditEntry, CalendarKind, Card, OutboxMessage, Person, Station
from tests.core.checking_in import check_in
from tests.core.reporting import report_class
from tests.school import ADMIN, COUNSELOR, DUTY, HOMEROOM, LEADER, NOW, OFFICER, SECRETARY, TODAY, School, actor

NINE = NOW.replace(hour=9)


async def lines(session: AsyncSession) -> list[str]:
    return [entry_line(e) for e in await session.scalars(entries_between(date(2026, 1, 1), date(2027, 12, 31)))]


async def test_a_years_holidays_are_proposed_once_and_hold_when_confirmed(
    session: AsyncSession, school: School
) -> None:
    admin = await actor(session, ADMIN)
    assert await propose(session, admin, 2026, now=NOW) == 25
    assert await propose(session, admin, 2026, now=NOW) == 0
    christmas = date(2026, 12, 25)
    assert (await calendar_between(session, christmas, christmas)).is_school_day(christmas)
    proposed = (await session.scalars(proposals())).all()
    assert await confirm(session, admin, [entry.id for entry in proposed], now=NOW) == 25
    assert await confirm(session, admin, [proposed[0].id], now=NOW) == 0
    calendar = await calendar_between(session, date(2026, 1, 1), date(2026, 12, 31))
    assert calendar.why_closed(christmas) == "Hari Raya Natal"
    assert calendar.why_closed(date(2026, 12, 24)) == "Cuti Bersama Hari Raya Natal"


async def test_a_refused_proposal_does_not_come_back(session: AsyncSession, school: School) -> None:
    await propose(session, None, 2027, now=NOW)
    first = (await session.scalars(proposals())).first()
    assert first is not None
    await remove(session, None, first.id, now=NOW)
    await propose(session, None, 2027, now=NOW)
    assert first.id not in {entry.id for entry in await session.scalars(proposals())}
    assert await confirm(session, None, [first.id], now=NOW) == 0


async def test_a_year_without_a_decree_has_national_holidays_only(session: AsyncSession) -> None:
    await propose(session, None, 2028, now=NOW)
    kinds = {entry.kind for entry in await session.scalars(proposals())}
    assert kinds == {CalendarKind.NATIONAL_HOLIDAY}


async def test_what_is_added_holds_reads_back_and_can_be_removed(session: AsyncSession, school: School) -> None:
    for text in (
        "14-18/12/2026 Libur semester",
        "7-11/12/2026 ANBK kelas X, XII",
        "30/11/2026-2/1/2027 PKL x rpl 2",
        "1-4/12/2026 Ujian 07.30-12.00, jumat libur",
    ):
        await add(session, None, text, now=NOW)
    assert await lines(session) == [
        "30 Nov 2026 – 2 Jan 2027: PKL",
        "1–4 Des 2026: Ujian (jam khusus, Senin 07.30–12.00, Selasa 07.30–12.00, Rabu 07.30–12.00, "
        "Kamis 07.30–12.00, Jumat libur)",
        "7–11 Des 2026: ANBK (libur sekolah, kelas X, XII)",
        "14–18 Des 2026: Libur semester (libur sekolah)",
    ]
    holiday = (await session.scalars(entries_between(date(2026, 12, 18), date(2026, 12, 18)))).all()[1]
    await remove(session, None, holiday.id, now=NOW)
    assert (await calendar_between(session, TODAY, date(2026, 12, 18))).is_school_day(date(2026, 12, 18))
    with pytest.raises(NotFound):
        await remove(session, None, holiday.id, now=NOW)


async def test_a_class_of_no_such_name_is_refused(session: AsyncSession, school: School) -> None:
    for text in ("1-4/12/2026 PKL X RPL 9", "1-4/12/2026 PKL %", "1-4/8/2027 PKL X RPL 1"):
        with pytest.raises(BadCalendarEntry) as refused:
            await add(session, None, text, now=NOW)
        assert refused.value.part == "class"


@pytest.mark.parametrize("telegram_id", [SECRETARY, HOMEROOM, COUNSELOR, DUTY, LEADER, OFFICER])
async def test_only_administrators_change_the_calendar(session: AsyncSession, school: School, telegram_id: int) -> None:
    other = await actor(session, telegram_id)
    changes = [
        propose(session, other, 2027, now=NOW),
        confirm(session, other, [1], now=NOW),
        add(session, other, "7/12 Libur", now=NOW),
        remove(session, other, 1, now=NOW),
        set_staff_hours(session, other, other.person_id, 0, None, now=NOW),
        clear_staff_hours(session, other, other.person_id, 0, now=NOW),
    ]
    for change in changes:
        with pytest.raises(NotAllowed):
            await change
    assert await lines(session) == []


async def test_each_change_is_on_record_with_who_made_it(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    entry = await add(session, admin, "7/12/2026 Rapat guru kelas X", now=NOW)
    await remove(session, None, entry.id, now=NOW)
    acts = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
    assert [(a.act, a.person_id) for a in acts] == [
        ("add_to_calendar", admin.person_id),
        ("remove_from_calendar", None),
    ]
    told = {"kind": "school", "name": "Rapat guru", "first_day": "2026-12-07", "last_day": "2026-12-07"}
    assert acts[0].detail == {"entries": [told | {"id": entry.id, "grades": [10]}]}


async def test_on_a_holiday_nobody_reports_or_is_asked_to(session: AsyncSession, school: School) -> None:
    dewi, duty = await actor(session, SECRETARY), await actor(session, DUTY)
    await report_class(session, dewi, school.x_rpl_1.id, {}, seen=NOW, now=NOW)
    await add(session, None, "23/11/2026 Hari Guru", now=NOW)
    with pytest.raises(NoSchoolToday) as refused:
        await open_draft(session, dewi, school.x_rpl_1.id, now=NOW)
    assert refused.value.why == "Hari Guru"
    with pytest.raises(NoSchoolToday):
        await report_class(session, dewi, school.x_rpl_1.id, {}, seen=NOW, now=NOW)
    with pytest.raises(NoSchoolToday):
        await overview.not_reported(session, duty, now=NOW)
    await chase_missing_reports(session, now=NINE)
    assert await chased(session) == []


async def chased(session: AsyncSession) -> list[str]:
    found = await session.scalars(select(OutboxMessage.body).where(OutboxMessage.dedupe_key.startswith("chase:")))
    return list(found)


async def test_a_class_on_placement_is_neither_missed_nor_chased(session: AsyncSession, school: School) -> None:
    await report_class(session, await actor(session, SECRETARY), school.x_rpl_1.id, {}, seen=NOW, now=NOW)
    await add(session, None, "23/11/2026-20/12/2026 PKL X RPL 2", now=NOW)
    missing, total = await overview.not_reported(session, await actor(session, DUTY), now=NOW)
    assert ([c.name for c in missing], total) == (["X TKRO 1"], 2)
    await chase_missing_reports(session, now=NINE)
    [listed] = await chased(session)
    assert "X TKRO 1" in listed
    assert "X RPL 2" not in listed
    seen = {one.school_class.name: one for one in await overview.classes_today(session, await actor(session, ADMIN))}
    assert (seen["X RPL 2"].is_school_day, seen["X RPL 2"].why_closed) == (False, "PKL")
    assert seen["X TKRO 1"].is_school_day


@pytest.fixture
async def gate(session: AsyncSession) -> Station:
    return await station_by_secret(session, await add_station(session, "Gerbang depan", now=NOW))


async def scanned(session: AsyncSession, gate: Station, at: time, day: date = TODAY, **of: int) -> CheckIn:
    code, moment = (
        new_card_code(),
        NOW.replace(year=day.year, month=day.month, day=day.day, hour=at.hour, minute=at.minute),
    )
    session.add(Card(code=code, issued_at=NOW - timedelta(days=30), valid_on=day, **of))
    await session.flush()
    return await check_in(session, gate, code=code, nonce=code, scanned_at=moment, now=moment)


async def test_the_gate_knows_holidays_placements_and_special_hours(
    session: AsyncSession, school: School, gate: Station
) -> None:
    await add(session, None, "23/11/2026 PKL X RPL 2", now=NOW)
    await add(session, None, "23/11/2026 Ujian kelas X 08.00-11.00", now=NOW)
    school.x_tkro_1.grade = 11
    await session.flush()
    budi = await scanned(session, gate, time(8, 10), student_id=school.budi.id)
    joko = await scanned(session, gate, time(7, 20), student_id=school.joko.id)
    rina = await scanned(session, gate, time(7, 20), student_id=school.rina.id)
    assert [done.verdict.outcome for done in (budi, joko, rina)] == [
        Outcome.ON_TIME,
        Outcome.LATE,
        Outcome.ON_PLACEMENT,
    ]
    assert (await scanned(session, gate, time(10, 50), student_id=school.budi.id)).verdict.outcome is Outcome.OUT


@pytest.mark.parametrize(
    ("span", "at", "outcome", "late"),
    [
        ((time(9), time(12)), time(9, 10), Outcome.ON_TIME, None),
        ((time(9), time(12)), time(9, 20), Outcome.LATE, 20),
        (None, time(9, 20), Outcome.ON_TIME, None),
    ],
)
async def test_teachers_are_late_by_their_own_hours(
    session: AsyncSession,
    school: School,
    gate: Station,
    span: Span | None,
    at: time,
    outcome: Outcome,
    late: int | None,
) -> None:
    ratna = (await session.scalars(select(Person.id).where(Person.name == "Bu Ratna"))).one()
    await set_staff_hours(session, None, ratna, 1, (time(6), None), now=NOW)
    await set_staff_hours(session, None, ratna, 0, (time(5), None), now=NOW)
    await set_staff_hours(session, None, ratna, 0, span, now=NOW)
    verdict = (await scanned(session, gate, at, person_id=ratna)).verdict
    assert (verdict.outcome, verdict.minutes_late) == (outcome, late)
    await clear_staff_hours(session, None, ratna, 1, now=NOW)
    tomorrow = await scanned(session, gate, time(7, 20), TODAY + timedelta(days=1), person_id=ratna)
    assert tomorrow.verdict.minutes_late == 20


async def test_a_change_of_another_day_touches_no_alerts(
    session: AsyncSession, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unwanted(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(calendar_changes.alerts, "settle_everywhere", unwanted)
    await add(session, None, "24/11/2026 Libur", now=NOW)
    with pytest.raises(AssertionError):
        await add(session, None, "23-24/11/2026 Libur", now=NOW)
