"""Telegram's "HTML style": a text with tags becomes plain text with entities.

Follows the parser of TDLib (td/telegram/MessageEntity.cpp), including its error words and byte offsets: a bare `&` is
text, `</>` closes whatever is open, attributes without a value are skipped.
"""

import re
from dataclasses import dataclass, field

from simulator.telegram.errors import Json, cannot_parse

_ENTITY_OF_TAG = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_CHARACTER = re.compile(r"&(?:(lt|gt|amp|quot)|#x([0-9a-fA-F]{1,6})|#([0-9]{1,7}));?")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_ATTRIBUTE_NAME = re.compile(r"""[^\s=>/"']*""")
_NAME_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_MENTION = re.compile(r"tg://user\?id=(\d+)")


def utf16_length(text: str) -> int:
    """Entities are counted in UTF-16 units: a character outside the basic plane is two."""
    return len(text) + sum(character > "\uffff" for character in text)


@dataclass
class _Open:
    tag: str
    argument: str
    offset: int
    attributes: dict[str, str]


@dataclass
class _Parser:
    source: str
    position: int = 0
    offset: int = 0
    text: list[str] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    entities: list[Json] = field(default_factory=list)

    def run(self) -> tuple[str, list[Json]]:
        while self.position < len(self.source):
            if self.source.startswith("</", self.position):
                self._end_tag()
            elif self.source[self.position] == "<":
                self._start_tag()
            else:
                self._append(self._character())
        if self.open:
            raise cannot_parse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.text), sorted(self.entities, key=lambda one: (one["offset"], -one["length"]))

    def _append(self, characters: str) -> None:
        self.text.append(characters)
        self.offset += utf16_length(characters)

    def _character(self) -> str:
        """One character of text, decoded when it is one of the supported references."""
        match = _CHARACTER.match(self.source, self.position)
        decoded = _decoded(match) if match else None
        if match is None or decoded is None:
            self.position += 1
            return self.source[self.position - 1]
        self.position = match.end()
        return decoded

    def _byte(self, position: int) -> int:
        return len(self.source[:position].encode())

    def _skip_spaces(self) -> None:
        while self._peek().isspace():
            self.position += 1

    def _peek(self) -> str:
        return self.source[self.position : self.position + 1]

    def _start_tag(self) -> None:
        begin = self.position
        at = f"at byte offset {self._byte(begin)}"
        tag = self._tag_name(begin + 1).lower()
        if not self._peek():
            raise cannot_parse(f"Unclosed start tag {at}")
        if tag not in _ENTITY_OF_TAG:
            raise cannot_parse(f'Unsupported start tag "{tag}" {at}')
        attributes = self._attributes(tag, at)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise cannot_parse(f'Tag "span" must have class "tg-spoiler" {at}')
        if tag == "tg-emoji" and not attributes.get("emoji-id", "").isdigit():
            raise cannot_parse("Invalid custom emoji identifier specified")
        self.position += 1
        self.open.append(_Open(tag, attributes.get("href", ""), self.offset, attributes))

    def _tag_name(self, start: int) -> str:
        self.position = start
        while self._peek() and self._peek() != ">" and not self._peek().isspace():
            self.position += 1
        return self.source[start : self.position]

    def _attributes(self, tag: str, at: str) -> dict[str, str]:
        """Read up to the closing `>`, which stays unread."""
        found: dict[str, str] = {}
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                return found
            match = _ATTRIBUTE_NAME.match(self.source, self.position)
            name = match.group() if match else ""
            if not name:
                empty = f'Empty attribute name in the tag "{tag}"' if self._peek() else "Unclosed start tag"
                raise cannot_parse(f"{empty} {at}")
            self.position += len(name)
            self._skip_spaces()
            found[name] = self._attribute_value(at) if self._peek() == "=" else ""
            if not self._peek():
                raise cannot_parse(f"Unclosed start tag {at}")

    def _attribute_value(self, at: str) -> str:
        self.position += 1
        self._skip_spaces()
        quote = self._peek()
        if not quote:
            raise cannot_parse(f"Unclosed start tag {at}")
        if quote not in "'\"":
            return self._name_token()
        self.position += 1
        value = ""
        while self._peek() not in ("", quote):
            value += self._character()
        self.position += 1
        return value

    def _name_token(self) -> str:
        begin = self.position
        match = _NAME_TOKEN.match(self.source, begin)
        token = match.group() if match else ""
        self.position += len(token)
        if self._peek() != ">" and not self._peek().isspace():
            raise cannot_parse(f"Unexpected end of name token at byte offset {self._byte(begin)}")
        return token.lower()

    def _end_tag(self) -> None:
        at = f"at byte offset {self._byte(self.position)}"
        if not self.open:
            raise cannot_parse(f"Unexpected end tag {at}")
        name = self._tag_name(self.position + 2)
        self._skip_spaces()
        if self._peek() != ">":
            raise cannot_parse(f"Unclosed end tag {at}")
        expected = self.open.pop()
        if name and name != expected.tag:
            raise cannot_parse(f'Unmatched end tag {at}, expected "</{expected.tag}>", found "</{name}>"')
        self.position += 1
        if self.offset > expected.offset:
            self._close(expected)

    def _close(self, tag: _Open) -> None:
        kind = _ENTITY_OF_TAG[tag.tag]
        entity: Json = {"type": kind, "offset": tag.offset, "length": self.offset - tag.offset}
        if tag.tag == "a":
            target = _target(tag.argument or "".join(self.text)[-entity["length"] :])
            if target is None:
                return
            entity |= target
        if kind == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        if kind == "custom_emoji":
            entity["custom_emoji_id"] = tag.attributes["emoji-id"]
        if kind == "code" and tag.attributes.get("class", "").startswith("language-") and self._inside_pre():
            self.open[-1].argument = tag.attributes["class"].removeprefix("language-")
            return
        if kind == "pre" and tag.argument:
            entity["language"] = tag.argument
        self.entities.append(entity)

    def _inside_pre(self) -> bool:
        return bool(self.open) and self.open[-1].tag == "pre"


def _decoded(reference: re.Match[str]) -> str | None:
    name, hexadecimal, decimal = reference.groups()
    if name:
        return _NAMED[name]
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    # Zero, surrogates and numbers beyond Unicode are no characters: Telegram leaves the reference as it stands.
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else None


def _target(address: str) -> Json | None:
    """What a link leads to; an address that is none is dropped without complaint, as Telegram does."""
    if mention := _MENTION.fullmatch(address):
        return {"type": "text_mention", "user": {"id": int(mention.group(1)), "is_bot": False, "first_name": "?"}}
    if not re.match(r"(https?|tg|ton|tonsite)://|[\w-]+(\.[\w-]+)+", address):
        return None
    return {"type": "text_link", "url": address if "://" in address else f"http://{address}"}


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Plain text and its entities.

    Raises:
        ApiError: 400 with Telegram's words, when tags are unknown, unclosed or crossed.
    """
    return _Parser(source).run()
