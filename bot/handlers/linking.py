"""The way in: /start with or without an invitation, help, and everything a stranger says."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import keyboards, wording
from bot.filters import PRIVATE, known, stranger
from bot.reply import Reply
from core import accounts
from core.invitations import Redeemed, redeem
from core.policy import Action, Actor, actor_by_telegram, may_anywhere
from db.models import Department, Role, SchoolClass


def router() -> Router:
    r = Router(name="linking")
    r.message.register(on_invitation, PRIVATE, CommandStart(magic=F.args))
    r.message.register(on_start, PRIVATE, known, CommandStart())
    r.message.register(on_help, PRIVATE, known, Command("bantuan", "help"))
    r.message.register(on_help, PRIVATE, known, F.text == wording.HELP)
    r.message.register(on_stranger, PRIVATE, stranger)
    r.callback_query.register(on_strangers_button, stranger)
    return r


async def on_invitation(
    message: Message, command: CommandObject, session: AsyncSession, now: datetime, reply: Reply
) -> None:
    """`/start CODE`, by a link or typed."""
    assert message.from_user is not None  # private chats always have a sender
    redeemed = await redeem(
        session,
        telegram_id=message.from_user.id,
        telegram_name=message.from_user.full_name[:60],
        code=command.args or "",
        now=now,
    )
    actor = await actor_by_telegram(session, message.from_user.id, on=now.date())
    assert actor is not None
    place = await _place(session, redeemed)
    await reply.say(wording.welcome(redeemed.person.name, redeemed.role, place), keyboards.menu(actor))


async def on_start(message: Message, session: AsyncSession, actor: Actor, reply: Reply) -> None:
    """Whoever presses start is back, also after a refusal that no news of an unblocking follows."""
    await accounts.mark_blocked(session, message.chat.id, blocked_at=None)
    await reply.say(wording.welcome_back(actor), keyboards.menu(actor))


async def on_help(_message: Message, actor: Actor, reply: Reply) -> None:
    text = wording.help_text(
        reports=may_anywhere(actor, Action.REPORT),
        looks=actor.holds(*keyboards.LOOKERS),
        answers=may_anywhere(actor, Action.ANSWER_GUARDIAN),
        keeps_gate=may_anywhere(actor, Action.CHECK_IN),
        names_group=actor.holds(Role.ADMINISTRATOR, Role.LEADERSHIP),
    )
    await reply.say(text, keyboards.menu(actor))


async def on_stranger(_message: Message, reply: Reply) -> None:
    await reply.say(wording.stranger())


async def on_strangers_button(_callback: CallbackQuery, reply: Reply) -> None:
    reply.toast = wording.stranger()
    reply.alert = True


async def _place(session: AsyncSession, redeemed: Redeemed) -> str | None:
    if redeemed.school_class_id is not None:
        school_class = await session.get(SchoolClass, redeemed.school_class_id)
        return school_class.name if school_class else None
    if redeemed.department_id is not None:
        department = await session.get(Department, redeemed.department_id)
        return department.name if department else None
    return None
