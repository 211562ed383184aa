"""What an import will do: entities and values, nothing written yet.

New entities in it belong to no session until it is applied.
"""

from dataclasses import dataclass, field
from datetime import date

from core.roster.problems import BadRow
from db.models import ClassMembership, Department, Person, Role, RoleGrant, SchoolClass, Student


@dataclass(frozen=True, slots=True)
class Change:
    """An attribute of something known gets another value."""

    subject: Student | Person | SchoolClass | Department
    attribute: str
    before: object
    after: object


@dataclass(frozen=True, slots=True)
class Addition:
    """A pupil, new or one who comes back, sits in a class from `since` on."""

    student: Student
    school_class: SchoolClass
    since: date


@dataclass(frozen=True, slots=True)
class Move:
    """A pupil sits in another class from `since` on; the membership `seat` ends the day before or is replaced."""

    student: Student
    seat: ClassMembership
    before: SchoolClass
    after: SchoolClass
    since: date


@dataclass(frozen=True, slots=True)
class Leaver:
    """A pupil of a class in the file whom the file no longer names; `seat` ends yesterday."""

    student: Student
    seat: ClassMembership
    school_class: SchoolClass


@dataclass(frozen=True, slots=True)
class PartialList:
    """The file has so few of a class's pupils (`listed` of `members`) that it can't be its list: nobody leaves."""

    school_class: SchoolClass
    listed: int
    members: int


@dataclass(frozen=True, slots=True)
class Post:
    """A role in its place, and who holds it."""

    person: Person
    role: Role
    school_class: SchoolClass | None = None
    department: Department | None = None


@dataclass(slots=True)
class ImportPlan:
    """Everything an import changes, and the rows that it leaves out."""

    today: date
    new_departments: list[Department] = field(default_factory=list)
    new_classes: list[SchoolClass] = field(default_factory=list)
    new_staff: list[Person] = field(default_factory=list)
    new_leaders: list[tuple[Person, Student]] = field(default_factory=list)
    additions: list[Addition] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    leavers: list[Leaver] = field(default_factory=list)
    partial_lists: list[PartialList] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    roles_given: list[Post] = field(default_factory=list)
    roles_ended: list[tuple[RoleGrant, Post]] = field(default_factory=list)
    bad_rows: list[BadRow] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """The database already says what the file says, bad rows aside."""
        return not any(
            (
                self.new_departments,
                self.new_classes,
                self.new_staff,
                self.new_leaders,
                self.additions,
                self.moves,
                self.leavers,
                self.changes,
                self.roles_given,
                self.roles_ended,
            )
        )

    def change(self, subject: Student | Person | SchoolClass | Department, attribute: str, after: object) -> None:
        """Note a change unless it is none. None is a cell left empty: it takes nothing away."""
        before = getattr(subject, attribute)
        if after is not None and before != after:
            self.changes.append(Change(subject, attribute, before, after))
