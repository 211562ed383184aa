"""Roles in the file hold at once, for those whom it names and nobody else."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts
from core.actors import grant_holds
from core.roster import import_workbook
from core.roster.problems import Problem
from db.models import Department, Person, Role, RoleGrant, SchoolClass, Student
from tests.core.roster.workbooks import Rows, workbook
from tests.school import NOW, TODAY

TOMORROW = NOW + timedelta(days=1)
YESTERDAY_OF_IT = TODAY

SCHOOL: Mapping[str, Rows] = {
    "Guru": [
        ["Nama", "NIP"],
        ["Dra. Ani Lestari, M.Pd.", "197501012000012001"],
        ["Budi Hartono, S.T.", ""],
        ["Citra", "12"],
    ],
    "Jurusan": [["Kode", "Nama", "Ketua Jurusan"], ["RPL", "Rekayasa Perangkat Lunak", "Budi Hartono"]],
    "Kelas": [["Nama", "Jurusan", "Wali Kelas"], ["X RPL 1", "rpl", "Ani Lestari"], ["X RPL 2", "RPL", "12"]],
    "Siswa": [
        ["NIS", "Nama", "Kelas"],
        ["1", "Muhammad Rizky Ramadhan", "X RPL 1"],
        ["2", "Siti Nurhaliza", "X RPL 1"],
        ["3", "Siti Nurhaliza", "X RPL 2"],
    ],
    "Petugas": [
        ["Nama", "Peran", "Kelas"],
        ["Wulan (TU)", "Administrator", ""],
        ["Ani Lestari", "Guru Piket", ""],
        ["Muhamad Rizky Ramadhan", "Ketua Kelas", "X RPL 1"],
        ["SITI NURHALIZA", "Sekretaris Kelas", "x rpl 1"],
    ],
}

AT_FIRST = {
    ("Budi Hartono, S.T.", Role.DEPARTMENT_HEAD, "RPL"),
    ("Dra. Ani Lestari, M.Pd.", Role.HOMEROOM_TEACHER, "X RPL 1"),
    ("Citra", Role.HOMEROOM_TEACHER, "X RPL 2"),
    ("Wulan (TU)", Role.ADMINISTRATOR, ""),
    ("Dra. Ani Lestari, M.Pd.", Role.DUTY_TEACHER, ""),
    ("Muhammad Rizky Ramadhan", Role.CLASS_PRESIDENT, "X RPL 1"),
    ("Siti Nurhaliza", Role.CLASS_SECRETARY, "X RPL 1"),
}


def school(**sheets: Rows) -> bytes:
    """The school above with other sheets in place of its own; an empty one is left out."""
    return workbook({title: rows for title, rows in {**SCHOOL, **sheets}.items() if rows})


async def roles(session: AsyncSession, on=TODAY) -> set[tuple[str, Role, str]]:
    """Who holds what on a day; that teachers are teachers goes without saying."""
    rows = await session.execute(
        select(Person.name, RoleGrant.role, SchoolClass.name, Department.code)
        .join(RoleGrant, RoleGrant.person_id == Person.id)
        .outerjoin(SchoolClass, SchoolClass.id == RoleGrant.school_class_id)
        .outerjoin(Department, Department.id == RoleGrant.department_id)
        .where(grant_holds(on), RoleGrant.role != Role.TEACHER)
    )
    return {(name, role, school_class or department or "") for name, role, school_class, department in rows}


async def test_the_file_gives_each_role_to_whom_it_names(session: AsyncSession):
    plan = await import_workbook(session, school(), now=NOW)
    assert plan.bad_rows == []
    assert await roles(session) == AT_FIRST
    teachers = select(Person.name).join(RoleGrant).where(RoleGrant.role == Role.TEACHER)
    assert set(await session.scalars(teachers)) == {"Dra. Ani Lestari, M.Pd.", "Budi Hartono, S.T.", "Citra"}


async def test_a_class_leader_is_the_pupil_of_that_class(session: AsyncSession):
    await import_workbook(session, school(), now=NOW)
    rows = await session.execute(select(Person.name, Student.nis).join(Student, Student.id == Person.student_id))
    assert set(map(tuple, rows)) == {("Muhammad Rizky Ramadhan", "1"), ("Siti Nurhaliza", "2")}


async def test_another_homeroom_teacher_takes_over_today_and_the_old_one_ends_yesterday(session: AsyncSession):
    await import_workbook(session, school(), now=NOW)
    changed = [["Nama", "Wali Kelas"], ["X RPL 1", "Budi Hartono"]]
    plan = await import_workbook(session, school(Kelas=changed), now=TOMORROW)
    assert [(post.person.name, post.role) for _, post in plan.roles_ended] == [
        ("Dra. Ani Lestari, M.Pd.", Role.HOMEROOM_TEACHER)
    ]
    old = ("Dra. Ani Lestari, M.Pd.", Role.HOMEROOM_TEACHER, "X RPL 1")
    new = ("Budi Hartono, S.T.", Role.HOMEROOM_TEACHER, "X RPL 1")
    assert await roles(session, YESTERDAY_OF_IT) == AT_FIRST
    assert await roles(session, TOMORROW.date()) == AT_FIRST - {old} | {new}


async def test_a_mistake_set_right_on_the_same_day_holds_at_once(session: AsyncSession):
    await import_workbook(session, school(), now=NOW)
    await import_workbook(session, school(Kelas=[["Nama", "Wali Kelas"], ["X RPL 1", "Citra"]]), now=NOW)
    assert ("Citra", Role.HOMEROOM_TEACHER, "X RPL 1") in await roles(session)
    assert ("Dra. Ani Lestari, M.Pd.", Role.HOMEROOM_TEACHER, "X RPL 1") not in await roles(session)


async def test_new_class_leaders_replace_the_old_ones_and_unnamed_places_stay(session: AsyncSession):
    await import_workbook(session, school(), now=NOW)
    changed = [["Nama", "Peran", "Kelas"], ["2", "Ketua Kelas", "X RPL 1"]]
    await import_workbook(session, school(Petugas=changed), now=TOMORROW)
    held = await roles(session, TOMORROW.date())
    assert {name for name, role, _ in held if role is Role.CLASS_PRESIDENT} == {"Siti Nurhaliza"}
    assert ("Wulan (TU)", Role.ADMINISTRATOR, "") in held
    # Named for another place, the secretary holds that one only.
    assert Role.CLASS_SECRETARY not in {role for _, role, _ in held}


async def test_a_person_whom_the_file_gives_another_task_holds_only_that_one(session: AsyncSession):
    await import_workbook(session, school(), now=NOW)
    changed = [["Nama", "Peran"], ["Ani Lestari", "Guru BK"]]
    await import_workbook(session, school(Petugas=changed), now=TOMORROW)
    held = {role for name, role, _ in await roles(session, TOMORROW.date()) if "Ani" in name}
    assert held == {Role.COUNSELOR, Role.HOMEROOM_TEACHER}


async def test_a_file_of_classes_alone_leaves_other_tasks_alone(session: AsyncSession):
    await import_workbook(session, school(), now=NOW)
    plan = await import_workbook(session, workbook({"Kelas": SCHOOL["Kelas"]}), now=TOMORROW)
    assert plan.is_empty


async def test_a_substitute_with_an_end_is_not_the_files_to_take(session: AsyncSession):
    await import_workbook(session, school(), now=NOW)
    [citra] = await session.scalars(select(Person).where(Person.name == "Citra"))
    [x_rpl_1] = await session.scalars(select(SchoolClass).where(SchoolClass.name == "X RPL 1"))
    until = TODAY + timedelta(days=9)
    await accounts.grant(session, citra.id, Role.HOMEROOM_TEACHER, now=NOW, school_class_id=x_rpl_1.id, until=until)
    assert (await import_workbook(session, school(), now=TOMORROW)).is_empty


async def test_what_an_invitation_gave_is_not_the_files_to_take(session: AsyncSession):
    await import_workbook(session, school(), now=NOW)
    [citra] = await session.scalars(select(Person).where(Person.name == "Citra"))
    await accounts.grant(session, citra.id, Role.ADMINISTRATOR, now=NOW + timedelta(hours=1))
    plan = await import_workbook(session, school(), now=TOMORROW)
    assert plan.is_empty
    assert ("Citra", Role.ADMINISTRATOR, "") in await roles(session, TOMORROW.date())


async def test_a_pupils_role_ends_with_sitting_in_the_class(session: AsyncSession):
    await import_workbook(session, school(), now=NOW)
    moved = [
        ["NIS", "Nama", "Kelas"],
        ["1", "Muhammad Rizky Ramadhan", "X RPL 2"],
        ["3", "Siti Nurhaliza", "X RPL 2"],
        ["4", "Baru", "X RPL 1"],
    ]
    await import_workbook(session, school(Siswa=moved, Petugas=[]), now=TOMORROW)
    held = {role for _, role, _ in await roles(session, TOMORROW.date())}
    assert not held & {Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY}


async def test_a_renamed_pupil_is_renamed_as_a_person_and_a_teacher_by_nip(session: AsyncSession):
    await import_workbook(session, school(), now=NOW)
    pupils = [["NIS", "Nama", "Kelas"], ["1", "M. Rizki Ramadan", "X RPL 1"], ["2", "Siti Nurhaliza", "X RPL 1"]]
    teachers = [["Nama", "NIP"], ["Ani Lestari, M.Pd.", "197501012000012001"], ["Budi Hartono, S.T.", "99"]]
    await import_workbook(session, workbook({"Guru": teachers, "Siswa": pupils}), now=TOMORROW)
    names = dict(map(tuple, await session.execute(select(Person.name, Person.nip))))
    assert "M. Rizki Ramadan" in names
    assert "Muhammad Rizky Ramadhan" not in names
    assert names["Ani Lestari, M.Pd."] == "197501012000012001"
    assert names["Budi Hartono, S.T."] == "99"
    assert len(names) == 6


async def test_posts_that_name_nobody_or_nothing_known_are_bad_rows(session: AsyncSession):
    bad = school(
        Guru=[["Nama", "NIP"], ["Ani", "1"], ["Ani", "2"], ["Budi", ""]],
        Jurusan=[["Kode", "Nama", "Ketua Jurusan"], ["RPL", "Rekayasa", "Entah Siapa"]],
        Kelas=[["Nama", "Jurusan", "Wali Kelas"], ["X RPL 1", "TKJ", "Ani"]],
        Siswa=[["NIS", "Nama", "Kelas"], ["1", "Rina", "X RPL 1"], ["2", "Rina", "X RPL 1"]],
        Petugas=[
            ["Nama", "Peran", "Kelas"],
            ["Rina", "Ketua Kelas", "X RPL 1"],
            ["Tono", "Sekretaris", "X RPL 1"],
            ["Rina", "Ketua Kelas", "X RPL 9"],
        ],
    )
    plan = await import_workbook(session, bad, now=NOW)
    assert [(row.place.sheet, row.place.row, row.problem) for row in plan.bad_rows] == [
        ("Jurusan", 2, Problem.UNKNOWN_TEACHER),
        ("Kelas", 2, Problem.UNKNOWN_DEPARTMENT),
        ("Kelas", 2, Problem.AMBIGUOUS_NAME),
        ("Petugas", 2, Problem.AMBIGUOUS_NAME),
        ("Petugas", 3, Problem.UNKNOWN_PUPIL),
        ("Petugas", 4, Problem.UNKNOWN_CLASS),
    ]
    assert await roles(session) == set()


async def test_a_file_without_guru_and_jurusan_brings_whom_its_classes_name(session: AsyncSession):
    classes = [["Nama", "Jurusan", "Wali Kelas"], ["X TKR 1", "TKR", "Pak Joko"]]
    await import_workbook(session, workbook({"Kelas": classes}), now=NOW)
    assert await roles(session) == {("Pak Joko", Role.HOMEROOM_TEACHER, "X TKR 1")}
    [made] = await session.scalars(select(Department))
    assert made.code == "TKR"


async def test_a_class_changes_department_and_grade(session: AsyncSession):
    await import_workbook(session, school(), now=NOW)
    departments = [["Kode", "Nama"], ["RPL", "Rekayasa Perangkat Lunak dan Gim"], ["TKJ", "Teknik Komputer"]]
    classes = [["Nama", "Tingkat", "Jurusan"], ["X RPL 1", "XI", "TKJ"]]
    plan = await import_workbook(session, workbook({"Jurusan": departments, "Kelas": classes}), now=TOMORROW)
    assert [change.attribute for change in plan.changes] == ["name", "grade", "department"]
    row = select(SchoolClass.grade, Department.code).join(Department).where(SchoolClass.name == "X RPL 1")
    assert [tuple(found) for found in await session.execute(row)] == [(11, "TKJ")]
