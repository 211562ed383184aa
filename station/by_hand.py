"""The station's desk, for people who cannot scan: the keeper on duty, search by name, entries by hand, cards for today.

All of it needs the network: names stay with the school.
"""

from dataclasses import dataclass, field

from aiohttp import web

from core.card_qr import card_qr
from core.cards import issue_temporary
from core.check_ins import LONGEST_WHY, enter_by_hand
from core.clock import Clock
from core.gate_desk import find_at_gate, holder_at_gate
from core.gate_facts import Holder
from core.gate_shifts import begin_shift, gate_keepers, keeper_for
from core.photos import pictured
from core.typed_clock import typed_moment
from core.wording import gate as gate_wording
from db.engine import Transaction
from db.models import Station
from station.deliveries import answer, holders_of, read_direction, read_nonce
from station.rate import Rate
from station.requests import SECRET, Json, Unreadable, id_in, json_answer, json_of, station_of, take

LARGEST_BODY = 4 * 1024  # bytes
LONGEST_SEARCH, LONGEST_TIME = 60, 10  # letters
# An officer types a name now and then. Whoever leafs through the alphabet waits.
SEARCHES_PER_SECOND, SEARCHES_AT_ONCE = 0.25, 15.0
ENTRIES_PER_SECOND, ENTRIES_AT_ONCE = 0.5, 20.0


@dataclass(frozen=True, slots=True)
class ByHand:
    transaction: Transaction
    clock: Clock
    searches: Rate = field(default_factory=lambda: Rate(SEARCHES_PER_SECOND, SEARCHES_AT_ONCE))
    entries: Rate = field(default_factory=lambda: Rate(ENTRIES_PER_SECOND, ENTRIES_AT_ONCE))

    def add_to(self, gate: web.Application) -> None:
        gate.router.add_get(f"{SECRET}/keepers", self.keepers)
        gate.router.add_post(f"{SECRET}/shift", self.shift)
        gate.router.add_post(f"{SECRET}/search", self.search)
        gate.router.add_post(f"{SECRET}/by-hand", self.enter)
        gate.router.add_post(f"{SECRET}/temporary-card", self.temporary_card)

    async def keepers(self, request: web.Request) -> web.Response:
        """Who may be on duty here today."""
        await station_of(request, self.transaction)
        async with self.transaction() as session:
            found = await gate_keepers(session, self.clock().date())
        return json_answer({"keepers": [{"id": person.id, "name": person.name} for person in found]})

    async def shift(self, request: web.Request) -> web.Response:
        """`{"keeper"}`: whoever holds the station is this keeper from now on."""
        station, asked = await self._asked(request, self.entries)
        now = self.clock()
        async with self.transaction() as session:
            keeper = await keeper_for(session, id_in(asked, "keeper"), on=now.date())
            await begin_shift(session, station, keeper, now=now)
        return json_answer({"keeper": {"id": keeper.person_id, "name": keeper.name}})

    async def search(self, request: web.Request) -> web.Response:
        """`{"keeper", "words"}`: at most eight names with their classes; not `is_sure`: none is the name that was asked
        for, they are merely like it.
        """
        _, asked = await self._asked(request, self.searches)
        on = self.clock().date()
        async with self.transaction() as session:
            await keeper_for(session, id_in(asked, "keeper"), on=on)
            found = await find_at_gate(session, _text(asked, "words", LONGEST_SEARCH), on=on)
        return json_answer({"found": [_row(holder) for holder in found.holders], "is_sure": found.is_sure})

    async def enter(self, request: web.Request) -> web.Response:
        """`{"keeper", "student", "person", "why", "nonce", "direction", "at"}`, answered as a scan is.

        `at`: `HH:MM` of today for what stood on paper, or null; 422 for a time that has not come. The answer's
        `scanned_at` is the time that was recorded, in milliseconds since 1970.
        """
        station, asked = await self._asked(request, self.entries)
        nonce, now = read_nonce(_text(asked, "nonce", 64)), self.clock()
        at = None if asked.get("at") is None else typed_moment(_text(asked, "at", LONGEST_TIME), now)
        async with self.transaction() as session:
            done = await enter_by_hand(
                session,
                await keeper_for(session, id_in(asked, "keeper"), on=now.date()),
                student_id=_id_or_none(asked, "student"),
                person_id=_id_or_none(asked, "person"),
                why=_text(asked, "why", LONGEST_WHY),
                nonce=nonce,
                now=now,
                at=at,
                direction=read_direction(asked.get("direction")),
                station=station,
            )
            shown = await pictured(session, holders_of([done]))
        return json_answer(
            {"answer": answer(nonce, done, shown), "scanned_at": int(done.scanned_at.timestamp() * 1000)}
        )

    async def temporary_card(self, request: web.Request) -> web.Response:
        """`{"keeper", "student", "person"}`: a card for today, as the modules of its QR code."""
        _, asked = await self._asked(request, self.entries)
        student_id, person_id, now = _id_or_none(asked, "student"), _id_or_none(asked, "person"), self.clock()
        async with self.transaction() as session:
            keeper = await keeper_for(session, id_in(asked, "keeper"), on=now.date())
            holder = await holder_at_gate(session, student_id=student_id, person_id=person_id, on=now.date())
            card = await issue_temporary(session, holder, on=now.date(), now=now, by=keeper.person_id)
        rows = ["".join("1" if is_dark else "0" for is_dark in row) for row in card_qr(card.payload)]
        return json_answer({"name": card.name, "place": card.class_name or gate_wording.staff(), "modules": rows})

    async def _asked(self, request: web.Request, rate: Rate) -> tuple[Station, Json]:
        station = await station_of(request, self.transaction)
        take(rate, station)
        asked = await json_of(request, largest=LARGEST_BODY)
        if not isinstance(asked, dict):
            raise Unreadable
        return station, asked


def _row(holder: Holder) -> Json:
    return {
        "student": holder.student_id,
        "person": holder.person_id,
        "name": holder.name,
        "place": holder.place or gate_wording.staff(),
    }


def _text(asked: Json, key: str, longest: int) -> str:
    match asked.get(key):
        # PostgreSQL's text holds everything but NUL.
        case str(text) if text.strip() and len(text) <= longest and "\0" not in text:
            return text
        case _:
            raise Unreadable


def _id_or_none(asked: Json, key: str) -> int | None:
    return None if asked.get(key) is None else id_in(asked, key)
