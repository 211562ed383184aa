"""A card's QR code as a picture, to be shown on a phone. Blocks for some milliseconds."""

from io import BytesIO

from PIL import Image

from core.card_qr import QUIET_ZONE, SIDE, card_qr

_SIDE = 720  # pixels; Telegram leaves pictures of up to 1280 as large as they are


def card_picture(payload: str) -> bytes:
    """A PNG with its quiet zone, black on white."""
    plain = Image.new("1", (SIDE + 2 * QUIET_ZONE,) * 2, 1)
    for row, cells in enumerate(card_qr(payload), start=QUIET_ZONE):
        for column, is_dark in enumerate(cells, start=QUIET_ZONE):
            plain.putpixel((column, row), 0 if is_dark else 1)
    packed = BytesIO()
    plain.resize((_SIDE, _SIDE), Image.Resampling.NEAREST).save(packed, "PNG", optimize=True)
    return packed.getvalue()
