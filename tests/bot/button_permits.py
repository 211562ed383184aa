"""What the policy asks of whoever presses a button, told from `core.policy` alone."""

from datetime import date
from typing import Any

from sqlalchemy import select

from bot import callbacks as cb
from bot import guardian_callbacks as gcb
from bot import recap_callbacks as rcb
from core.actions import Action
from core.policy import WHOLE_SCHOOL, limited_to, looking_back, may, may_anywhere, visible_classes, visible_seats
from core.recap_scopes import Place
from db.models import (
    Channel,
    ClassMembership,
    InboundSms,
    Letter,
    NameShowing,
    OutboxMessage,
    ReportDraft,
    Role,
    SchoolClass,
)
from tests.bot.witness import Check, Witness


async def anybody(_w: Witness, _d: Any) -> bool:
    return True


def who_may(*actions: Action) -> Check:
    async def permits(w: Witness, _d: Any) -> bool:
        return all(may_anywhere(w.actor, action) for action in actions)

    return permits


def to_class(action: Action) -> Check:
    async def permits(w: Witness, d: Any) -> bool:
        found = await w.session.scalar(visible_classes(w.actor).where(SchoolClass.id == d.school_class))
        return found is not None and may(w.actor, action, found)

    return permits


def to_pupil(action: Action) -> Check:
    async def permits(w: Witness, d: Any) -> bool:
        return await w.class_of(d.student, action) is not None

    return permits


def to_class_or_pupil(action: Action) -> Check:
    """One of the two."""

    async def permits(w: Witness, d: Any) -> bool:
        if (d.student is None) == (d.school_class is None):
            return False
        return bool(await (to_class if d.student is None else to_pupil)(action)(w, d))

    return permits


def to_pupil_of(kind: Any, field: str, action: Action) -> Check:
    """The pupil whom a row is about."""

    async def permits(w: Witness, d: Any) -> bool:
        row = await w.session.get(kind, getattr(d, field))
        return row is not None and await w.class_of(row.student_id, action) is not None

    return permits


async def own_draft(w: Witness, d: cb.ChooseReason | cb.TapName | cb.SendReport) -> bool:
    draft = await w.session.get(ReportDraft, d.draft)
    if draft is None or draft.person_id != w.actor.person_id or draft.on_date != w.today:
        return False
    found = await w.session.scalar(visible_classes(w.actor).where(SchoolClass.id == draft.school_class_id))
    return found is not None and may(w.actor, Action.REPORT, found)


async def correctable(w: Witness, d: cb.CorrectDay | cb.SetDay) -> bool:
    return await w.may_correct(d.student, date.fromordinal(d.day))


async def to_answer(w: Witness, d: cb.OpenMessage | cb.CloseMessage) -> bool:
    sms = await w.session.get(InboundSms, d.sms)
    if sms is None or not may_anywhere(w.actor, Action.ANSWER_GUARDIAN):
        return False
    if sms.student_id is not None:
        return await w.sees(limited_to(w.actor, Action.ANSWER_GUARDIAN), sms.student_id)
    if sms.understood_as == "info" and not w.actor.holds(Role.LEADERSHIP, Role.ADMINISTRATOR):
        return False
    forwarded = select(OutboxMessage.id).where(
        OutboxMessage.inbound_sms_id == sms.id,
        OutboxMessage.channel == Channel.TELEGRAM,
        OutboxMessage.recipient == str(w.press.chat_id),
    )
    return await w.session.scalar(forwarded.limit(1)) is not None


async def letter_seen(w: Witness, d: cb.ShowLetter) -> bool:
    letter = await w.session.get(Letter, d.letter)
    return letter is not None and await w.sees(limited_to(w.actor, Action.SEE_LETTER), letter.student_id)


async def asked_to_show(w: Witness, d: cb.AnswerShowing) -> bool:
    """The one who was asked, and none who could as well have been."""
    asked = await w.session.get(NameShowing, d.showing)
    return asked is not None and asked.person_id == w.actor.person_id and may_anywhere(w.actor, Action.SHOW_MISSING)


async def card_sheet(w: Witness, d: cb.CardSheet) -> bool:
    wanted = who_may(Action.MANAGE_CARDS) if d.school_class is None else to_class(Action.MANAGE_CARDS)
    return bool(await wanted(w, d))


async def other_classes(w: Witness, d: cb.TurnClasses) -> bool:
    wanted = {"report": Action.REPORT, "deputy": Action.NAME_DEPUTY, "cards": Action.MANAGE_CARDS}
    return may_anywhere(w.actor, wanted[d.to])


async def scope(w: Witness, d: rcb.ShowRecap | rcb.DrawRecap | rcb.FileRecap) -> bool:
    """The school, a department, a class or one, of pupils whom the actor may see on those days."""
    if not 0 <= d.last - d.first < 400:
        return False
    first, last = date.fromordinal(d.first), date.fromordinal(d.last)
    sight = w.actor if first == last == w.today else looking_back(w.actor)
    sat_in = visible_seats(sight, first, last).with_only_columns(ClassMembership.school_class_id)
    classes = (await w.session.scalars(select(SchoolClass).where(SchoolClass.id.in_(sat_in)))).all()
    whole = sight.holds(*WHOLE_SCHOOL)
    match d.place:
        case Place.SCHOOL:
            return whole and bool(classes) and d.id == 0
        case Place.DEPARTMENT:
            heads = any(g.role is Role.DEPARTMENT_HEAD and g.department_id == d.id for g in sight.grants)
            return (whole or heads) and d.id in {one.department_id for one in classes}
        case Place.CLASS:
            return d.id in {one.id for one in classes}
        case Place.PUPIL:
            return await w.sees(sight, d.id)


async def late_on(w: Witness, d: rcb.ShowLate) -> bool:
    if not 0 <= d.last - d.first < 400:
        return False
    return bool(w.actor.grants if d.first == d.last == w.today.toordinal() else looking_back(w.actor).grants)


async def sees_today(w: Witness, d: cb.ShowPupil) -> bool:
    return await w.sees(w.actor, d.student)


async def sees_past(w: Witness, d: cb.ChooseDay) -> bool:
    return await w.sees(looking_back(w.actor), d.student)


async def sees_day(w: Witness, d: cb.ExplainDay) -> bool:
    on = date.fromordinal(d.day)
    sight = w.actor if on == w.today else looking_back(w.actor)
    seat = visible_seats(sight, on, on).where(ClassMembership.student_id == d.student)
    return on <= w.today and await w.sees(sight, d.student) and await w.session.scalar(seat) is not None


async def a_guardian(w: Witness, _d: Any) -> bool:
    return bool(w.actor.children)


async def own_child(w: Witness, d: gcb.NoticeFor | gcb.AwayWhy | gcb.AwayFor | gcb.ChildMeant | gcb.StopChild) -> bool:
    return d.student in w.actor.children


administers = who_may(Action.ADMINISTER)
