"""Messages kept on the SIM card or in the modem's own memory, in numbered places, until the host deletes them."""

from dataclasses import dataclass, field

RECEIVED_UNREAD, RECEIVED_READ, STORED_UNSENT, STORED_SENT = range(4)
ALL = 4


@dataclass(slots=True)
class StoredPdu:
    """A PDU with its service centre in front, and its state as AT+CMGL numbers it."""

    octets: bytes
    state: int

    @property
    def length(self) -> int:
        """Octets without the service centre, as AT+CMGL and AT+CMGR announce it."""
        return len(self.octets) - 1 - self.octets[0]


@dataclass(slots=True)
class Storage:
    """A memory of `capacity` places, numbered from 1 as on most modems."""

    capacity: int
    places: dict[int, StoredPdu] = field(default_factory=dict)

    def add(self, octets: bytes, state: int = RECEIVED_UNREAD) -> int | None:
        """The place where it was put, or None when the memory is full."""
        free = (index for index in range(1, self.capacity + 1) if index not in self.places)
        if index := next(free, None):
            self.places[index] = StoredPdu(octets, state)
        return index

    def read(self, index: int) -> StoredPdu | None:
        """The message at `index`, as it was before reading marked it read."""
        stored = self.places.get(index)
        if stored is None:
            return None
        as_found = StoredPdu(stored.octets, stored.state)
        stored.state = RECEIVED_READ if stored.state == RECEIVED_UNREAD else stored.state
        return as_found

    def listed(self, state: int) -> list[tuple[int, StoredPdu]]:
        """Messages in `state` (4: all) by place; listing marks them read, as AT+CMGL does."""
        chosen = sorted(index for index, stored in self.places.items() if state in (ALL, stored.state))
        return [(index, stored) for index in chosen if (stored := self.read(index))]
