"""What the printing commands hand over: rows on standard output, or a file to print in the data folder."""

import csv
import enum
import os
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path


class Format(enum.StrEnum):
    PDF = "pdf"
    CSV = "csv"


class ReportFormat(enum.StrEnum):
    XLSX = "xlsx"
    PDF = "pdf"


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
