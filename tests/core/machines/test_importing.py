"""Exports and numbers on a real database."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.arrival import Outcome
from core.confirmations import confirm_check_ins
from core.contradiction_finding import find_contradictions, find_late_contradictions
from core.machines.export import Flaw, read_export
from core.machines.importing import MachineScans, count_recorded, import_scans, plan_scans
from core.machines.numbers import STATIONS, holders_at_stations
from core.machines.registering import NumberFlaw, Registered, read_numbers, register_numbers
from core.school_rules import set_rule
from core.wording.machines import numbers_summary, scans_summary
from db.models import AbsenceReason, Contradiction, Direction, OutboxMessage, Person, Scan
from tests.core.school_day import report
from tests.school import NOW, School

NOON = NOW.replace(hour=16)
RFID = "0008123456"


async def planned(session: AsyncSession, *lines: str, machine: str = "gerbang") -> MachineScans:
    export = read_export("\n".join(["PIN;Tanggal;Jam", *lines]).encode(), now=NOON)
    return await plan_scans(session, export, machine=machine, now=NOON)


async def registered(session: AsyncSession, *lines: str, machine: str = STATIONS) -> Registered:
    rows = read_numbers("\n".join(["Nomor,NIS", *lines]).encode())
    return await register_numbers(session, rows, machine=machine, now=NOW)


async def recorded(session: AsyncSession) -> Sequence[Scan]:
    return (await session.scalars(select(Scan).order_by(Scan.scanned_at))).all()


async def test_rows_become_scans_by_the_rule_of_the_gate(session: AsyncSession, school: School) -> None:
    found = await planned(session, "00001;23/11/2026;07:25", "00001;23/11/2026;15:02", "00001;23/11/2026;07:26")
    outcomes = await import_scans(session, found.scans)
    assert outcomes == {Outcome.LATE: 1, Outcome.AGAIN: 1, Outcome.OUT: 1}
    assert [(one.student_id, one.direction, one.minutes_late, one.counts) for one in await recorded(session)] == [
        (school.budi.id, Direction.IN, 25, True),
        (school.budi.id, Direction.IN, None, False),
        (school.budi.id, Direction.OUT, None, True),
    ]


async def test_the_same_file_again_changes_nothing_and_neither_does_a_longer_one_with_the_same_rows(
    session: AsyncSession, school: School
) -> None:
    rows = ["00001;23/11/2026;07:00", "00002;23/11/2026;07:01", "00002;23/11/2026;07:01"]
    first = await planned(session, *rows)
    outcomes = await import_scans(session, first.scans)
    assert (len(first.scans), await count_recorded(session, first.scans)) == (2, 2)
    again = await planned(session, *rows, "00003;23/11/2026;07:02")
    assert await count_recorded(session, again.scans) == 2
    assert await import_scans(session, again.scans) == outcomes + type(outcomes)([Outcome.ON_TIME])
    assert len(await recorded(session)) == 3


async def test_old_rows_are_taken_over_with_the_facts_of_their_day(session: AsyncSession, school: School) -> None:
    found = await planned(session, "00001;03/08/2026;07:30", "00001;01/06/2026;06:30")
    assert await import_scans(session, found.scans) == {Outcome.LATE: 1, Outcome.LEFT_SCHOOL: 1}
    assert [(f"{one.on_date:%d.%m}", one.received_at) for one in await recorded(session)] == [
        ("01.06", NOON),
        ("03.08", NOON),
    ]


async def test_what_a_machine_saw_on_earlier_days_says_nothing_to_anybody_about_today(
    session: AsyncSession, school: School
) -> None:
    """Budi is reported alfa today; the machine saw him on Friday and ten minutes before midnight yesterday."""
    await set_rule(session, "check_in_confirmation", "sms", now=NOW)
    await report(session, school, budi=AbsenceReason.UNEXCUSED)
    before = await session.scalar(select(func.count(OutboxMessage.id)))
    found = await planned(session, "00001;20/11/2026;07:00", "00001;22/11/2026;23:50")
    await import_scans(session, found.scans)
    for work in (confirm_check_ins, find_contradictions, find_late_contradictions):
        for now in (NOW, NOON):
            await work(session, now=now)
    assert await session.scalar(select(func.count(OutboxMessage.id))) == before
    assert not (await session.scalars(select(Contradiction))).all()


async def test_a_machines_own_numbers_hold_in_its_exports_alone(session: AsyncSession, school: School) -> None:
    await registered(session, "17,00002", machine="gerbang")
    assert (await planned(session, "17;23/11/2026;07:00")).scans[0].student_id == school.siti.id
    other = await planned(session, "17;23/11/2026;07:00", machine="aula")
    assert [(bad.place.row, bad.flaw, bad.about) for bad in other.bad_rows] == [(2, Flaw.UNKNOWN_NUMBER, "17")]
    assert not await holders_at_stations(session, ["17"])


async def test_staff_are_known_by_nip(session: AsyncSession, school: School) -> None:
    ratna = (await session.scalars(select(Person).where(Person.name == "Bu Ratna"))).one()
    ratna.nip = "198001012005012001"
    found = await planned(session, f"{ratna.nip};23/11/2026;06:40")
    assert await import_scans(session, found.scans) == {Outcome.ON_TIME: 1}


async def test_what_was_scanned_earlier_at_a_gate_keeps_its_place(session: AsyncSession, school: School) -> None:
    await import_scans(session, (await planned(session, "00001;23/11/2026;06:40")).scans)
    later = await planned(session, "00001;23/11/2026;06:45", machine="aula")
    assert await import_scans(session, later.scans) == {Outcome.AGAIN: 1}


async def test_a_card_number_means_somebody_until_it_is_given_to_another_or_taken_away(
    session: AsyncSession, school: School
) -> None:
    for holder, student_id in (("00001", school.budi.id), ("00002", school.siti.id)):
        assert (await registered(session, f"{RFID},{holder}")).given == 1
        assert (await holders_at_stations(session, [RFID]))[RFID].student_id == student_id
    assert (await registered(session, f"{RFID},")).taken_away == 1
    [whose] = (await holders_at_stations(session, [RFID])).values()
    assert (whose.student_id, whose.revoked_at) == (school.siti.id, NOW)
    assert (await planned(session, f"{RFID};23/11/2026;07:00")).bad_rows[0].flaw is Flaw.UNKNOWN_NUMBER
    assert (await registered(session, f"{RFID},")).taken_away == 0
    await registered(session, f"{RFID},00001")
    assert (await holders_at_stations(session, [RFID]))[RFID].revoked_at is None


async def test_pupils_and_teachers_stand_in_one_list_and_an_empty_column_takes_no_card_away(
    session: AsyncSession, school: School
) -> None:
    ratna = (await session.scalars(select(Person).where(Person.name == "Bu Ratna"))).one()
    ratna.nip = "198001012005012001"
    rows = read_numbers(f"Nomor,NIS,NIP\n{RFID},,{ratna.nip}\n0008123457,00001,\n".encode())
    done = await register_numbers(session, rows, now=NOW)
    assert (done.given, done.taken_away) == (2, 0)


async def test_nobodys_nis_nisn_or_nip_is_a_card_not_even_of_a_pupil_who_comes_later(
    session: AsyncSession, school: School
) -> None:
    school.budi.nisn = RFID
    await session.flush()
    done = await registered(session, f"{RFID},00002", "00001,00002", "0008123457,99999", "abc,00002")
    assert [bad.flaw for bad in done.bad_rows] == [
        NumberFlaw.SCHOOL_NUMBER,
        NumberFlaw.NOT_A_NUMBER,
        NumberFlaw.UNKNOWN_HOLDER,
        NumberFlaw.NOT_A_NUMBER,
    ]
    assert (await registered(session, "0099887766,00002")).given == 1
    school.andi.nisn = "0099887766"
    await session.flush()
    assert not await holders_at_stations(session, ["0099887766"])


async def test_the_summaries_say_what_was_done_and_cut_long_lists(session: AsyncSession, school: School) -> None:
    found = await planned(session, "00001;23/11/2026;07:00", *(f"9{n};23/11/2026;07:00" for n in range(250)))
    said = scans_summary(found, known=0, outcomes=await import_scans(session, found.scans), written=True)
    assert "1  masuk tepat waktu" in said
    assert "CSV baris 3: nomor 90 bukan NIS" in said
    assert said.endswith("dan 50 baris lain.")
    assert "0 nomor dicabut" in numbers_summary(await registered(session, f"{RFID},00001"))


async def test_pieces_leave_nothing_out(session: AsyncSession, school: School) -> None:
    moments = [NOW - timedelta(hours=20, minutes=n) for n in range(1201)]
    found = await planned(session, *(f"00001;{at:%d/%m/%Y};{at:%H:%M}" for at in moments))
    assert [len(piece) for piece in found.pieces()] == [500, 500, 201]
