"""Class names as people type them: spaces, dashes and case don't count."""

from collections.abc import Iterable

from db.models import SchoolClass


def class_named(words: str, classes: Iterable[SchoolClass]) -> SchoolClass | None:
    """The first of the classes that has this name; `x-rpl1` is `X RPL 1`."""
    wanted = _bare(words)
    return next((one for one in classes if wanted and _bare(one.name) == wanted), None)


def _bare(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())
