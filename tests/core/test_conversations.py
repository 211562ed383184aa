"""Messages from guardians as conversations: who hears of an answer, what counts as answered, what is sent once."""

import contextlib
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from core.answers import answer, ask
from core.errors import AlreadyAsked, AnswerTooLong, NoWords
from core.guardian_notices import decide
from core.leadership_group import name_group
from core.school_rules import set_rule
from core.unanswered import Waiting, waiting_for, waiting_one
from db.models import (
    Channel,
    Guardian,
    GuardianNotice,
    InboundSms,
    OutboxMessage,
    Role,
    RoleGrant,
    SchoolClass,
)
from tests.core.test_inbound_sms import answers, receive
from tests.school import ADMIN, BUDIS_MOTHER, DUTY, HOMEROOM, LEADER, NOW, OTHER_HOMEROOM, School, actor, also

CITIZEN = "+6285799990000"
GROUP = -100_500


async def waiting(session: AsyncSession, telegram_id: int, now: datetime = NOW) -> list[Waiting]:
    found, _ = await waiting_for(
        session, await actor(session, telegram_id), chat_id=telegram_id, now=now + timedelta(minutes=5), limit=50
    )
    return list(found)


async def shown(session: AsyncSession, sms: InboundSms, chat: int, message_id: int = 7) -> int:
    """As if the courier had shown this SMS in the chat."""
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.inbound_sms_id == sms.id, OutboxMessage.recipient == str(chat))
        .values(reference=message_id, sent_at=NOW)
    )
    return message_id


async def hand_over(session: AsyncSession, role: Role, *, to: SchoolClass | None = None) -> None:
    """Whoever holds the role in X RPL 1, or in the school, holds it elsewhere from now on, or nowhere."""
    grants = update(RoleGrant).where(RoleGrant.role == role)
    change = grants.values(valid_until=date(2026, 11, 1)) if to is None else grants.values(school_class_id=to.id)
    await session.execute(change)


async def told_of_answer(session: AsyncSession) -> set[int]:
    chats = await session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.dedupe_key.like("answered:%")))
    return {int(chat) for chat in chats}


async def sibling(session: AsyncSession, school: School) -> None:
    guardian = (await session.scalars(select(Guardian).where(Guardian.phone == BUDIS_MOTHER))).one()
    session.add(
        Guardian(student_id=school.joko.id, phone=BUDIS_MOTHER, keycode_id=guardian.keycode_id, registered_at=NOW)
    )
    await session.flush()


async def replies(session: AsyncSession, by: int, to: InboundSms, text: str) -> None:
    who, message_id = await actor(session, by), await shown(session, to, by)
    await answer(session, who, chat_id=by, replied_to=message_id, text=text, key="1", now=NOW)


@pytest.mark.parametrize("moved_on", [True, False], ids=["to another class", "to no post at all"])
async def test_who_has_handed_over_the_class_hears_no_answer_any_more(
    session: AsyncSession, school: School, moved_on: bool
) -> None:
    sms = await receive(session, BUDIS_MOTHER, "Mohon Budi diingatkan membawa buku")
    await shown(session, sms, HOMEROOM)
    await hand_over(session, Role.HOMEROOM_TEACHER, to=school.x_rpl_2 if moved_on else None)
    await replies(session, DUTY, sms, "Baik Bu")
    assert await told_of_answer(session) == set()


async def test_who_still_may_answer_hears_what_a_colleague_has_written(session: AsyncSession, school: School) -> None:
    sms = await receive(session, BUDIS_MOTHER, "Mohon Budi diingatkan membawa buku")
    await shown(session, sms, HOMEROOM)
    await replies(session, DUTY, sms, "Baik Bu")
    assert await told_of_answer(session) == {HOMEROOM}


