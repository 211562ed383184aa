"""Daily reports that went out: who got which version and when, and the file as they got it."""

import asyncio
from datetime import date, datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.files import Handover
from bot.filters import known
from bot.keyboards import sent_reports as keyboards
from bot.recap_callbacks import SentFile, SentReports
from bot.reply import Reply
from bot.wording import sent_reports as wording
from core.actions import Action
from core.actors import Actor
from core.daily_report_store import stored_report
from core.documents.daily_report_pdf import school_pdf
from core.documents.daily_report_xlsx import school_workbook
from core.errors import NotFound
from core.policy import require
from core.sent_reports import sent_day_for
from core.wording.daily_report import file_name, made


def router() -> Router:
    r = Router(name="sent reports")
    r.callback_query.register(on_sent, known, SentReports.filter())
    r.callback_query.register(on_file, known, SentFile.filter())
    return r


async def on_sent(
    _callback: CallbackQuery,
    callback_data: SentReports,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    day = await sent_day_for(session, actor, date.fromordinal(callback_data.day), now=now)
    asked = [one for one in day.versions if callback_data.version in (None, one.version)]
    if callback_data.version is not None and not asked:
        raise NotFound
    shown = asked[-1] if asked else None
    await reply.redraw(wording.sent(day, shown), keyboards.sent(day, shown))


async def on_file(
    _callback: CallbackQuery, callback_data: SentFile, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    require(actor, Action.SEE_SENT_REPORTS)
    report = await stored_report(session, date.fromordinal(callback_data.day), callback_data.version)
    if report is None:
        raise NotFound
    draw = school_pdf if callback_data.form == "pdf" else school_workbook
    content = await asyncio.to_thread(draw, report)
    reply.files.append(Handover(file_name(report, report.school, callback_data.form), content, made(report)))
