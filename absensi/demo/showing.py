"""`absensi demo` from start to Ctrl-C."""

import asyncio
import contextlib
import signal
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import typer

from absensi.addresses import is_local
from absensi.demo import wording
from absensi.demo.narrator import Narrator
from absensi.demo.scene import scene_of
from absensi.demo.stage import Stage, set_stage
from absensi.demo.steps import STEPS
from absensi.errors import CommandRefused
from db.embedded import EmbeddedPostgres
from simulator.page import Page
from simulator.page.guide import Guide

_PACE_SECONDS = 0.5  # slow enough to watch a finger, quick enough to wait for


async def show(server: EmbeddedPostgres, data_dir: Path, *, host: str, port: int, plays: bool) -> None:
    """Set the stage, play the morning if asked to, stay up until SIGTERM or Ctrl-C; a visitor of the page may start
    over. Raises CommandRefused when a step fails or the address is taken.
    """
    stopped = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopped.set)
    async with contextlib.AsyncExitStack() as stack:
        page = await _open_page(stack, host, port)
        said = wording.opening
        while not stopped.is_set():
            await _show_one_school(page, server, data_dir, stopped, said, plays=plays)
            said, plays = wording.started_over, False


async def _show_one_school(
    page: Page,
    server: EmbeddedPostgres,
    data_dir: Path,
    stopped: asyncio.Event,
    said: Callable[[float], str],
    *,
    plays: bool,
) -> None:
    """From a fresh database until the end, or until a visitor wants another one."""
    begun = time.monotonic()
    async with set_stage(server, data_dir) as stage:
        scene = await scene_of(stage, pace=0.0 if plays else _PACE_SECONDS)
        async with page.showing(scene) as live:
            typer.echo(said(time.monotonic() - begun))
            typer.echo(wording.address(page.url))
            if plays:
                await _first_of(stopped.wait(), _play(stage, live.guide))
            if not stopped.is_set():
                typer.echo(wording.closing() if plays else wording.not_played())
                await _first_of(stopped.wait(), page.start_over_wished())


async def _open_page(stack: contextlib.AsyncExitStack, host: str, port: int) -> Page:
    if not is_local(host):
        typer.echo(wording.reachable_by_others(host))
    try:
        return await stack.enter_async_context(Page(host, port))
    except OSError as error:
        raise CommandRefused(wording.port_taken(host, port)) from error


async def _play(stage: Stage, guide: Guide) -> None:
    """Every step, told on the terminal."""
    narrator = Narrator(stage)
    with narrator.listening():
        for number, step in enumerate(STEPS, start=1):
            narrator.step(number, step.told.title["id"])
            try:
                await guide.do(number)
            except (AssertionError, TimeoutError) as error:
                raise CommandRefused(wording.broken(str(error))) from error


async def _first_of(*waits: Coroutine[Any, Any, object]) -> None:
    """Until one of them ends; the others are given up."""
    tasks = [asyncio.create_task(wait) for wait in waits]
    done, others = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for other in others:
        other.cancel()
    await asyncio.gather(*others, return_exceptions=True)
    for task in done:
        task.result()
