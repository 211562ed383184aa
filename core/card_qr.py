"""The QR code of a card, as it is printed on paper and shown on a screen."""

from collections.abc import Sequence

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_Q

SIDE = 21  # modules: the smallest there is
QUIET_ZONE = 4  # modules that stay clear around it: ISO/IEC 18004


def card_qr(payload: str) -> Sequence[Sequence[bool | None]]:
    """Rows of modules, true where dark, without the quiet zone. Raises DataOverflowError for what does not fit."""
    code = QRCode(version=1, error_correction=ERROR_CORRECT_Q, border=0)
    code.add_data(payload, optimize=0)  # in one piece: alphanumeric mode for what is alphanumeric
    code.make(fit=False)
    return code.get_matrix()
