"""Looking into an `.xlsx` before it is loaded.

A small file can unpack to gigabytes, one cell far out makes a sheet of billions, and one long text can stand in a
million cells at the price of one.
"""

import re
import zipfile
import zlib
from io import BytesIO
from xml.parsers import expat

from core.roster.refusals import NotAWorkbook, SheetTooLarge, WorkbookTooLarge
from core.roster.sheets import MOST_COLUMNS, MOST_ROWS, MOST_UNPACKED_BYTES

_MOST_PARTS = 2_000
_MOST_LETTERS = 10**9
"""Of all cells together if each held the longest text; Dapodik's list of 2,000 pupils comes to a hundredth of it."""
_CHUNK = 2**16
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,  # offsets that lead nowhere
    RuntimeError,  # encrypted parts, and (as NotImplementedError) packings nobody uses
    expat.ExpatError,
    LookupError,  # an XML encoding that there is not
    ValueError,  # a row number that is no number
)
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def check_packed(data: bytes) -> None:
    """Raises NotAWorkbook, WorkbookTooLarge or SheetTooLarge. Unpacks each part once, in pieces, never keeping one."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            parts = archive.infolist()
            # The sizes written in the archive may lie; reading stops at them and then finds the checksum wrong.
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED_BYTES:
                raise _too_large()
            if "xl/workbook.xml" not in archive.namelist():
                raise NotAWorkbook
            walks = [_walk(archive, part) for part in parts]
    except _BROKEN as error:
        raise NotAWorkbook from error
    if sum(walk.shared_cells for walk in walks) * max(walk.longest_text for walk in walks) > _MOST_LETTERS:
        raise _too_large()


def _too_large() -> WorkbookTooLarge:
    return WorkbookTooLarge(MOST_UNPACKED_BYTES // 2**20, unpacked=True)


def _walk(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> "_Walk":
    walk = _Walk()
    with archive.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            if part.filename.endswith(".xml") and not walk.is_over:
                walk.feed(chunk)
    return walk


class _Walk:
    """Goes through a worksheet and refuses a value too far out, or measures shared texts. Over at once elsewhere."""

    def __init__(self) -> None:
        self.is_over = False
        self.shared_cells = self.longest_text = 0
        self._row = self._column = self._letters = 0
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._root
        self.feed = self._parser.Parse

    def _root(self, name: str, _: dict[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "worksheet":
                self._parser.StartElementHandler = self._cell
            case "sst":
                self._parser.StartElementHandler = self._shared_text
                self._parser.CharacterDataHandler = self._count
            case _:
                self._parser.StartElementHandler = None
                self.is_over = True

    def _cell(self, name: str, attributes: dict[str, str]) -> None:
        match name.rpartition(" ")[2]:
            case "row":
                self._row, self._column = int(attributes.get("r", self._row + 1)), 0
            case "c":
                self._go_to(attributes.get("r", ""))
                self.shared_cells += attributes.get("t") == "s"
            case "v" | "is" if self._row > MOST_ROWS or self._column > MOST_COLUMNS:
                raise SheetTooLarge(MOST_ROWS, MOST_COLUMNS)

    def _go_to(self, reference: str) -> None:
        """`AB12`, or nothing: then the cell follows the one before."""
        found = _REFERENCE.fullmatch(reference)
        if found is None:
            self._column += 1
            return
        self._row, self._column = int(found[2]), 0
        for letter in found[1]:
            self._column = self._column * 26 + ord(letter) - ord("A") + 1

    def _shared_text(self, name: str, _: dict[str, str]) -> None:
        if name.rpartition(" ")[2] == "si":
            self._letters = 0

    def _count(self, text: str) -> None:
        self._letters += len(text)
        self.longest_text = max(self.longest_text, self._letters)
