"""Files in and out of a chat. Both are talk with Telegram, so both happen outside the update's transaction."""

from dataclasses import dataclass
from io import BytesIO

from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.types import BufferedInputFile, InlineKeyboardMarkup
from aiohttp import ClientError

from core.errors import Refusal


class FileUnavailable(Refusal):
    """Telegram does not hand out what was sent to us: too large for a bot, or away."""


@dataclass
class FileWanted(Exception):
    """Raised by a handler that needs the content of a file: its transaction is undone, the file fetched, and the
    handler called again with it as `fetched`.
    """

    file_id: str
    most_bytes: int


@dataclass(frozen=True, slots=True)
class Handover:
    """A file for the person who asked. It goes straight out after the commit, not through the outbox: it is large, or
    says what is nowhere kept. `bot.file_delivery` sends it; one that is lost on the way is asked for again.
    """

    name: str
    content: bytes
    caption: str = ""
    markup: InlineKeyboardMarkup | None = None
    is_picture: bool = False

    async def send(self, bot: Bot, chat_id: int) -> None:
        file = BufferedInputFile(self.content, self.name)
        if self.is_picture:
            await bot.send_photo(chat_id, file, caption=self.caption or None, reply_markup=self.markup)
        else:
            await bot.send_document(chat_id, file, caption=self.caption or None, reply_markup=self.markup)


async def fetch(bot: Bot, wanted: FileWanted) -> bytes:
    """Download a file; at most one byte more than was wanted, so that the reader sees it is too large.

    Raises FileUnavailable.
    """
    packed = _Bounded(wanted.most_bytes + 1)
    try:
        await bot.download(wanted.file_id, destination=packed)
    except _Full:
        pass
    except (AiogramError, ClientError, OSError, TimeoutError) as error:
        raise FileUnavailable from error
    return packed.getvalue()


class _Full(Exception):
    """There is more than was asked for."""


class _Bounded(BytesIO):
    def __init__(self, most_bytes: int) -> None:
        super().__init__()
        self._most_bytes = most_bytes

    def write(self, chunk: bytes, /) -> int:  # type: ignore[override]  # whatever a buffer is, aiogram writes bytes
        room = self._most_bytes - self.tell()
        written = super().write(chunk[:room])
        if written < len(chunk):
            raise _Full
        return written
