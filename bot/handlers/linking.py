"""The way in: /start with or without an invitation, help, and everything a stranger says."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart, or_f
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu, menus
from bot.filters import PRIVATE, known, stranger
from bot.reply import Reply
from bot.wording import guardians as guardian_words
from bot.wording import linking as words
from bot.wording import menu as menu_words
from bot.wording import refusals
from core import accounts
from core.actors import Actor, actor_by_telegram
from core.invitations import Redeemed, may_be_code, redeem, was_redeemed_by
from core.registration_requests import of_account, take_back
from core.school_rules import school_rules
from core.sms_language import Stop, understand
from db.models import Department, SchoolClass


def router() -> Router:
    r = Router(name="linking")
    r.message.register(on_invitation, PRIVATE, CommandStart(magic=F.args))
    r.message.register(on_start, PRIVATE, known, CommandStart())
    r.message.register(on_help, PRIVATE, known, or_f(menu.asked(menu.HELP), Command("help", ignore_case=True)))
    r.message.register(on_typed_code, PRIVATE, stranger, F.text, F.text.func(may_be_code))
    r.message.register(on_stranger, PRIVATE, stranger)
    r.callback_query.register(on_strangers_button, stranger)
    return r


async def on_invitation(
    message: Message, command: CommandObject, session: AsyncSession, actor: Actor | None, now: datetime, reply: Reply
) -> None:
    """`/start CODE`, by a link or typed. The own link pressed again is a mere start."""
    code = command.args or ""
    if actor is not None and await was_redeemed_by(session, message.chat.id, code):
        await on_start(message, session, actor, now, reply)
    else:
        await _redeem(message, code, session, now, reply)


async def on_typed_code(message: Message, session: AsyncSession, now: datetime, reply: Reply) -> None:
    """The letters alone, as they were dictated or copied."""
    await _redeem(message, message.text or "", session, now, reply)


async def _redeem(message: Message, code: str, session: AsyncSession, now: datetime, reply: Reply) -> None:
    assert message.from_user is not None  # private chats always have a sender
    redeemed = await redeem(
        session,
        telegram_id=message.from_user.id,
        telegram_name=message.from_user.full_name[:60],
        code=code,
        now=now,
    )
    actor = await actor_by_telegram(session, message.from_user.id, on=now.date())
    assert actor is not None  # the code has just linked it
    await menus.show(session, {message.from_user.id: actor}, now=now)
    place = await _place(session, redeemed)
    await reply.say(words.welcome(redeemed.person.name, redeemed.role, place), menu.keyboard(actor))


async def on_start(message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    """Whoever presses start is back, also after a refusal that no news of an unblocking follows."""
    await accounts.mark_blocked(session, message.chat.id, blocked_at=None)
    await menus.show(session, {message.chat.id: actor}, now=now, again=True)
    posts = await accounts.posts_of(session, actor)
    await reply.say(menu_words.welcome_back(actor.name, posts), menu.keyboard(actor))


async def on_help(_message: Message, session: AsyncSession, actor: Actor, reply: Reply) -> None:
    await reply.say(menu.help_of(actor, await accounts.posts_of(session, actor)), menu.keyboard(actor))


async def on_stranger(message: Message, session: AsyncSession, now: datetime, reply: Reply) -> None:
    """Who waits for the school's yes is one still, and may give up waiting."""
    waiting = await of_account(session, reply.chat_id)
    if not waiting:
        await reply.say(refusals.stranger())
        return
    school = (await school_rules(session)).school_name
    if isinstance(understand(message.text or "", today=now.date()), Stop):
        await take_back(session, waiting, now=now)
        await reply.say(guardian_words.taken_back(school))
    else:
        await reply.say(guardian_words.still_waits(school))


async def on_strangers_button(_callback: CallbackQuery, reply: Reply) -> None:
    reply.toast = refusals.stranger()
    reply.alert = True


async def _place(session: AsyncSession, redeemed: Redeemed) -> str | None:
    if redeemed.school_class_id is not None:
        school_class = await session.get(SchoolClass, redeemed.school_class_id)
        return school_class.name if school_class else None
    if redeemed.department_id is not None:
        department = await session.get(Department, redeemed.department_id)
        return department.name if department else None
    return None
