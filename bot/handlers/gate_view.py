"""Watching the gates from a phone."""

from datetime import datetime

from aiogram import Router
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.filters import PRIVATE
from bot.reply import Reply
from bot.wording.gate_view import gate_view
from core.actors import Actor
from core.gate_watch import watch_gate


def router() -> Router:
    r = Router(name="gate_view")
    r.message.register(on_gate, PRIVATE, menu.asked(menu.GATE))
    return r


async def on_gate(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    await reply.say(gate_view(await watch_gate(session, actor, now=now), now.date()))
