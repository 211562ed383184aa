"""Pupils: who comes, who changes, who moves, who leaves.

A list of pupils is complete for the classes it names: whoever sits in such a class and is not in the file has left.
Classes that the file doesn't name stay untouched. Somebody whose row is bad has not left, and a file that has less than
half of a class is not its list: two newcomers in a plain file don't empty their class.
"""

from datetime import date, datetime

from core.roster.cells import key
from core.roster.plan import Addition, ImportPlan, Leaver, Move, PartialList
from core.roster.planning_classes import class_named
from core.roster.problems import Problem
from core.roster.pupil_rows import PupilRow
from core.roster.school_file import SchoolFile
from core.roster.standing import Standing
from db.models import ClassMembership, SchoolClass, Student


def plan_pupils(file: SchoolFile, standing: Standing, plan: ImportPlan, *, now: datetime) -> None:
    nisn_of = _settled_nisns(file, standing)
    listed: set[str] = set()
    named: set[str] = set()
    for row in file.pupils.rows:
        listed.add(row.nis)
        if row.nisn and nisn_of.get(row.nisn, row.nis) != row.nis:
            holder = standing.students[nisn_of[row.nisn]]
            file.pupils.leave_out(row, Problem.NISN_TAKEN, row.nisn, f"{holder.name} ({holder.nis})")
            continue
        school_class = class_named(row.class_name, row.place, file, standing, plan, about=row.name)
        if school_class is not None:
            named.add(key(row.class_name))
            _plan_pupil(row, school_class, standing, plan, now=now)
    _plan_leavers(file, standing, plan, listed=listed, named=named)


def _settled_nisns(file: SchoolFile, standing: Standing) -> dict[str, str]:
    """NIS by NISN, of everybody whose NISN the file doesn't change."""
    changing = {row.nis: row.nisn for row in file.pupils.rows if row.nisn}
    return {
        student.nisn: nis
        for nis, student in standing.students.items()
        if student.nisn is not None and changing.get(nis, student.nisn) == student.nisn
    }


def _plan_pupil(
    row: PupilRow, school_class: SchoolClass, standing: Standing, plan: ImportPlan, *, now: datetime
) -> None:
    student = standing.students.get(row.nis)
    if student is None:
        student = Student(nis=row.nis, nisn=row.nisn, name=row.name, gender=row.gender, created_at=now)
        standing.students[row.nis] = student
    else:
        for attribute in ("name", "nisn", "gender"):
            plan.change(student, attribute, getattr(row, attribute))
        if person := standing.leaders.get(student.id):
            plan.change(person, "name", row.name)
    seat = standing.seats.get(student.id)
    since = _since(seat, school_class, standing)
    if seat is None or not standing.sits_today(seat):
        plan.additions.append(Addition(student, school_class, since))
    elif seat.school_class_id != school_class.id:
        before = standing.class_by_id[seat.school_class_id]
        plan.moves.append(Move(student, seat, before, school_class, since))
    standing.sits_in[row.nis] = school_class


def _since(seat: ClassMembership | None, school_class: SchoolClass, standing: Standing) -> date:
    """The first list of a class holds from the year's first day; who comes later, or from another class, from today."""
    came_this_year = seat is not None and (seat.valid_until or seat.valid_from) >= standing.year_starts_on
    if came_this_year or school_class.id in standing.filled_classes:
        return standing.today
    return standing.year_starts_on


def _plan_leavers(file: SchoolFile, standing: Standing, plan: ImportPlan, *, listed: set[str], named: set[str]) -> None:
    for class_name, members in _members_before(standing).items():
        if class_name not in named:
            continue
        missing = [student for student in members if not _is_spoken_of(student, class_name, listed, file)]
        school_class = standing.classes[class_name]
        if 2 * len(missing) > len(members):
            plan.partial_lists.append(PartialList(school_class, len(members) - len(missing), len(members)))
            continue
        for student in missing:
            plan.leavers.append(Leaver(student, standing.seats[student.id], school_class))
            del standing.sits_in[student.nis]


def _members_before(standing: Standing) -> dict[str, list[Student]]:
    """Who sits in this year's classes as the database has it, by the name of the class."""
    members: dict[str, list[Student]] = {}
    names = {found.id: name for name, found in standing.classes.items()}
    for student in standing.students.values():
        seat = standing.seats.get(student.id)
        if seat is not None and standing.sits_today(seat) and seat.school_class_id in names:
            members.setdefault(names[seat.school_class_id], []).append(student)
    return members


def _is_spoken_of(student: Student, class_name: str, listed: set[str], file: SchoolFile) -> bool:
    return student.nis in listed or not file.pupils.spoken_of.isdisjoint({student.nis, (class_name, key(student.name))})
