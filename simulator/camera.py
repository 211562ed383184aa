"""What a station's camera sees: printed cards held up before a grey wall, as a film for Chromium's fake camera."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFilter

SIZE = (640, 480)
PER_SECOND = 30  # frames, as Chromium plays a film of JPEGs; most cameras of tablets have as many
_QUALITY = 85  # of the JPEGs: about what a camera on a cable delivers
_DOT = 7  # pixels a module: about what 1.3 mm take of the 85.6 mm of a card that fills two thirds of the picture
_WALL = 110

Picture = Image.Image
Modules = Sequence[Sequence[bool | None]]
"""Rows of a QR code, true where dark, without the quiet zone."""


def wall() -> Picture:
    """Nobody there."""
    return Image.new("L", SIZE, _WALL)


def held_up(code: Modules) -> Picture:
    """A card with this code, straight and near."""
    picture = wall()
    picture.paste(_card(code), (106, 105))
    return picture


def _card(code: Modules) -> Picture:
    """As the service prints it: 85.6 x 54 mm, the QR code on the right."""
    card = Image.new("L", (428, 270), 250)
    pen = ImageDraw.Draw(card)
    for y, row in enumerate(code):
        for x, is_dark in enumerate(row):
            if is_dark:
                left, top = 250 + x * _DOT, 90 + y * _DOT
                pen.rectangle((left, top, left + _DOT - 1, top + _DOT - 1), fill=20)
    pen.text((25, 25), "SMP Nusantara", fill=30, font_size=22)
    pen.text((25, 110), "Budi Santoso", fill=30, font_size=28)
    return card


def _straight(held: Picture) -> Picture:
    return held


def _tilted(held: Picture) -> Picture:
    return held.rotate(27, Image.Resampling.BICUBIC, fillcolor=_WALL)


def _askew(held: Picture) -> Picture:
    """Its right edge is farther away than its left one."""
    corners = (0, 0, 0, 480, 640, 600, 640, -120)
    return held.transform(SIZE, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC, fillcolor=_WALL)


def _far(held: Picture) -> Picture:
    small = wall()
    small.paste(held.resize((320, 240), Image.Resampling.BICUBIC), (60, 200))
    return small


def _blurred(held: Picture) -> Picture:
    return held.filter(ImageFilter.GaussianBlur(2.2))


def _dark(held: Picture) -> Picture:
    noise = Image.effect_noise(SIZE, 14).point(lambda value: value - 110)
    dim = held.point(lambda value: 10 + value // 6)
    return Image.blend(dim, noise, 0.25)


WAYS: Sequence[Callable[[Picture], Picture]] = (_straight, _tilted, _askew, _far, _blurred, _dark)
"""How people hold a card that was straight and near."""


def shoot(film: Path, takes: Iterable[tuple[Picture, int]]) -> None:
    """Motion JPEG: each picture for so many frames, one right after the other."""
    with film.open("wb") as file:
        for picture, frames in takes:
            packed = BytesIO()
            picture.save(packed, "JPEG", quality=_QUALITY)
            file.write(packed.getvalue() * frames)


def camera_arguments(film: Path) -> list[str]:
    """Arguments with which Chromium plays the film over and over to whatever page looks through a camera."""
    return ["--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}"]
