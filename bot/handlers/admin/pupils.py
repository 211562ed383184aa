"""A pupil: the guardians' numbers and who registered when, a new slip, an invitation for the pupil."""

from datetime import datetime, time

from aiogram import Bot, F, Router
from aiogram.types import CallbackQuery, ForceReply, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.admin_callbacks import DropNumber, InvitePupil, OpenPupil, OpenSection, ReissueSlip, Section
from bot.handlers.admin.inviting import hand_over
from bot.handlers.admin.slips import slips_document
from bot.keyboards import admin as keyboards
from bot.keyboards import admin_pupils as pupil_keyboards
from bot.questions import AskName, Reissue, WithdrawNumber
from bot.reply import Reply
from bot.wording import admin_people as people_wording
from bot.wording import admin_pupils as wording
from core import guardians
from core.actions import Action
from core.actors import Actor
from core.guardian_keycodes import reissue_keycode
from core.inviting import invite_student
from core.overview import find_students
from core.policy import student_for

MOST_FOUND = 20


def router() -> Router:
    r = Router(name="admin pupils")
    r.callback_query.register(on_section, OpenSection.filter(F.section == Section.NUMBERS))
    r.callback_query.register(on_pupil, OpenPupil.filter())
    r.callback_query.register(on_invite, InvitePupil.filter())
    r.callback_query.register(on_drop_number, DropNumber.filter())
    r.callback_query.register(on_reissue, ReissueSlip.filter())
    return r


async def on_section(
    _callback: CallbackQuery, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    """Who registered today, and the question whose numbers to look at."""
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    children = await guardians.registered_since(session, actor, midnight)
    await reply.redraw(wording.registered_today(children, now), keyboards.back())
    markup = ForceReply(input_field_placeholder=people_wording.NAME_HINT)
    await reply.ask(wording.ask_pupil(), markup, AskName(of="student"))


async def on_name(message: Message, session: AsyncSession, actor: Actor, reply: Reply) -> None:
    found = await find_students(session, actor, message.text or "", limit=MOST_FOUND)
    pupils = [(day.student.id, f"{day.student.name} · {day.school_class.name}") for day in found.days]
    markup = keyboards.named(pupils, lambda student: OpenPupil(student=student), Section.MENU, width=1)
    await reply.say(people_wording.found(len(pupils), MOST_FOUND), markup)


async def on_pupil(
    _callback: CallbackQuery,
    callback_data: OpenPupil,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await _page(session, actor, callback_data.student, now, reply)


async def on_invite(
    _callback: CallbackQuery,
    callback_data: InvitePupil,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
    bot: Bot,
) -> None:
    await hand_over(reply, bot, await invite_student(session, actor, callback_data.student, now=now))


async def on_drop_number(
    _callback: CallbackQuery, callback_data: DropNumber, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    child = await guardians.registration_for(session, actor, callback_data.guardian)
    text = wording.confirm_withdraw_number(child.guardian, child.student.name)
    await reply.ask(text, keyboards.confirm(), WithdrawNumber(guardian=child.guardian.id))


async def on_number_confirmed(
    _callback: CallbackQuery,
    question: WithdrawNumber,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    child = await guardians.withdraw_guardian(session, actor, question.guardian, now=now)
    reply.toast = wording.number_withdrawn()
    await _page(session, actor, child.student.id, now, reply)


async def on_reissue(
    _callback: CallbackQuery, callback_data: ReissueSlip, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    student, school_class = await student_for(session, actor, callback_data.student, Action.ADMINISTER)
    text = wording.confirm_reissue(student.name, school_class.name)
    await reply.ask(text, keyboards.confirm(), Reissue(student=student.id))


async def on_reissue_confirmed(
    _callback: CallbackQuery,
    question: Reissue,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
    bot: Bot,
) -> None:
    student, _ = await student_for(session, actor, question.student, Action.ADMINISTER)
    slip = await reissue_keycode(session, student.nis, now=now, by=actor.person_id)
    text = wording.reissued(student.name)
    await reply.redraw(text, keyboards.back())
    reply.files.append(await slips_document(session, bot, [slip], text))


async def _page(session: AsyncSession, actor: Actor, student_id: int, now: datetime, reply: Reply) -> None:
    student, school_class = await student_for(session, actor, student_id, Action.ADMINISTER)
    numbers = await guardians.guardians_of(session, student.id)
    await reply.redraw(
        wording.pupil_page(student.name, school_class.name, numbers, now), pupil_keyboards.pupil(student, numbers)
    )
