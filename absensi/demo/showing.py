"""`absensi demo` from start to Ctrl-C."""

import asyncio
import signal
import time
from pathlib import Path

import typer

from absensi.demo import wording
from absensi.demo.morning import play
from absensi.demo.stage import set_stage
from absensi.errors import CommandRefused


async def show(data_dir: Path) -> None:
    """Set the stage, play the morning, stay up until SIGTERM or Ctrl-C. Raises CommandRefused when a step fails."""
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    begun = time.monotonic()
    async with set_stage(data_dir) as stage:
        typer.echo(wording.opening(time.monotonic() - begun))
        played = asyncio.create_task(play(stage))
        await asyncio.wait({played, asyncio.create_task(stopped.wait())}, return_when=asyncio.FIRST_COMPLETED)
        if not played.done():
            played.cancel()
            return
        try:
            await played
        except (AssertionError, TimeoutError) as error:
            raise CommandRefused(wording.broken(str(error))) from error
        typer.echo(wording.closing())
        await stopped.wait()
