"""The school's front gate: its real station, and a card held to the scanner there.

While a visitor's page plays, the page types the code into the station that stands on it; on the terminal the code goes
straight to the station's endpoint, as from another device of the same station. Either way the answer is heard here.
"""

import asyncio
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import ClientConnectionError, ClientSession
from yarl import URL

from core.arrival import Outcome
from core.cards import CardRow
from core.clock import Clock
from simulator.page import Scanner

NAME = "Gerbang depan"
READY = '#network[data-state="online"]'
"""The station's page has been told the time and sends what is scanned."""

_ANSWER_SECONDS = 20.0  # a page that was just opened takes a moment until it reads cards
_OPEN_SECONDS = 10.0
_PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Answer:
    """What the station said of a scan; `name` is None for a card that nobody holds."""

    on: date
    outcome: str
    name: str | None
    headline: str
    detail: str


class FrontGate:
    """`answers`: all that the station has said so far. `listeners` are told of each as it comes."""

    def __init__(self, url: URL, clock: Clock) -> None:
        self.url = url
        self.scanner = Scanner()
        self.answers: list[Answer] = []
        self.listeners: list[Callable[[Answer], None]] = []
        self._clock = clock
        self._news = asyncio.Event()

    async def opened(self) -> None:
        """Return once the station answers. Raises TimeoutError when it does not."""
        async with asyncio.timeout(_OPEN_SECONDS), ClientSession() as http:
            while True:
                try:
                    async with http.get(self.url):
                        return
                except ClientConnectionError:
                    await asyncio.sleep(_PAUSE_SECONDS)

    async def hold(self, card: CardRow) -> Answer:
        """Hold a card to the scanner; what the station says of it. Raises TimeoutError when it says nothing."""
        before = len(self.answers)
        if not self.scanner.hold(card.payload):
            await self._deliver(card)
        async with asyncio.timeout(_ANSWER_SECONDS):
            while (answer := self._answer_to(card, before)) is None:
                self._news.clear()
                await self._news.wait()
        return answer

    def hear(self, path: str, body: bytes) -> None:
        """What the station answered on one of its paths."""
        if path.endswith("/scans"):
            for answer in json.loads(body)["answers"]:
                self._note(answer)

    def has_said(self, outcome: Outcome) -> bool:
        return any(answer.outcome == outcome for answer in self.answers)

    def has_seen(self, card: CardRow) -> bool:
        """Whether its holder was here today."""
        today = self._clock().date()
        return any(answer.name == card.name and answer.on == today for answer in self.answers)

    async def _deliver(self, card: CardRow) -> None:
        now = int(self._clock().timestamp() * 1000)
        scan = {"code": card.payload, "nonce": secrets.token_hex(16), "scanned_at": now, "direction": None}
        address = self.url / "scans"
        async with ClientSession() as http, http.post(address, json={"scans": [scan]}) as reply:
            self.hear(address.path, await reply.read())

    def _answer_to(self, card: CardRow, since: int) -> Answer | None:
        return next((answer for answer in self.answers[since:] if answer.name == card.name), None)

    def _note(self, told: dict[str, Any]) -> None:
        answer = Answer(self._clock().date(), told["outcome"], told["name"], told["headline"], told["detail"])
        self.answers.append(answer)
        self._news.set()
        for listener in self.listeners:
            listener(answer)
