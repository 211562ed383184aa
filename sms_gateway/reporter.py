"""The worker's voice: lines of JSON to its supervisor. each a sign of life, some about the modem, some logs."""

import json
import time
from typing import TextIO

import structlog

from core.modems import Trouble

_BEAT_SECONDS = 0.5


class Reporter:
    """Writes to `lines`, the pipe to the supervisor."""

    def __init__(self, lines: TextIO) -> None:
        self._lines = lines
        self._last = 0.0

    def beat(self) -> None:
        """Still alive. Called very often, written twice a second at most."""
        if time.monotonic() - self._last >= _BEAT_SECONDS:
            self._write({})

    def ready(self) -> None:
        """The modem is open and works."""
        self._write({"ready": True, "problem": None, "trouble": None})

    def radio(self, signal: int | None, network: str | None) -> None:
        """Signal in percent and operator; None for none."""
        self._write({"signal": signal, "network": network})

    def problem(self, words: str, trouble: Trouble) -> None:
        """Why the worker ends."""
        self._write({"problem": words, "trouble": trouble})

    def _write(self, fields: dict[str, object]) -> None:
        self._last = time.monotonic()
        self._lines.write(json.dumps(fields) + "\n")
        self._lines.flush()


def log_to(lines: TextIO) -> None:
    """Sends this process's logs to the supervisor, which knows where and in which form they are wanted."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.WriteLoggerFactory(lines),
    )
