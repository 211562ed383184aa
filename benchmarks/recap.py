"""Recaps of a large school over a whole semester, with every report, notice, correction and scan of it."""

import time
from collections.abc import Awaitable, Callable
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from benchmarks.figures import Figure
from benchmarks.ground import Ground, ground
from benchmarks.school import school_file
from core import recap
from core.periods import Period
from core.policy import seats_between
from core.recap_roll import roll_for
from core.roster import import_workbook

CLASSES, PUPILS = 60, 36
ROUNDS = 12
SEMESTER = Period(date(2026, 7, 1), date(2026, 12, 31))

_WEEKDAYS = "(SELECT d::date AS day FROM generate_series(date '2026-07-13', '2026-12-18', '1 day') d "
_WEEKDAYS += "WHERE extract(isodow FROM d) < 6) days"
_SEMESTER = (
    # Every class reports on each day, one in ten twice; one pupil in twenty is absent.
    "INSERT INTO class_reports (school_class_id, on_date, reported_by, reported_at) "
    "SELECT c.id, day, (SELECT min(id) FROM people), day "
    f"FROM school_classes c, {_WEEKDAYS}, generate_series(1, 2) n "
    "WHERE n = 1 OR (c.id + extract(doy FROM day)) % 10 = 0",
    "INSERT INTO class_report_entries SELECT r.id, m.student_id, (array['S','I','A','D','P'])[1 + floor(random() * 5)] "
    "FROM class_reports r JOIN class_memberships m USING (school_class_id) WHERE random() < 0.05",
    "INSERT INTO inbound_sms (modem, sender, body, sent_at, received_at, dedupe_key) "
    "SELECT 'satu', '+62812', '', now(), now(), n FROM generate_series(1, 6000) n",
    "INSERT INTO guardian_notices (student_id, guardian_id, inbound_sms_id, reason, first_day, last_day, received_at, "
    "accepted, decided_at) SELECT g.student_id, g.id, s.id, 'S', d, d + s.id % 3, d, a, CASE WHEN a THEN d END "
    "FROM (SELECT id, row_number() OVER () AS n, date '2026-07-13' + (random() * 158)::int AS d, "
    "CASE WHEN random() < 0.7 THEN true END AS a FROM inbound_sms) s JOIN guardians g ON g.id = 1 + s.n % 2160",
    "INSERT INTO corrections (student_id, on_date, reason_after, why, corrected_by, corrected_at) "
    "SELECT student_id, day, NULL, 'hadir', (SELECT min(id) FROM people), day "
    f"FROM class_memberships, {_WEEKDAYS} WHERE random() < 0.003",
    "INSERT INTO scans (nonce, student_id, on_date, scanned_at, received_at, direction, outcome, counts, minutes_late) "
    "SELECT student_id || '-' || day, student_id, day, day, day, 'in', 'on_time', true, "
    f"CASE WHEN random() < 0.05 THEN 20 END FROM class_memberships, {_WEEKDAYS}",
    "ANALYZE",
)


async def recaps() -> list[Figure]:
    """From the call to Python's objects; what a recap reads before its one statement is the last line."""
    async with ground() as house:
        await _fill(house)
        async with house.transaction() as session:
            seats = seats_between(SEMESTER.first, SEMESTER.last)
            roll = await roll_for(session, seats, SEMESTER)
            of = f"{CLASSES * PUPILS:,} pupils over a semester"
            return [
                await _figure(f"{of}: each pupil", lambda: recap.by_pupil(session, roll)),
                await _figure(f"{of}: each class and day", lambda: recap.by_class_and_day(session, roll)),
                await _figure(f"{of}: each letter", lambda: recap.letters(session, roll)),
                await _figure(
                    f"{of}: who sat where, and the calendar's school days", lambda: roll_for(session, seats, SEMESTER)
                ),
            ]


async def _fill(house: Ground) -> None:
    async with house.transaction() as session:
        await import_workbook(session, school_file(CLASSES, PUPILS), now=house.clock())
        await _register_guardians(session)
        for statement in _SEMESTER:
            await session.execute(text(statement))


async def _register_guardians(session: AsyncSession) -> None:
    await session.execute(
        text(
            "INSERT INTO guardians (student_id, phone, keycode_id, registered_at) "
            "SELECT student_id, '+628' || id, id, now() FROM keycodes"
        )
    )


async def _figure(what: str, work: Callable[[], Awaitable[object]]) -> Figure:
    taken = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        await work()
        taken.append((time.perf_counter() - begun) * 1000)
    return Figure(what, "ms", taken)
