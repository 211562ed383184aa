"""A school in which there is something to press of every kind: reports, notices, letters, disagreements, proposals."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.questions import AskAway, AskConsent, AskMeant, AskWhose, CloseSchool, Question
from core import accounts, announcements, audit, calendar_changes, inbound_sms, pending_imports, registration_requests
from core.audiences import Audience
from core.cards import issue_missing
from core.contradiction_notices import tell_of_found
from core.daily_report_facts import make_report
from core.drafts import open_draft
from core.guardian_chat import WhichChild, Writer, take_notice
from core.invitations import invite
from core.outbox import Debt, owe
from core.policy import pupil_of_slip
from core.reporting import append_report
from core.sms_language import AbsenceNotice, understand
from db.engine import limit_sight
from db.models import (
    AbsenceReason,
    Channel,
    Contradiction,
    ContradictionKind,
    Keycode,
    Letter,
    MassAlert,
    NameShowing,
    Role,
    Station,
    StoredDailyReport,
    Student,
    TelegramAccount,
)
from tests.core.roster.workbooks import pupils
from tests.school import (
    ADMIN,
    BUDIS_MOTHER,
    DUTY,
    GUARDIAN,
    HOMEROOM,
    LEADER,
    OTHER_HOMEROOM,
    RINAS_MOTHER,
    SECRETARY,
    School,
    actor,
    found_school,
    guardian_in_telegram,
)

PUPIL, TEACHER = 111, 112
"""Siti, who sees her own record, and a teacher without a task."""

_PUBLIC = "+6281399990000"
_NEWCOMER = 8_000_000_000
_SENDERS = (SECRETARY, HOMEROOM, OTHER_HOMEROOM, DUTY, ADMIN)


async def found_busy_school(session: AsyncSession, *, now: datetime) -> School:
    school = await found_school(session)
    for account, role in ((PUPIL, Role.STUDENT), (TEACHER, Role.TEACHER)):
        person = await accounts.person_of_student(session, school.siti, now=now) if account == PUPIL else None
        linked = await accounts.link(
            session, telegram_id=account, telegram_name="Pak Guru", person_id=person and person.id, now=now
        )
        await accounts.grant(session, linked.id, role, now=now)
    await guardian_in_telegram(session, school.budi, school.rina, school.andi)
    await issue_missing(session, now=now)
    await calendar_changes.propose(session, None, now.year, now=now)
    audit.record(session, "import", now=now)
    return school


async def begin_day(session: AsyncSession, school: School, *, now: datetime) -> None:
    """What a morning brings, so that the buttons of the day have something to be about. Whose phone somebody has cut
    off is back.
    """
    theirs = TelegramAccount.telegram_id.in_((*_SENDERS, GUARDIAN))
    await session.execute(update(TelegramAccount).where(theirs).values(unlinked_at=None))
    admin, ratna = await actor(session, ADMIN, now.date()), await actor(session, HOMEROOM, now.date())
    await append_report(session, ratna, school.x_rpl_1, {school.budi.id: AbsenceReason.UNEXCUSED}, seen=now, now=now)
    harto = await actor(session, OTHER_HOMEROOM, now.date())
    await append_report(session, harto, school.x_tkro_1, {school.joko.id: AbsenceReason.SICK}, seen=now, now=now)
    await _sms(session, now)
    for who in (ratna, harto, admin):
        await open_draft(session, who, school.x_rpl_1.id if who is not harto else school.x_tkro_1.id, now=now)
    for pupil in (school.budi, school.joko, school.rina):
        session.add(Letter(student_id=pupil.id, on_date=now.date(), photo="x", sent_by=ratna.person_id, sent_at=now))
    await _disagreements(session, school, now)
    made = await make_report(session, now.date(), now=now)
    content = made.model_dump(mode="json")
    session.add(StoredDailyReport(on_date=made.on, version=1, made_at=now, content=content, copies=[]))
    session.add(MassAlert(on_date=now.date(), asked_at=now))
    for for_guardians in (False, False, True):
        draft = await announcements.write(session, admin, Audience(for_guardians), "Rapat besok", now=now)
    await announcements.confirm(session, admin, draft.id, now=now)
    workbook = pupils(["00005", "Joko", "X TKRO 1"], [f"000{now.day}", f"Zahra {now.day}", "X TKRO 1"])
    await pending_imports.receive(session, admin, workbook, file_name="siswa.xlsx", now=now)
    await invite(session, Role.COUNSELOR, now=now)
    gate = Station(name=f"Gerbang {now.day}", gate=f"Gerbang {now.day}", secret_hash=f"{now.day}", added_at=now)
    session.add(gate)
    await session.flush()
    for who in (DUTY, ADMIN, LEADER):
        keeper = await actor(session, who, now.date())
        # As if it were asked later, so that the question stays open all morning.
        session.add(NameShowing(station_id=gate.id, person_id=keeper.person_id, asked_at=now + timedelta(hours=3)))
    for pupil in (school.siti, school.rina):
        await registration_requests.ask(session, f"+62813000000{now.day}", school.keycodes[pupil.id], now=now)
        await _ask_by_account(session, pupil, school, now)
    for number in _SENDERS:
        await ask_whose(session, number, now=now)
    await _ask_guardian(session, school, now)


async def _ask_by_account(session: AsyncSession, pupil: Student, school: School, now: datetime) -> None:
    """Somebody who is nobody yet has shown the pupil's slip."""
    found = await pupil_of_slip(session, Keycode.code == school.keycodes[pupil.id], on=now.date())
    await limit_sight(session, whole_school=True)
    assert found is not None
    await registration_requests.ask_by_account(
        session, *found, telegram_id=_NEWCOMER + now.day, telegram_name="Bu <b>Yani</b>", now=now
    )


