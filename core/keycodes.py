"""Keycodes: the ten printed letters that make a phone number a guardian's number of one pupil.

Letters only, because operators are reported to drop SMS with digit runs. Nine are random and the tenth is a check
letter modulo 23, the size of the alphabet: a prime, so every wrong letter and every pair of swapped letters is noticed.
A code has at most two vowels, so that an ordinary phrase of ten letters ("Hasan sakit") is never one: 40.5 bits remain.
"""

import re
import secrets
from collections.abc import Iterator, Sequence
from itertools import dropwhile

from rapidfuzz.distance import OSA

ALPHABET = "ABCDEFGHJKLMNPRSTUVWXYZ"  # no I, O, Q: they look like L, D and D in print
LENGTH = 10
_GROUP = 5
_VOWELS_AT_MOST = 2
_UNSEEMLY = ("FUCK", "CUNT", "SLUT", "DAMN", "CRAP", "TWAT", "KNTL", "MMK", "JNCK", "NGNTT", "BGST", "PNTK")

# What a tired eye makes of a printed letter. A wrong guess here does no harm: the check letter catches 22 of 23.
_LOOK_ALIKES = str.maketrans("OQ0I123456789", "DDDLLZEASGTBP")
_OFTEN_BETWEEN = frozenset({"KODE", "KEYCODE", "SISWA", "SISWI", "ANAK"})  # DAFTAR and the code
_DIGITS_AT_MOST = 3  # more, and it is a phone number or a date

_REGISTER_WORDS = ("REGISTRASI", "REGISTER", "REGIS", "REG", "DAFTARKAN", "MENDAFTAR", "DAFTAR", "KEYCODE", "KODE")
_EXTRA_WORDS_AT_MOST = 6  # behind a code without a leading word: the child's name and class, not a sentence


def new_keycode() -> str:
    """A fresh random keycode, unspaced. Uniqueness among the living ones is the database's business."""
    while True:
        letters = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
        code = letters + _check_letter(letters)
        if _is_printable(code):
            return code


def is_keycode(code: str) -> bool:
    """Whether this service could have printed this (unspaced, upper case) code."""
    return (
        len(code) == LENGTH
        and set(code) <= set(ALPHABET)
        and code[-1] == _check_letter(code[:-1])
        and _is_printable(code)
    )


def spaced(code: str) -> str:
    """`ABCDE FGHJK`, as it is printed."""
    return f"{code[:_GROUP]} {code[_GROUP:]}"


def _check_letter(letters: str) -> str:
    # Weights 1..9 here and -1 for the check letter itself: all different modulo 23, so any swap of two is seen too.
    weighted = sum(weight * ALPHABET.index(letter) for weight, letter in enumerate(letters, start=1))
    return ALPHABET[weighted % len(ALPHABET)]


def _is_printable(code: str) -> bool:
    return _vowels(code) <= _VOWELS_AT_MOST and not any(word in code for word in _UNSEEMLY)


def read_keycode(text: str) -> str | None:
    """The keycode an SMS holds, whatever its case, spaces, punctuation, look-alikes, DAFTAR before or a name behind."""
    readable = [ten for ten in _tens(text) if is_keycode(_as_letters(ten))]
    # "DAFTAR Hasan ABCDE FGHJK": once in 23 times a name with half a code reads like a code; it has more vowels.
    code = min(readable, key=_vowels, default=None)
    return code and _as_letters(code)


def looks_like_keycode(text: str) -> bool:
    """Whether the text was meant as a keycode but cannot be one: a typing error. It still counts as a guess."""
    return read_keycode(text) is None and any(_meant_as_code(groups) for groups in _openings(text))


def asks_to_register(text: str) -> bool:
    """Whether the text begins with DAFTAR, REG and the like, or a common misspelling."""
    return _after_register_word(_words(text)) is not None


def _words(text: str) -> list[str]:
    return re.findall(r"[A-Z0-9]+", text[:2000].upper())


def _after_register_word(words: list[str]) -> list[str] | None:
    """The words behind the leading one, which may be glued to the code; None when there is no such word."""
    if not words:
        return None
    if words[0] in _REGISTER_WORDS or OSA.distance(words[0], "DAFTAR") <= 1:
        return list(dropwhile(_OFTEN_BETWEEN.__contains__, words[1:]))
    for prefix in _REGISTER_WORDS:
        rest = words[0].removeprefix(prefix)
        if rest != words[0] and len(rest) in (_GROUP, LENGTH):
            return [rest, *words[1:]]
    return None


def _tens(text: str) -> Iterator[str]:
    """Every place where a code may stand: runs of whole words with ten characters together."""
    words = _words(text)
    behind = _after_register_word(words)
    if behind is None:
        yield from (ten for ten in _runs_from(words, 0) if _stands_alone(words, ten))
    else:
        for start in range(len(behind)):
            yield from _runs_from(behind, start)


def _runs_from(words: Sequence[str], start: int) -> Iterator[str]:
    run = ""
    for word in words[start : start + LENGTH]:
        run += word
        if len(run) >= LENGTH:
            break
    if len(run) == LENGTH and sum(char.isdigit() for char in run) <= _DIGITS_AT_MOST:
        yield run


def _stands_alone(words: Sequence[str], ten: str) -> bool:
    """Without a leading word only what is grouped as printed, or fills the whole message, is taken for a code."""
    if not _is_unspeakable(ten):
        return False
    groups = 1 if words[0] == ten else 2 if len(words[0]) == _GROUP and "".join(words[:2]) == ten else 0
    return "".join(words) == ten or (groups > 0 and len(words) - groups <= _EXTRA_WORDS_AT_MOST)


def _is_unspeakable(letters: str) -> bool:
    """Ten letters of Indonesian have four vowels or more, a code seldom more than two."""
    return _vowels(letters) <= _VOWELS_AT_MOST + 1


def _vowels(letters: str) -> int:
    return sum(letter in "AEIOU" for letter in letters)


def _openings(text: str) -> Iterator[tuple[str, ...]]:
    """The first one and the first two words where a code would stand; a bare one must fill the whole message."""
    words = _words(text)
    behind = _after_register_word(words)
    if behind is not None:
        yield from (tuple(behind[:1]), tuple(behind[:2]))
    elif [len(word) for word in words] in ([LENGTH], [_GROUP, _GROUP]):
        yield tuple(words)


def _meant_as_code(groups: tuple[str, ...]) -> bool:
    """Nine to eleven characters in one or two about equal groups that are no words: one letter lost or doubled."""
    letters = "".join(groups)
    even = len(groups) == 1 or all(abs(len(group) - _GROUP) <= 1 for group in groups)
    digits = sum(char.isdigit() for char in letters)
    return abs(len(letters) - LENGTH) <= 1 and even and digits <= _DIGITS_AT_MOST and _is_unspeakable(letters)


def _as_letters(ten: str) -> str:
    return ten.translate(_LOOK_ALIKES)
