"""The daily report as PDF: a class on a page for its homeroom teacher, the school for the administration.

The same report gives the same bytes.
"""

from collections.abc import Sequence
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import CondPageBreak, Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from core.daily_report import ClassPart, ContradictionLine, DailyReport, PupilLine, tally
from core.documents.printing import BOLD, REGULAR, printable
from core.wording import daily_report as wording
from core.wording import gate_flags as flag_wording

_Rows = Sequence[Sequence[object]]
_MARGIN = 15 * mm
_SHADE, _LINE, _SOFT = Color(0.93, 0.93, 0.93), Color(0.75, 0.75, 0.75), Color(0.35, 0.35, 0.35)
_CELL = ParagraphStyle("cell", fontName=REGULAR, fontSize=8.5, leading=10.5)
_HEAD = ParagraphStyle("head", parent=_CELL, fontName=BOLD)
_TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=14, leading=18)
_SECTION = ParagraphStyle("section", fontName=BOLD, fontSize=10.5, leading=14, spaceBefore=9, spaceAfter=3)
_BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=9.5, leading=13)
_GRID = TableStyle(
    [
        ("BACKGROUND", (0, 0), (-1, 0), _SHADE),
        ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
    ]
)

_PUPIL_WIDTHS = (9, 60, 32, 14, 20, 14, 31)
_NOTABLE_WIDTHS = (32, 60, 32, 14, 20, 14, 31)
_TEACHER_WIDTHS = (9, 92, 14, 20, 14, 31)
_NAMES_WIDTHS = (32, 12, 160)
_DOUBT_WIDTHS = (28, 52, 66, 34)
_FLAG_WIDTHS = (90, 34, 78, 40)
_CLASS_WIDTHS = (44, 15, 15, 15, 13, 13, 23, 24, 20, 20, 22, 20, 22)
"""In parts of the page's width."""
_UPRIGHT, _ACROSS = A4[0] - 2 * _MARGIN, A4[1] - 2 * _MARGIN
_FEW = 5  # so many are named even where nobody of the class was scanned leaving


def class_pdf(report: DailyReport, part: ClassPart) -> bytes:
    """One class, every pupil by name."""
    title = f"{wording.CLASS_TITLE} {part.name}"
    head = (report.school, wording.made(report), wording.numbers_line(tally([part])))
    story = [_title(title), *map(_text, head)]
    if use := wording.gate_use(part):
        story.append(_text(use))
    missed = zip(wording.AT_GATE, _at_gate(part), strict=True)
    story += [_text(f"{name} ({count}): {names}") for name, (count, names) in missed if count]
    pupils = [(n, *wording.pupil_cells(pupil, part)) for n, pupil in enumerate(part.pupils, start=1)]
    story += [Spacer(0, 3 * mm), _table(wording.PUPIL_COLUMNS, pupils, _PUPIL_WIDTHS, _UPRIGHT)]
    story += _titled(wording.DOUBTS, wording.DOUBT_COLUMNS, _doubts(part.contradictions), _DOUBT_WIDTHS, _UPRIGHT)
    return _drawn(story, title, A4)


def school_pdf(report: DailyReport) -> bytes:
    """The whole school: every class in numbers, then by name whoever was not simply present."""
    title, numbers = f"{wording.SCHOOL_TITLE} {report.school}", tally(report.classes)
    story = [_title(title), _text(wording.made(report)), _text(wording.numbers_line(numbers))]
    classes = [wording.class_cells(part) for part in report.classes]
    total = (wording.TOTAL, *wording.number_cells(numbers), "")
    story += [Spacer(0, 3 * mm), _table(wording.CLASS_COLUMNS, [*classes, total], _CLASS_WIDTHS, _ACROSS, sums=True)]
    story += _titled(wording.DOUBTS, wording.DOUBT_COLUMNS, _doubts(report.contradictions), _DOUBT_WIDTHS)
    story += _titled(wording.NOTABLE, wording.NOTABLE_COLUMNS, _notable(report.classes), _NOTABLE_WIDTHS)
    for name, at_gate in zip(wording.AT_GATE, zip(*map(_at_gate, report.classes), strict=True), strict=False):
        rows = [(part.name, *found) for part, found in zip(report.classes, at_gate, strict=True) if found[0]]
        story += _titled(name, wording.NAMES_COLUMNS, rows, _NAMES_WIDTHS)
    teachers = [(n, *wording.teacher_cells(one)) for n, one in enumerate(report.teachers, start=1)]
    story += _titled(wording.TEACHERS, wording.TEACHER_COLUMNS, teachers, _TEACHER_WIDTHS)
    flags = list(map(flag_wording.flag_cells, report.flags))
    story += _titled(flag_wording.FLAGS, flag_wording.FLAG_COLUMNS, flags, _FLAG_WIDTHS)
    return _drawn(story, title, landscape(A4))


