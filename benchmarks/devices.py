"""Devices at the gates: each keeps one connection and asks over it, as lean as a client can be, so that the benchmark
measures the service and not its own clients.
"""

import asyncio
import contextlib
import json
import secrets
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

_PATIENCE = 30.0  # seconds until the service answers


@dataclass(slots=True)
class Device:
    """One enrolled station. `answers` holds seconds from asking to having read the answer, `outcomes` what was said."""

    port: int
    secret: str
    answers: list[float] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    _reader: asyncio.StreamReader = field(init=False)
    _writer: asyncio.StreamWriter = field(init=False)

    @contextlib.asynccontextmanager
    async def connected(self) -> AsyncIterator["Device"]:
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            yield self
        finally:
            self._writer.close()
            await self._writer.wait_closed()

    async def scan(self, *codes: str, at: datetime, direction: str | None = None) -> None:
        """Deliver cards in one request, as the page does with those that have been waiting."""
        begun = time.perf_counter()
        scans = [_scan(code, at, direction) for code in codes]
        reply = await self._post(json.dumps({"scans": scans}).encode())
        self.answers.append(time.perf_counter() - begun)
        self.outcomes += [answer["outcome"] for answer in reply["answers"]]

    async def _post(self, body: bytes) -> Any:
        head = (
            f"POST /station/{self.secret}/scans HTTP/1.1\r\nHost: 127.0.0.1\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self._writer.write(head.encode() + body)
        answer = await self._reader.readuntil(b"\r\n\r\n")
        status, *lines = answer.decode().split("\r\n")
        fields = dict(line.lower().split(": ", 1) for line in lines if line)
        body = await self._reader.readexactly(int(fields["content-length"]))
        if not status.startswith("HTTP/1.1 200"):
            raise RuntimeError(f"{status}: {body[:200]!r}")
        return json.loads(body)


@contextlib.asynccontextmanager
async def connected(port: int, secrets_: Sequence[str]) -> AsyncIterator[list[Device]]:
    """A device for each secret, once the service listens."""
    await listening(port)
    async with contextlib.AsyncExitStack() as stack:
        yield [await stack.enter_async_context(Device(port, secret).connected()) for secret in secrets_]


async def listening(port: int) -> None:
    """Returns once somebody does; raises TimeoutError where nobody will."""
    async with asyncio.timeout(_PATIENCE):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                return


def _scan(code: str, at: datetime, direction: str | None) -> dict[str, object]:
    return {
        "code": code,
        "nonce": secrets.token_hex(16),
        "scanned_at": int(at.timestamp() * 1000),
        "direction": direction,
    }
