"""How much one station may deliver: far more than a gate ever does, and a bound on what a stolen address can write."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

PER_SECOND = 500.0  # scans
BURST = 1000.0  # scans


@dataclass(slots=True)
class Rate:
    """A token bucket for each station. Kept in memory: a restart forgives."""

    seconds: Callable[[], float] = time.monotonic
    _buckets: dict[int, tuple[float, float]] = field(default_factory=dict)

    def take(self, station_id: int, scans: int) -> float:
        """Seconds to wait before so many scans are welcome; 0 when they are, and then they are taken."""
        now = self.seconds()
        left, since = self._buckets.get(station_id, (BURST, now))
        left = min(BURST, left + (now - since) * PER_SECOND)
        if left < scans:
            return (scans - left) / PER_SECOND
        self._buckets[station_id] = (left - scans, now)
        return 0.0
