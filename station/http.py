"""The HTTP edge of one process: /health for people and supervisors, /metrics for Prometheus; other parts add their
paths.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge, generate_latest

from core.vitals import Vitals

log = structlog.get_logger()

LARGEST_BODY = 1024 * 1024  # bytes


@dataclass(frozen=True, slots=True)
class HttpEdge:
    """`problems` tells what is wrong with the parts that run here; `vitals` reads the queues."""

    host: str
    port: int
    problems: Callable[[], Sequence[str]]
    vitals: Callable[[], Awaitable[Vitals]]

    def application(self) -> web.Application:
        app = web.Application(client_max_size=LARGEST_BODY)
        app.router.add_get("/health", self.health)
        app.router.add_get("/metrics", self.metrics)
        return app

    async def serve(self, app: web.Application) -> None:
        """Serve until cancelled."""
        runner = web.AppRunner(app, access_log=None, handle_signals=False)
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, self.port).start()
            log.info("listening", address=f"http://{self.host}:{self.port}")
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()

    async def health(self, _request: web.Request) -> web.Response:
        """200 when all is well, else 503 with the reasons."""
        found = list(self.problems())
        try:
            await self.vitals()
        except Exception as error:  # whatever is wrong with the database, this is the place that says so
            found.append(f"database: {type(error).__name__}")
        return web.json_response({"ok": not found, "problems": found}, status=503 if found else 200)

    async def metrics(self, _request: web.Request) -> web.Response:
        return web.Response(body=_exposition(await self.vitals()), content_type="text/plain")


def _exposition(vitals: Vitals) -> bytes:
    registry = CollectorRegistry()
    waiting = Gauge("absensi_waiting", "Messages and updates that wait", ["queue"], registry=registry)
    oldest = Gauge("absensi_oldest_seconds", "Age of the oldest message due", ["queue"], registry=registry)
    waiting.labels("sms_out").set(vitals.sms_open)
    waiting.labels("telegram_out").set(vitals.telegram_open)
    waiting.labels("telegram_in").set(vitals.updates_open)
    waiting.labels("sms_in").set(vitals.inbound_open)
    oldest.labels("sms_out").set(vitals.sms_oldest_seconds)
    oldest.labels("telegram_out").set(vitals.telegram_oldest_seconds)
    return generate_latest(registry)
