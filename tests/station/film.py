"""A film of printed cards for Chromium's fake camera: straight, tilted, askew, far away, blurred and in the dark."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

from core.card_qr import card_qr

SIZE = (640, 480)
PER_SECOND = 10  # frames
HELD = 10  # frames a card: sixty cards a minute
_DOT = 7  # pixels a module: about what 1.3 mm take of the 85.6 mm of a card that fills two thirds of the picture

Picture = Image.Image


def _card(code: str) -> Picture:
    """As `core.documents.cards` draws it: 85.6 x 54 mm, the QR code on the right."""
    card = Image.new("L", (428, 270), 250)
    pen = ImageDraw.Draw(card)
    for y, row in enumerate(card_qr(code)):
        for x, is_dark in enumerate(row):
            if is_dark:
                left, top = 250 + x * _DOT, 90 + y * _DOT
                pen.rectangle((left, top, left + _DOT - 1, top + _DOT - 1), fill=20)
    pen.text((25, 25), "SMP Nusantara", fill=30, font_size=22)
    pen.text((25, 110), "Budi Santoso", fill=30, font_size=28)
    return card


def scene(code: str) -> Picture:
    """The card before a grey wall."""
    picture = Image.new("L", SIZE, 110)
    picture.paste(_card(code), (106, 105))
    return picture


def _straight(held: Picture) -> Picture:
    return held


def _tilted(held: Picture) -> Picture:
    return held.rotate(27, Image.Resampling.BICUBIC, fillcolor=110)


def _askew(held: Picture) -> Picture:
    """Its right edge is farther away than its left one."""
    corners = (0, 0, 0, 480, 640, 600, 640, -120)
    return held.transform(SIZE, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=110)


def _far(held: Picture) -> Picture:
    small = Image.new("L", SIZE, 110)
    small.paste(held.resize((320, 240), Image.Resampling.BICUBIC), (60, 200))
    return small


def _blurred(held: Picture) -> Picture:
    return held.filter(ImageFilter.GaussianBlur(2.2))


def _dark(held: Picture) -> Picture:
    noise = Image.effect_noise(SIZE, 14).point(lambda value: value - 110)
    dim = held.point(lambda value: 10 + value // 6)
    return Image.blend(dim, noise, 0.25)


WAYS: Sequence[Callable[[Picture], Picture]] = (_straight, _tilted, _askew, _far, _blurred, _dark)


def film(path: Path, codes: Sequence[str]) -> None:
    """A Y4M in which each card is held up for a second in a way of its own, one right after the other."""
    with path.open("wb") as file:
        file.write(f"YUV4MPEG2 W{SIZE[0]} H{SIZE[1]} F{PER_SECOND}:1 Ip A1:1 C420mpeg2\n".encode())
        for number, code in enumerate(codes):
            grey = WAYS[number % len(WAYS)](scene(code)).tobytes()
            file.write((b"FRAME\n" + grey + bytes([128]) * (len(grey) // 2)) * HELD)
