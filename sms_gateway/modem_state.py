"""How a modem is, as its worker's lines tell it; for /health and for people."""

import json
from dataclasses import dataclass
from typing import Any

import structlog

from core.modems import Trouble

log = structlog.get_logger()


@dataclass(slots=True)
class ModemState:
    """`signal` is in percent, `hung` tells how the last worker ended.

    `problem` says in English why the modem doesn't work, None while it does or starts for the first time; `trouble`
    which kind of problem it is.
    """

    name: str
    ready: bool = False
    signal: int | None = None
    network: str | None = None
    restarts: int = 0
    hung: bool = False
    problem: str | None = None
    trouble: Trouble | None = None

    def hear(self, line: bytes) -> None:
        """Takes a worker's line: a bare sign of life, something about the modem, or a log entry to pass on."""
        fields: dict[str, Any] = json.loads(line)
        if event := fields.pop("event", None):
            level = fields.pop("level", "info")
            getattr(log, level)(event, **fields | {"modem": self.name})
            return
        for name, value in fields.items():
            setattr(self, name, value)
        if "network" in fields:
            self.problem = None if self.network else "no network: no signal, or the SIM is not registered"
            self.trouble = None if self.network else Trouble.NO_NETWORK

    def missing(self, device: str) -> None:
        """There is nothing to open."""
        self.problem, self.trouble = f"there is no {device}", Trouble.NO_DEVICE

    def lost(self, reason: str, *, hung: bool) -> None:
        """Its worker has ended (or hangs); what the worker itself said about it stands."""
        self.hung = hung
        self.signal = self.network = None
        self.restarts += 1
        if self.problem is None:
            self.problem, self.trouble = reason, Trouble.SILENT if hung else Trouble.LOST
