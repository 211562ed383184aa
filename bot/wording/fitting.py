"""Lists that must fit into one message: an edited message cannot be split."""

from collections.abc import Sequence

_ROOM = 3700
"""Of Telegram's 4096 letters; the rest is for what stands around the list."""


def first_lines(lines: Sequence[str]) -> str:
    """As many whole lines as fit, and how many more there are. HTML entities count as written, which is never less."""
    used = 0
    for shown, line in enumerate(lines):
        used += len(line.encode("utf-16-le")) // 2 + 1
        if used > _ROOM:
            return "\n".join([*lines[:shown], f"… dan {len(lines) - shown} lagi"])
    return "\n".join(lines)
