"""A workbook that is refused as a whole; nothing of it is taken over."""

from dataclasses import dataclass

from core.errors import Refusal


class WorkbookRefused(Refusal):
    """The file can't be imported."""


class NotAWorkbook(WorkbookRefused):
    """Neither `.xlsx`, `.xls` nor a spreadsheet in XML, or a damaged one."""


class WorkbookProtected(WorkbookRefused):
    """Needs a password to open."""


@dataclass
class WorkbookTooLarge(WorkbookRefused):
    """More bytes than a school's list can have, as it comes or as it unpacks."""

    most_megabytes: int
    unpacked: bool = False


@dataclass
class SheetTooLarge(WorkbookRefused):
    """More rows or columns than a school's list can have."""

    most_rows: int
    most_columns: int


@dataclass
class MissingColumns(WorkbookRefused):
    """A sheet without the columns it must have; `sheet` is empty when no sheet looks like a list of pupils."""

    sheet: str
    columns: tuple[str, ...]


class NothingToImport(WorkbookRefused):
    """The titles are there, but no row below them."""


@dataclass
class MonthFirst(WorkbookRefused):
    """A machine's export writes months before days, as `about` in row `row` shows: read the other way round, half of
    its rows would be taken over on wrong days.
    """

    row: int
    about: str


class MachineLog(WorkbookRefused):
    """Not a list of people, but the log of a machine."""
