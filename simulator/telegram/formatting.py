"""From what a bot sends (text, parse mode, entities) to what people see, within Telegram's limits."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from aiogram.client.default import Default
from aiogram.types import MessageEntity

from simulator.telegram.errors import ApiError, Json, bad_request, cannot_parse
from simulator.telegram.html import parse_html, utf16_length

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True)
class Formatted:
    """Text with entities, their offsets in UTF-16 units."""

    text: str
    entities: tuple[Json, ...] = ()


NOTHING = Formatted("")


def text_of(
    source: str | None, parse_mode: str | Default | None, entities: Sequence[MessageEntity] | None = None
) -> Formatted:
    """The text of a message.

    Raises:
        ApiError: 400 when it is empty, longer than 4096 after entities, or cannot be parsed.
    """
    if not source:
        raise bad_request("message text is empty")
    formatted = _formatted(source, parse_mode, entities)
    if not formatted.text:
        raise bad_request("text must be non-empty")
    return _within(formatted, TEXT_LIMIT, bad_request("message is too long"))


def caption_of(
    source: str | None, parse_mode: str | Default | None, entities: Sequence[MessageEntity] | None = None
) -> Formatted:
    """The caption of a photo or document; may be empty.

    Raises:
        ApiError: 400 when it is longer than 1024 after entities, or cannot be parsed.
    """
    formatted = _formatted(source or "", parse_mode, entities)
    return _within(formatted, CAPTION_LIMIT, bad_request("message caption is too long"))


def _within(formatted: Formatted, limit: int, error: ApiError) -> Formatted:
    if utf16_length(formatted.text) > limit:
        raise error
    return formatted


def _formatted(source: str, parse_mode: str | Default | None, entities: Sequence[MessageEntity] | None) -> Formatted:
    cleaned = _CONTROL.sub(" ", source.replace("\r", ""))
    if entities:
        return _trimmed(cleaned, _given(cleaned, entities))
    mode = parse_mode.lower() if isinstance(parse_mode, str) else ""
    if mode == "html":
        return _trimmed(*parse_html(cleaned))
    if mode:
        raise bad_request("unsupported parse_mode" + (" in the simulator: use HTML" if "markdown" in mode else ""))
    return _trimmed(cleaned, [])


def _given(text: str, entities: Sequence[MessageEntity]) -> list[Json]:
    limit = utf16_length(text)
    for entity in entities:
        if entity.offset < 0 or entity.length < 0 or entity.offset + entity.length > limit:
            raise cannot_parse("entity out of text bounds")
    return [entity.model_dump(exclude_none=True) for entity in entities]


def _trimmed(text: str, entities: list[Json]) -> Formatted:
    """Telegram shows no blank edges; entities move and shrink with the text."""
    stripped = text.strip()
    if stripped == text:
        return Formatted(text, tuple(entities))
    lead = utf16_length(text[: len(text) - len(text.lstrip())])
    length = utf16_length(stripped)
    moved = []
    for entity in entities:
        begin = max(entity["offset"] - lead, 0)
        end = min(entity["offset"] + entity["length"] - lead, length)
        if end > begin:
            moved.append(entity | {"offset": begin, "length": end - begin})
    return Formatted(stripped, tuple(moved))


def incoming(text: str) -> Formatted:
    """What a person types: Telegram marks a command at any word, which bots look at."""
    commands = re.finditer(r"(?<![\w/])/[A-Za-z0-9_]{1,32}(?:@\w{3,32})?(?![\w@/])", text)
    return Formatted(
        text,
        tuple(
            {"type": "bot_command", "offset": utf16_length(text[: one.start()]), "length": len(one.group())}
            for one in commands
        ),
    )
