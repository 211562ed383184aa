"""What a page shows: handed in by whoever sets the stage, for the simulator knows nothing of what is tried on it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

from simulator.modem import Modem, Network
from simulator.page.gate import Gate
from simulator.page.words import Words
from simulator.telegram import TelegramServer

GATE = "gate:front"
"""Where to look, in a step, for what happens at the gate."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the guide.

    `places` are where to look: `chat:<id>`, `phone:<number>` or `GATE`, the one to act in first. `do` raises
    AssertionError or TimeoutError when what should come does not. `is_done` is asked after every change, until it has
    once been true.
    """

    title: Words
    by_hand: Words
    look_for: Words
    places: Sequence[str]
    do: Callable[[], Awaitable[None]]
    is_done: Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Jump:
    """The clock moved to another time; `do` returns once everything lives by it."""

    label: Words
    do: Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Scene:
    """One school with all that is outside of it.

    `chats` and `phones` name what is shown, in order, by chat id and number. `rupiah_per_part` is what an SMS costs.
    `waiting` counts SMS that the service still owes.
    """

    title: str
    telegram: TelegramServer
    network: Network
    modem: Modem
    chats: Mapping[int, Words]
    phones: Mapping[str, Words]
    gate: Gate
    steps: Sequence[Step]
    jumps: Mapping[str, Jump]
    rupiah_per_part: int
    waiting: Callable[[], Awaitable[int]]
