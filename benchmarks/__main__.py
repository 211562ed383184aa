"""`python -m benchmarks [name…]`: all of them, or those named, one after another, each within two minutes."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from typing import Annotated

import typer

from absensi.logs import set_up_logs
from benchmarks.camera import camera, camera_faster, camera_server
from benchmarks.figures import HEAD, Figure, NotMeasured
from benchmarks.gate import gate
from benchmarks.machine import busy_share
from benchmarks.memory import memory
from benchmarks.recap import recaps
from benchmarks.roster import roster
from benchmarks.screens import screens
from benchmarks.sms import sms
from benchmarks.updates import minute, updates

BENCHMARKS: dict[str, Callable[[], Awaitable[Sequence[Figure]]]] = {
    "updates": updates,
    "minute": minute,
    "gate": gate,
    "sms": sms,
    "memory": memory,
    "roster": roster,
    "screens": screens,
    "recap": recaps,
    "camera": camera,
    "camera_server": camera_server,
    "camera_faster": camera_faster,
}
_LIMIT_SECONDS = 120.0


def main(names: Annotated[list[str] | None, typer.Argument(help="; ".join(BENCHMARKS))] = None) -> None:
    """Measure, and print tables in Markdown."""
    unknown = set(names or ()) - set(BENCHMARKS)
    if unknown:
        raise typer.BadParameter(f"{', '.join(sorted(unknown))}: there are {', '.join(BENCHMARKS)}")
    set_up_logs("error", "text")
    try:
        asyncio.run(_measure(names or list(BENCHMARKS)))
    except asyncio.CancelledError:  # SIGTERM; everything has been put away
        raise typer.Exit(1) from None


async def _measure(names: Sequence[str]) -> None:
    """Print each table as soon as it is there. One that takes too long does not keep the others from us."""
    running = asyncio.current_task()
    assert running is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, running.cancel)
    for name in names:
        typer.echo(f"\n### {name}\n")
        before = await busy_share()
        try:
            async with asyncio.timeout(_LIMIT_SECONDS):
                figures = await BENCHMARKS[name]()
        except TimeoutError as error:
            typer.echo(f"Not done within {_LIMIT_SECONDS:g} seconds: {error or 'the machine is too busy'}.")
            continue
        except NotMeasured as error:
            typer.echo(f"Not measured: {error}.")
            continue
        typer.echo(f"Others used {before:.0%} of the machine just before and {await busy_share():.0%} just after.\n")
        typer.echo("\n".join([HEAD, *(figure.row() for figure in figures)]))


if __name__ == "__main__":
    typer.run(main)
