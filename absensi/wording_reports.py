"""Sentences of the command line about daily reports that were sent, in Indonesian."""

from collections.abc import Sequence
from datetime import date

from core.sent_reports import SentVersion
from core.wording.dates import day_long
from core.wording.sent_reports import recipient, version


def nothing_sent(on: date, number: int | None) -> str:
    which = f" versi {number}" if number is not None else ""
    return f"{day_long(on)}: tidak ada laporan harian{which} yang dikirim."


def sent(reports: Sequence[SentVersion]) -> str:
    """A line for each version and each who was owed it."""
    lines = [day_long(reports[0].on)]
    for report in reports:
        lines += [version(report), *(f"  {recipient(one, report.on)}" for one in report.recipients)]
    return "\n".join(lines)
