"""A chat as people look at it: its messages, its buttons, and waiting for what comes."""

import asyncio
from collections.abc import Callable

from simulator.telegram.chats import Chat, Message
from simulator.telegram.errors import Json
from simulator.telegram.events import Events
from simulator.telegram.keyboards import button_texts, rows
from simulator.telegram.world import World

# Seconds a wait lasts before it fails: long, because it only matters when something is wrong.
PATIENCE = 30.0

What = str | Callable[[Message], bool]
"""Part of a text, or a question to ask of each message."""


class ChatView:
    """One chat. `seen` is the number of the last event before which nothing is news to the people in it."""

    def __init__(self, world: World, chat: Chat) -> None:
        self.world = world
        self.chat = chat
        self.seen = 0

    @property
    def messages(self) -> list[Message]:
        """What stands in the chat now, oldest first."""
        return list(self.chat.messages.values())

    @property
    def from_bot(self) -> list[Message]:
        return [message for message in self.messages if message.from_bot]

    @property
    def news(self) -> list[Message]:
        """What the bot has written or changed since the people in the chat last did something, oldest first."""
        return [message for message in self.from_bot if message.changed > self.seen]

    def mark_read(self) -> None:
        """From now on only what comes later is news."""
        self.seen = self.world.events.number

    async def wait_for(self, what: What, timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109  # its failure shows the chat
        """The newest of the news that fits, now or as soon as it comes.

        Raises:
            AssertionError: nothing fits within `timeout` seconds; it shows the chat.
        """
        await self.until(lambda: self._fitting(what) is not None, timeout, f"nothing new with {_described(what)}")
        found = self._fitting(what)
        assert found is not None
        return found

    async def until(self, condition: Callable[[], bool], seconds: float, complaint: str) -> None:
        """Wait for a change in this chat that makes `condition` true."""
        chat_id = self.chat.id
        await wait_until(self.world.events, condition, seconds, lambda: f"{complaint}\n{self.transcript()}", chat_id)

    def _fitting(self, what: What) -> Message | None:
        fits = (lambda message: what in message.text) if isinstance(what, str) else what
        return next((message for message in reversed(self.news) if fits(message)), None)

    def find_button(self, label: str, on: Message | None = None) -> tuple[Message, Json] | None:
        """The newest inline button of that text, else the newest whose text contains it."""
        places = [on] if on else list(reversed(self.from_bot))
        shown = [(message, button) for message in places for row in rows(message.markup) for button in row]
        inline = [(message, button) for message, button in shown if message.buttons]
        exact = next((found for found in inline if found[1]["text"] == label), None)
        return exact or next((found for found in inline if label in found[1]["text"]), None)

    def find_key(self, label: str) -> Json | None:
        """The same on the reply keyboard."""
        keys = [key for row in rows(self.chat.keyboard) for key in row]
        exact = next((key for key in keys if key["text"] == label), None)
        return exact or next((key for key in keys if label in key["text"]), None)

    def transcript(self) -> str:
        """The chat as text, for the failure of a test and for a terminal."""
        return "\n".join([f"--- {self.chat.title} ({self.chat.id})", *map(told, self.messages), "---"])


def told(message: Message) -> str:
    """One message as lines of text: number, time, who, what, buttons."""
    file = f"[{message.file.kind} {message.file.name}] " if message.file else ""
    service = "" if message.text or message.file else str(message.extra or "")
    edited = " (edited)" if message.edited else ""
    sender = "bot" if message.from_bot else message.sender.first_name
    head = f"#{message.id} {message.date:%H:%M} {sender}{edited}: {file}{message.text}{service}"
    keys = [] if message.buttons else button_texts(message.markup)
    buttons = ["    " + " ".join(f"[{text}]" for text in row) for row in message.buttons]
    return "\n".join([head, *buttons, *("    " + " ".join(f"<{text}>" for text in row) for row in keys)])


async def wait_until(
    events: Events,
    condition: Callable[[], bool],
    seconds: float,
    complaint: Callable[[], str],
    chat_id: int | None = None,
) -> None:
    """Wait for changes until `condition` holds.

    Raises:
        AssertionError: with `complaint`, after so many seconds.
    """
    try:
        async with asyncio.timeout(seconds):
            await events.until(condition, chat_id)
    except TimeoutError:
        raise AssertionError(f"after {seconds:g} s: {complaint()}") from None


def _described(what: What) -> str:
    return repr(what) if isinstance(what, str) else "what was asked for"