async def ask_whose(session: AsyncSession, chat: int, *, now: datetime) -> None:
    """Somebody has sent the photo of a letter."""
    await _ask(session, chat, AskWhose(photo="photo-of-a-letter"), now)


async def _ask_guardian(session: AsyncSession, school: School, now: datetime) -> None:
    """A guardian of three (or of one, who has left the others) has written without a name, has chosen a day, and has
    sent a slip's letters.
    """
    wati, today = await actor(session, GUARDIAN, now.date()), now.date()
    said = understand("sakit demam", today=today)
    assert isinstance(said, AbsenceNotice)
    writer = Writer(session, wati, GUARDIAN, f"busy:{now}", now)
    which = await take_notice(writer, said, "sakit demam") if wati.children else None
    keycode = await session.scalar(select(Keycode.id).where(Keycode.code == school.keycodes[school.budi.id]))
    if isinstance(which, WhichChild):
        await _ask(session, GUARDIAN, AskMeant(words=which.words_id), now)
    await _ask(session, GUARDIAN, AskAway(student=school.andi.id, reason="S", first=today, last=today), now)
    await _ask(session, GUARDIAN, AskConsent(keycode=keycode or 0), now)


async def _ask(session: AsyncSession, chat: int, question: Question, now: datetime) -> None:
    asked = question.model_dump(mode="json")
    debt = Debt(recipient=str(chat), body="?", dedupe_key=f"{question.kind}:{chat}:{now}", extras={"question": asked})
    await owe(session, Channel.TELEGRAM, debt, now=now)


async def ask_whether_to_close(session: AsyncSession, *, now: datetime) -> None:
    """An administrator has given a reason."""
    await _ask(session, ADMIN, CloseSchool(reason="Banjir", on=now.date()), now)


async def _sms(session: AsyncSession, now: datetime) -> None:
    words = {BUDIS_MOTHER: ("SAKIT demam", "Bu, kapan rapor dibagi?"), RINAS_MOTHER: ("IZIN acara keluarga",)}
    for number, said in {**words, _PUBLIC: ("INFO gerbang rusak",)}.items():
        for body in said:
            sms = await inbound_sms.store(session, modem="satu", sender=number, body=body, sent_at=now, now=now)
            assert sms is not None
            await inbound_sms.handle(session, sms, now=now)


async def _disagreements(session: AsyncSession, school: School, now: datetime) -> None:
    for pupil, place, kind, said in (
        (school.budi, school.x_rpl_1, ContradictionKind.ABSENT_BUT_IN, AbsenceReason.UNEXCUSED),
        (school.andi, school.x_rpl_1, ContradictionKind.NEVER_SCANNED, None),
        (school.rina, school.x_rpl_2, ContradictionKind.NOTICE_BUT_IN, AbsenceReason.EXCUSED),
        (school.joko, school.x_tkro_1, ContradictionKind.ABSENT_BUT_IN, AbsenceReason.SICK),
    ):
        session.add(
            Contradiction(
                student_id=pupil.id,
                school_class_id=place.id,
                on_date=now.date(),
                kind=kind,
                said=said,
                came_at=now if kind is not ContradictionKind.NEVER_SCANNED else None,
                found_at=now,
            )
        )
    await session.flush()
    for place in (school.x_rpl_1, school.x_rpl_2, school.x_tkro_1):
        await tell_of_found(session, place.id, now.date(), found_at=now, now=now)
