"""What a guardian tells the school: a child is away, by buttons or in plain words; everything else goes to a person."""

from datetime import date, datetime, timedelta

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot import question_filters as asked
from bot import questions as q
from bot.filters import PRIVATE, is_guardian, only_guardian
from bot.guardian_callbacks import AwayFor, AwayWhy, ChildMeant, NoticeFor, SendAway
from bot.handlers import guardian_linking, guardians
from bot.keyboards import guardians as keyboards
from bot.reply import Reply
from bot.wording import guardians as words
from core.actors import Actor
from core.errors import NotFound
from core.guardian_accounts import own_child, own_children
from core.guardian_chat import (
    Noted,
    PassedOn,
    WhichChild,
    Writer,
    is_for_guardian,
    name_child,
    note,
    take_notice,
    take_words,
)
from core.sms_language import AbsenceNotice, CheckStatus, Help, NoticeReason, Stop, understand


def router() -> Router:
    r = Router(name="guardian notices")
    r.message.register(on_menu, PRIVATE, menu.asked(menu.AWAY))
    r.callback_query.register(on_child, NoticeFor.filter())
    r.callback_query.register(on_reason, AwayWhy.filter())
    r.callback_query.register(on_days, AwayFor.filter())
    r.callback_query.register(on_send, SendAway.filter(), asked.takes, asked.about(q.AskAway))
    r.callback_query.register(on_meant, ChildMeant.filter(), asked.takes, asked.about(q.AskMeant))
    r.message.register(on_why, PRIVATE, is_guardian, asked.answers, asked.about(q.AskAway))
    return r


def words_router() -> Router:
    """After everything else that can be typed: what is left of a guardian's words is for the school."""
    r = Router(name="guardian words")
    r.message.register(on_words, PRIVATE, is_guardian, asked.in_own_words, _speaks_as_guardian)
    r.message.register(on_picture, PRIVATE, only_guardian, ~F.text)
    return r


async def _speaks_as_guardian(message: Message, session: AsyncSession, actor: Actor) -> bool:
    """Who has a task at the school may mean that: their words are a guardian's only as a reply to what they were told
    as one. The buttons are theirs too.
    """
    if only_guardian(message, actor):
        return True
    replied = message.reply_to_message
    return replied is not None and await is_for_guardian(
        session, chat_id=message.chat.id, message_id=replied.message_id
    )


async def on_menu(_message: Message, session: AsyncSession, actor: Actor, reply: Reply) -> None:
    """One child: sick or excused? Several: which one?"""
    children = await own_children(session, actor)
    if not children:
        await reply.say(words.nobody())
    elif len(children) == 1:
        student, school_class = children[0].student, children[0].school_class
        await reply.say(words.sick_or_excused(student.name, school_class.name), keyboards.reasons(student.id))
    else:
        await reply.say(words.which_child(), keyboards.notice_for(children))


async def on_child(
    _callback: CallbackQuery, callback_data: NoticeFor, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    child = await own_child(session, actor, callback_data.student)
    text = words.sick_or_excused(child.student.name, child.school_class.name)
    await reply.redraw(text, keyboards.reasons(child.student.id))


async def on_reason(
    _callback: CallbackQuery, callback_data: AwayWhy, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    child = await own_child(session, actor, callback_data.student)
    text = words.which_days(child.student.name, child.school_class.name, callback_data.reason)
    await reply.redraw(text, keyboards.days(child.student.id, callback_data.reason, now.date()))


async def on_days(
    _callback: CallbackQuery, callback_data: AwayFor, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    """Shown once more before it is sent. A button of yesterday says of yesterday."""
    child = await own_child(session, actor, callback_data.student)
    first = date.fromordinal(callback_data.first)
    if not now.date() <= first <= now.date() + timedelta(days=1):
        raise NotFound
    away = q.AskAway(
        student=child.student.id,
        reason=callback_data.reason,
        first=first,
        last=first + timedelta(days=callback_data.days - 1),
    )
    text = words.ready(child.student.name, child.school_class.name, away.reason, away.first, away.last)
    await reply.ask(text, keyboards.send(), away)


async def on_send(
    _callback: CallbackQuery,
    question: q.AskAway,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await reply.redraw(await _sent(_writer(session, actor, now, reply), question, words.WHY_UNSAID))


async def on_why(
    message: Message, question: q.AskAway, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    """The reason in words sends it; the button is then empty."""
    await reply.say(await _sent(_writer(session, actor, now, reply), question, message.text or ""))


async def on_meant(
    _callback: CallbackQuery,
    callback_data: ChildMeant,
    question: q.AskMeant,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    noted = await name_child(_writer(session, actor, now, reply), question.words, callback_data.student)
    await reply.redraw(_thanks(noted))


async def on_words(message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    """As an SMS would be: a notice, a command in words, or something for a person to read."""
    text = message.text or ""
    match understand(text, today=now.date()):
        case AbsenceNotice() as said:
            await _answer(await take_notice(_writer(session, actor, now, reply), said, text), reply)
        case CheckStatus():
            await guardians.on_children(message, session, actor, now, reply)
        case Stop():
            await guardians.on_leaving(message, session, actor, now, reply)
        case Help():
            await guardian_linking.on_help(message, session, actor, reply)
        case _:
            await _answer(await take_words(_writer(session, actor, now, reply), text), reply)


async def on_picture(_message: Message, reply: Reply) -> None:
    await reply.say(words.words_only())


async def _sent(writer: Writer, away: q.AskAway, why: str) -> str:
    """The thanks for it. Raises NotFound when the day is over."""
    if away.first < writer.now.date():
        raise NotFound
    said = AbsenceNotice(
        NoticeReason(away.reason),
        away.first,
        away.last,
        days_named=True,
        days_doubtful=False,
        days_words="",
        detail=why,
    )
    return _thanks(await note(writer, said, why, away.student))


async def _answer(heard: Noted | WhichChild | PassedOn, reply: Reply) -> None:
    match heard:
        case Noted():
            await reply.say(_thanks(heard))
        case WhichChild(words_id=words_id, children=children):
            await reply.ask(words.which_child(), keyboards.meant(children), q.AskMeant(words=words_id))
        case PassedOn():
            await reply.say(words.passed_on())


def _thanks(noted: Noted) -> str:
    """An answer to our alert is thanked for as such; any other notice is read back with its days."""
    name, school_class, notice = noted.child.student.name, noted.child.school_class.name, noted.notice
    if noted.answers_alert:
        return words.explained(name, school_class)
    return words.notice_received(name, school_class, notice.reason.value, notice.first_day, notice.last_day)


def _writer(session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> Writer:
    return Writer(session, actor, reply.chat_id, reply.update_key, now)
