"""How much one station may ask: far more than a gate ever does, and a bound on what a stolen address can write."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field

PER_SECOND = 500.0  # scans
BURST = 1000.0  # scans


@dataclass(slots=True)
class Rate:
    """A token bucket for each station. Kept in memory: a restart forgives."""

    per_second: float = PER_SECOND
    burst: float = BURST
    seconds: Callable[[], float] = time.monotonic
    _buckets: dict[int, tuple[float, float]] = field(default_factory=dict)

    def take(self, station_id: int, amount: int) -> float:
        """Seconds to wait before so much is welcome; 0 when it is, and then it is taken."""
        now = self.seconds()
        left, since = self._buckets.get(station_id, (self.burst, now))
        left = min(self.burst, left + (now - since) * self.per_second)
        if left < amount:
            return (amount - left) / self.per_second
        self._buckets[station_id] = (left - amount, now)
        return 0.0
