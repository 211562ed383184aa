"""Groups, and the bot's own standing in chats: named, moved, left, blocked."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.filters import IN_GROUP, PRIVATE, known
from bot.reply import Reply
from bot.wording import class_groups as class_words
from bot.wording import leadership_group as leadership_words
from core import accounts, class_groups, group_standing, leadership_group
from core.actors import Actor
from core.errors import NotFound

_GONE = {"left", "kicked"}


def router() -> Router:
    r = Router(name="groups")
    r.message.register(on_moved, F.migrate_to_chat_id)
    r.message.register(on_name_group, IN_GROUP, known, menu.asked(menu.LEADERSHIP_GROUP))
    r.message.register(on_name_group_in_private, PRIVATE, known, menu.asked(menu.LEADERSHIP_GROUP))
    r.message.register(on_name_class_group, IN_GROUP, known, menu.asked(menu.CLASS_GROUP))
    r.message.register(on_name_class_group_in_private, PRIVATE, known, menu.asked(menu.CLASS_GROUP))
    r.callback_query.register(on_button_elsewhere, _elsewhere)
    r.my_chat_member.register(on_blocked, PRIVATE)
    r.my_chat_member.register(on_left_group, IN_GROUP)
    return r


async def on_moved(message: Message, session: AsyncSession, now: datetime) -> None:
    assert message.migrate_to_chat_id is not None  # the filter says so
    await leadership_group.move(session, message.chat.id, message.migrate_to_chat_id, now=now)


async def on_name_group(message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    title = message.chat.title or ""
    await leadership_group.name_group(session, actor, chat_id=message.chat.id, title=title, now=now)
    await reply.say(leadership_words.group_named(title))


async def on_name_group_in_private(_message: Message, reply: Reply) -> None:
    await reply.say(leadership_words.only_in_group())


async def on_name_class_group(
    message: Message, command: CommandObject, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    named = await class_groups.name_group(session, actor, command.args or "", chat_id=message.chat.id, now=now)
    await reply.say(class_words.group_named(named.name) if named is not None else class_words.which_class())


async def on_name_class_group_in_private(_message: Message, reply: Reply) -> None:
    await reply.say(class_words.only_in_group())


async def on_button_elsewhere(_callback: CallbackQuery) -> None:
    """Screens are for one person: a button pressed from a group would be answered before everybody's eyes."""
    raise NotFound


def _elsewhere(callback: CallbackQuery) -> bool:
    return callback.message is None or callback.message.chat.id != callback.from_user.id


async def on_blocked(event: ChatMemberUpdated, session: AsyncSession, now: datetime) -> None:
    """A person blocked the bot, or came back."""
    gone = event.new_chat_member.status in _GONE
    await accounts.mark_blocked(session, event.chat.id, blocked_at=now if gone else None)


async def on_left_group(event: ChatMemberUpdated, session: AsyncSession, now: datetime) -> None:
    if event.new_chat_member.status in _GONE:
        await group_standing.shut_out(session, event.chat.id, now=now)
