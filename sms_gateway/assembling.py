"""Whole messages out of the parts on a modem, in whatever order they came; late ones are waited for, up to a limit."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sms_gateway.driver import ReceivedSms
from sms_gateway.received_text import joined

PATIENCE = timedelta(minutes=10)
"""Parts of one message come within seconds; after this long, what there is goes on to a person."""


@dataclass(frozen=True, slots=True)
class StoredPart:
    """A part as it lies on the modem, its text mended. A message in one part has `total` 1 and `number` 1."""

    place: int
    sender: str
    text: str
    sent_at: datetime
    reference: int = 0
    total: int = 1
    number: int = 1


_Heap = dict[int, StoredPart]


@dataclass(slots=True)
class Assembler:
    """Remembers since when it has been waiting; a part is told from another by its place and time."""

    _seen: dict[tuple[int, datetime], datetime] = field(default_factory=dict)

    def messages(self, parts: Sequence[StoredPart], now: datetime) -> list[ReceivedSms]:
        """Messages that are complete, and those whose missing parts have been waited for long enough."""
        known = {(part.place, part.sent_at): now for part in parts}
        self._seen = {key: self._seen.get(key, since) for key, since in known.items()}
        heaps = _heaps(parts)
        ready = [heap for heap in heaps if _is_complete(heap) or self._waited(heap, now)]
        return sorted(map(_message, ready), key=lambda sms: sms.sent_at)

    def _waited(self, heap: _Heap, now: datetime) -> bool:
        return any(now - self._seen[part.place, part.sent_at] >= PATIENCE for part in heap.values())


def _heaps(parts: Iterable[StoredPart]) -> list[_Heap]:
    """Parts that belong together. References repeat: a number that a heap has already begins another one."""
    found: dict[tuple[str, int, int], list[_Heap]] = {}
    for part in parts:
        alike = found.setdefault((part.sender, part.reference, part.total), [])
        heap = next((heap for heap in alike if part.number not in heap), None)
        if heap is None:
            alike.append(heap := {})
        heap[part.number] = part
    return [heap for alike in found.values() for heap in alike]


def _is_complete(heap: _Heap) -> bool:
    return len(heap) == next(iter(heap.values())).total


def _message(heap: _Heap) -> ReceivedSms:
    some = next(iter(heap.values()))
    texts = (heap[number].text if number in heap else None for number in range(1, some.total + 1))
    return ReceivedSms(
        sender=some.sender,
        text=joined(texts),
        sent_at=min(part.sent_at for part in heap.values()),
        places=tuple(part.place for part in heap.values()),
    )
