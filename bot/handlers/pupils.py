"""One pupil: found by name, shown month by month where one may look back, each day explained down to its events."""

from datetime import date, datetime

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.callbacks import ChooseDay, ExplainDay, ShowPupil
from bot.filters import PRIVATE
from bot.handlers.recaps import show_pupil
from bot.keyboards import pupils as keyboards
from bot.reply import Reply
from bot.wording import looking
from bot.wording import pupils as words
from core.actions import Action
from core.actors import Actor
from core.days import days_of
from core.errors import NotFound
from core.explanations import explain
from core.letter_days import takes_letter
from core.overview import find_students
from core.policy import looking_back, may, visible_students
from core.pupil_months import month_of_pupil
from core.recap_scopes import Place, scope_for
from core.recap_views import LONGEST, Asked
from core.typed_period import name_and_period
from db.models import Student

MOST_FOUND = 10


def router() -> Router:
    r = Router(name="pupils")
    r.message.register(on_search, PRIVATE, menu.asked(menu.STUDENT))
    r.callback_query.register(on_page, ShowPupil.filter())
    r.callback_query.register(on_choose_day, ChooseDay.filter())
    r.callback_query.register(on_explain, ExplainDay.filter())
    return r


async def on_search(
    _message: Message, command: CommandObject, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    """One of this name: the page at once, or the recap of the days that were typed behind it. Else: which one?"""
    if not command.args:
        await reply.say(looking.how_to_search())
        return
    name, period = name_and_period(command.args, actor.on)
    if period is not None and len(period.days) > LONGEST:
        await reply.say(looking.how_to_search())
        return
    found = await find_students(session, actor, name, limit=MOST_FOUND + 1)
    is_one = len(found.days) == 1 and found.is_sure
    if is_one and period is not None:
        scope = await scope_for(session, actor, period, Place.PUPIL, found.days[0].student.id)
        await show_pupil(session, Asked(actor, scope, period), reply)
    elif is_one:
        await reply.say(*await _page(session, actor, found.days[0].student.id, actor.on))
    else:
        shown = found.days[:MOST_FOUND]
        text = looking.students_found(shown, more=len(found.days) > len(shown), is_sure=found.is_sure)
        await reply.say(text, keyboards.which([day.student for day in shown], actor.on, period))


async def on_page(
    _callback: CallbackQuery, callback_data: ShowPupil, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    await reply.redraw(*await _page(session, actor, callback_data.student, date.fromordinal(callback_data.day)))


async def on_choose_day(
    _callback: CallbackQuery, callback_data: ChooseDay, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    found = await month_of_pupil(session, actor, callback_data.student, date.fromordinal(callback_data.day))
    await reply.redraw(words.which_day(found), keyboards.days(found))


async def on_explain(
    _callback: CallbackQuery,
    callback_data: ExplainDay,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    found = await explain(session, actor, callback_data.student, date.fromordinal(callback_data.day), now=now)
    is_absent = found.status.reason is not None
    with_letter = is_absent and await takes_letter(session, actor, found.student.id, found.on)
    await reply.redraw(words.explanation(found), keyboards.explained(found, with_letter=with_letter))


async def _page(
    session: AsyncSession, actor: Actor, student_id: int, day: date
) -> tuple[str, InlineKeyboardMarkup | None]:
    """The month for those who may look back, else today alone."""
    sees_past = visible_students(looking_back(actor)).where(Student.id == student_id)
    today = await days_of(session, visible_students(actor).where(Student.id == student_id), actor.on)
    if not today:
        raise NotFound
    may_correct = may(actor, Action.CORRECT, today[0].school_class)
    explains = may(actor, Action.LOOK_BACK, today[0].school_class)  # a pupil or guardian is not told who said what
    if await session.scalar(sees_past) is None:
        return looking.student_lines(today), keyboards.today(student_id, actor.on, may_correct=may_correct)
    found = await month_of_pupil(session, actor, student_id, day)
    markup = keyboards.page(found, actor.on, may_correct=may_correct, explains=explains)
    return words.page(found, today[0].status), markup
