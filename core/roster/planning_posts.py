"""Who holds which role: what the file gives, and what it no longer does."""

from collections.abc import Iterable
from datetime import datetime

from core.roster.cells import key
from core.roster.names import matches
from core.roster.office_rows import PostRow
from core.roster.plan import ImportPlan, Post
from core.roster.planning_staff import staff_named
from core.roster.problems import BadRow, Problem
from core.roster.roles import HELD_BY_ONE, OF_A_CLASS, OF_A_PUPIL
from core.roster.school_file import SchoolFile
from core.roster.standing import Standing
from db.models import Department, Person, Role, RoleGrant, SchoolClass

_Where = tuple[Role, SchoolClass | None, Department | None]


def plan_posts(
    file: SchoolFile, standing: Standing, plan: ImportPlan, teachers: Iterable[Person], *, now: datetime
) -> None:
    """Give what the file says and is not held yet; end what it says otherwise.

    A homeroom teacher or head of department is replaced by the one whom the file names. Any other role ends only when
    a file gave it, and when this file's Petugas has somebody else in the same place or the same person in another one;
    what an invitation gave is not the file's to take. A pupil's role in a class ends with sitting in it. A place that
    the file doesn't name stays as it is.
    """
    posts = [post for row in file.office.posts if (post := _post(row, file, standing, plan, now=now))]
    wanted = dict.fromkeys([*(Post(teacher, Role.TEACHER) for teacher in teachers), *posts])
    held = {post for _, post in standing.grants}
    plan.roles_given += [post for post in wanted if post not in held]
    places = {_place(post) for post in posts}
    people = {post.person for post in posts if post.role not in HELD_BY_ONE}
    for grant, post in standing.grants:
        said_otherwise = post not in wanted and _is_said_otherwise(grant, post, standing, places, people)
        if said_otherwise or _has_left_the_class(post, standing):
            plan.roles_ended.append((grant, post))


def _is_said_otherwise(
    grant: RoleGrant, post: Post, standing: Standing, places: set[_Where], people: set[Person]
) -> bool:
    # A role with an end is a substitute's, given by hand.
    if grant.valid_until is not None or post.role is Role.TEACHER:
        return False
    if post.role in HELD_BY_ONE:
        return _place(post) in places
    return grant.granted_at in standing.imported_at and (_place(post) in places or post.person in people)


def _has_left_the_class(post: Post, standing: Standing) -> bool:
    student_id = post.person.student_id
    if student_id is None or post.school_class is None or post.role not in OF_A_PUPIL:
        return False
    return not any(student.id == student_id for student in standing.members(post.school_class))


def _place(post: Post) -> _Where:
    return post.role, post.school_class, post.department


def _post(row: PostRow, file: SchoolFile, standing: Standing, plan: ImportPlan, *, now: datetime) -> Post | None:
    school_class = standing.classes.get(key(row.class_name)) if row.role in OF_A_CLASS else None
    if row.role in OF_A_CLASS and school_class is None:
        plan.bad_rows.append(BadRow(row.place, Problem.UNKNOWN_CLASS, row.class_name, row.name))
        return None
    department = standing.department(row.department) if row.role is Role.DEPARTMENT_HEAD else None
    if row.role is Role.DEPARTMENT_HEAD and department is None:
        plan.bad_rows.append(BadRow(row.place, Problem.UNKNOWN_DEPARTMENT, row.department, row.name))
        return None
    if row.role in OF_A_PUPIL and school_class is not None:
        person = _leader_named(row, school_class, standing, plan, now=now)
    else:
        person = staff_named(row, file, standing, plan, now=now)
    return None if person is None else Post(person, row.role, school_class, department)


def _leader_named(
    row: PostRow, school_class: SchoolClass, standing: Standing, plan: ImportPlan, *, now: datetime
) -> Person | None:
    """A pupil of the class, by NIS or name, as somebody who may act."""
    members = standing.members(school_class)
    known = [one for one in members if one.nis == row.name] or matches(row.name, members)
    if len(known) != 1:
        problem = Problem.AMBIGUOUS_NAME if known else Problem.UNKNOWN_PUPIL
        plan.bad_rows.append(BadRow(row.place, problem, row.name, school_class.name))
        return None
    student = known[0]
    person = standing.leaders.get(student.id) or next((p for p, s in plan.new_leaders if s is student), None)
    if person is None:
        person = Person(name=student.name, gender=student.gender, created_at=now)
        plan.new_leaders.append((person, student))
    return person