async def test_the_leadership_group_hears_an_answer_and_a_group_of_the_past_does_not(
    session: AsyncSession, school: School
) -> None:
    admin, leader = await actor(session, ADMIN), await actor(session, LEADER)
    for chat in (GROUP, GROUP - 1):
        await name_group(session, admin, chat_id=chat, title="Pimpinan", now=NOW)
        await receive(session, CITIZEN, f"INFO Pagar rusak {chat}")
    old, new = await session.scalars(select(InboundSms).order_by(InboundSms.id))
    for sms, chat in ((old, GROUP), (new, GROUP - 1)):
        await shown(session, sms, chat)
        session.add(forwarded_again(sms, LEADER))
        await session.flush()
        await answer(session, leader, chat_id=LEADER, replied_to=sms.id, text="Baik", key=str(chat), now=NOW)
    assert await told_of_answer(session) == {GROUP - 1}


def forwarded_again(sms: InboundSms, chat: int) -> OutboxMessage:
    """As the list of messages does when one is opened; its message's number is the SMS's."""
    return OutboxMessage(
        channel=Channel.TELEGRAM,
        recipient=str(chat),
        body=sms.body,
        extras={},
        dedupe_key=f"opened:{sms.id}:{chat}",
        urgency=0,
        created_at=NOW,
        not_before=NOW,
        sent_at=NOW,
        reference=sms.id,
        inbound_sms_id=sms.id,
    )


async def test_info_is_not_listed_for_a_leader_of_the_past(session: AsyncSession, school: School) -> None:
    await receive(session, CITIZEN, "INFO Pagar rusak")
    assert [one.is_public for one in await waiting(session, LEADER)] == [True]
    await hand_over(session, Role.LEADERSHIP)
    await also(session, LEADER, Role.HOMEROOM_TEACHER, school.x_tkro_1)
    assert await waiting(session, LEADER) == []


async def test_words_about_one_of_two_children_are_listed_for_the_teachers_of_these_children_alone(
    session: AsyncSession, school: School
) -> None:
    await sibling(session, school)
    await receive(session, BUDIS_MOTHER, "SAKIT demam tinggi")
    assert len(await waiting(session, HOMEROOM)) == 1
    await hand_over(session, Role.HOMEROOM_TEACHER, to=school.x_rpl_2)
    for telegram_id in (HOMEROOM, OTHER_HOMEROOM):
        assert await waiting(session, telegram_id) == []
    assert len(await waiting(session, DUTY)) == 1


@pytest.mark.parametrize("named", ["Budi", "SAKIT Budi"])
async def test_which_child_is_settled_once_the_guardian_has_said_it(
    session: AsyncSession, school: School, named: str
) -> None:
    await sibling(session, school)
    await receive(session, BUDIS_MOTHER, "SAKIT demam tinggi")
    await receive(session, BUDIS_MOTHER, named, NOW + timedelta(minutes=2))
    for telegram_id in (HOMEROOM, DUTY):
        [one] = await waiting(session, telegram_id)
        assert (one.student, one.notice is not None) == (school.budi, True)
    assert await waiting(session, OTHER_HOMEROOM) == []
    notice = (await session.scalars(select(GuardianNotice))).one()
    await decide(session, await actor(session, HOMEROOM), notice.id, accept=True, now=NOW)
    for telegram_id in (HOMEROOM, DUTY, OTHER_HOMEROOM):
        assert await waiting(session, telegram_id) == []


@pytest.mark.parametrize(("hours", "last"), [(1, NOW.date() + timedelta(days=2)), (23, NOW.date())])
async def test_the_days_that_were_said_before_the_child_was_named_are_kept(
    session: AsyncSession, school: School, hours: int, last: date
) -> None:
    await sibling(session, school)
    asked = "SAKIT demam 3 hari" if hours == 1 else "SAKIT demam"
    at = NOW - timedelta(hours=hours)
    await receive(session, BUDIS_MOTHER, asked, at)
    await receive(session, BUDIS_MOTHER, "SAKIT Budi", NOW)
    notice = (await session.scalars(select(GuardianNotice))).one()
    assert (notice.first_day, notice.last_day) == (NOW.date(), last)


