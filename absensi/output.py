"""What the printing commands hand over: rows on standard output, or a file to print in the data folder."""

import csv
import enum
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import typer

from absensi import wording
from absensi.settings import Settings
from bot.identity import bot_username


class Format(enum.StrEnum):
    PDF = "pdf"
    CSV = "csv"


class ReportFormat(enum.StrEnum):
    XLSX = "xlsx"
    PDF = "pdf"


async def bot_on_paper(settings: Settings) -> str | None:
    """The bot's user name, for the codes that a phone's camera opens; None when nobody knows it, which is said."""
    name = await bot_username(settings.bot_token.get_secret_value(), settings.telegram_api_url)
    if name is None:
        typer.echo(wording.without_codes_for_phones(), err=True)
    return name


def write_csv(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """To standard output, the titles first."""
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(titles)
    writer.writerows(rows)


def save_pdf(folder: Path, *words: str, drawn: bytes) -> Path:
    """Write a PDF, as `save_file`."""
    return save_file(folder, *words, drawn=drawn, suffix="pdf")


def save_file(folder: Path, *words: str, drawn: bytes, suffix: str) -> Path:
    """Write the file, named by the words. Readable by its owner alone: it names pupils, and its codes open doors."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "-".join(re.findall(r"\w+", " ".join(words)))
    path = folder.absolute() / f"{name}.{suffix}"
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
        stream.write(drawn)
    return path
