"""`absensi photos`: portraits for cards and for the station's screen, from a folder of files named by NIS or NIP."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from absensi.errors import CommandRefused
from absensi.opening import opened
from core.photos import Portrait, keep_photos
from core.pictures import LARGEST_BYTES, BadPicture, portrait
from core.wording import pictures as wording

_AT_ONCE = 50  # files of one transaction; their portraits take two megabytes
_ENDINGS = {".jpg", ".jpeg", ".png", ".webp"}


def register(app: typer.Typer) -> None:
    app.command()(photos)


def photos(folder: Annotated[Path, typer.Argument(help="A folder with NIS.jpg and NIP.jpg.", exists=True)]) -> None:
    """Keep a small portrait of every pupil and teacher whose file is there; files that cannot be used are named."""
    kept, complaints = asyncio.run(_keep_all(sorted(folder.iterdir())))
    for complaint in complaints:
        typer.echo(complaint)
    if not kept:
        raise CommandRefused(wording.no_photo_kept(str(folder)))
    typer.echo(wording.photos_kept(kept))


def read_picture(file: Path) -> bytes:
    """The file, one byte more than is allowed at most: enough to refuse it. Raises BadPicture."""
    try:
        with file.open("rb") as stream:
            return stream.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise BadPicture from error


async def _keep_all(files: Sequence[Path]) -> tuple[int, list[str]]:
    """How many were kept, and what is wrong with the others."""
    kept, complaints = 0, []
    async with opened() as house:
        for first in range(0, len(files), _AT_ONCE):
            made, bad = await asyncio.to_thread(_portraits, files[first : first + _AT_ONCE])
            async with house.transaction() as session:
                unknown = await keep_photos(session, made, now=house.clock())
            kept += len({one.number for one in made}) - len(unknown)
            complaints += [wording.picture_unusable(name) for name in bad]
            complaints += [wording.number_unknown(number) for number in unknown]
    return kept, complaints


def _portraits(files: Sequence[Path]) -> tuple[list[Portrait], list[str]]:
    made: list[Portrait] = []
    bad: list[str] = []
    for file in files:
        try:
            if file.suffix.lower() not in _ENDINGS or not file.is_file():
                raise BadPicture
            made.append(Portrait(file.stem.strip(), portrait(read_picture(file))))
        except BadPicture:
            bad.append(file.name)
    return made, bad
