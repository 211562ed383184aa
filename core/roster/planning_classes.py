"""Departments and classes: new ones, and what changes in known ones."""

from core.roster.cells import grade, key
from core.roster.office_rows import ClassRow
from core.roster.plan import Change, ImportPlan
from core.roster.problems import BadRow, Place, Problem
from core.roster.school_file import SchoolFile
from core.roster.standing import Standing
from db.models import Department, SchoolClass


def plan_departments(file: SchoolFile, standing: Standing, plan: ImportPlan) -> None:
    for row in file.office.departments:
        known = standing.departments.get(key(row.code))
        if known is None:
            _new_department(row.code, row.name, standing, plan)
        else:
            plan.change(known, "name", row.name)


def plan_classes(file: SchoolFile, standing: Standing, plan: ImportPlan) -> None:
    for row in file.office.classes:
        department = _department_of(row, file, standing, plan)
        known = standing.classes.get(key(row.name))
        if known is None:
            new_class(row.name, row.grade, department, standing, plan)
        else:
            plan.change(known, "grade", row.grade)
            _change_department(known, department, standing, plan)


def class_named(
    name: str, place: Place, file: SchoolFile, standing: Standing, plan: ImportPlan, *, about: str
) -> SchoolClass | None:
    """The class a pupil's row names.

    A file without the sheet Kelas brings classes by naming them; with it, an unknown class is a misspelling.
    """
    known = standing.classes.get(key(name))
    if known is None and "kelas" in file.sheets:
        plan.bad_rows.append(BadRow(place, Problem.UNKNOWN_CLASS, name, about))
        return None
    return known or new_class(name, grade(name), None, standing, plan)


def new_class(
    name: str, level: int | None, department: Department | None, standing: Standing, plan: ImportPlan
) -> SchoolClass:
    made = SchoolClass(name=name, grade=level, department=department)
    standing.classes[key(name)] = made
    plan.new_classes.append(made)
    return made


def _department_of(row: ClassRow, file: SchoolFile, standing: Standing, plan: ImportPlan) -> Department | None:
    if not row.department:
        return None
    known = standing.department(row.department)
    if known is None and "jurusan" in file.sheets:
        plan.bad_rows.append(BadRow(row.place, Problem.UNKNOWN_DEPARTMENT, row.department, row.name))
        return None
    return known or _new_department(row.department, row.department, standing, plan)


def _new_department(code: str, name: str, standing: Standing, plan: ImportPlan) -> Department:
    made = Department(code=code, name=name)
    standing.departments[key(code)] = made
    plan.new_departments.append(made)
    return made


def _change_department(
    school_class: SchoolClass, department: Department | None, standing: Standing, plan: ImportPlan
) -> None:
    """By identity: a department that the same file brings has no id yet."""
    known = (found for found in standing.departments.values() if found.id is not None)
    before = next((found for found in known if found.id == school_class.department_id), None)
    if department is not None and department is not before:
        plan.changes.append(Change(school_class, "department", before, department))
