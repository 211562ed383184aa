"""`absensi run`, `migrate`, `demo`, `doctor`."""

import asyncio
from typing import Annotated

import typer

from absensi import wording
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


def demo() -> None:
    """Try everything: a sample school, a simulated Telegram and modem, and a morning that plays by itself."""
    set_up_logs("warning", "text")
    from absensi.demo.showing import show  # aiogram takes 2 seconds to load: not for every command

    asyncio.run(show(load_settings().data_dir))


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
