"""`absensi run`, `migrate`, `demo`, `doctor`."""

import asyncio
import gc
from collections.abc import Awaitable, Callable
from typing import Annotated

import typer

from absensi import wording
from absensi.demo.database import demo_server
from absensi.doctor import examine
from absensi.logs import set_up_logs
from absensi.opening import opened
from absensi.parts import Part
from absensi.settings import load_settings


def register(app: typer.Typer) -> None:
    app.command()(run)
    app.command()(migrate)
    app.command()(demo)
    app.command()(doctor)


def run(
    parts: Annotated[list[Part] | None, typer.Argument(help="The parts to run here; all by default.")] = None,
) -> None:
    """Run the service until SIGTERM or Ctrl-C."""
    settings = load_settings()
    set_up_logs(settings.log, settings.log_format)

    from absensi.service import Service, run_until_stopped  # aiogram takes 2 seconds to load: not for every command

    async def serve() -> None:
        async with opened(settings) as house:
            await run_until_stopped(Service(house, parts or list(Part)))

    asyncio.run(serve())


def migrate() -> None:
    """Bring the database's schema up to date."""

    async def bring_up_to_date() -> None:
        async with opened():
            typer.echo("The schema is up to date.")

    asyncio.run(bring_up_to_date())


def demo(
    host: Annotated[str, typer.Option(help="The address the page listens on; whoever reaches it acts as anybody.")] = (
        "127.0.0.1"
    ),
    port: Annotated[int, typer.Option(min=0, max=65535, help="The page's port; 0 takes a free one.")] = 0,
    play: Annotated[bool, typer.Option(help="Play the morning on the terminal first, or leave it to the page.")] = True,
) -> None:
    """Try everything: a sample school, a simulated Telegram and modem, a morning that plays by itself, and a page in
    the browser.
    """
    set_up_logs("warning", "text")
    data_dir = load_settings().data_dir

    async def start() -> None:
        loading = asyncio.create_task(asyncio.to_thread(_load_demo))
        async with demo_server(data_dir) as server:  # starts while the rest is loaded
            show = await loading
            await show(server, data_dir, host=host, port=port, plays=play)

    asyncio.run(start())


def _load_demo() -> Callable[..., Awaitable[None]]:
    """aiogram takes 2 seconds to load: not for every command, and not with the collector going through it meanwhile,
    which takes half a second more.
    """
    gc.disable()
    from absensi.demo.showing import show

    gc.enable()
    return show


def doctor() -> None:
    """Check database, Telegram, modems, clock, disk and queues, and say what to do."""

    async def look() -> bool:
        all_well = True
        async with opened() as house:
            async for finding in examine(house):
                typer.echo(wording.finding(finding.about, finding.advice))
                all_well = all_well and finding.is_well
        return all_well

    if not asyncio.run(look()):
        raise typer.Exit(1)
