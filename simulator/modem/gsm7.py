"""The 7-bit alphabet of GSM (3GPP TS 23.038), written from its tables so that it can check other people's codecs.

A *septet* is one 7-bit value held in one byte; a character of the extension table takes two septets.
"""

ESCAPE = 0x1B
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = {
    "\f": 0x0A, "^": 0x14, "{": 0x28, "}": 0x29, "\\": 0x2F, "[": 0x3C, "~": 0x3D, "]": 0x3E, "|": 0x40, "€": 0x65,
}  # fmt: skip
_SEPTETS = {character: bytes([value]) for value, character in enumerate(BASIC) if value != ESCAPE}
_SEPTETS |= {character: bytes([ESCAPE, value]) for character, value in EXTENSION.items()}
_EXTENDED = {value: character for character, value in EXTENSION.items()}


def can_write(text: str) -> bool:
    """Whether every character of `text` is in the basic or the extension table."""
    return all(character in _SEPTETS for character in text)


def septets_of(character: str) -> bytes:
    """One or two septets. Raises KeyError for a character that the alphabet does not have."""
    return _SEPTETS[character]


def encode(text: str) -> bytes:
    """The septets of `text`. Raises KeyError at the first character that the alphabet does not have."""
    return b"".join(_SEPTETS[character] for character in text)


def decode(septets: bytes) -> str:
    """The text of `septets`. An unknown extension reads as its basic character, as the standard asks of phones."""
    text, escaped = [], False
    for septet in septets:
        if septet == ESCAPE and not escaped:
            escaped = True
            continue
        text.append(_EXTENDED.get(septet, BASIC[septet]) if escaped else BASIC[septet])
        escaped = False
    return "".join(text)


def pack(septets: bytes, fill_bits: int = 0) -> bytes:
    """Eight septets into seven octets, least significant bit first, after `fill_bits` zero bits."""
    number = sum(septet << (7 * position) for position, septet in enumerate(septets)) << fill_bits
    return number.to_bytes((7 * len(septets) + fill_bits + 7) // 8, "little")


def unpack(octets: bytes, count: int, fill_bits: int = 0) -> bytes:
    """The first `count` septets of `octets`, skipping `fill_bits`. Raises ValueError when there are too few octets."""
    if len(octets) * 8 < 7 * count + fill_bits:
        raise ValueError(f"{count} septets announced, {len(octets)} octets given")
    number = int.from_bytes(octets, "little") >> fill_bits
    return bytes(number >> (7 * position) & 0x7F for position in range(count))