def _notable(classes: Sequence[ClassPart]) -> _Rows:
    return [
        (part.name, *wording.pupil_cells(pupil, part))
        for part in classes
        for pupil in part.pupils
        if _is_notable(part, pupil)
    ]


def _is_notable(part: ClassPart, pupil: PupilLine) -> bool:
    """Nobody reads forty names of a class that has not reported: its line in the table says so."""
    known = pupil.is_known or pupil.gate.is_seen
    is_odd_at_gate = pupil.gate.late is not None or pupil.gate.left_early
    return pupil.reason is not None or is_odd_at_gate or (part.has_reported and not known)


def _at_gate(part: ClassPart) -> Sequence[tuple[int, str]]:
    """How many were missed at the gate in each of the ways of AT_GATE, and their names."""
    return (
        (len(part.never_scanned), _names(part.never_scanned)),
        (len(part.arrival_missing), _names(part.arrival_missing)),
        (len(part.not_left), _not_left(part)),
    )


def _not_left(part: ClassPart) -> str:
    """By name, unless nobody of the class was scanned leaving: then it is no news of anybody."""
    return _names(part.not_left) if part.is_leaving_scanned or len(part.not_left) <= _FEW else wording.ALL_WHO_CAME


def _names(pupils: Sequence[PupilLine]) -> str:
    return ", ".join(pupil.name for pupil in pupils)


def _doubts(contradictions: Sequence[ContradictionLine]) -> _Rows:
    return [wording.doubt_cells(one) for one in contradictions]


def _titled(
    title: str, titles: Sequence[str], rows: _Rows, widths: Sequence[float], page: float = _ACROSS
) -> list[Flowable]:
    """Nothing where there are no rows. A title is not left alone at the foot of a page."""
    return [CondPageBreak(30 * mm), _section(title), _table(titles, rows, widths, page)] if rows else []


def _table(titles: Sequence[str], rows: _Rows, widths: Sequence[float], page: float, *, sums: bool = False) -> Table:
    """Names as long as they are: a cell breaks its lines, and the titles stand on every page again. `sums`: in the last
    row.
    """
    heavy = {0, len(rows)} if sums else {0}
    cells = [
        [Paragraph(_safe(_shown(cell)), _HEAD if number in heavy else _CELL) for cell in row]
        for number, row in enumerate([titles, *rows])
    ]
    share = page / sum(widths)
    return Table(cells, colWidths=[width * share for width in widths], style=_GRID, repeatRows=1, hAlign="LEFT")


def _shown(cell: object) -> str:
    """So that the numbers that matter stand out."""
    return "–" if cell == 0 else str(cell)


def _title(text: str) -> Flowable:
    return Paragraph(_safe(text), _TITLE)


def _section(text: str) -> Flowable:
    return Paragraph(_safe(text), _SECTION)


def _text(text: str) -> Flowable:
    return Paragraph(_safe(text), _BODY)


def _safe(text: str) -> str:
    """Paragraphs read HTML."""
    return escape(printable(text), quote=False)


def _drawn(story: list[Flowable], title: str, size: tuple[float, float]) -> bytes:
    packed = BytesIO()
    document = SimpleDocTemplate(
        packed,
        pagesize=size,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=printable(title),
        invariant=1,
    )
    document.build(story, onFirstPage=_page_number, onLaterPages=_page_number)
    return packed.getvalue()


def _page_number(canvas: Canvas, document: Any) -> None:
    canvas.setFont(REGULAR, 7.5)
    canvas.setFillColor(_SOFT)
    canvas.drawRightString(document.pagesize[0] - _MARGIN, 8 * mm, wording.page_of(document.page))
