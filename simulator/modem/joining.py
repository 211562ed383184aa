"""Putting the parts of a message together, as a phone does: by correspondent and reference, in any order of arrival."""

from dataclasses import dataclass, field
from typing import Generic, TypeVar

from simulator.modem.user_data import Concatenation

Item = TypeVar("Item")


@dataclass(slots=True)
class Joiner(Generic[Item]):
    """Keeps the items of unfinished messages by their place, one heap for each correspondent and reference."""

    _heaps: dict[tuple[str, int, int, bool], dict[int, Item]] = field(default_factory=dict)

    def add(self, correspondent: str, place: Concatenation | None, item: Item) -> list[Item] | None:
        """All items in their order, once `item` completes the message; None as long as some are missing."""
        if place is None:
            return [item]
        key = (correspondent, place.reference, place.total, place.wide)
        heap = self._heaps.setdefault(key, {})
        heap[place.number] = item
        if len(heap) < place.total:
            return None
        return [found for _, found in sorted(self._heaps.pop(key).items())]
