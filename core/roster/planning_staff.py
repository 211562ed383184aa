"""Teachers, and other staff whom a post names. Known by NIP, else by name."""

from datetime import datetime

from core.roster.cells import key
from core.roster.names import matches
from core.roster.office_rows import PostRow, TeacherRow
from core.roster.plan import ImportPlan
from core.roster.problems import BadRow, Problem
from core.roster.roles import HELD_BY_ONE
from core.roster.school_file import SchoolFile
from core.roster.standing import Standing
from db.models import Person


def plan_teachers(file: SchoolFile, standing: Standing, plan: ImportPlan, *, now: datetime) -> list[Person]:
    """The people of the sheet Guru, new ones among them. Nobody leaves by missing from it."""
    teachers: list[Person] = []
    for row in file.office.teachers:
        known = _known(row, standing)
        if len(known) > 1:
            plan.bad_rows.append(BadRow(row.place, Problem.AMBIGUOUS_NAME, row.name))
            continue
        person = known[0] if known else _new(row.name, standing, plan, now=now, nip=row.nip, gender=row.gender)
        for attribute in ("name", "nip", "gender"):
            plan.change(person, attribute, getattr(row, attribute))
        teachers.append(person)
    return teachers


def staff_named(
    row: PostRow, file: SchoolFile, standing: Standing, plan: ImportPlan, *, now: datetime
) -> Person | None:
    """Whom a post names, by NIP or name; None after noting a bad row.

    Somebody unknown becomes a person, since not all staff teach. But a homeroom teacher or head of department who isn't
    in the file's own sheet Guru is a misspelling.
    """
    known = [one for one in standing.staff if one.nip == row.name] or matches(row.name, standing.staff)
    if len(known) > 1:
        plan.bad_rows.append(BadRow(row.place, Problem.AMBIGUOUS_NAME, row.name))
        return None
    if known:
        return known[0]
    if row.role in HELD_BY_ONE and "guru" in file.sheets:
        plan.bad_rows.append(BadRow(row.place, Problem.UNKNOWN_TEACHER, row.name, row.class_name or row.department))
        return None
    return _new(row.name, standing, plan, now=now)


def _known(row: TeacherRow, standing: Standing) -> list[Person]:
    """Of the same NIP, else of the same name as long as no other NIP speaks against it."""
    by_nip = [one for one in standing.staff if row.nip is not None and one.nip == row.nip]
    same_name = [one for one in standing.staff if key(one.name) == key(row.name)]
    return by_nip or [one for one in same_name if row.nip is None or one.nip is None]


def _new(
    name: str,
    standing: Standing,
    plan: ImportPlan,
    *,
    now: datetime,
    nip: str | None = None,
    gender: str | None = None,
) -> Person:
    made = Person(name=name, nip=nip, gender=gender, created_at=now)
    standing.staff.append(made)
    plan.new_staff.append(made)
    return made
