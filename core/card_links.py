"""The same card for every reader: its bare code for stations, and a link around it that a phone's camera opens in the
bot.
"""

import re

# As `core.card_codes` makes them; capitals or not, because what is typed or passed on by another app may be either.
# Who types it from paper may take a letter for a digit that no code has.
_SHOWN = re.compile(r"(?:\S+[?&]start=|/start)?(a1)([a-z0-8]{13})", re.IGNORECASE)
_MISREAD = str.maketrans("018", "OIB")
_LONGEST = 200  # letters; longer is no card, and need not be looked at


def card_link(bot: str, code: str) -> str:
    """What a phone opens: Telegram, at the bot (its user name), with the code to be sent by pressing start."""
    return f"https://t.me/{bot}?start={code}"


def card_code_in(text: str) -> str | None:
    """The card's code in what somebody typed, scanned or opened: bare, in groups as it is printed, in a link, or after
    /start. 0, 1 and 8 are the letters O, I and B: its random part has none of them. None: no card.
    """
    shown = _SHOWN.fullmatch("".join(text.split())) if len(text) <= _LONGEST else None
    return (shown[1] + shown[2].translate(_MISREAD)).upper() if shown else None
