"""Recaps: which period, about whom, then a table with pictures and files. Each press is checked anew."""

import asyncio
from datetime import date

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.files import Handover
from bot.filters import PRIVATE
from bot.keyboards import pupil_recaps as pupil_keyboards
from bot.keyboards import recaps as keyboards
from bot.recap_callbacks import ChooseScope, DrawRecap, FileRecap, ShowRecap, TurnScopes, period_of
from bot.reply import Reply
from bot.wording import pupil_recaps as pupil_wording
from bot.wording import recaps as wording
from core import charts
from core.actions import Action
from core.actors import Actor
from core.charts import ChartKind
from core.documents.recap_pdf import recap_pages
from core.documents.recap_xlsx import recap_workbook
from core.errors import NotFound
from core.periods import Period, day_alone, month_before, month_of, week_of
from core.policy import may_anywhere
from core.pupil_recaps import pupil_recap
from core.recap_scopes import Place, scope_for, scope_of_class, scopes_for
from core.recap_views import LONGEST, Asked, chart_facts_of, file_of, view_of
from core.registrations import registered_by_class
from core.school_years import current_term
from core.typed_period import typed_period


def router() -> Router:
    r = Router(name="recaps")
    r.message.register(on_recap, PRIVATE, menu.asked(menu.RECAP))
    r.message.register(on_registered, PRIVATE, menu.asked(menu.REGISTERED))
    r.callback_query.register(on_scopes, ChooseScope.filter())
    r.callback_query.register(on_other_scopes, TurnScopes.filter())
    r.callback_query.register(on_show, ShowRecap.filter())
    r.callback_query.register(on_chart, DrawRecap.filter())
    r.callback_query.register(on_file, FileRecap.filter())
    return r


async def on_recap(
    _message: Message, session: AsyncSession, actor: Actor, reply: Reply, command: CommandObject | None = None
) -> None:
    """With days typed behind the command, about whom; with a class its month, or today; else which days."""
    if command is None or not command.args:
        looks_back = menu.RECAP.who(actor)
        choices = await _periods(session, actor.on) if looks_back else [(wording.TODAY, day_alone(actor.on))]
        reports_on = actor.on if may_anywhere(actor, Action.SEE_SENT_REPORTS) else None
        await reply.say(wording.which_period(looks_back=looks_back), keyboards.periods(choices, reports_on))
        return
    period = await _meant(session, command.args, actor.on)
    if period is not None and len(period.days) <= LONGEST:
        await _offer(session, actor, period, reply)
        return
    of_class = month_of(actor.on) if menu.RECAP.who(actor) else day_alone(actor.on)
    scope = await scope_of_class(session, actor, of_class, command.args)
    if scope is not None:
        await _show(session, Asked(actor, scope, of_class), 0, reply)
    else:
        await reply.say(wording.period_not_understood())


async def on_scopes(
    _callback: CallbackQuery, callback_data: ChooseScope, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    await _offer(session, actor, period_of(callback_data), reply)


async def on_other_scopes(
    _callback: CallbackQuery, callback_data: TurnScopes, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    await _offer(session, actor, period_of(callback_data), reply, callback_data.page)


async def on_show(
    _callback: CallbackQuery, callback_data: ShowRecap, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    await _show(session, await _asked(session, actor, callback_data), callback_data.page, reply)


async def on_chart(
    _callback: CallbackQuery, callback_data: DrawRecap, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    if callback_data.kind is ChartKind.PUPIL and callback_data.place is not Place.PUPIL:
        raise NotFound
    asked = await _asked(session, actor, callback_data)
    facts = await chart_facts_of(session, asked)
    picture = await asyncio.to_thread(charts.draw, callback_data.kind, facts)
    name = wording.file_name(asked.scope, asked.period, "png")
    reply.files.append(Handover(name, picture, wording.caption(asked.scope, asked.period), is_picture=True))


async def on_file(
    _callback: CallbackQuery, callback_data: FileRecap, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    asked = await _asked(session, actor, callback_data)
    book = await file_of(session, asked)
    if book is None:
        raise NotFound
    draw = recap_pages if callback_data.form == "pdf" else recap_workbook
    content = await asyncio.to_thread(draw, book)
    name = wording.file_name(asked.scope, asked.period, callback_data.form)
    reply.files.append(Handover(name, content, wording.caption(asked.scope, asked.period)))


async def on_registered(_message: Message, session: AsyncSession, actor: Actor, reply: Reply) -> None:
    await reply.say(wording.registered(await registered_by_class(session, actor)))


async def _meant(session: AsyncSession, words: str, today: date) -> Period | None:
    """A period by the words on its button (`minggu lalu`; `semester` is this one), or days."""
    named = {label.lower(): period for label, period in await _periods(session, today)}
    said = " ".join(words.lower().split())
    return named.get(said) or named.get(f"{said} ini") or typed_period(words, today)


async def _periods(session: AsyncSession, today: date) -> list[tuple[str, Period]]:
    term = await current_term(session, today)
    this_week, this_month = week_of(today), month_of(today)
    return [
        (wording.TODAY, day_alone(today)),
        (wording.WEEK, this_week),
        (wording.LAST_WEEK, week_of(date.fromordinal(this_week.first.toordinal() - 1))),
        (wording.MONTH, this_month),
        (wording.LAST_MONTH, month_before(this_month)),
        (wording.TERM, Period(term.starts_on, term.ends_on)),
    ]


async def _offer(session: AsyncSession, actor: Actor, period: Period, reply: Reply, page: int = 0) -> None:
    """About whom, or at once what there is when there is no choice."""
    found = await scopes_for(session, actor, period)
    if not found:
        await reply.redraw(wording.nothing_to_see())
    elif len(found) == 1:
        await _show(session, Asked(actor, found[0], period), 0, reply)
    else:
        await reply.redraw(wording.about_whom(period), keyboards.scopes(found, period, page))


async def show_pupil(session: AsyncSession, asked: Asked, reply: Reply) -> None:
    """The recap of one pupil, who is its scope."""
    markup = pupil_keyboards.recap(asked, await _periods(session, asked.actor.on))
    await reply.redraw(pupil_wording.recap(await pupil_recap(session, asked)), markup)


async def _show(session: AsyncSession, asked: Asked, page: int, reply: Reply) -> None:
    if asked.scope.place is Place.PUPIL:
        await show_pupil(session, asked, reply)
        return
    view = await view_of(session, asked)
    pages = wording.pages_of(view)
    page = min(page, pages - 1)
    await reply.redraw(wording.recap(view, page), keyboards.recap(view, page, pages))


async def _asked(session: AsyncSession, actor: Actor, data: ShowRecap | DrawRecap | FileRecap) -> Asked:
    period = period_of(data)
    return Asked(actor, await scope_for(session, actor, period, data.place, data.id), period)
