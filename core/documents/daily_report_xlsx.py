"""The daily report as a workbook for the office: numbers by class, every pupil, teachers, contradictions, gate flags.

The same report gives the same bytes.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it publishes none

from core.daily_report import ClassPart, DailyReport, tally
from core.wording import daily_report as wording
from core.wording import gate_flags as flag_wording

_AS_TEXT = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "in_memory": True,
}
"""A pupil may be called `=1+1`."""


def school_workbook(report: DailyReport) -> bytes:
    """The whole school."""
    total = (wording.TOTAL, *wording.number_cells(tally(report.classes)), "")
    summary = [*map(wording.class_cells, report.classes), total]
    teachers = [(n, *wording.teacher_cells(t)) for n, t in enumerate(report.teachers, start=1)]
    pupil_columns = (wording.CLASS_COLUMNS[0], *wording.PUPIL_COLUMNS)
    return _written(
        report,
        (wording.SUMMARY, wording.CLASS_COLUMNS, summary),
        (wording.PUPILS, pupil_columns, [row for part in report.classes for row in _pupils(part)]),
        (wording.TEACHERS, wording.TEACHER_COLUMNS, teachers),
        (wording.DOUBTS, wording.DOUBT_COLUMNS, list(map(wording.doubt_cells, report.contradictions))),
        (flag_wording.FLAGS, flag_wording.FLAG_COLUMNS, list(map(flag_wording.flag_cells, report.flags))),
    )


def _pupils(part: ClassPart) -> Iterable[tuple[object, ...]]:
    for number, pupil in enumerate(part.pupils, start=1):
        yield part.name, number, *wording.pupil_cells(pupil, part)


def _written(report: DailyReport, *sheets: tuple[str, Sequence[str], Sequence[Sequence[object]]]) -> bytes:
    packed = BytesIO()
    with Workbook(packed, _AS_TEXT) as book:
        book.set_properties(
            {"title": wording.SCHOOL_TITLE, "created": datetime.combine(report.on, datetime.min.time())}
        )
        bold = book.add_format({"bold": True})
        for name, titles, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.write_string(0, 0, f"{report.school} · {wording.made(report)}", bold)
            sheet.write_row(1, 0, titles, bold)
            for number, row in enumerate(rows, start=2):
                sheet.write_row(number, 0, row)
            sheet.freeze_panes(2, 0)
            sheet.autofilter(1, 0, max(len(rows), 1) + 1, len(titles) - 1)
            sheet.set_column(0, 0, 14)
            sheet.set_column(1, len(titles) - 1, 16)
    return packed.getvalue()
