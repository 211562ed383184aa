"""How fast Telegram lets a bot write: about one message a second to a person (short bursts pass), twenty a minute to a
group, thirty a second in all.

News is held to this. The answer to somebody who waits is not: it leaves at once and is counted, so that news makes room
for it. What Telegram itself asks for (`retry_after`) holds for both.
"""

from collections import OrderedDict
from dataclasses import dataclass, field
from datetime import datetime

from core.clock import Clock

PERSON, GROUP, OVERALL = (20, 1.0), (20, 20 / 60), (30, 30.0)
"""How many at once, and how many a second after that."""

_REMEMBERED = 5000  # chats; one that was quiet for so long has its whole burst again


@dataclass(slots=True)
class _Bucket:
    size: int
    a_second: float
    level: float
    filled_at: float
    paused_until: float = 0.0

    def wait(self, now: float) -> float:
        """Seconds until one more piece of news may leave."""
        passed = max(0.0, now - self.filled_at)  # clocks are set back now and then
        self.level = min(self.size, self.level + passed * self.a_second)
        self.filled_at = now
        return max(0.0, (1 - self.level) / self.a_second)

    def take(self) -> None:
        self.level = max(-self.size, self.level - 1)  # answers overdraw it, within reason


@dataclass(slots=True)
class Pace:
    """Of one bot: its courier and its files share it. Restarting forgets it, which Telegram forgives."""

    clock: Clock
    _chats: OrderedDict[int, _Bucket] = field(default_factory=OrderedDict)
    _overall: _Bucket = field(init=False)

    def __post_init__(self) -> None:
        self._overall = self._full(*OVERALL)

    def wait(self, chat_id: int, *, is_answer: bool) -> float:
        """Seconds until this chat may be written to; 0: now."""
        bucket = self._bucket(chat_id)
        pause = max(0.0, bucket.paused_until - self._now())
        return pause if is_answer else max(pause, bucket.wait(self._now()))

    def wait_overall(self, *, is_answer: bool) -> float:
        """Seconds until anybody may be written to; 0: now."""
        return 0.0 if is_answer else self._overall.wait(self._now())

    def count(self, chat_id: int) -> None:
        """One message leaves for this chat."""
        self._bucket(chat_id).take()
        self._overall.take()

    def pause(self, chat_id: int, until: datetime) -> None:
        """Telegram has asked to leave this chat alone until then."""
        self._bucket(chat_id).paused_until = until.timestamp()

    def _bucket(self, chat_id: int) -> _Bucket:
        if chat_id not in self._chats:
            self._chats[chat_id] = self._full(*(GROUP if chat_id < 0 else PERSON))
            if len(self._chats) > _REMEMBERED:
                self._chats.popitem(last=False)
        self._chats.move_to_end(chat_id)
        return self._chats[chat_id]

    def _full(self, size: int, a_second: float) -> _Bucket:
        return _Bucket(size, a_second, float(size), self._now())

    def _now(self) -> float:
        return self.clock().timestamp()
