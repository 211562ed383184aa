"""Conversations with guardians: what waits for an answer, and questions asked back with a tap."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.callbacks import AskGuardian, CloseMessage, ListMessages, OpenMessage
from bot.filters import PRIVATE
from bot.keyboards import messages as keyboards
from bot.reply import Reply
from bot.wording import messages as words
from core import unanswered
from core.actions import Action
from core.actors import Actor
from core.answers import ask
from core.errors import NotFound
from core.guardian_notices import notice_for
from core.outbox import telegram_body
from core.policy import may
from core.registration_requests import of_number
from core.wording.registration_requests import not_approved_yet

PAGE = 5


def router() -> Router:
    r = Router(name="messages")
    r.message.register(on_list, PRIVATE, menu.asked(menu.MESSAGES))
    r.callback_query.register(on_page, ListMessages.filter())
    r.callback_query.register(on_open, OpenMessage.filter())
    r.callback_query.register(on_close, CloseMessage.filter())
    r.callback_query.register(on_ask, AskGuardian.filter())
    return r


async def on_list(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    await reply.say(*await _page(session, actor, reply, now, 0))


async def on_page(
    _callback: CallbackQuery,
    callback_data: ListMessages,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await reply.redraw(*await _page(session, actor, reply, now, callback_data.page))


async def on_open(
    _callback: CallbackQuery,
    callback_data: OpenMessage,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    one = await unanswered.waiting_one(session, actor, callback_data.sms, chat_id=reply.chat_id, now=now)
    shown = words.one_message(one, at=one.sms.received_at.astimezone(now.tzinfo))
    if await _waits_for_approval(session, one, now):
        shown = not_approved_yet(shown)
    decides = one.school_class is not None and may(actor, Action.DECIDE_NOTICE, one.school_class)
    buttons = keyboards.one_message(one.sms.id, one.notice.id if one.notice and decides else None)
    await reply.forward(shown, buttons, inbound_sms_id=one.sms.id)


async def on_close(
    _callback: CallbackQuery,
    callback_data: CloseMessage,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await unanswered.close(session, actor, callback_data.sms, chat_id=reply.chat_id, now=now)
    reply.toast = words.closed()
    await reply.redraw(await _shown(session, reply))


async def on_ask(
    _callback: CallbackQuery,
    callback_data: AskGuardian,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    """The choice of questions takes the place of the buttons under the notice; asked, they come back."""
    notice_id = callback_data.notice
    await notice_for(session, actor, notice_id)
    notice = await _shown(session, reply)
    if callback_data.question == "menu":
        await reply.redraw(words.what_to_ask(notice), keyboards.questions(notice_id))
    elif callback_data.question == "back":
        await reply.redraw(notice, keyboards.decision(notice_id))
    else:
        _, question = words.QUESTIONS[callback_data.question]
        key = f"{notice_id}:{callback_data.question}:{reply.chat_id}:{reply.screen}"
        channel = await ask(session, actor, notice_id, question, chat_id=reply.chat_id, key=key, now=now)
        reply.toast = words.asked_briefly(channel)
        await reply.redraw(words.asked(notice, question, channel), keyboards.decision(notice_id))


async def _page(
    session: AsyncSession, actor: Actor, reply: Reply, now: datetime, page: int
) -> tuple[str, InlineKeyboardMarkup | None]:
    first = page * PAGE
    found, total = await unanswered.waiting_for(
        session, actor, chat_id=reply.chat_id, now=now, limit=PAGE, offset=first
    )
    text = words.waiting_list(found, total=total, first=first, now=now)
    ids, pages = [one.sms.id for one in found], -(-total // PAGE)
    return text, keyboards.waiting_list(ids, page=page, pages=pages, first=first)


async def _waits_for_approval(session: AsyncSession, one: unanswered.Waiting, now: datetime) -> bool:
    """The number that has written does not speak for the pupil yet."""
    if one.sms.phone is None or one.student is None:
        return False
    waiting = await of_number(session, one.sms.phone, on=now.date())
    return one.student.id in {other.student.id for other in waiting}


async def _shown(session: AsyncSession, reply: Reply) -> str:
    """The text of the message whose button was pressed, as it was first sent."""
    body = await telegram_body(session, chat_id=reply.chat_id, message_id=reply.screen) if reply.screen else None
    if body is None:
        raise NotFound
    return body
