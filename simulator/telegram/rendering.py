"""The way back: text with entities as HTML, for a page that shows it and for tests that look at it."""

from collections.abc import Iterable
from html import escape

from simulator.telegram.errors import Json

_TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "tg-spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
}


def render_html(text: str, entities: Iterable[Json]) -> str:
    """Escaped text with the tags of its entities; kinds without a tag (commands, mentions) stay text."""
    units = text.encode("utf-16-le")
    edges = sorted(_edges(entities))
    parts: list[str] = []
    position = 0
    for offset, _, _, tag in edges:
        parts.append(_piece(units, position, offset))
        parts.append(tag)
        position = offset
    return "".join([*parts, _piece(units, position, len(units) // 2)])


def _edges(entities: Iterable[Json]) -> Iterable[tuple[int, int, int, str]]:
    """Tags with their places. At one place, tags close before others open, the inner ones first."""
    for index, entity in enumerate(entities):
        opening, closing = _tag(entity)
        if opening:
            begin, end = entity["offset"], entity["offset"] + entity["length"]
            yield begin, 1, index, opening
            yield end, 0, -index, closing


def _tag(entity: Json) -> tuple[str, str]:
    match entity["type"]:
        case "text_link":
            return f'<a href="{escape(entity["url"])}">', "</a>"
        case "text_mention":
            return f'<a href="tg://user?id={entity["user"]["id"]}">', "</a>"
        case "expandable_blockquote":
            return "<blockquote expandable>", "</blockquote>"
        case "pre" if "language" in entity:
            return f'<pre><code class="language-{escape(entity["language"])}">', "</code></pre>"
        case kind if kind in _TAGS:
            return f"<{_TAGS[kind]}>", f"</{_TAGS[kind]}>"
        case _:
            return "", ""


def _piece(units: bytes, begin: int, end: int) -> str:
    return escape(units[2 * begin : 2 * end].decode("utf-16-le", errors="replace"), quote=False)
