"""Somebody who tries everything: every command, every key, every button, every question that is asked back."""

import base64
import contextlib
import io
import re
import zipfile
import zlib
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, func, select

from bot import menu
from bot.wording.admin import SECTIONS
from core.outbox import is_open
from db.models import OutboxMessage, TelegramUpdate
from simulator.telegram import Message, Person
from tests.flows.house import House
from tests.flows.looking import eventually

OF_A_KIND, OF_A_FAMILY = 2, 2
"""Buttons pressed that differ in numbers only (the second page is as good as the thirtieth), and that begin alike (one
rule of the school is as good as another; only the sections of the administration are all different). Thus screens that
lead on and on, as calendars do, come to an end without keeping anybody from another kind.
"""
_SECTIONS = "press adm"

_WORDS = "budi"
"""Typed behind commands and as the answer to questions: half of the cast can be found by it."""

_SENDER = func.coalesce(*(TelegramUpdate.payload[kind, "from", "id"].astext for kind in ("message", "callback_query")))
_HANDLED = select(func.count()).where(TelegramUpdate.done_at.is_not(None), bindparam("person") == _SENDER)
_OWED = select(func.count()).where(
    OutboxMessage.recipient == bindparam("person"), *is_open(), OutboxMessage.not_before <= bindparam("now")
)
_SO_FAR = select(_HANDLED.scalar_subquery(), _OWED.scalar_subquery())
"""How many updates of a person have been handled, and how many messages wait to be sent to them."""


@dataclass(slots=True)
class Crawler:
    """Tries everything as one person. `seen` is all that was shown: texts, buttons, toasts, insides of files."""

    house: House
    person: Person
    seen: set[str] = field(default_factory=set)
    _done: int = 0
    _pressed: set[str] = field(default_factory=set)
    _kinds: Counter[str] = field(default_factory=Counter)
    _families: Counter[str] = field(default_factory=Counter)
    _waiting: deque[tuple[Message, str]] = field(default_factory=deque)
    _looked_at: dict[int, int] = field(default_factory=dict)

    async def crawl(self, *more: str) -> None:
        """Every command there is, allowed or not, and `more` that can be typed; then whatever these bring up."""
        self._done, _ = await self._so_far()
        keys = [key for row in self.person.keyboard for key in row]
        commands = [f"/{entry.command}" for entry in menu.ENTRIES]
        for words in (*commands, *(f"{command} {_WORDS}" for command in commands), *keys, *more):
            await self.person.send(words)
            await self._settle()
        while self._waiting:
            await self._press(*self._waiting.popleft())

    async def _press(self, message: Message, data: str) -> None:
        await self.person.press_data(data, on=message)
        await self._settle()
        asked = self.person.last
        if asked is not None and (asked.markup or {}).get("force_reply") and self._is_new("reply", asked.text):
            await self.person.reply(asked, _WORDS)
            await self._settle()

    async def _settle(self) -> None:
        """Until what this person did just now is handled, the press is answered, and nothing is owed to them."""
        self._done += 1
        await eventually(self._is_quiet, f"{self.person.name} waits: {self.person.view.transcript()[-2000:]}")
        for message in self.person.chat:
            if message.from_bot and self._looked_at.get(message.id) != message.changed:
                self._looked_at[message.id] = message.changed
                self._look_at(message)
        self.seen.update(toast.text for toast in self.person.toasts)

    async def _is_quiet(self) -> bool:
        return not self.person.spinning and await self._so_far() == (self._done, 0)

    async def _so_far(self) -> tuple[int, int]:
        async with self.house.transaction() as session:
            of_whom = {"person": str(self.person.id), "now": self.house.clock()}
            handled, owed = (await session.execute(_SO_FAR, of_whom)).one()
            return handled, owed

    def _look_at(self, message: Message) -> None:
        self.seen.add(message.text)
        if message.file is not None:
            self.seen.update((message.file.name, *inside(message.file.content)))
        for row in (message.markup or {}).get("inline_keyboard", ()):
            for button in row:
                self.seen.add(button["text"])
                data = button.get("callback_data")
                if data is not None and data not in self._pressed and self._is_new("press", data):
                    self._pressed.add(data)
                    self._waiting.append((message, data))

    def _is_new(self, what: str, data: str) -> bool:
        kind = f"{what} {re.sub(r'[0-9]+', '#', data)}"
        family, _, _ = kind.partition(":")
        most = len(SECTIONS) + 1 if family == _SECTIONS else OF_A_FAMILY
        if self._kinds[kind] >= OF_A_KIND or self._families[family] >= most:
            return False
        self._kinds[kind] += 1
        self._families[family] += 1
        return True

    def named(self, names: Sequence[str]) -> set[str]:
        """Those of the names that stand anywhere in what was shown."""
        return {name for name in names if any(name in text for text in self.seen)}


def inside(content: bytes) -> Iterator[str]:
    """The text of a file: as it is, of the pages of a PDF, and of the parts of an office file."""
    yield content.decode("utf-8", "replace")
    for stream in re.findall(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        with contextlib.suppress(ValueError, zlib.error):  # pictures and fonts say nothing
            page = zlib.decompress(base64.a85decode(stream.strip().removesuffix(b"~>"))).decode("latin-1")
            yield "\n".join(re.findall(r"\((.*?)(?<!\\)\) Tj", page))
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for name in parts.namelist():
                yield parts.read(name).decode("utf-8", "replace")
