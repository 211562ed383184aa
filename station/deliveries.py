"""What a station's page sends and is answered, in JSON. Everything in it may be forged."""

import re
from collections.abc import Iterable, Set
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from core.check_ins import CheckIn
from core.gate_day import Tally
from core.gate_facts import Holder
from core.wording import gate as wording
from db.models import Direction
from station.requests import Json, Unreadable

LARGEST_BATCH = 100
LARGEST_BODY = 64 * 1024  # bytes; a hundred scans are 14 KB

_NONCE = re.compile(r"[A-Za-z0-9_-]{16,64}")
_LONGEST_CODE = 64  # letters; what is longer is no card, and need not be looked at
_LAST_MOMENT = 4_102_444_800_000  # the year 2100, in milliseconds


@dataclass(frozen=True, slots=True)
class Delivered:
    """One scan as the station tells it; `direction` None leaves it to the time of day.

    `unmeasured`: the time is the device's own, and nobody told it ours while it ran.
    """

    code: str
    nonce: str
    scanned_at: datetime
    direction: Direction | None
    unmeasured: bool = False


def read_batch(body: object) -> list[Delivered]:
    """`{"scans": [{"code", "nonce", "scanned_at" (milliseconds since 1970), "direction" ("in", "out" or null)}]}`, and
    `"unmeasured": true` in some.

    Raises Unreadable for anything else, and then as a whole: our page sends nothing else.
    """
    scans = body.get("scans") if isinstance(body, dict) else None
    if not isinstance(scans, list) or not 1 <= len(scans) <= LARGEST_BATCH:
        raise Unreadable
    return [_read(scan) for scan in scans]


def _read(scan: object) -> Delivered:
    match scan:
        case {"code": str(code), "nonce": str(nonce), "scanned_at": int(moment), "direction": direction, **more}:
            if len(code) > _LONGEST_CODE:
                raise Unreadable
            # A clock may be any number of centuries off; the rules refuse what is left of it.
            scanned_at = datetime.fromtimestamp(min(max(moment, 0), _LAST_MOMENT) / 1000, UTC)
            unmeasured = more.get("unmeasured") is True
            return Delivered(code, read_nonce(nonce), scanned_at, read_direction(direction), unmeasured)
        case _:
            raise Unreadable


def read_nonce(told: str) -> str:
    """Raises Unreadable for what our page would not make up."""
    if not _NONCE.fullmatch(told):
        raise Unreadable
    return told


def read_direction(told: object) -> Direction | None:
    """`in`, `out`, or None for "by the time of day". Raises Unreadable for anything else."""
    try:
        return None if told is None else Direction(told)
    except ValueError as error:
        raise Unreadable from error


def day(tally: Tally, now: datetime) -> Json:
    """What every answer carries: the time, by which the page sets its clock, and how the day stands."""
    return {"now": int(now.timestamp() * 1000), "tally": asdict(tally)}


def answer(nonce: str, done: CheckIn, pictured: Set[Holder]) -> Json:
    """What the page shows; names and words are text, never HTML. `pictured`: of whom there is a photo."""
    verdict, holder = done.verdict, done.holder
    return {
        "nonce": nonce,
        "outcome": verdict.outcome.value,
        "direction": verdict.direction.value if verdict.direction else None,
        "counts": verdict.counts,
        "minutes_late": verdict.minutes_late,
        "name": holder.name if holder else None,
        "place": (holder.place or wording.staff()) if holder else None,
        "photo": holder in pictured,
        "headline": wording.headline(verdict.outcome, verdict.direction, verdict.minutes_late),
        "detail": wording.detail(
            verdict.outcome, done.scanned_at, minutes_late=verdict.minutes_late, counted_at=done.counted_at
        ),
    }


def holders_of(done: Iterable[CheckIn]) -> list[Holder]:
    """Whose cards they were, where they were anybody's."""
    return [one.holder for one in done if one.holder]


def answer_to_garbage(nonce: str) -> Json:
    """For what is no card: nothing is recorded, and the station need not send it again."""
    headline, detail = wording.not_a_card()
    nothing = dict.fromkeys(("direction", "minutes_late", "name", "place"))
    return {
        "nonce": nonce,
        "outcome": "not_a_card",
        "counts": False,
        "photo": False,
        **nothing,
        "headline": headline,
        "detail": detail,
    }
