"""A gate on the page: the page of its station in a frame, and cards to hold to the scanner."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from yarl import URL

from simulator.page.stream import Json
from simulator.page.words import Words


@dataclass(frozen=True, slots=True)
class Card:
    """What is printed on it: `modules` are the rows of its QR code, true where dark, which says `payload`."""

    name: str
    place: str
    payload: str
    modules: Sequence[Sequence[bool | None]]

    def to_page(self) -> Json:
        drawn = ["".join("1" if dark else "0" for dark in row) for row in self.modules]
        return {"name": self.name, "place": self.place, "payload": self.payload, "modules": drawn}


class Scanner:
    """Types what is held to it into the station that a visitor sees, as a USB scanner would."""

    def __init__(self) -> None:
        self._type: Callable[[str], bool] | None = None

    def plug(self, type_in: Callable[[str], bool] | None) -> None:
        """`type_in` tells whether there is a page that types."""
        self._type = type_in

    def hold(self, payload: str) -> bool:
        """Whether it is typed; False while nobody plays on the page."""
        return self._type is not None and self._type(payload)


@dataclass(frozen=True, slots=True)
class Gate:
    """`url` is the station's own address. `ready` is a CSS selector that fits its page once it takes cards.

    `heard` is told the path and the answer of everything the station's page sends and gets a yes to.
    """

    label: Words
    url: URL
    ready: str
    cards: Sequence[Card]
    scanner: Scanner
    heard: Callable[[str, bytes], Any]

    @property
    def folder(self) -> str:
        """The part of the station's server that its page uses: the first part of its path."""
        return f"/{self.url.path.split('/')[1]}/"

    def to_page(self) -> Json:
        return {
            "label": dict(self.label),
            "path": self.url.path,
            "ready": self.ready,
            "cards": [card.to_page() for card in self.cards],
        }
