"""Looking: today's state, who has not reported, one pupil. Each starts from what the actor may see."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import keyboards, menu, wording
from bot.filters import PRIVATE
from bot.reply import Reply
from core import overview
from core.policy import Action, Actor, may
from core.wording.notices import not_reported


def router() -> Router:
    r = Router(name="looking")
    r.message.register(on_today, PRIVATE, menu.asked(menu.TODAY))
    r.message.register(on_not_reported, PRIVATE, menu.asked(menu.NOT_REPORTED))
    r.message.register(on_student, PRIVATE, menu.asked(menu.STUDENT))
    return r


async def on_today(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    await reply.say(wording.today(await overview.classes_today(session, actor), now.date()))


async def on_not_reported(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    missing, total = await overview.not_reported(session, actor, now=now)
    if total == 0:
        await reply.say(wording.today([], now.date()))
        return
    await reply.say(not_reported(on=now.date(), at=now, classes=[c.name for c in missing], total=total))


async def on_student(
    _message: Message, command: CommandObject, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    if not command.args:
        await reply.say(wording.how_to_search())
        return
    found = await overview.find_students(session, actor, command.args)
    one = found[0] if len(found) == 1 else None
    may_correct = one is not None and may(actor, Action.CORRECT, one.school_class)
    await reply.say(
        wording.student_lines(found), keyboards.correct_day(one.student.id) if one and may_correct else None
    )
