"""The scene on which right and wrong calls are tried, and the names under which the tables speak of it."""

import struct
import zlib
from typing import Any

from aiogram import Bot
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
)

from simulator.telegram import TelegramServer

Table = list[tuple[str, str, dict[str, Any]]]

DEWI, STRANGER, BLOCKER, NOBODY = 101, 102, 103, 999
HERS, PLAIN, KEYED, PHOTO, DOCUMENT, REPLY_KEYED = 1, 2, 3, 4, 5, 6
LEADERS, KICKED_FROM, BEFORE_UPGRADE = "leaders", "kicked from", "before upgrade"
PHOTO_ID, DOCUMENT_ID, BIG_ID, QUERY = "photo id", "document id", "big id", "query"


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


def key(text: str = "Kirim", **purpose: Any) -> dict[str, Any]:
    return {"text": text, **(purpose or {"callback_data": "send:1"})}


def picture(width: int = 20, height: int = 10) -> bytes:
    """A PNG whose header is true and whose pixels nobody looks at."""
    header = b"IHDR" + struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + header + struct.pack(">I", zlib.crc32(header))


async def set_stage(telegram: TelegramServer, bot: Bot) -> dict[str, Any]:
    """Dewi has six messages in her chat, three groups are in different states. Maps names to what they stand for."""
    dewi, blocker = telegram.user("Dewi", id=DEWI), telegram.user("Citra", id=BLOCKER)
    telegram.user("Budi", id=STRANGER)
    await dewi.send("/start")
    await blocker.send("/start")
    await blocker.block()
    inline = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Kirim", callback_data="send:1")]])
    await bot.send_message(DEWI, "plain")
    await bot.send_message(DEWI, "keyed", reply_markup=inline)
    photo = await bot.send_photo(DEWI, BufferedInputFile(picture(), "a.png"), caption="photo")
    document = await bot.send_document(DEWI, BufferedInputFile(b"NIS;Nama", "a.csv"))
    await bot.send_message(DEWI, "choose", reply_markup=ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Lapor")]]))
    leaders = await telegram.group("Pimpinan", dewi)
    kicked = await telegram.group("Lama", dewi)
    await kicked.remove_bot()
    upgraded = await telegram.group("Naik", dewi)
    before = upgraded.id
    await upgraded.upgrade()
    await leaders.send(dewi, "not for the bot")
    big = telegram.world.files.add("document", bytes(21 * 1024 * 1024), "big.bin")
    query = telegram.world.callbacks.press(dewi.account, dewi.chat[KEYED - 1], "send:1")
    assert photo.photo
    assert document.document
    return {
        LEADERS: leaders.id,
        KICKED_FROM: kicked.id,
        BEFORE_UPGRADE: before,
        PHOTO_ID: photo.photo[-1].file_id,
        DOCUMENT_ID: document.document.file_id,
        BIG_ID: big.file_id,
        QUERY: query,
    }


def on_stage(parameters: Any, names: dict[str, Any]) -> Any:
    """Parameters with the names replaced, wherever they stand."""
    if isinstance(parameters, dict):
        return {key: on_stage(value, names) for key, value in parameters.items()}
    if isinstance(parameters, list):
        return [on_stage(value, names) for value in parameters]
    return names.get(parameters, parameters) if isinstance(parameters, str) else parameters
