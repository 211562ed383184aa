"""`absensi report …`: the school's reports as files in the data folder."""

import asyncio
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from absensi import wording
from absensi.commands import recap_reports
from absensi.errors import CommandRefused
from absensi.opening import opened
from absensi.output import ReportFormat, save_file
from core.daily_report_facts import make_report
from core.documents.daily_report_pdf import school_pdf
from core.documents.daily_report_xlsx import school_workbook


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Reports as files.")
    group.command("daily")(daily)
    recap_reports.register(group)
    app.add_typer(group, name="report")


def daily(
    day: Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Today by default.")] = None,
    form: Annotated[ReportFormat, typer.Option("--format", help="A workbook, or a file to print.")] = ReportFormat.PDF,
) -> None:
    """Write the report of a day as it stands now, and print the file's path."""
    typer.echo(asyncio.run(_written(day.date() if day else None, form)))


async def _written(on: date | None, form: ReportFormat) -> Path:
    async with opened() as house, house.transaction() as session:
        now = house.clock()
        report = await make_report(session, on or now.date(), now=now)
        if not report.classes:
            raise CommandRefused(wording.no_school_on(report.on))
        drawn = school_pdf(report) if form is ReportFormat.PDF else school_workbook(report)
        return save_file(house.settings.data_dir, "report", "daily", str(report.on), drawn=drawn, suffix=form.value)
