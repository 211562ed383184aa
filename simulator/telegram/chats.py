"""Accounts, chats and messages as Telegram keeps them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from simulator.telegram.errors import Json
from simulator.telegram.files import StoredFile
from simulator.telegram.formatting import NOTHING, Formatted
from simulator.telegram.keyboards import button_texts, is_inline
from simulator.telegram.rendering import render_html

Status = Literal["creator", "administrator", "member", "left", "kicked"]


@dataclass(eq=False)
class Account:
    """A person, or the bot."""

    id: int
    first_name: str
    username: str | None = None
    last_name: str | None = None
    is_bot: bool = False
    language_code: str = "id"

    def to_api(self) -> Json:
        names = {"first_name": self.first_name, "last_name": self.last_name, "username": self.username}
        shown: Json = {"id": self.id, "is_bot": self.is_bot} | {key: name for key, name in names.items() if name}
        return shown if self.is_bot else shown | {"language_code": self.language_code}


@dataclass(eq=False)
class Chat:
    """A private chat with the bot (its id is the person's) or a group (a negative id).

    `bot` says whether the bot may write: in a private chat "left" until the person has pressed start, "kicked" when
    blocked. `members` are the people, never the bot.
    """

    id: int
    kind: Literal["private", "group", "supergroup"]
    title: str
    username: str | None = None
    bot: Status = "left"
    bot_was_here: bool = False
    members: dict[int, Status] = field(default_factory=dict)
    messages: dict[int, "Message"] = field(default_factory=dict)
    last_message_id: int = 0
    upgraded_to: int | None = None
    keyboard: Json | None = None
    pinned: list["Message"] = field(default_factory=list)

    def to_api(self) -> Json:
        name = "first_name" if self.kind == "private" else "title"
        shown: Json = {"id": self.id, "type": self.kind, name: self.title}
        return shown | {"username": self.username} if self.username else shown


@dataclass(eq=False)
class Message:
    """A message as it stands now. `text` is the caption where there is a file.

    `changed` is the number of the event that made it what it is; `markup` may be a reply keyboard, which the Bot API
    never shows. `extra` holds fields of service messages and forwards in the shape of the Bot API.
    """

    chat: Chat
    id: int
    sender: Account
    date: datetime
    content: Formatted = NOTHING
    markup: Json | None = None
    file: StoredFile | None = None
    reply_to: "Message | None" = None
    extra: Json = field(default_factory=dict)
    edited: datetime | None = None
    deleted: bool = False
    changed: int = 0
    reactions: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return self.content.text

    @property
    def html(self) -> str:
        """The text with its formatting as HTML."""
        return render_html(self.content.text, self.content.entities)

    @property
    def buttons(self) -> list[list[str]]:
        """Rows of the visible texts of its inline keyboard."""
        return button_texts(self.markup) if is_inline(self.markup) else []

    @property
    def from_bot(self) -> bool:
        return self.sender.is_bot

    def to_api(self, with_reply: bool = True) -> Json:
        """The Bot API's Message: inline keyboards only, and a reply shown one level deep."""
        body: Json = {
            "message_id": self.id,
            "from": self.sender.to_api(),
            "chat": self.chat.to_api(),
            "date": int(self.date.timestamp()),
        }
        if self.edited:
            body["edit_date"] = int(self.edited.timestamp())
        if self.reply_to and with_reply:
            body["reply_to_message"] = self.reply_to.to_api(with_reply=False)
        if self.file:
            body |= self.file.in_message()
        if self.text:
            body["caption" if self.file else "text"] = self.text
        if self.content.entities:
            body["caption_entities" if self.file else "entities"] = list(self.content.entities)
        if is_inline(self.markup):
            body["reply_markup"] = self.markup
        return body | self.extra

    def to_page(self) -> Json:
        """The same for people's eyes: with formatting as HTML, the reply keyboard and reactions."""
        return self.to_api() | {"html": self.html, "keyboard": self.markup, "reactions": self.reactions}
