"""Pictures from outside: opened within bounds, and made small. Everything here blocks: call it in a thread.

A picture of 60 kB may unfold to gigabytes, so its size in pixels is looked at before anything is unpacked.
"""

from io import BytesIO

from PIL import Image, ImageOps

LARGEST_BYTES = 10 * 1024 * 1024
_MOST_PIXELS = 50_000_000  # phones take 12 to 50 million
_FORMATS = ("JPEG", "PNG", "WEBP")

_PORTRAIT = (300, 400)  # pixels: 25 mm at 300 dpi, and sharp on a tablet
_PORTRAIT_BYTES = 30_000
_LOGO_SIDE = 360


class BadPicture(Exception):
    """No JPEG, PNG or WebP picture, a broken one, or one too large to be opened."""


def opened(picture: bytes) -> Image.Image:
    """The picture, upright, in plain colours. Raises BadPicture."""
    return _unpacked(picture).convert("RGB")


def portrait(picture: bytes) -> bytes:
    """A JPEG of 3 by 4, cut from the middle, of at most 30 kB. Raises BadPicture."""
    small = ImageOps.fit(opened(picture), _PORTRAIT, centering=(0.5, 0.4))  # faces are above the middle
    for quality in range(85, 0, -15):
        packed = BytesIO()
        small.save(packed, "JPEG", quality=quality, optimize=True)
        if packed.tell() <= _PORTRAIT_BYTES:
            break
    return packed.getvalue()


def logo(picture: bytes) -> bytes:
    """A PNG that fits a square of 360 pixels, transparent where it was. Raises BadPicture."""
    small = _unpacked(picture).convert("RGBA")
    small.thumbnail((_LOGO_SIDE, _LOGO_SIDE))
    packed = BytesIO()
    small.save(packed, "PNG", optimize=True)
    return packed.getvalue()


def _unpacked(picture: bytes) -> Image.Image:
    if len(picture) > LARGEST_BYTES:
        raise BadPicture
    try:
        image = Image.open(BytesIO(picture), formats=_FORMATS)
        if image.width * image.height > _MOST_PIXELS:
            raise BadPicture
        return ImageOps.exif_transpose(image)
    # What Pillow raises on broken files is not documented; these were met.
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadPicture from error
