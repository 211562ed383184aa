"""`absensi import-scans` and `import-numbers`: fingerprint and RFID machines that the school already has."""

import asyncio
from collections import Counter
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Annotated

import typer

from absensi.errors import CommandRefused
from absensi.files import read_upload
from absensi.opening import Opened, opened
from core.arrival import Outcome
from core.machines.export import read_export
from core.machines.importing import MachineScans, count_recorded, import_scans, plan_scans
from core.machines.numbers import STATIONS
from core.machines.registering import read_numbers, register_numbers
from core.roster.refusals import WorkbookRefused
from core.wording import machines as wording
from core.wording.roster import workbook_refused

_MACHINE = "The machine's name, if there are several: each has its own numbers."


def register(app: typer.Typer) -> None:
    app.command("import-scans")(import_export)
    app.command("import-numbers")(import_numbers)


def import_export(
    file: Annotated[
        Path, typer.Argument(help="The machine's export, CSV or Excel: number, date and time in each row.")
    ],
    machine: Annotated[str, typer.Option(help=_MACHINE)] = "mesin",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be taken over and write nothing.")] = False,
) -> None:
    """Take over a machine's log as scans, by the same rule as at a gate; the same file twice changes nothing."""
    data = read_upload(file)

    async def bring_in() -> str:
        async with opened() as house:
            export = await asyncio.to_thread(read_export, data, now=house.clock())
            async with house.transaction() as session:
                found = await plan_scans(session, export, machine=machine.strip(), now=house.clock())
            known, outcomes = await _take_over(house, found, write=not dry_run)
            return wording.scans_summary(found, known=known, outcomes=outcomes, written=not dry_run)

    _say(bring_in)


def import_numbers(
    file: Annotated[Path, typer.Argument(help="A list, CSV or Excel, with the columns Nomor and NIS or NIP.")],
    machine: Annotated[
        str, typer.Option(help="Whose numbers they are; without it RFID cards for the stations' readers.")
    ] = STATIONS,
) -> None:
    """Say whom a reader's or a machine's numbers mean; a number without NIS or NIP means nobody any more."""
    data = read_upload(file)

    async def write() -> str:
        rows = await asyncio.to_thread(read_numbers, data)
        async with opened() as house, house.transaction() as session:
            done = await register_numbers(session, rows, machine=machine.strip(), now=house.clock())
            return wording.numbers_summary(done)

    _say(write)


async def _take_over(house: Opened, found: MachineScans, *, write: bool) -> tuple[int, Counter[Outcome]]:
    known, outcomes = 0, Counter[Outcome]()
    for piece in found.pieces():
        async with house.transaction() as session:
            known += await count_recorded(session, piece)
            if write:
                outcomes += await import_scans(session, piece)
    return known, outcomes


def _say(work: Callable[[], Coroutine[None, None, str]]) -> None:
    try:
        typer.echo(asyncio.run(work()))
    except WorkbookRefused as refusal:
        raise CommandRefused(workbook_refused(refusal)) from refusal
