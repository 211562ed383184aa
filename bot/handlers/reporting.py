"""The class screen: a reason, names by tapping, NIHIL or send; or one typed line. All of it lives in the draft; the
screen is drawn from it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.callbacks import ChooseReason, OpenReport, SendReport, TapName, TurnClasses
from bot.filters import PRIVATE
from bot.keyboards import reporting as keyboards
from bot.reply import Reply
from bot.wording import refusals
from bot.wording import reporting as words
from core import drafts
from core.actions import Action
from core.actors import Actor
from core.class_names import class_named
from core.drafts import DraftScreen
from core.errors import NothingChosen, ReportOvertaken, SomebodyChosen
from core.overview import reportable_classes
from core.policy import may, may_anywhere, require
from core.reporting import members_of
from core.typed_report import TypedReport, match, may_be_bare, parse, parse_bare
from db.models import AbsenceReason, SchoolClass


@dataclass(frozen=True, slots=True)
class BareReport:
    """Who of a class is absent and why, typed without colons."""

    school_class_id: int
    entries: Mapping[int, AbsenceReason]


def router() -> Router:
    r = Router(name="reporting")
    r.message.register(on_report, PRIVATE, menu.asked(menu.REPORT))
    r.message.register(on_typed, PRIVATE, _is_typed_report)
    r.message.register(on_bare, PRIVATE, _is_bare_report)
    r.callback_query.register(on_other_classes, TurnClasses.filter(F.to == "report"))
    r.callback_query.register(on_open, OpenReport.filter())
    r.callback_query.register(on_reason, ChooseReason.filter())
    r.callback_query.register(on_tap, TapName.filter())
    r.callback_query.register(on_send, SendReport.filter())
    return r


def _is_typed_report(message: Message, actor: Actor) -> bool | dict[str, TypedReport]:
    typed = parse(message.text) if message.text and may_anywhere(actor, Action.REPORT) else None
    return {"typed": typed} if typed is not None else False


async def _is_bare_report(
    message: Message, session: AsyncSession, actor: Actor, now: datetime
) -> bool | dict[str, BareReport]:
    """Without colons only of the one class that somebody reports; a guardian may be writing of a child."""
    text = message.text or ""
    if not may_be_bare(text) or actor.children or not may_anywhere(actor, Action.REPORT):
        return False
    classes = await _classes(session, actor)
    entries = parse_bare(text, await members_of(session, classes[0].id, now=now)) if len(classes) == 1 else None
    return {"bare": BareReport(classes[0].id, entries)} if entries is not None else False


async def on_report(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    """One class: its screen at once. Several: which one?"""
    classes = await _classes(session, actor)
    if not classes:
        await reply.say(words.no_class_to_report())
    elif len(classes) == 1:
        await reply.say(*_shown(await drafts.open_draft(session, actor, classes[0].id, now=now)))
    else:
        await reply.say(words.choose_class(), keyboards.class_choice(classes))


async def on_other_classes(
    _callback: CallbackQuery, callback_data: TurnClasses, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    require(actor, Action.REPORT)
    classes = await _classes(session, actor)
    await reply.redraw(words.choose_class(), keyboards.class_choice(classes, callback_data.page))


async def on_typed(
    _message: Message, typed: TypedReport, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    """What was understood is filled in, what was not stands above it; sending it is a tap, as always."""
    classes = await _classes(session, actor)
    meant = _meant(typed.class_words, classes)
    if meant is None:
        await reply.say(
            words.which_class(typed.class_words, [c.name for c in classes]) if classes else words.no_class_to_report()
        )
        return
    matched = match(typed.named, await members_of(session, meant.id, now=now))
    text, buttons = _shown(await drafts.fill_draft(session, actor, meant.id, matched.entries, now=now))
    await reply.say(f"{words.not_matched(matched.unclear)}\n\n{text}" if matched.unclear else text, buttons)


async def on_bare(
    _message: Message, bare: BareReport, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    await reply.say(*_shown(await drafts.fill_draft(session, actor, bare.school_class_id, bare.entries, now=now)))


async def on_open(
    _callback: CallbackQuery,
    callback_data: OpenReport,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await reply.redraw(*_shown(await drafts.open_draft(session, actor, callback_data.school_class, now=now)))


async def on_reason(
    _callback: CallbackQuery,
    callback_data: ChooseReason,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    screen = await drafts.choose_reason(session, actor, callback_data.draft, callback_data.reason, now=now)
    await reply.redraw(*_shown(screen))


async def on_tap(
    _callback: CallbackQuery,
    callback_data: TapName,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    screen = await drafts.tap_name(session, actor, callback_data.draft, callback_data.student, now=now)
    await reply.redraw(*_shown(screen))


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
            sent = await drafts.send_draft(session, actor, callback_data.draft, nihil=callback_data.nihil, now=now)
    except (ReportOvertaken, NothingChosen, SomebodyChosen) as refusal:
        screen = await drafts.reopen_draft(session, actor, callback_data.draft, now=now)
        await reply.redraw(*_shown(screen))
        reply.toast, reply.alert = refusals.refusal(refusal), True
        return
    receipt = words.report_sent(
        sent.school_class.name,
        sent.report.on_date,
        absent=_absent(sent.names, {str(e.student_id): e.reason.value for e in sent.report.entries}),
        students=len(sent.names),
    )
    await reply.redraw(receipt, keyboards.correct(sent.school_class.id))


async def _classes(session: AsyncSession, actor: Actor) -> Sequence[SchoolClass]:
    return [c for c in await reportable_classes(session, actor) if may(actor, Action.REPORT, c)]


def _meant(class_words: str, classes: Sequence[SchoolClass]) -> SchoolClass | None:
    """The class that is named; the only one there is when none is."""
    if not class_words:
        return classes[0] if len(classes) == 1 else None
    return class_named(class_words, classes)


def _shown(screen: DraftScreen) -> tuple[str, InlineKeyboardMarkup]:
    days, draft = screen.days, screen.draft
    names = {day.student.id: day.student.name for day in days}
    noticed = {day.student.id: day.events.notice_reason.value for day in days if day.events.notice_reason}
    text = words.report_screen(
        screen.school_class.name,
        draft.on_date,
        absent=_absent(names, draft.entries),
        students=len(days),
        noticed=[(names[i], letter) for i, letter in noticed.items()],
        is_correction=any(day.events.class_reported for day in days),
        arrived_but_named=[name for i, name in names.items() if i in screen.arrived and str(i) in draft.entries],
        anybody_arrived=bool(screen.arrived),
    )
    return text, keyboards.report(draft, names, noticed, screen.arrived)


def _absent(names: Mapping[int, str], entries: Mapping[str, str]) -> dict[str, list[str]]:
    """Names by reason's letter, in the order of the class list."""
    absent: dict[str, list[str]] = defaultdict(list)
    for student_id, name in names.items():
        if letter := entries.get(str(student_id)):
            absent[letter].append(name)
    return absent
