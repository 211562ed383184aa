"""A spreadsheet that somebody hands in."""

from pathlib import Path

from absensi.errors import CommandRefused
from core.roster.sheets import MOST_BYTES
from core.wording import roster as wording


def read_upload(file: Path) -> bytes:
    """One byte more than is allowed is enough to refuse it."""
    try:
        with file.open("rb") as stream:
            return stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise CommandRefused(wording.file_unreadable(str(file))) from error
