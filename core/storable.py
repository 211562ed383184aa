"""Text from outside made fit for PostgreSQL, which takes neither NUL nor half a surrogate pair: one stops a queue."""

from typing import Any


def storable(text: str) -> str:
    """The text without NULs; a lone surrogate becomes a question mark."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()


def storable_json(value: Any) -> Any:
    """The same for every text within a JSON value, keys included."""
    match value:
        case str():
            return storable(value)
        case dict():
            return {storable(key): storable_json(inner) for key, inner in value.items()}
        case list():
            return [storable_json(inner) for inner in value]
        case _:
            return value
