"""One AT command, taken apart."""

import csv
import re
from dataclasses import dataclass

_EXTENDED = re.compile(r"(?i)AT([+^*$][A-Z0-9]+)(=\?|\?|=)?(.*)", re.DOTALL)
_BASIC = re.compile(r"(?i)AT(&?[A-Z]|)([0-9]*)")


@dataclass(frozen=True, slots=True)
class Request:
    """`form` is "" (do), "?" (ask), "=?" (what is possible) or "=" (set, with `arguments`, quotes taken off)."""

    name: str
    form: str
    arguments: tuple[str, ...]

    def number(self, position: int, default: int = 0) -> int:
        """An argument as a number. Raises ValueError when it is something else."""
        given = self.arguments[position] if position < len(self.arguments) else ""
        return int(given) if given else default


def parse(command: str) -> Request | None:
    """The request in `command`, or None when it is not an AT command at all."""
    if match := _EXTENDED.fullmatch(command):
        name, form, rest = match.groups()
        arguments = next(csv.reader([rest], skipinitialspace=True), []) if form == "=" else []
        return Request(name.upper(), form or "", tuple(arguments))
    if match := _BASIC.fullmatch(command):
        return Request(match[1].upper(), "=" if match[2] else "", (match[2],))
    return None
