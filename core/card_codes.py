"""The code on a card: random, and saying nothing about its holder. Pure."""

import re
import secrets

# 15 characters of QR's alphanumeric mode: the smallest code (21 x 21) at ECC Q holds 16 of them. Capitals and digits
# come through a scanner that types whatever the keyboard's language. 13 characters of five bits each make 65 bits.
_PREFIX, _ALPHABET, _RANDOM = "A1", "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 13
_GROUP = 4  # letters that an eye carries at once
_CODE = re.compile(f"{_PREFIX}[{_ALPHABET}]{{{_RANDOM}}}")


def new_card_code() -> str:
    """A fresh random code. That no other card has it is the database's business."""
    return _PREFIX + "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))


def spelled(code: str) -> str:
    """The code as it stands on a card for people to type: `A1AB CDEF GHIJ KLM`."""
    return " ".join(code[first : first + _GROUP] for first in range(0, len(code), _GROUP))


def is_card_code(text: str) -> bool:
    """Whether the text has the form of a card's code; whether there is such a card is not asked."""
    return _CODE.fullmatch(text) is not None
