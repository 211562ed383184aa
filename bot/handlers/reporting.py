"""The class screen: a reason, names by tapping, NIHIL or send. All of it lives in the draft; the screen is drawn
from it.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import keyboards, menu, wording
from bot.callbacks import ChooseReason, OpenReport, SendReport, TapName
from bot.filters import PRIVATE
from bot.reply import Reply
from core import reporting
from core.days import StudentDay, days_of
from core.errors import NothingChosen, ReportOvertaken, SomebodyChosen
from core.overview import reportable_classes
from core.policy import Action, Actor, may, students_of_class
from db.models import ReportDraft


def router() -> Router:
    r = Router(name="reporting")
    r.message.register(on_report, PRIVATE, menu.asked(menu.REPORT))
    r.callback_query.register(on_open, OpenReport.filter())
    r.callback_query.register(on_reason, ChooseReason.filter())
    r.callback_query.register(on_tap, TapName.filter())
    r.callback_query.register(on_send, SendReport.filter())
    return r


async def on_report(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    """One class: its screen at once. Several: which one?"""
    classes = [c for c in await reportable_classes(session, actor) if may(actor, Action.REPORT, c)]
    if not classes:
        await reply.say(wording.no_class_to_report())
    elif len(classes) == 1:
        draft = await reporting.open_draft(session, actor, classes[0].id, now=now)
        await reply.say(*await _screen(session, draft, now))
    else:
        await reply.say(wording.choose_class(), keyboards.class_choice(classes))


async def on_open(
    _callback: CallbackQuery,
    callback_data: OpenReport,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    draft = await reporting.open_draft(session, actor, callback_data.school_class, now=now)
    await reply.redraw(*await _screen(session, draft, now))


async def on_reason(
    _callback: CallbackQuery,
    callback_data: ChooseReason,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    draft = await reporting.choose_reason(session, actor, callback_data.draft, callback_data.reason, now=now)
    await reply.redraw(*await _screen(session, draft, now))


async def on_tap(
    _callback: CallbackQuery,
    callback_data: TapName,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    draft = await reporting.tap_name(session, actor, callback_data.draft, callback_data.student, now=now)
    await reply.redraw(*await _screen(session, draft, now))


async def on_send(
    _callback: CallbackQuery,
    callback_data: SendReport,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    """Sent: the screen becomes the receipt. Not sent because the screen was old: it is drawn afresh and says why."""
    try:
        async with session.begin_nested():
            report = await reporting.send_draft(session, actor, callback_data.draft, nihil=callback_data.nihil, now=now)
    except (ReportOvertaken, NothingChosen, SomebodyChosen) as refusal:
        draft = await reporting.reopen_draft(session, actor, callback_data.draft, now=now)
        await reply.redraw(*await _screen(session, draft, now))
        reply.toast, reply.alert = wording.refusal(refusal), True
        return
    days = await _class_days(session, report.school_class_id, now)
    receipt = wording.report_sent(
        days[0].school_class.name,
        report.on_date,
        absent=_absent(days, {str(e.student_id): e.reason.value for e in report.entries}),
        students=len(days),
    )
    await reply.redraw(receipt, keyboards.correct(report.school_class_id))


async def _screen(session: AsyncSession, draft: ReportDraft, now: datetime) -> tuple[str, InlineKeyboardMarkup]:
    days = await _class_days(session, draft.school_class_id, now)
    noticed = {d.student.id: d.events.notice_reason.value for d in days if d.events.notice_reason}
    names = {d.student.id: d.student.name for d in days}
    text = wording.report_screen(
        days[0].school_class.name,
        draft.on_date,
        absent=_absent(days, draft.entries),
        students=len(days),
        noticed=[(names[i], letter) for i, letter in noticed.items()],
        is_correction=days[0].events.class_reported,
    )
    return text, keyboards.report(draft, names, noticed)


async def _class_days(session: AsyncSession, school_class_id: int, now: datetime) -> Sequence[StudentDay]:
    return await days_of(session, students_of_class(school_class_id, now.date()), now.date())


def _absent(days: Sequence[StudentDay], entries: dict[str, str]) -> dict[str, list[str]]:
    """Names by reason's letter, in the order of the class list."""
    absent: dict[str, list[str]] = defaultdict(list)
    for day in days:
        if letter := entries.get(str(day.student.id)):
            absent[letter].append(day.student.name)
    return absent
