"""How much one station may ask: far more than a gate ever does, and a bound on what a stolen address can do."""

import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

PER_SECOND = 500.0  # scans
BURST = 1000.0  # scans
_MOST_KEPT = 4096  # buckets; addresses can be made up, memory cannot


@dataclass(slots=True)
class Rate:
    """A token bucket for each station, or for whoever else asks. Kept in memory: a restart forgives."""

    per_second: float = PER_SECOND
    burst: float = BURST
    seconds: Callable[[], float] = time.monotonic
    _buckets: dict[Hashable, tuple[float, float]] = field(default_factory=dict)

    def take(self, who: Hashable, amount: int = 1) -> float:
        """Seconds to wait before so much is welcome; 0 when it is, and then it is taken."""
        now = self.seconds()
        left, since = self._buckets.get(who, (self.burst, now))
        left = min(self.burst, left + (now - since) * self.per_second)
        if left < amount:
            return (amount - left) / self.per_second
        if who not in self._buckets and len(self._buckets) >= _MOST_KEPT:
            self._buckets.clear()
        self._buckets[who] = (left - amount, now)
        return 0.0
