"""The calendar: a month to look at, and for administrators what to confirm, add, remove and close."""

from datetime import date, datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery, ForceReply, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot import question_filters as asked
from bot import questions as q
from bot.callbacks import (
    AskCalendar,
    ConfirmYear,
    RemoveEntry,
    Reopen,
    SettleClosing,
    SettleProposal,
    ShowMonth,
    ShowProposals,
    ShowRemovable,
)
from bot.filters import PRIVATE, known
from bot.keyboards import calendar as keyboards
from bot.reply import Reply
from bot.wording import calendar as wording
from core import calendar_changes, closures
from core.actions import Action
from core.actors import Actor
from core.calendar_month import month_for
from core.errors import AlreadyClosed, DayIsOver, NotFound
from core.policy import may_anywhere, require
from db.models import CalendarEntry, SchoolClass


def router() -> Router:
    r = Router(name="calendar")
    r.message.register(on_calendar, PRIVATE, known, menu.asked(menu.CALENDAR))
    r.message.register(on_words, PRIVATE, known, asked.answers, asked.about(q.AskCalendarWords))
    r.callback_query.register(on_month, ShowMonth.filter())
    r.callback_query.register(on_removable, ShowRemovable.filter())
    r.callback_query.register(on_remove, RemoveEntry.filter())
    r.callback_query.register(on_proposals, ShowProposals.filter())
    r.callback_query.register(on_proposal, SettleProposal.filter())
    r.callback_query.register(on_confirm_year, ConfirmYear.filter())
    r.callback_query.register(on_ask, AskCalendar.filter())
    r.callback_query.register(on_close, SettleClosing.filter(F.yes), asked.takes, asked.about(q.CloseSchool))
    r.callback_query.register(on_stay_open, SettleClosing.filter(~F.yes), asked.takes, asked.about(q.CloseSchool))
    r.callback_query.register(on_settled_closing, SettleClosing.filter())
    r.callback_query.register(on_reopen, Reopen.filter())
    return r


async def on_calendar(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    await _say_month(session, actor, now.date(), now, reply)


async def on_month(
    _callback: CallbackQuery,
    callback_data: ShowMonth,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await _redraw_month(session, actor, date(callback_data.year, callback_data.month, 1), now, reply)


async def on_removable(
    _callback: CallbackQuery,
    callback_data: ShowRemovable,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    require(actor, Action.KEEP_CALENDAR)
    seen = await month_for(session, actor, date(callback_data.year, callback_data.month, 1), now=now)
    await reply.redraw(
        wording.removable(seen.entries, seen.first_day), keyboards.removable(seen.entries, seen.first_day)
    )


async def on_remove(
    _callback: CallbackQuery,
    callback_data: RemoveEntry,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    removed = await calendar_changes.remove(session, actor, callback_data.entry, now=now)
    reply.toast = wording.removed(removed)
    await _redraw_month(session, actor, removed.first_day, now, reply)


async def on_proposals(
    _callback: CallbackQuery,
    callback_data: ShowProposals,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    """Looking at a year's proposals makes them."""
    await calendar_changes.propose(session, actor, callback_data.year, now=now)
    await _redraw_proposals(session, callback_data.year, reply)


async def on_proposal(
    _callback: CallbackQuery,
    callback_data: SettleProposal,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    entry_id = callback_data.entry
    if callback_data.accept:
        was_open = await calendar_changes.confirm(session, actor, [entry_id], now=now) > 0
        reply.toast = wording.settled(accepted=True) if was_open else wording.SETTLED_BEFORE
    else:
        await calendar_changes.refuse(session, actor, entry_id, now=now)
        reply.toast = wording.settled(accepted=False)
    entry = await session.get(CalendarEntry, entry_id)
    if entry is None:
        raise NotFound
    await _redraw_proposals(session, entry.first_day.year, reply)


async def on_confirm_year(
    _callback: CallbackQuery,
    callback_data: ConfirmYear,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    which = await session.scalars(calendar_changes.proposals(callback_data.year).with_only_columns(CalendarEntry.id))
    count = await calendar_changes.confirm(session, actor, which, now=now)
    reply.toast = wording.confirmed(count)
    await _redraw_proposals(session, callback_data.year, reply)


async def on_ask(
    _callback: CallbackQuery, callback_data: AskCalendar, actor: Actor, now: datetime, reply: Reply
) -> None:
    """The answer is read back and confirmed: a school is not closed by a slip of the thumb, nor of the tongue."""
    require(actor, Action.KEEP_CALENDAR)
    closes = callback_data.what == "close"
    text = wording.why_close() if closes else wording.what_to_add()
    hint = wording.CLOSE_HINT if closes else wording.ADD_HINT
    question = q.AskCalendarWords(what=callback_data.what, on=now.date())
    await reply.ask(text, ForceReply(input_field_placeholder=hint), question)


async def on_words(
    message: Message,
    question: q.AskCalendarWords,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    words = message.text or ""
    if question.what == "add":
        entry = await calendar_changes.add(session, actor, words, now=now)
        about = await session.get(SchoolClass, entry.school_class_id) if entry.school_class_id else None
        await reply.say(wording.added(entry, about.name if about else None))
        await _say_month(session, actor, entry.first_day, now, reply)
        return
    _check_today(question.on, now)
    reason = await closures.reason_to_close(session, actor, words, now=now)
    await reply.ask(wording.confirm_closing(reason), keyboards.closing(), q.CloseSchool(reason=reason, on=question.on))


async def on_close(
    _callback: CallbackQuery,
    question: q.CloseSchool,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    _check_today(question.on, now)
    await closures.close_now(session, actor, question.reason, now=now)
    await reply.redraw(wording.CLOSED_NOW)


async def on_stay_open(_callback: CallbackQuery, reply: Reply) -> None:
    await reply.redraw(wording.STAYS_OPEN)


async def on_settled_closing(_callback: CallbackQuery, session: AsyncSession, actor: Actor, now: datetime) -> None:
    """Pressed twice, or of long ago."""
    require(actor, Action.KEEP_CALENDAR)
    raise AlreadyClosed if await closures.closure_today(session, now=now) is not None else q.AlreadyAnswered


async def on_reopen(_callback: CallbackQuery, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    await closures.reopen(session, actor, now=now)
    reply.toast = wording.REOPENED_NOW
    await _redraw_month(session, actor, now.date(), now, reply)


def _check_today(asked_on: date, now: datetime) -> None:
    if asked_on != now.date():
        raise DayIsOver(asked_on)


async def _say_month(session: AsyncSession, actor: Actor, day: date, now: datetime, reply: Reply) -> None:
    seen = await month_for(session, actor, day.replace(day=1), now=now)
    await reply.say(wording.month(seen), keyboards.month(seen, keeps=may_anywhere(actor, Action.KEEP_CALENDAR)))


async def _redraw_month(session: AsyncSession, actor: Actor, day: date, now: datetime, reply: Reply) -> None:
    seen = await month_for(session, actor, day.replace(day=1), now=now)
    await reply.redraw(wording.month(seen), keyboards.month(seen, keeps=may_anywhere(actor, Action.KEEP_CALENDAR)))


async def _redraw_proposals(session: AsyncSession, year: int, reply: Reply) -> None:
    entries = (await session.scalars(calendar_changes.proposals(year))).all()
    await reply.redraw(wording.proposals(entries, year), keyboards.proposals(entries, year))
