"""The class screen: a reason, names by tapping, NIHIL or send; or one typed line. All of it lives in the draft; the
screen is drawn from it.
"""

from collections import defaultdict
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.callbacks import ChooseReason, OpenReport, SendAsked, SendReport, TapName, TurnClasses
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
from core.errors import CutOffPassed, DayIsOver, DraftChanged, ReportOvertaken
from core.noticed_absences import Answer, NoticedLeftOut
from core.overview import reportable_classes
from core.policy import may, may_anywhere, require
from core.reporting import SentReport, members_of, report_for
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
    r.callback_query.register(on_send_asked, SendAsked.filter())
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
        opening = drafts.open_draft(session, actor, classes[0].id, now=now)
        await reply.say(*await _opened(opening, session, actor, now))
    else:
        await reply.say(words.choose_class(), keyboards.class_choice(classes, now.date()))


async def on_other_classes(
    _callback: CallbackQuery,
    callback_data: TurnClasses,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    require(actor, Action.REPORT)
    classes = await _classes(session, actor)
    await reply.redraw(words.choose_class(), keyboards.class_choice(classes, now.date(), callback_data.page))


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
    filling = drafts.fill_draft(session, actor, meant.id, matched.entries, now=now)
    text, buttons = await _opened(filling, session, actor, now)
    to_tap = matched.unclear if buttons is not None else ()
    await reply.say(f"{words.not_matched(to_tap)}\n\n{text}" if to_tap else text, buttons)


async def on_bare(
    _message: Message, bare: BareReport, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    filling = drafts.fill_draft(session, actor, bare.school_class_id, bare.entries, now=now)
    await reply.say(*await _opened(filling, session, actor, now))


async def on_open(
    _callback: CallbackQuery,
    callback_data: OpenReport,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    """Of another day: that day's receipt, or list of classes, stays as it is."""
    if callback_data.day != now.date().toordinal():
        raise DayIsOver(date.fromordinal(callback_data.day))
    opening = drafts.open_draft(session, actor, callback_data.school_class, now=now)
    await reply.redraw(*await _opened(opening, session, actor, now))


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
    await _send(callback_data, None, session, actor, now, reply)


async def on_send_asked(
    _callback: CallbackQuery,
    callback_data: SendAsked,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    answer = Answer.INCLUDE if callback_data.include else Answer.LEAVE
    await _send(callback_data, answer, session, actor, now, reply)


async def _send(
    asked: SendReport, noticed: Answer | None, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    """Sent: the screen becomes the receipt. Not sent because the screen was old, or it is late: it is drawn afresh and
    says why. Not sent yet, because a guardian says otherwise: the screen becomes the question.
    """
    try:
        async with session.begin_nested():
            sent = await drafts.send_draft(session, actor, asked.draft, shown=asked.shown, noticed=noticed, now=now)
    except NoticedLeftOut as question:
        named = [(one.name, one.reason.value) for one in question.left_out]
        await reply.redraw(words.left_out(named), keyboards.left_out(asked, question.school_class_id, now.date()))
        return
    except (CutOffPassed, DraftChanged, ReportOvertaken) as refusal:
        reopening = drafts.reopen_draft(session, actor, asked.draft, now=now)
        await reply.redraw(*await _opened(reopening, session, actor, now))
        reply.toast, reply.alert = refusals.refusal(refusal), True
        return
    receipt = words.report_sent(
        sent.school_class.name, sent.report.on_date, absent=_reported(sent), students=len(sent.names)
    )
    await reply.redraw(receipt, keyboards.correct(sent.school_class.id, sent.report.on_date))


async def _classes(session: AsyncSession, actor: Actor) -> Sequence[SchoolClass]:
    return [c for c in await reportable_classes(session, actor) if may(actor, Action.REPORT, c)]


def _meant(class_words: str, classes: Sequence[SchoolClass]) -> SchoolClass | None:
    """The class that is named; the only one there is when none is."""
    if not class_words:
        return classes[0] if len(classes) == 1 else None
    return class_named(class_words, classes)


async def _opened(
    opening: Awaitable[DraftScreen], session: AsyncSession, actor: Actor, now: datetime
) -> tuple[str, InlineKeyboardMarkup | None]:
    """The class screen; or, when it is too late to correct the class's report, that report without a button."""
    try:
        return _shown(await opening)
    except CutOffPassed as late:
        sent = await report_for(session, actor, late.school_class_id, now=now)
        text = words.too_late(
            sent.school_class.name,
            sent.report.on_date,
            absent=_reported(sent),
            students=len(sent.names),
            why=refusals.refusal(late),
        )
        return text, None


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
        changes=screen.changes,
        arrived_but_named=[name for i, name in names.items() if i in screen.arrived and str(i) in draft.entries],
        anybody_arrived=bool(screen.arrived),
    )
    return text, keyboards.report(draft, names, noticed, screen.arrived)


def _reported(sent: SentReport) -> dict[str, list[str]]:
    return _absent(sent.names, {str(entry.student_id): entry.reason.value for entry in sent.report.entries})


def _absent(names: Mapping[int, str], entries: Mapping[str, str]) -> dict[str, list[str]]:
    """Names by reason's letter, in the order of the class list."""
    absent: dict[str, list[str]] = defaultdict(list)
    for student_id, name in names.items():
        if letter := entries.get(str(student_id)):
            absent[letter].append(name)
    return absent