async def test_other_words_about_a_child_leave_the_question_which_child_open(
    session: AsyncSession, school: School
) -> None:
    await sibling(session, school)
    await receive(session, BUDIS_MOTHER, "SAKIT demam tinggi")
    await receive(session, BUDIS_MOTHER, "IZIN Joko ada acara keluarga besok", NOW + timedelta(minutes=2))
    assert len(await waiting(session, HOMEROOM)) == 1
    assert len(await waiting(session, OTHER_HOMEROOM)) == 2


async def test_a_notice_that_was_asked_about_stays_listed_as_asked_until_it_is_decided(
    session: AsyncSession, school: School
) -> None:
    await receive(session, BUDIS_MOTHER, "SAKIT demam")
    notice = (await session.scalars(select(GuardianNotice))).one()
    ratna = await actor(session, HOMEROOM)
    [before] = await waiting(session, HOMEROOM)
    await ask(session, ratna, notice.id, "Sampai kapan?", chat_id=HOMEROOM, key="a", now=NOW)
    [after] = await waiting(session, HOMEROOM)
    assert (before.asked, after.asked) == (False, True)
    await decide(session, ratna, notice.id, accept=True, now=NOW)
    assert await waiting(session, HOMEROOM) == []


async def test_a_question_pressed_twice_is_one_sms(session: AsyncSession, school: School) -> None:
    await receive(session, BUDIS_MOTHER, "SAKIT demam")
    notice = (await session.scalars(select(GuardianNotice))).one()
    ratna = await actor(session, HOMEROOM)
    for screen, is_news in (("1", True), ("1", False), ("2", True)):
        with contextlib.nullcontext() if is_news else pytest.raises(AlreadyAsked):
            await ask(session, ratna, notice.id, "Sampai kapan?", chat_id=HOMEROOM, key=screen, now=NOW)
    questions = await session.scalars(select(OutboxMessage.id).where(OutboxMessage.dedupe_key.like("question:%")))
    assert len(questions.all()) == 2


async def test_an_answer_too_long_for_its_sms_is_refused_and_nothing_leaves(
    session: AsyncSession, school: School
) -> None:
    sms = await receive(session, BUDIS_MOTHER, "Mohon Budi diingatkan membawa buku")
    [passed_on] = await answers(session, BUDIS_MOTHER)
    text = "kata " * 816
    with pytest.raises(AnswerTooLong) as refused:
        await replies(session, HOMEROOM, sms, text)
    assert refused.value.parts == 27
    assert await answers(session, BUDIS_MOTHER) == [passed_on]
    shorter = text[: -refused.value.letters_over].strip()
    await replies(session, HOMEROOM, sms, shorter)
    assert await answers(session, BUDIS_MOTHER) == [passed_on, f"Bu Ratna: {shorter}"]


@pytest.mark.parametrize("text", ["\N{THUMBS UP SIGN}", "\N{PERSON WITH FOLDED HANDS} !", "\u2026"])
async def test_an_answer_of_which_no_word_reaches_a_phone_is_refused_and_nothing_counts_as_answered(
    session: AsyncSession, school: School, text: str
) -> None:
    sms = await receive(session, BUDIS_MOTHER, "Mohon Budi diingatkan membawa buku")
    [passed_on] = await answers(session, BUDIS_MOTHER)
    with pytest.raises(NoWords):
        await replies(session, HOMEROOM, sms, text)
    assert await answers(session, BUDIS_MOTHER) == [passed_on]
    assert [one.sms.id for one in await waiting(session, HOMEROOM)] == [sms.id]
    await replies(session, HOMEROOM, sms, f"Ok {text}")
    assert len(await answers(session, BUDIS_MOTHER)) == 2


