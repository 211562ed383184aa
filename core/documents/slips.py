"""The guardians' keycode slips as a PDF: A4, eight a page, every class on pages of its own, to be cut apart."""

from collections.abc import Sequence
from io import BytesIO

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from core.documents.printing import BOLD, REGULAR, draw_modules, fitting, pages_by_class, printable, wrapped
from core.guardian_keycodes import Slip
from core.keycodes import spaced
from core.wording import slips as wording

_COLUMNS, _ROWS = 2, 4
_WIDTH, _HEIGHT = A4[0] / _COLUMNS, A4[1] / _ROWS
_MARGIN = 8 * mm  # school printers leave up to 6 mm of an edge white
_INNER = _WIDTH - 2 * _MARGIN
_QR, _QR_OF_TWO, _GAP = 22 * mm, 18 * mm, 4 * mm
_LETTERS = "Courier-Bold"
_BLACK, _SOFT, _LINE, _SHADE = Color(0, 0, 0), Color(0.25, 0.25, 0.25), Color(0.6, 0.6, 0.6), Color(0.93, 0.93, 0.93)


def keycode_slips(pupils: Sequence[Slip], *, school: str, phone: str, bot: str | None) -> bytes:
    """The slips in the order given, `phone` as parents dial it; without one there is neither its QR code nor number.
    `bot` is the bot's user name, for a second QR code that opens Telegram; None: there is none, or it is not known.

    The same input gives the same bytes.
    """
    packed = BytesIO()
    canvas = Canvas(packed, pagesize=A4, invariant=True)
    canvas.setTitle(printable(wording.document_title(school)))
    for page in pages_by_class(pupils, lambda slip: slip.class_name, _COLUMNS * _ROWS):
        for place, slip in enumerate(page):
            row, column = divmod(place, _COLUMNS)
            canvas.saveState()
            canvas.translate(column * _WIDTH, A4[1] - (row + 1) * _HEIGHT)
            _draw(canvas, slip, school=school, phone=phone, bot=bot)
            canvas.restoreState()
        _cut_lines(canvas)
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def _draw(canvas: Canvas, slip: Slip, *, school: str, phone: str, bot: str | None) -> None:
    """From the top down; the origin is the slip's lower left corner."""
    _heading(canvas, slip, school)
    _name(canvas, slip.name, _HEIGHT - 15 * mm)
    below = _HEIGHT - 25.5 * mm
    codes = _codes(slip.keycode, phone, bot)
    side = _QR if len(codes) < 2 else _QR_OF_TWO
    text_width = _INNER - len(codes) * (side + _GAP)
    _keycode(canvas, slip.keycode, below - 11 * mm, text_width)
    _instruction(canvas, wording.how_to_register(slip.keycode, phone, bot), below - 15.5 * mm, text_width)
    for number, (content, caption) in enumerate(codes):
        _qr(canvas, content, caption, _MARGIN + text_width + _GAP + number * (side + _GAP), below - side, side)
    _consent(canvas)


def _heading(canvas: Canvas, slip: Slip, school: str) -> None:
    school, school_size = fitting(school, REGULAR, 8, _INNER)
    class_name, class_size = fitting(slip.class_name, BOLD, 10, _INNER / 2)
    canvas.setFillColor(_SOFT)
    canvas.setFont(REGULAR, school_size)
    canvas.drawString(_MARGIN, _HEIGHT - 9.5 * mm, school)
    canvas.setFont(REGULAR, 7)
    canvas.drawString(_MARGIN, _HEIGHT - 14 * mm, wording.for_whom())
    canvas.setFillColor(_BLACK)
    canvas.setFont(BOLD, class_size)
    canvas.drawRightString(_WIDTH - _MARGIN, _HEIGHT - 14 * mm, class_name)


def _name(canvas: Canvas, name: str, top: float) -> None:
    """On one line, or smaller on two; whole however long it is."""
    line, size = fitting(name, BOLD, 13, _INNER)
    lines = [line]
    if size < 11:
        lines, size = wrapped(name, BOLD, 11, _INNER, 2)
    canvas.setFont(BOLD, size)
    for number, line in enumerate(lines, start=1):
        canvas.drawString(_MARGIN, top - number * size * 1.08, line)


def _keycode(canvas: Canvas, keycode: str, bottom: float, width: float) -> None:
    canvas.setFillColor(_SHADE)
    canvas.roundRect(_MARGIN, bottom, width, 11 * mm, 2 * mm, stroke=0, fill=1)
    letters, size = fitting(spaced(keycode), _LETTERS, 26, width - 6 * mm)
    canvas.setFillColor(_BLACK)
    canvas.setFont(_LETTERS, size)
    canvas.drawCentredString(_MARGIN + width / 2, bottom + 5.5 * mm - size * 0.3, letters)


def _instruction(canvas: Canvas, text: str, top: float, width: float) -> None:
    for number, line in enumerate(text.split("\n")):
        fitted, size = fitting(line, BOLD, 9.5, width)
        canvas.setFont(BOLD, size)
        canvas.drawString(_MARGIN, top - number * 12.5, fitted)


def _codes(keycode: str, phone: str, bot: str | None) -> list[tuple[str, str]]:
    """What there is to scan, each with its caption. Most phones write the SMS themselves when they see
    `SMSTO:number:text`.
    """
    number = "".join(letter for letter in phone if letter.isdigit() or letter == "+")
    by_sms = (f"SMSTO:{number}:{wording.registration_sms(keycode)}", wording.scan_to_register())
    by_telegram = (wording.registration_link(bot or "", keycode), wording.scan_for_telegram())
    return [by_sms] * bool(phone) + [by_telegram] * bool(bot)


def _qr(canvas: Canvas, content: str, caption: str, left: float, bottom: float, side: float) -> None:
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(content)
    canvas.setFillColor(_BLACK)
    draw_modules(canvas, code.get_matrix(), left, bottom, side)
    canvas.setFillColor(_SOFT)
    caption, size = fitting(caption, REGULAR, 6, side + _GAP)
    canvas.setFont(REGULAR, size)
    canvas.drawCentredString(left + side / 2, bottom - 6.5, caption)


def _consent(canvas: Canvas) -> None:
    canvas.setFillColor(_SOFT)
    canvas.setFont(REGULAR, 7)
    lines = simpleSplit(wording.consent(), REGULAR, 7, _INNER)
    for number, line in enumerate(reversed(lines)):
        canvas.drawString(_MARGIN, 5.5 * mm + number * 8.2, line)


def _cut_lines(canvas: Canvas) -> None:
    canvas.setStrokeColor(_LINE)
    canvas.setLineWidth(0.4)
    canvas.setDash(2, 2)
    canvas.line(_WIDTH, 0, _WIDTH, A4[1])
    for row in range(1, _ROWS):
        canvas.line(0, row * _HEIGHT, A4[0], row * _HEIGHT)
