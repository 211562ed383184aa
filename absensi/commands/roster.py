"""`absensi import`: pupils, classes and staff from a spreadsheet."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from absensi.errors import CommandRefused
from absensi.files import read_upload
from absensi.opening import opened
from core.guardian_keycodes import slips
from core.roster import import_workbook, plan_import
from core.roster.refusals import WorkbookRefused
from core.wording import roster as wording


def register(app: typer.Typer) -> None:
    app.command("import")(import_file)


def import_file(
    file: Annotated[Path, typer.Argument(help="Dapodik's download, a plain list, or the school file with its sheets.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change and write nothing.")] = False,
) -> None:
    """Bring pupils, classes and staff up to date from a spreadsheet; wrong rows are named and left out."""
    workbook = read_upload(file)

    async def bring_in() -> str:
        async with opened() as house, house.transaction() as session:
            now = house.clock()
            take = plan_import if dry_run else import_workbook
            plan = await take(session, workbook, now=now)
            printable = len(await slips(session, on=now.date()))
            return wording.import_summary(plan, keycodes=printable, written=not dry_run)

    try:
        typer.echo(asyncio.run(bring_in()))
    except WorkbookRefused as refusal:
        raise CommandRefused(wording.workbook_refused(refusal)) from refusal
