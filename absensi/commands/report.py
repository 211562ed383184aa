"""`absensi report …`: the school's reports as files in the data folder."""

import asyncio
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from absensi import wording, wording_reports
from absensi.commands import recap_reports
from absensi.errors import CommandRefused
from absensi.opening import Opened, opened
from absensi.output import ReportFormat, save_file
from core.daily_report import DailyReport
from core.daily_report_facts import make_report
from core.daily_report_store import stored_report
from core.documents.daily_report_pdf import school_pdf
from core.documents.daily_report_xlsx import school_workbook
from core.sent_reports import sent_on


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="Reports as files.")
    group.command("daily")(daily)
    recap_reports.register(group)
    app.add_typer(group, name="report")


def daily(
    day: Annotated[datetime | None, typer.Option("--date", formats=["%Y-%m-%d"], help="Today by default.")] = None,
    form: Annotated[ReportFormat, typer.Option("--format", help="A workbook, or a file to print.")] = ReportFormat.PDF,
    sent: Annotated[bool, typer.Option("--sent", help="As it was sent, after a list of who got it and when.")] = False,
    version: Annotated[int | None, typer.Option("--version", min=1, help="Of those sent; the last by default.")] = None,
) -> None:
    """Write the report of a day as it stands now, or with --sent as it went out, and print the file's path."""
    if version is not None and not sent:
        raise typer.BadParameter("only together with --sent", param_hint="--version")
    on = day.date() if day else None
    typer.echo(asyncio.run(_sent(on, version, form) if sent else _written(on, form)))


async def _written(on: date | None, form: ReportFormat) -> Path:
    async with opened() as house, house.transaction() as session:
        now = house.clock()
        report = await make_report(session, on or now.date(), now=now)
        if not report.classes:
            raise CommandRefused(wording.no_school_on(report.on))
        return _save(house, report, form, "")


async def _sent(on: date | None, version: int | None, form: ReportFormat) -> str:
    """Who got it, and the path of the file as they got it."""
    async with opened() as house, house.transaction() as session:
        now = house.clock()
        day = on or now.date()
        reports = [one for one in await sent_on(session, day, now=now) if version in (None, one.version)]
        report = await stored_report(session, day, version)
        if report is None:
            raise CommandRefused(wording_reports.nothing_sent(day, version))
        return f"{wording_reports.sent(reports)}\n{_save(house, report, form, f'sent {report.version}')}"


def _save(house: Opened, report: DailyReport, form: ReportFormat, which: str) -> Path:
    drawn = school_pdf(report) if form is ReportFormat.PDF else school_workbook(report)
    return save_file(house.settings.data_dir, "report", "daily", str(report.on), which, drawn=drawn, suffix=form.value)
