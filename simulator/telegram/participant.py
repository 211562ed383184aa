"""Somebody in a chat with the bot, and all they can do there."""

import asyncio
import re
from pathlib import Path

from simulator.telegram.callbacks import Toast
from simulator.telegram.chats import Account, Message
from simulator.telegram.errors import Json
from simulator.telegram.files import Kind, StoredFile
from simulator.telegram.formatting import TEXT_LIMIT, Formatted, incoming
from simulator.telegram.keyboards import button_texts
from simulator.telegram.view import PATIENCE, ChatView, What, wait_until
from simulator.telegram.world import World

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


class Participant:
    """A person in one chat. What they do is awaited; what they see is read."""

    def __init__(self, world: World, account: Account, view: ChatView) -> None:
        self.world = world
        self.account = account
        self.view = view
        self._toasts_before = 0

    @property
    def id(self) -> int:
        return self.account.id

    @property
    def name(self) -> str:
        return self.account.first_name

    # Doing

    async def send(self, text: str) -> Message:
        """Write. The app trims it and cuts what is longer than 4096 into several messages; the last is returned."""
        text = text.strip()
        assert text, "the app sends no empty messages"
        pieces = [text[begin : begin + TEXT_LIMIT] for begin in range(0, len(text), TEXT_LIMIT)]
        return [self._post(incoming(piece)) for piece in pieces][-1]

    async def reply(self, message: Message, text: str) -> Message:
        """Write as a reply to a message of this chat."""
        return self._post(incoming(text), reply_to=message)

    async def edit(self, message: Message, text: str) -> None:
        """Correct one's own message."""
        self._act()
        self.world.edit(message, incoming(text))

    async def upload(
        self, source: Path | bytes, name: str | None = None, mime: str | None = None, caption: str = ""
    ) -> Message:
        """Send a file as a document; bytes need a name."""
        content = source if isinstance(source, bytes) else await asyncio.to_thread(source.read_bytes)
        name = name or (source.name if isinstance(source, Path) else "file")
        return self._post_file("document", content, name, mime, caption)

    async def send_photo(self, content: bytes, caption: str = "", reply_to: Message | None = None) -> Message:
        """Send a picture as a photo, maybe as a reply to a message of this chat.

        Raises:
            ApiError: it is no picture.
        """
        return self._post_file("photo", content, "photo.jpg", None, caption, reply_to)

    async def press(
        self,
        label: str,
        on: Message | None = None,
        timeout: float = PATIENCE,  # noqa: ASYNC109  # its failure shows the chat
    ) -> Message:
        """Press the button of that text, as soon as it is there.

        Looked for: the text exactly, then a part of it, on `on` or on the newest message that has it, then on the
        reply keyboard. Returns the message with the button (of a reply keyboard: the message that the press wrote).

        Raises:
            AssertionError: there is no such button within `timeout` seconds, or it does nothing.
        """
        view = self.view
        await view.until(
            lambda: bool(view.find_button(label, on) or (on is None and view.find_key(label))),
            timeout,
            f"no button {label!r}",
        )
        found = view.find_button(label, on)
        if found is None:
            key = view.find_key(label)
            assert key is not None
            return await self.send(key["text"])
        self._press(*found)
        return found[0]

    async def press_data(self, data: str, on: Message | None = None) -> None:
        """Send callback data of one's own making, as a tampered or an old app might; by default from the last message.

        Raises:
            AssertionError: the bot has written nothing to press on.
        """
        message = on or self.last
        assert message is not None, f"the bot has written nothing to {self.name}"
        self._act()
        self.world.callbacks.press(self.account, message, data)

    async def open_link(self, url: str) -> Message:
        """Follow a `t.me/<bot>?start=…` link and press start.

        Raises:
            AssertionError: the link is not of this bot, or its payload not 1-64 of `A-Za-z0-9_-`.
        """
        bot = re.escape(self.world.bot.username or "")
        match = re.fullmatch(rf"(?:https?://)?(?:t|telegram)\.me/{bot}(?:\?start=(.*))?", url, re.IGNORECASE)
        assert match, f"{url} does not lead to @{self.world.bot.username}"
        payload = match[1]
        assert payload is None or _PAYLOAD.fullmatch(payload), f"Telegram drops the start payload {payload!r}"
        private = Participant(self.world, self.account, ChatView(self.world, self.world.chats[self.id]))
        return await (private if self.view.chat.id != self.id else self).send(
            f"/start {payload}" if payload else "/start"
        )

    # Seeing

    @property
    def chat(self) -> list[Message]:
        """What stands in the chat now, oldest first."""
        return self.view.messages

    @property
    def last(self) -> Message | None:
        """The bot's newest message."""
        return next(reversed(self.view.from_bot), None)

    @property
    def buttons(self) -> list[list[str]]:
        """Inline buttons of the newest message that has some."""
        return next((message.buttons for message in reversed(self.view.from_bot) if message.buttons), [])

    @property
    def keyboard(self) -> list[list[str]]:
        """Keys of the reply keyboard, when one is shown."""
        return button_texts(self.view.chat.keyboard)

    @property
    def toasts(self) -> list[Toast]:
        """Answers to one's presses that showed something."""
        return [toast for toast in self.world.callbacks.toasts.get(self.id, []) if toast.text]

    @property
    def spinning(self) -> int:
        """Presses the bot has not answered yet."""
        return self.world.callbacks.waiting(self.account)

    async def wait_for(self, what: What, timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109  # its failure shows the chat
        """The bot's newest message with that text (or for which `what` is true), written or edited since the last
        thing one did here; waits until there is one.

        Raises:
            AssertionError: after `timeout` seconds, with the chat.
        """
        return await self.view.wait_for(what, timeout)

    async def wait_for_toast(self, text: str = "", timeout: float = PATIENCE) -> Toast:  # noqa: ASYNC109  # its failure shows the chat
        """The answer to the last press that contains `text`.

        Raises:
            AssertionError: after `timeout` seconds.
        """

        def found() -> Toast | None:
            return next((toast for toast in self.toasts[self._toasts_before :] if text in toast.text), None)

        await wait_until(
            self.world.events, lambda: found() is not None, timeout, lambda: f"no toast {text!r}: {self.toasts}"
        )
        toast = found()
        assert toast is not None
        return toast

    def mark_read(self) -> None:
        """Let `wait_for` look only at what comes from now on."""
        self.view.mark_read()

    # Below

    def _act(self) -> None:
        """Anything one does makes what is there old news."""
        self.view.mark_read()
        self._toasts_before = len(self.toasts)

    def _post(self, content: Formatted, file: StoredFile | None = None, reply_to: Message | None = None) -> Message:
        self._enter()
        self._act()
        return self.world.post(self.view.chat, self.account, content, file=file, reply_to=reply_to)

    def _post_file(
        self, kind: Kind, content: bytes, name: str, mime: str | None, caption: str, reply_to: Message | None = None
    ) -> Message:
        return self._post(incoming(caption), self.world.files.add(kind, content, name, mime), reply_to)

    def _enter(self) -> None:
        """Writing to the bot for the first time starts it; a blocked one has to be unblocked first."""
        chat = self.view.chat
        status = chat.members.get(self.id, "left")
        assert status not in ("left", "kicked"), f"{self.name} is not in {chat.title}"
        if chat.kind == "private":
            assert chat.bot != "kicked", f"{self.name} has blocked the bot"
            chat.bot, chat.bot_was_here = "member", True

    def _press(self, message: Message, button: Json) -> None:
        assert "disabled" not in button, f"the button {button['text']!r} is disabled"
        self._act()
        if "callback_data" in button:
            self.world.callbacks.press(self.account, message, button["callback_data"])
