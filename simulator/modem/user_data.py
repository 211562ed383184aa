"""What an SMS carries: user data of a part, its header, how a phone divides a text (3GPP TS 23.040, 9.2.3.24)."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from simulator.modem import gsm7

OCTETS = 140
_CONCATENATION_8, _CONCATENATION_16 = 0x00, 0x08


class Alphabet(enum.Enum):
    """The three ways of writing, by their bits in the data coding scheme (TS 23.038, 4)."""

    GSM7 = 0x00
    OCTETS = 0x04
    UCS2 = 0x08


@dataclass(frozen=True, slots=True)
class Concatenation:
    """Place of a part in its message: `number` runs from 1 to `total`; `wide` references have 16 bits, others 8."""

    reference: int
    total: int
    number: int
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """User data of one short message. `content` holds septets (one a byte) for GSM7, octets otherwise."""

    alphabet: Alphabet
    content: bytes
    place: Concatenation | None = None


def encode(part: Part) -> bytes:
    """TP-UDL and TP-UD of `part`."""
    header = _header(part.place) if part.place else b""
    if part.alphabet is not Alphabet.GSM7:
        return bytes([len(header) + len(part.content)]) + header + part.content
    skipped, fill = _header_septets(header)
    return bytes([skipped + len(part.content)]) + header + gsm7.pack(part.content, fill)


def decode(alphabet: Alphabet, has_header: bool, data: bytes) -> Part:
    """Reads TP-UDL and TP-UD. Raises ValueError for lengths that contradict each other."""
    length, octets = data[0], data[1:]
    header = octets[: octets[0] + 1] if has_header and octets else b""
    body = octets[len(header) :]
    if alphabet is Alphabet.GSM7:
        skipped, fill = _header_septets(header)
        content = gsm7.unpack(body, length - skipped, fill)
    elif length != len(octets):
        raise ValueError(f"{length} octets announced, {len(octets)} given")
    else:
        content = body
    return Part(alphabet, content, _place(header[1:]))


def text_of(parts: Sequence[Part]) -> str:
    """What a phone shows. 7-bit parts are read one by one, so an escape cut off from its character shows up as damage;
    UCS2 parts are joined first, because phones do put a divided surrogate pair together again."""
    if parts[0].alphabet is Alphabet.GSM7:
        return "".join(gsm7.decode(part.content) for part in parts)
    coding = "utf-16-be" if parts[0].alphabet is Alphabet.UCS2 else "latin-1"
    return b"".join(part.content for part in parts).decode(coding, errors="replace")


def divide(text: str, reference: int, *, wide: bool = False) -> list[Part]:
    """The parts a phone makes of `text`: 7-bit if every character allows it, else UCS2; no pair is torn apart."""
    seven = gsm7.can_write(text)
    alphabet = Alphabet.GSM7 if seven else Alphabet.UCS2
    characters = [gsm7.septets_of(c) if seven else c.encode("utf-16-be", errors="replace") for c in text]
    [whole, *more] = _fill(characters, OCTETS * 8 // 7 if seven else OCTETS) or [b""]
    if not more:
        return [Part(alphabet, whole)]
    header = 7 if wide else 6
    pieces = _fill(characters, (OCTETS - header) * 8 // 7 if seven else OCTETS - header)
    return [
        Part(alphabet, piece, Concatenation(reference, len(pieces), number, wide))
        for number, piece in enumerate(pieces, start=1)
    ]


def _fill(characters: Iterable[bytes], capacity: int) -> list[bytes]:
    pieces: list[bytes] = []
    for character in characters:
        if pieces and len(pieces[-1]) + len(character) <= capacity:
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def _header_septets(header: bytes) -> tuple[int, int]:
    """Septets that the header takes up, and the fill bits that bring the text back to a septet boundary."""
    septets = (len(header) * 8 + 6) // 7
    return septets, septets * 7 - len(header) * 8


def _header(place: Concatenation) -> bytes:
    reference = place.reference.to_bytes(2 if place.wide else 1, "big")
    element = reference + bytes([place.total, place.number])
    kind = _CONCATENATION_16 if place.wide else _CONCATENATION_8
    return bytes([len(element) + 2, kind, len(element)]) + element


def _place(elements: bytes) -> Concatenation | None:
    """Finds the concatenation element among others, which phones skip when they don't know them."""
    while len(elements) >= 2:
        kind, value, elements = elements[0], elements[2 : 2 + elements[1]], elements[2 + elements[1] :]
        if kind in (_CONCATENATION_8, _CONCATENATION_16) and len(value) >= 3:
            *reference, total, number = value
            return Concatenation(int.from_bytes(reference, "big"), total, number, wide=kind == _CONCATENATION_16)
    return None
