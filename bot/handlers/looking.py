"""Looking: today's state, who has not reported. Each starts from what the actor may see."""

from datetime import datetime

from aiogram import Router
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.filters import PRIVATE
from bot.reply import Reply
from bot.wording import looking as words
from core import overview
from core.actors import Actor
from core.wording.notices import not_reported


def router() -> Router:
    r = Router(name="looking")
    r.message.register(on_today, PRIVATE, menu.asked(menu.TODAY))
    r.message.register(on_not_reported, PRIVATE, menu.asked(menu.NOT_REPORTED))
    return r


async def on_today(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    await reply.say(words.today(await overview.classes_today(session, actor), now.date()))


async def on_not_reported(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    missing, total = await overview.not_reported(session, actor, now=now)
    if total == 0:
        await reply.say(words.today([], now.date()))
        return
    await reply.say(not_reported(on=now.date(), at=now, classes=[c.name for c in missing], total=total))
