"""Telegram's side of things: who there is, what was said where, and what the bot gets to know of it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from simulator.telegram.callbacks import CallbackQueries
from simulator.telegram.chats import Account, Chat, Message, Status
from simulator.telegram.commands import CommandMenus
from simulator.telegram.errors import Json
from simulator.telegram.events import Events
from simulator.telegram.files import FileStore, StoredFile
from simulator.telegram.formatting import NOTHING, Formatted
from simulator.telegram.keyboards import is_inline
from simulator.telegram.updates import UpdateQueue
from simulator.telegram.webhook import Webhook

# Ids of updates start anywhere: a bot that assumes they begin at 1 is mistaken.
FIRST_UPDATE_ID = 730_114_000


class World:
    """All state of the server. `now` gives aware datetimes: the time stamped on everything."""

    def __init__(self, bot: Account, now: Callable[[], datetime]) -> None:
        self.bot = bot
        self.now = now
        self.privacy_mode = True
        self.accounts: dict[int, Account] = {bot.id: bot}
        self.chats: dict[int, Chat] = {}
        self.files = FileStore()
        self.events = Events()
        self.updates = UpdateQueue(now, FIRST_UPDATE_ID, self.events.wake)
        self.reachable = asyncio.Event()
        self.webhook = Webhook(self.updates, now, self.reachable)
        self.callbacks = CallbackQueries(self.events, self.updates, now)
        self.menus = CommandMenus()
        self.profile: dict[tuple[str, str], str] = {}

    def meet(self, account: Account) -> Account:
        """Let a person exist, with a private chat that the bot may not yet write to."""
        if account.id in self.accounts:
            raise ValueError(f"there is already somebody with the id {account.id}")
        self.accounts[account.id] = account
        self.chats[account.id] = Chat(
            account.id, "private", account.first_name, account.username, members={account.id: "member"}
        )
        return account

    def post(
        self,
        chat: Chat,
        sender: Account,
        content: Formatted = NOTHING,
        *,
        markup: Json | None = None,
        file: StoredFile | None = None,
        reply_to: Message | None = None,
        extra: Json | None = None,
    ) -> Message:
        """Put a message into a chat. What people post, the bot is told of, as far as it may know."""
        chat.last_message_id += 1
        message = Message(
            chat, chat.last_message_id, sender, self.now(), content, markup, file, reply_to, dict(extra or {})
        )
        chat.messages[message.id] = message
        if markup is not None and not is_inline(markup):
            chat.keyboard = None if markup.get("remove_keyboard") else markup
        message.changed = self.events.number + 1
        self.events.emit("message", chat.id, message.to_page)
        if sender is not self.bot and self.hears(message):
            self.updates.put("message", message.to_api())
        return message

    def change(self, message: Message) -> None:
        """Tell of a message that has become another one."""
        message.changed = self.events.number + 1
        self.events.emit("edit", message.chat.id, message.to_page)

    def edit(self, message: Message, content: Formatted) -> None:
        """A person corrects what they wrote."""
        message.content, message.edited = content, self.now()
        self.change(message)
        if self.hears(message):
            self.updates.put("edited_message", message.to_api())

    def remove(self, message: Message) -> None:
        """Delete a message for everyone."""
        message.deleted = True
        del message.chat.messages[message.id]
        self.events.emit("delete", message.chat.id, lambda: {"message_id": message.id})

    def hears(self, message: Message) -> bool:
        """Does the bot learn of this message? Privacy mode leaves it commands, replies and service news."""
        chat = message.chat
        if chat.kind == "private" or not self.privacy_mode or chat.bot == "administrator":
            return chat.bot in ("member", "administrator")
        if chat.bot != "member":
            return False
        service = bool(message.extra) and not message.text and not message.file
        return service or self._is_addressed(message)

    def _is_addressed(self, message: Message) -> bool:
        if message.reply_to is not None and message.reply_to.sender is self.bot:
            return True
        first = message.text.split(maxsplit=1)[0] if message.text.strip() else ""
        _, at, addressee = first.partition("@")
        return first.startswith("/") and (not at or addressee.lower() == (self.bot.username or "").lower())

    def member_changed(self, chat: Chat, by: Account, status: Status) -> None:
        """Set what the bot is in a chat and tell it (`my_chat_member`)."""
        before, chat.bot = chat.bot, status
        chat.bot_was_here = chat.bot_was_here or status in ("member", "administrator")
        body = {
            "chat": chat.to_api(),
            "from": by.to_api(),
            "date": int(self.now().timestamp()),
            "old_chat_member": self.membership(self.bot, before),
            "new_chat_member": self.membership(self.bot, status),
        }
        self.updates.put("my_chat_member", body)
        self.events.emit("member", chat.id, lambda: body)

    def membership(self, account: Account, status: Status) -> Json:
        """A ChatMember with all its required fields."""
        member: Json = {"status": status, "user": account.to_api()}
        if status == "kicked":
            return member | {"until_date": 0}
        if status == "creator":
            return member | {"is_anonymous": False}
        return member | _ADMINISTRATOR if status == "administrator" else member

    def upgrade(self, group: Chat, new_id: int) -> Chat:
        """A group becomes a supergroup: another id, its history stays behind, both sides announce it."""
        founder = self.accounts[next(iter(group.members))]
        new = replace(group, id=new_id, kind="supergroup", messages={}, last_message_id=0, pinned=[])
        self.chats[new_id] = new
        self.post(group, founder, extra={"migrate_to_chat_id": new_id})
        group.upgraded_to = new_id
        self.post(new, founder, extra={"migrate_from_chat_id": group.id})
        return new


_ADMINISTRATOR: Json = {
    "can_be_edited": False,
    "is_anonymous": False,
    "can_manage_chat": True,
    "can_delete_messages": True,
    "can_manage_video_chats": True,
    "can_restrict_members": True,
    "can_promote_members": False,
    "can_change_info": True,
    "can_invite_users": True,
    "can_pin_messages": True,
    "can_post_stories": False,
    "can_edit_stories": False,
    "can_delete_stories": False,
}
