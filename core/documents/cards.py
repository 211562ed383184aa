"""QR cards as a PDF: A4, ten a page, each the size of a bank card, to be cut along the marks.

Cards stand edge to edge, so one cut serves two, and nothing is drawn near an edge: a cut half a millimetre off shows on
no card. The QR code stays clear of its neighbours by the four modules that ISO/IEC 18004 asks for; so does the small
one beside it, which leads a phone's camera into the bot.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_L
from reportlab.lib.colors import Color
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from core.card_codes import spelled
from core.card_links import card_link
from core.card_qr import QUIET_ZONE, SIDE, card_qr
from core.cards import CardKind, CardRow
from core.documents.printing import BOLD, REGULAR, draw_modules, fitting, pages_by_class, printable, wrapped
from core.wording import cards as wording

_COLUMNS, _ROWS = 2, 5
_WIDTH, _HEIGHT = 85.6 * mm, 54 * mm  # ISO/IEC 7810 ID-1, as card sleeves are
_LEFT, _BOTTOM = (A4[0] - _COLUMNS * _WIDTH) / 2, (A4[1] - _ROWS * _HEIGHT) / 2
_MARGIN = 5 * mm
_MODULE = 1.3 * mm
_QR, _QUIET = SIDE * _MODULE, QUIET_ZONE * _MODULE
_SPELLED = 6.5  # points
_SPELLED_BOTTOM = 2.2 * mm
_QR_LEFT, _QR_BOTTOM = _WIDTH - _QR - _QUIET, _SPELLED_BOTTOM + 1.7 * mm + _QUIET
_TEXT_WIDTH = _QR_LEFT - _QUIET - _MARGIN
_MARK = 5 * mm
_LOGO = 9 * mm
_PHOTO_WIDTH, _PHOTO_HEIGHT, _PHOTO_BOTTOM = 11.25 * mm, 15 * mm, 10.5 * mm
_LINK, _LINK_BOTTOM = 13 * mm, 11.5 * mm  # 29 or 33 modules of 0.4 mm: a phone is held close
_LINK_LEFT = _MARGIN + _TEXT_WIDTH - _LINK - 1.8 * mm
_BLACK, _SOFT, _LINE = Color(0, 0, 0), Color(0.25, 0.25, 0.25), Color(0.6, 0.6, 0.6)


@dataclass(frozen=True, slots=True)
class Style:
    """What cards carry besides their holder. `logo` is a PNG, `photos` has a JPEG of 3 by 4 for some cards' payloads;
    with the bot's user name each card has a link for phones.
    """

    school: str
    logo: bytes | None = None
    photos: Mapping[str, bytes] = field(default_factory=dict)
    bot: str | None = None


def card_sheets(cards: Sequence[CardRow], style: Style) -> bytes:
    """The cards in the order given, each class and the staff on pages of their own.

    The same input gives the same bytes.
    """
    packed = BytesIO()
    canvas = Canvas(packed, pagesize=A4, invariant=True)
    canvas.setTitle(printable(wording.document_title(style.school)))
    for page in pages_by_class(cards, lambda card: card.class_name, _COLUMNS * _ROWS):
        _crop_marks(canvas)
        for place, card in enumerate(page):
            row, column = divmod(place, _COLUMNS)
            canvas.saveState()
            canvas.translate(_LEFT + column * _WIDTH, _BOTTOM + (_ROWS - 1 - row) * _HEIGHT)
            _draw(canvas, card, style)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return packed.getvalue()


def _draw(canvas: Canvas, card: CardRow, style: Style) -> None:
    """From the top down; the origin is the card's lower left corner."""
    _heading(canvas, card, style)
    draw_modules(canvas, card_qr(card.payload), _QR_LEFT, _QR_BOTTOM, _QR)
    _spelled(canvas, card.payload)
    photo = style.photos.get(card.payload)
    is_full = photo is not None or style.bot is not None
    below = _name(canvas, card.name, _HEIGHT - 16 * mm, *((10, 2) if is_full else (12, 4)))
    _belonging(canvas, card, below - (1 if is_full else 2.5) * mm, 9 if is_full else 12)
    if photo is not None:
        canvas.drawImage(_image(photo), _MARGIN, _PHOTO_BOTTOM, _PHOTO_WIDTH, _PHOTO_HEIGHT)
    if style.bot is not None:
        _link(canvas, card_link(style.bot, card.payload))
    _foot(canvas)