async def decided(session: AsyncSession, *, accept: bool, now: datetime = NOW) -> list[OutboxMessage]:
    """The homeroom teacher decides the only notice; what goes to the number in consequence."""
    before = await answers(session, BUDIS_MOTHER)
    notice = (await session.scalars(select(GuardianNotice))).one()
    await decide(session, await actor(session, HOMEROOM), notice.id, accept=accept, now=now)
    by_sms = select(OutboxMessage).where(OutboxMessage.channel == Channel.SMS).order_by(OutboxMessage.id)
    return list((await session.scalars(by_sms)).all())[len(before) :]


async def test_a_guardian_hears_by_sms_that_a_notice_was_not_accepted(session: AsyncSession, school: School) -> None:
    await receive(session, BUDIS_MOTHER, "SAKIT demam 2 hari")
    [told] = await decided(session, accept=False)
    assert (told.recipient, told.student_id) == (BUDIS_MOTHER, school.budi.id)
    assert told.body.endswith(
        "Maaf, kabar sakit Budi (X RPL 1), Senin 23 Nov belum dapat disetujui. Mohon hubungi wali kelas."
    )


async def test_a_yes_costs_no_sms(session: AsyncSession, school: School) -> None:
    await receive(session, BUDIS_MOTHER, "SAKIT demam")
    assert await decided(session, accept=True) == []


async def test_nobody_is_woken_to_hear_that_a_notice_was_not_accepted(session: AsyncSession, school: School) -> None:
    await set_rule(session, "quiet_from", "21:00", now=NOW)
    await set_rule(session, "quiet_until", "05:30", now=NOW)
    await receive(session, BUDIS_MOTHER, "SAKIT demam")
    [told] = await decided(session, accept=False, now=NOW.replace(hour=22))
    assert told.not_before == (NOW + timedelta(days=1)).replace(hour=5, minute=30)


async def test_who_has_left_this_child_hears_nothing_of_a_notice_any_more(
    session: AsyncSession, school: School
) -> None:
    await sibling(session, school)
    await receive(session, BUDIS_MOTHER, "SAKIT Budi demam")
    of_budi = (Guardian.phone == BUDIS_MOTHER) & (Guardian.student_id == school.budi.id)
    await session.execute(update(Guardian).where(of_budi).values(left_at=NOW))
    assert await decided(session, accept=False) == []


async def test_what_is_not_certain_in_a_message_is_said_when_it_is_opened(
    session: AsyncSession, school: School
) -> None:
    certain = await receive(session, BUDIS_MOTHER, "SAKIT demam")
    doubtful = await receive(session, BUDIS_MOTHER, "SAKIT demam 2 atau 3 hari", NOW + timedelta(minutes=1))
    assert not (await opened(session, certain)).days_doubtful
    assert (await opened(session, doubtful)).days_doubtful


async def test_a_message_that_answers_an_alert_is_said_to_when_it_is_opened(
    session: AsyncSession, school: School
) -> None:
    before = await receive(session, BUDIS_MOTHER, "Bu, boleh saya bicara soal Budi?")
    session.add(alert(school))
    await session.flush()
    after = await receive(session, BUDIS_MOTHER, "Lho, tadi berangkat kok bu", NOW + timedelta(minutes=2))
    assert not (await opened(session, before)).about_alert
    assert (await opened(session, after)).about_alert


def alert(school: School) -> OutboxMessage:
    """One that has gone a minute after NOW."""
    return OutboxMessage(
        channel=Channel.SMS,
        recipient=BUDIS_MOTHER,
        body="Budi tidak hadir",
        extras={},
        dedupe_key=f"alert:{NOW.date()}:{school.budi.id}:1",
        urgency=5,
        created_at=NOW,
        not_before=NOW,
        sent_at=NOW + timedelta(minutes=1),
        student_id=school.budi.id,
    )


async def opened(session: AsyncSession, sms: InboundSms) -> Waiting:
    ratna, later = await actor(session, HOMEROOM), NOW + timedelta(minutes=5)
    return await waiting_one(session, ratna, sms.id, chat_id=HOMEROOM, now=later)
