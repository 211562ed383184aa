"""The composition root: the parts of the service, wired to one database and one clock, run until they are told to
stop.
"""

import asyncio
import contextlib
import gc
import signal
from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TYPE_CHECKING

import structlog
from aiohttp import web

from absensi.opening import Opened
from absensi.parts import Part
from absensi.settings import Settings, SettingsError
from core.vitals import Vitals, vitals
from db.embedded import EmbeddedPostgresError
from db.engine import make_engine, transactions
from scheduler.service import Scheduler
from station.gate import Gate
from station.http import HttpEdge

if TYPE_CHECKING:
    from bot.service import TelegramBot, TelegramSettings

log = structlog.get_logger()

_DATABASE_CHECK_SECONDS = 2.0


class Service:
    """The named parts over an open database."""

    def __init__(self, opened: Opened, parts: Collection[Part]) -> None:
        self._opened = opened
        self._runs: list[Callable[[], Awaitable[None]]] = []
        self._problems: list[Callable[[], Sequence[str]]] = []
        self._engines = contextlib.AsyncExitStack()
        bot = self._add_bot() if Part.BOT in parts else None
        if Part.SMS_GATEWAY in parts:
            self._add_gateway()
        if Part.SCHEDULER in parts:
            self._add_scheduler()
        if Part.STATION in parts or (bot and bot.webhook):
            self._add_http(bot, with_gate=Part.STATION in parts)

    async def run(self) -> None:
        """Until cancelled, or until a part says that it cannot go on at all."""
        gc.collect()
        gc.freeze()  # the libraries stay for good: looking through them took 170 ms of every fourth large screen
        try:
            async with self._engines, asyncio.TaskGroup() as tasks:
                tasks.create_task(self._keep_database())
                for run in self._runs:
                    tasks.create_task(_as_coroutine(run))
        finally:
            gc.unfreeze()  # else libraries in C++ complain at the end of what nobody has let go of

    def problems(self) -> Sequence[str]:
        return [problem for report in self._problems for problem in report()]

    def _add_bot(self) -> "TelegramBot":
        from bot.service import TelegramBot

        settings = self._opened.settings
        limited = make_engine(self._opened.database_url, sees_whole_school=False, pool_size=6)
        self._engines.push_async_callback(limited.dispose)
        bot = TelegramBot(
            _telegram_settings(settings),
            limited=transactions(limited),
            transaction=self._opened.transaction,
            clock=self._opened.clock,
            database_url=self._opened.database_url,
        )
        self._runs.append(bot.run)
        self._problems.append(lambda: [p for p in (bot.problem(),) if p])
        return bot

    def _add_gateway(self) -> None:
        modems = self._opened.settings.modems
        if not modems:
            log.warning("no modem is set: no SMS will be sent or received", setting="ABSENSI_MODEMS")
            return
        from sms_gateway.notebook import Notebook
        from sms_gateway.supervisor import Supervisor

        supervisor = Supervisor(
            modems,
            database_url=self._opened.database_url,
            clock_offset=self._opened.clock_offset,
            timezone=self._opened.settings.timezone,
        )
        self._runs.append(supervisor.run)
        self._runs.append(Notebook(supervisor, self._opened.transaction, self._opened.clock).run)
        self._problems.append(supervisor.problems)

    def _add_scheduler(self) -> None:
        scheduler = Scheduler(self._opened.transaction, self._opened.clock)
        self._runs.append(scheduler.run)
        self._problems.append(lambda: [p for p in (scheduler.problem,) if p])

    def _add_http(self, bot: "TelegramBot | None", *, with_gate: bool) -> None:
        settings = self._opened.settings
        edge = HttpEdge(settings.http_host, settings.http_port, self.problems, self._vitals)
        app: web.Application = edge.application()
        if bot and bot.webhook:
            bot.webhook.add_to(app)
        if with_gate:
            Gate(self._opened.transaction, self._opened.clock).add_to(app)
        self._runs.append(lambda: edge.serve(app))

    async def _vitals(self) -> Vitals:
        async with self._opened.transaction() as session:
            return await vitals(session, now=self._opened.clock())

    async def _keep_database(self) -> None:
        """The embedded server's keeper may die; whoever uses the server brings it back."""
        while self._opened.embedded is not None:
            try:
                await self._opened.embedded.ensure()
            except EmbeddedPostgresError as error:
                log.error("the embedded database does not start", error=str(error))
            await asyncio.sleep(_DATABASE_CHECK_SECONDS)


async def run_until_stopped(service: Service) -> None:
    """Run until SIGTERM or Ctrl-C, then let every part finish what it holds."""
    running = asyncio.ensure_future(service.run())
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, running.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await running


async def _as_coroutine(run: Callable[[], Awaitable[None]]) -> None:
    await run()


def _telegram_settings(settings: Settings) -> "TelegramSettings":
    from bot.service import TelegramSettings

    token = settings.bot_token.get_secret_value()
    if not token:
        raise SettingsError("ABSENSI_BOT_TOKEN is empty: the bot needs the token that BotFather gave")
    return TelegramSettings(
        token, settings.telegram_api_url, settings.webhook_url, settings.webhook_secret.get_secret_value()
    )