def _spelled(canvas: Canvas, code: str) -> None:
    """The letters below the QR code, for when no camera reads it."""
    canvas.setFillColor(_BLACK)
    canvas.setFont(BOLD, _SPELLED)
    canvas.drawCentredString(_QR_LEFT + _QR / 2, _SPELLED_BOTTOM, spelled(code))


def _heading(canvas: Canvas, card: CardRow, style: Style) -> None:
    left = _MARGIN
    if style.logo is not None:
        corner = _HEIGHT - 4 * mm - _LOGO
        canvas.drawImage(_image(style.logo), left, corner, _LOGO, _LOGO, mask="auto", preserveAspectRatio=True)
        left += _LOGO + 1.5 * mm
    width = _WIDTH - _MARGIN - left
    name, size = fitting(style.school, BOLD, 10, width)
    canvas.setFillColor(_BLACK)
    canvas.setFont(BOLD, size)
    canvas.drawString(left, _HEIGHT - 8 * mm, name)
    what, size = fitting(wording.heading(card.id if card.kind is CardKind.STUDENT else None), REGULAR, 7, width)
    canvas.setFont(REGULAR, size)
    canvas.drawString(left, _HEIGHT - 11.5 * mm, what)


def _image(picture: bytes) -> ImageReader:
    return ImageReader(BytesIO(picture))


def _name(canvas: Canvas, name: str, top: float, largest: float, most: int) -> float:
    """Whole, however long it is. Returns where it ends."""
    lines, size = wrapped(name, BOLD, largest, _TEXT_WIDTH, most)
    canvas.setFont(BOLD, size)
    for number, line in enumerate(lines, start=1):
        canvas.drawString(_MARGIN, top - number * size * 1.08, line)
    return top - len(lines) * size * 1.08


def _belonging(canvas: Canvas, card: CardRow, top: float, largest: float) -> None:
    where = card.class_name if card.kind is CardKind.STUDENT else wording.staff()
    drawn, size = fitting(where, REGULAR, largest, _TEXT_WIDTH)
    canvas.setFont(REGULAR, size)
    canvas.drawString(_MARGIN, top - 0.75 * largest, drawn)


def _link(canvas: Canvas, address: str) -> None:
    """For phones alone, and says so: a station reads the large one."""
    code = QRCode(error_correction=ERROR_CORRECT_L, border=0)
    code.add_data(address)
    code.make(fit=True)
    draw_modules(canvas, code.get_matrix(), _LINK_LEFT, _LINK_BOTTOM, _LINK)
    lines, size = wrapped(wording.for_phones(), REGULAR, 5, _LINK_LEFT - 1.8 * mm - _MARGIN - _PHOTO_WIDTH, 4)
    canvas.setFillColor(_SOFT)
    canvas.setFont(REGULAR, size)
    for number, line in enumerate(reversed(lines)):
        canvas.drawRightString(_LINK_LEFT - 1.8 * mm, _LINK_BOTTOM + number * 1.15 * size, line)


def _foot(canvas: Canvas) -> None:
    lines, size = wrapped(wording.how_to_use(), REGULAR, 6, _TEXT_WIDTH, 2)
    canvas.setFillColor(_SOFT)
    canvas.setFont(REGULAR, size)
    for number, line in enumerate(reversed(lines)):
        canvas.drawString(_MARGIN, _MARGIN + number * 7, line)


def _crop_marks(canvas: Canvas) -> None:
    """In the sheet's margin, in line with every cut, and a millimetre clear of the cards."""
    canvas.setStrokeColor(_LINE)
    canvas.setLineWidth(0.3)
    right, top, gap = A4[0] - _LEFT, A4[1] - _BOTTOM, mm
    for column in range(_COLUMNS + 1):
        x = _LEFT + column * _WIDTH
        canvas.line(x, _BOTTOM - gap, x, _BOTTOM - gap - _MARK)
        canvas.line(x, top + gap, x, top + gap + _MARK)
    for row in range(_ROWS + 1):
        y = _BOTTOM + row * _HEIGHT
        canvas.line(_LEFT - gap, y, _LEFT - gap - _MARK, y)
        canvas.line(right + gap, y, right + gap + _MARK, y)
