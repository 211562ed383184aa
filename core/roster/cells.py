"""What a cell says, whatever Excel and copying have done to it. Pure."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta

LONGEST_NAME = 120
LONGEST_IDENTIFIER = 30
_EXACT = 10**15
"""Excel keeps 15 digits of a number; what was longer has lost its last ones."""
_NOTHING = {"", "-", "--", "0", ".", "x", "n/a", "null", "tidak ada", "belum ada", "kosong"}
_IDENTIFIER = re.compile(r"[0-9A-Za-z][0-9A-Za-z./-]*")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII")
_GRADE = re.compile(r"(?:kelas |kls )?(?:(?P<digits>1[0-3]|[1-9])(?!\d)|(?P<roman>[IVX]+)(?![A-Z]))", re.IGNORECASE)


def text(cell: Cell) -> str:
    """The cell as people read it: one line, NFC, single spaces, nothing invisible; `12345.0` is `12345`."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    composed = unicodedata.normalize("NFC", str(cell))
    return " ".join("".join(filter(None, map(_visible, composed))).split())


def _visible(letter: str) -> str:
    match unicodedata.category(letter):
        case "Cc":
            return " " if letter in "\t\n\r\v\f\x85" else ""
        case "Cf" | "Cs" | "Co" | "Cn":  # zero-width, direction marks, halves of pairs, private use
            return ""
        case _:
            return letter


def key(words: str) -> str:
    """For comparing names, titles and classes: case and spacing don't count."""
    return " ".join(words.casefold().split())


def identifier(cell: Cell) -> str:
    """A NIS or code without inner spaces and without the `.0` of a number kept as text; leading zeros stay."""
    return re.sub(r"(?<=^\d)(\d*)\.0+$", r"\1", text(cell).replace(" ", "").lstrip("'"))


def is_identifier(word: str) -> bool:
    return _IDENTIFIER.fullmatch(word) is not None


def nisn(cell: Cell) -> str | None:
    """Ten digits, with leading zeros that Excel ate given back, or None for an empty one. Raises ValueError."""
    digits = identifier(cell)
    if digits.casefold() in _NOTHING or not digits.strip("0"):
        return None
    if not (digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 10):
        raise ValueError(digits)
    return digits.zfill(10)


def nip(cell: Cell) -> str | None:
    """A teacher's number, or None for an empty one. Raises ValueError where Excel has rounded it."""
    digits = identifier(cell).replace(".", "").replace("-", "")
    if digits.casefold() in _NOTHING:
        return None
    rounded = isinstance(cell, int | float) and cell >= _EXACT
    if rounded or not (digits.isascii() and digits.isdigit()) or len(digits) > LONGEST_IDENTIFIER:
        raise ValueError(text(cell))
    return digits


def gender(cell: Cell) -> str | None:
    """`L` or `P` as on paper, None for anything else."""
    word = key(text(cell))
    if word in {"l", "lk", "pria"} or word.startswith("laki"):
        return "L"
    return "P" if word in {"p", "pr", "wanita"} or word.startswith("perempuan") else None


def grade(words: str) -> int | None:
    """1 to 13, from `10`, `X`, `Kelas X`, or the beginning of a class name: `X RPL 1`, `7A`, `VII-B`."""
    found = _GRADE.match(words)
    if found is None:
        return None
    if digits := found["digits"]:
        return int(digits)
    roman = found["roman"].upper()
    return _ROMAN.index(roman) + 1 if roman in _ROMAN else None
