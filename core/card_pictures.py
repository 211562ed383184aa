"""Cards in a photo that somebody took. Blocks for some tens of milliseconds: call it in a thread."""

from collections.abc import Sequence

import zxingcpp

from core.card_links import card_code_in
from core.pictures import opened


def card_codes_in(picture: bytes) -> Sequence[str]:
    """The codes of the cards to be seen, each once, from top to bottom. Raises BadPicture."""
    image = opened(picture)
    seen = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode))
    codes = (card_code_in(code.text) for code in sorted(seen, key=lambda code: code.position.top_left.y))
    return list(dict.fromkeys(code for code in codes if code))
