"""What may be wrong with one row. A code and the data; the words are in `core.wording.roster`."""

import enum
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a row stands in the workbook; `row` is counted as Excel shows it, from 1."""

    sheet: str
    row: int


class Problem(enum.Enum):
    """Why a row is left out, or, from BAD_NISN on, why one cell of it is."""

    NO_NIS = enum.auto()
    BAD_NIS = enum.auto()
    NO_NAME = enum.auto()
    NO_CLASS = enum.auto()
    NO_CODE = enum.auto()
    NO_ROLE = enum.auto()
    TOO_LONG = enum.auto()
    REPEATED = enum.auto()
    SAME_NIS_OTHER_PUPIL = enum.auto()
    SAME_NISN = enum.auto()
    NISN_TAKEN = enum.auto()
    SAME_NIP_OTHER_TEACHER = enum.auto()
    UNKNOWN_CLASS = enum.auto()
    UNKNOWN_ROLE = enum.auto()
    UNKNOWN_PUPIL = enum.auto()
    AMBIGUOUS_NAME = enum.auto()
    BAD_NISN = enum.auto()
    BAD_NIP = enum.auto()
    UNKNOWN_TEACHER = enum.auto()
    UNKNOWN_DEPARTMENT = enum.auto()
    SECOND_HOLDER = enum.auto()


@dataclass(frozen=True, slots=True)
class BadRow:
    """`about` is the cell in question; `other` what it collides with: another row's number, a pupil, a class."""

    place: Place
    problem: Problem
    about: str = ""
    other: str = ""
