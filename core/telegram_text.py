"""How long a text is for Telegram."""


def units(text: str) -> int:
    """In UTF-16 units, as Telegram counts: most emoji are two."""
    return len(text.encode("utf-16-le")) // 2
