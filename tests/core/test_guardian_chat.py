"""What a guardian writes in Telegram reaches the people an SMS would, and what concerns the child comes back there."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import courier, guardian_accounts, guardian_notices, unanswered
from core.answers import answer, ask
from core.closures import close_now
from core.confirmations import confirm_check_ins
from core.errors import NotAllowed, NotFound
from core.guardian_chat import (
    Noted,
    PassedOn,
    WhichChild,
    Writer,
    is_for_guardian,
    name_child,
    note,
    take_notice,
    take_words,
)
from core.policy import limit_to
from core.school_rules import set_rule
from core.sms_language import AbsenceNotice, understand
from db.models import AbsenceReason, Channel, GuardianNotice, OutboxMessage, TelegramAccount
from tests.core.school_day import report, scan
from tests.school import (
    ADMIN,
    BUDIS_MOTHER,
    DUTY,
    GUARDIAN,
    HOMEROOM,
    NOW,
    OTHER_HOMEROOM,
    PRESIDENT,
    SECRETARY,
    TODAY,
    School,
    actor,
    guardian_in_telegram,
)

ALFA, SICK = AbsenceReason.UNEXCUSED, AbsenceReason.SICK
HOLD = timedelta(minutes=10)
STAFF_AND_LEADERS = {HOMEROOM, DUTY, SECRETARY, PRESIDENT}


@pytest.fixture
async def school(school: School, session: AsyncSession) -> School:
    """Bu Wati is Budi's guardian in Telegram; his parents' numbers are registered too."""
    await guardian_in_telegram(session, school.budi)
    return school


async def writer(session: AsyncSession, key: str = "update:1", telegram_id: int = GUARDIAN) -> Writer:
    """As the bot does, in the sight of whoever writes."""
    who = await actor(session, telegram_id)
    await limit_to(session, who)
    return Writer(session, who, telegram_id, key, NOW)


async def notice(session: AsyncSession, text: str, key: str = "update:1") -> Noted | WhichChild:
    said = understand(text, today=TODAY)
    assert isinstance(said, AbsenceNotice)
    return await take_notice(await writer(session, key), said, text)


async def owed(session: AsyncSession, containing: str) -> dict[int, OutboxMessage]:
    """By Telegram to whom."""
    found = await session.scalars(
        select(OutboxMessage).where(
            OutboxMessage.channel == Channel.TELEGRAM,
            OutboxMessage.body.contains(containing),
            OutboxMessage.withdrawn_at.is_(None),
        )
    )
    return {int(message.recipient): message for message in found}


async def shown(session: AsyncSession, message: OutboxMessage, as_message: int) -> None:
    """It has been sent."""
    await courier.mark_sent(session, message.id, now=NOW, reference=as_message)


async def test_a_notice_is_told_to_the_same_people_as_an_sms_and_leaders_are_not_told_who_wrote(
    session: AsyncSession, school: School
) -> None:
    noted = await notice(session, "Budi sakit demam 2 hari")
    assert isinstance(noted, Noted)
    assert (noted.notice.reason, noted.notice.last_day) == (SICK, TODAY + timedelta(days=1))
    told = await owed(session, "Kabar orang tua")
    assert set(told) == STAFF_AND_LEADERS
    assert {to for to, message in told.items() if "Dari Bu Wati (Telegram)" in message.body} == {HOMEROOM, DUTY}
    assert told[HOMEROOM].extras["decide_notice"] == noted.notice.id
    assert "menjawab orang tua lewat Telegram" in told[HOMEROOM].body


@pytest.mark.parametrize(("accept", "words"), [(True, "disetujui oleh Bu Ratna"), (False, "belum bisa disetujui")])
async def test_the_decision_comes_back_to_the_guardian(
    session: AsyncSession, school: School, accept: bool, words: str
) -> None:
    noted = await notice(session, "Budi sakit demam")
    assert isinstance(noted, Noted)
    ratna = await actor(session, HOMEROOM)
    await limit_to(session, ratna)
    await guardian_notices.decide(session, ratna, noted.notice.id, accept=accept, now=NOW)
    assert set(await owed(session, f"Kabar Anda tentang <b>Budi</b> (X RPL 1), sakit, Senin 23 Nov: {words}")) == {
        GUARDIAN
    }


async def test_who_has_left_this_child_and_stays_another_ones_guardian_does_not_hear_the_decision(
    session: AsyncSession, school: School
) -> None:
    await guardian_in_telegram(session, school.budi, school.rina, telegram_id=77, name="Pak Wira")
    said = understand("Budi sakit demam", today=TODAY)
    assert isinstance(said, AbsenceNotice)
    noted = await take_notice(await writer(session, telegram_id=77), said, "Budi sakit demam")
    assert isinstance(noted, Noted)
    await guardian_accounts.stop(session, await actor(session, 77), school.budi.id, now=NOW)
    ratna = await actor(session, HOMEROOM)
    await limit_to(session, ratna)
    await guardian_notices.decide(session, ratna, noted.notice.id, accept=True, now=NOW)
    assert set(await owed(session, "Kabar Anda tentang")) == set()
    assert DUTY in await owed(session, "disetujui oleh <b>Bu Ratna"), "the others do"


async def test_staff_answer_and_ask_back_in_telegram_and_what_comes_then_hangs_below(
    session: AsyncSession, school: School
) -> None:
    noted = await notice(session, "Budi sakit demam")
    assert isinstance(noted, Noted)
    forwarded = (await owed(session, "Kabar orang tua"))[HOMEROOM]
    await shown(session, forwarded, 7)
    await shown(session, (await owed(session, "Kabar orang tua"))[DUTY], 8)
    ratna = await actor(session, HOMEROOM)
    said = await answer(session, ratna, chat_id=HOMEROOM, replied_to=7, text="Semoga <lekas> sembuh", key="1", now=NOW)
    assert said is Channel.TELEGRAM
    answered = await owed(session, "Semoga &lt;lekas&gt; sembuh\n\n")
    assert set(answered) == {GUARDIAN}
    await shown(session, answered[GUARDIAN], 4)
    assert set(await owed(session, "Bu Ratna</b> menjawab lewat Telegram")) == {DUTY}
    assert await ask(session, ratna, noted.notice.id, "Sampai kapan?", chat_id=HOMEROOM, key="2", now=NOW) is said
    assert set(await owed(session, "Sampai kapan?</blockquote>")) == {DUTY}
    asked = (await owed(session, "Sampai kapan?\n\n"))[GUARDIAN]
    await shown(session, asked, 9)
    assert await is_for_guardian(session, chat_id=GUARDIAN, message_id=9)
    assert not await is_for_guardian(session, chat_id=HOMEROOM, message_id=7)
    assert await take_words(await writer(session, "update:2"), "Belum tahu, Bu") == PassedOn()
    passed_on = (await owed(session, "Belum tahu, Bu"))[HOMEROOM]
    assert (passed_on.extras["reply_to"], "Balasan orang tua" in passed_on.body) == (7, True)


async def test_a_guardian_cannot_answer_for_the_school(session: AsyncSession, school: School) -> None:
    await notice(session, "Budi sakit demam")
    forwarded = (await owed(session, "Kabar orang tua"))[HOMEROOM]
    await shown(session, forwarded, 7)
    await answer(session, await actor(session, HOMEROOM), chat_id=HOMEROOM, replied_to=7, text="Baik", key="1", now=NOW)
    await shown(session, (await owed(session, "Baik\n\n"))[GUARDIAN], 9)
    with pytest.raises(NotFound):
        await answer(
            session, await actor(session, GUARDIAN), chat_id=GUARDIAN, replied_to=9, text="x", key="2", now=NOW
        )


async def test_free_words_go_to_staff_and_wait_for_an_answer(session: AsyncSession, school: School) -> None:
    assert await take_words(await writer(session), "Mohon Budi diingatkan membawa buku") == PassedOn()
    assert set(await owed(session, "membawa buku")) == {HOMEROOM, DUTY}
    with pytest.raises(NotAllowed):
        await unanswered.waiting_for(session, await actor(session, GUARDIAN), chat_id=GUARDIAN, now=NOW, limit=5)
    for telegram_id, waiting in ((HOMEROOM, 1), (OTHER_HOMEROOM, 0)):
        who = await actor(session, telegram_id)
        await limit_to(session, who)
        found, _ = await unanswered.waiting_for(session, who, chat_id=telegram_id, now=NOW, limit=5)
        assert len(found) == waiting


async def test_of_several_children_the_one_is_asked_for_and_only_the_own_can_be_named(
    session: AsyncSession, school: School
) -> None:
    await guardian_in_telegram(session, school.budi, school.rina, telegram_id=77, name="Pak Wira")
    wira = await writer(session, telegram_id=77)
    said = understand("sakit demam", today=TODAY)
    assert isinstance(said, AbsenceNotice)
    which = await take_notice(wira, said, "sakit demam")
    assert isinstance(which, WhichChild)
    assert [child.student.name for child in which.children] == ["Budi Santoso", "Rina"]
    with pytest.raises(NotFound):
        await name_child(wira, which.words_id, school.joko.id)
    with pytest.raises(NotFound):
        await name_child(await writer(session), which.words_id, school.budi.id)
    wira = await writer(session, telegram_id=77)
    assert (await name_child(wira, which.words_id, school.rina.id)).child.student.name == "Rina"
    with pytest.raises(NotFound):
        await name_child(wira, which.words_id, school.budi.id)


async def test_the_child_asked_for_may_be_named_in_words(session: AsyncSession, school: School) -> None:
    await guardian_in_telegram(session, school.budi, school.rina, telegram_id=77, name="Pak Wira")
    said = understand("sakit demam", today=TODAY)
    assert isinstance(said, AbsenceNotice)
    await take_notice(await writer(session, telegram_id=77), said, "sakit demam")
    noted = await take_words(await writer(session, "update:2", telegram_id=77), "Rina")
    assert isinstance(noted, Noted)
    assert noted.child.student.name == "Rina"


async def test_nobodys_guardian_tells_nothing(session: AsyncSession, school: School) -> None:
    said = understand("Budi sakit demam", today=TODAY)
    assert isinstance(said, AbsenceNotice)
    with pytest.raises(NotFound):
        await take_notice(await writer(session, telegram_id=OTHER_HOMEROOM), said, "Budi sakit")
    with pytest.raises(NotFound):
        await note(await writer(session), said, "sakit", school.siti.id)
    assert (await session.scalars(select(GuardianNotice))).all() == []


async def test_an_alert_goes_to_the_account_after_the_hold_and_the_sms_stays(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, NOW, budi=ALFA)
    alert = (await owed(session, "tanpa keterangan"))[GUARDIAN]
    assert (alert.not_before, alert.student_id) == (NOW + HOLD, school.budi.id)
    by_sms = await session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.channel == Channel.SMS))
    assert BUDIS_MOTHER in by_sms.all()
    await report(session, school, NOW, budi=ALFA)
    assert len(await owed(session, "tanpa keterangan")) == 1


async def test_in_time_it_is_taken_back_and_too_late_a_correction_follows(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, NOW, budi=ALFA)
    await report(session, school, NOW, budi=SICK)
    assert GUARDIAN not in await owed(session, "tanpa keterangan")
    await report(session, school, NOW, budi=ALFA)
    await shown(session, (await owed(session, "tanpa keterangan"))[GUARDIAN], 5)
    await report(session, school, NOW, budi=SICK)
    assert set(await owed(session, "Ralat: <b>Budi</b> (X RPL 1)")) == {GUARDIAN}


async def test_an_emergency_takes_back_the_alert_and_so_does_leaving(session: AsyncSession, school: School) -> None:
    await report(session, school, NOW, budi=ALFA)
    await close_now(session, await actor(session, ADMIN), "banjir", now=NOW)
    assert GUARDIAN not in await owed(session, "tanpa keterangan")


async def test_who_leaves_is_not_alerted(session: AsyncSession, school: School) -> None:
    await report(session, school, NOW, budi=ALFA)
    await guardian_accounts.stop(session, await actor(session, GUARDIAN), school.budi.id, now=NOW)
    assert GUARDIAN not in await owed(session, "tanpa keterangan")


async def test_of_an_alert_that_telegram_refuses_the_duty_teacher_is_told(
    session: AsyncSession, school: School
) -> None:
    await report(session, school, NOW, budi=ALFA)
    alert = (await owed(session, "tanpa keterangan"))[GUARDIAN]
    await courier.mark_failed(session, alert.id, now=NOW, error="bot was blocked by the user", permanent=True)
    assert set(await owed(session, "Kabar alfa lewat Telegram tidak terkirim")) == {DUTY, ADMIN}


async def test_the_answer_to_an_alert_is_known_as_such(session: AsyncSession, school: School) -> None:
    await report(session, school, NOW, budi=ALFA)
    await shown(session, (await owed(session, "tanpa keterangan"))[GUARDIAN], 5)
    noted = await notice(session, "Maaf, Budi sakit demam")
    assert isinstance(noted, Noted)
    assert noted.answers_alert
    assert await take_words(await writer(session, "update:2"), "Nanti saya telepon") == PassedOn()
    assert set(await owed(session, "Jawaban orang tua atas kabar alfa")) == {HOMEROOM, DUTY}


async def test_arrival_and_leaving_are_confirmed_once_and_cost_nothing(session: AsyncSession, school: School) -> None:
    await scan(session, school.budi)
    await scan(session, school.siti)
    for minute in (1, 2):
        await confirm_check_ins(session, now=NOW + timedelta(minutes=minute))
    told = await owed(session, "tercatat <b>masuk</b> pukul 07.05.")
    assert {to: message.body.startswith("<b>Budi</b> (X RPL 1)") for to, message in told.items()} == {GUARDIAN: True}
    sms = await session.scalars(select(OutboxMessage).where(OutboxMessage.channel == Channel.SMS))
    assert sms.all() == []


@pytest.mark.parametrize("rule", ["off", "blocked"])
async def test_switched_off_or_blocked_nothing_is_confirmed(session: AsyncSession, school: School, rule: str) -> None:
    if rule == "off":
        await set_rule(session, "check_in_confirmation", "off", now=NOW)
    else:
        [account] = await session.scalars(select(TelegramAccount).where(TelegramAccount.telegram_id == GUARDIAN))
        account.blocked_at = NOW
        await session.flush()
        await report(session, school, NOW, budi=ALFA)
        assert GUARDIAN not in await owed(session, "tanpa keterangan"), "nor is it alerted"
    await scan(session, school.budi)
    await confirm_check_ins(session, now=NOW + timedelta(minutes=1))
    assert await owed(session, "tercatat") == {}


async def test_numbers_and_accounts_are_confirmed_each_by_their_own_rule(session: AsyncSession, school: School) -> None:
    await set_rule(session, "check_in_confirmation", "sms", now=NOW)
    await scan(session, school.budi)
    await confirm_check_ins(session, now=NOW + timedelta(minutes=1))
    assert set(await owed(session, "tercatat")) == {GUARDIAN}
    by_sms = await session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.channel == Channel.SMS))
    assert BUDIS_MOTHER in by_sms.all()
