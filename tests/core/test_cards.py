"""QR cards: everybody has one, it stays the same, a lost one is replaced, and nobody sees those of others."""

import asyncio
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.card_codes import is_card_code, new_card_code
from core.cards import (
    CardKind,
    CardRow,
    card_rows,
    cards_to_print,
    holder_with_id,
    issue_missing,
    issue_temporary,
    reissue,
)
from core.errors import NotFound
from core.policy import limit_to
from db.engine import limit_sight, make_engine, transactions
from db.models import AuditEntry, Card, ClassMembership, Person, Role, RoleGrant, Student
from tests.school import (
    COUNSELOR,
    HEAD_RPL,
    HOMEROOM,
    NOW,
    OFFICER,
    SECRETARY,
    TODAY,
    School,
    actor,
    found_school,
    teacher,
)

NIP = "196804121994031007"
OTHERS = [
    "Bu Kepala",
    "Bu Konsel",
    "Bu Ratna",
    "Pak Admin",
    "Pak Bambang",
    "Pak Gerbang",
    "Pak Harto",
    "Pak Piket",
]
"""Staff of the cast, none of whom is a teacher by role."""


@pytest.fixture
async def teachers(session: AsyncSession, school: School) -> Sequence[Person]:
    """Bu Lestari with a NIP, Pak Ahmad without one."""
    return [await teacher(session, "Bu Lestari", NIP), await teacher(session, "Pak Ahmad")]


async def good_codes(session: AsyncSession) -> set[str]:
    return set(await session.scalars(select(Card.code).where(Card.revoked_at.is_(None))))


def test_a_fresh_code_is_one_and_no_two_are_alike():
    codes = {new_card_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(map(is_card_code, codes))


@given(st.text() | st.from_regex(r"[Aa]1[a-zA-Z0-9]{12,14}\n?", fullmatch=True))
def test_a_text_is_a_code_exactly_when_it_has_the_form(text: str):
    rest = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    assert is_card_code(text) == (len(text) == 15 and text[:2] == "A1" and set(text[2:]) <= rest)


@pytest.mark.parametrize("text", ["", "00001", "A1", "a1" + "A" * 13, "A1" + "A" * 13 + "\n", "A1" + "Ａ" * 13])
def test_a_nis_or_a_near_miss_is_no_code(text: str):
    assert not is_card_code(text)


def test_a_megabyte_is_no_code():
    assert not is_card_code("A1" * 500_000)


async def test_every_pupil_and_member_of_staff_gets_one_once(session: AsyncSession, teachers: Sequence[Person]):
    assert await issue_missing(session, now=NOW) == 5 + len(OTHERS) + 2
    first = await card_rows(session, on=TODAY)
    assert await issue_missing(session, now=NOW) == 0
    assert await card_rows(session, on=TODAY) == first
    assert all(is_card_code(row.payload) for row in first)
    assert [row.kind for row in first] == [CardKind.STUDENT] * 5 + [CardKind.TEACHER] * (len(OTHERS) + 2)


async def test_rows_are_by_class_and_name_then_teachers_by_name(session: AsyncSession, teachers: Sequence[Person]):
    await issue_missing(session, now=NOW)
    rows = await card_rows(session, on=TODAY)
    assert [row.name for row in rows[5:]] == sorted([*OTHERS, "Bu Lestari", "Pak Ahmad"])
    assert [(row.id, row.name, row.class_name) for row in rows if row.name not in OTHERS] == [
        ("00003", "Andi Wijaya", "X RPL 1"),
        ("00001", "Budi Santoso", "X RPL 1"),
        ("00002", "Siti Aminah", "X RPL 1"),
        ("00004", "Rina", "X RPL 2"),
        ("00005", "Joko", "X TKRO 1"),
        (NIP, "Bu Lestari", ""),
        (f"P{teachers[1].id}", "Pak Ahmad", ""),
    ]


async def test_a_class_and_the_teachers_can_be_asked_for(session: AsyncSession, teachers: Sequence[Person]):
    await issue_missing(session, now=NOW)
    of_class = await card_rows(session, on=TODAY, class_name=" x  rpl 2")
    of_teachers = await card_rows(session, on=TODAY, teachers=True)
    assert [row.name for row in of_class] == ["Rina"]
    assert {row.name for row in of_teachers} == {*OTHERS, "Bu Lestari", "Pak Ahmad"}
    assert await card_rows(session, on=TODAY, class_name="X RPL 2", teachers=True) == [*of_class, *of_teachers]
    with pytest.raises(NotFound):
        await card_rows(session, on=TODAY, class_name="X%")


async def leave(session: AsyncSession, student: Student) -> None:
    [seat] = await session.scalars(select(ClassMembership).where(ClassMembership.student_id == student.id))
    seat.valid_until = seat.valid_from
    await session.flush()


async def test_who_has_left_is_given_none(session: AsyncSession, school: School):
    await leave(session, school.rina)
    assert await issue_missing(session, now=NOW) == 4 + len(OTHERS)


async def test_a_leavers_card_is_not_printed(session: AsyncSession, school: School):
    await issue_missing(session, now=NOW)
    await leave(session, school.rina)
    assert "Rina" not in {row.name for row in await card_rows(session, on=TODAY)}
    for replacing in (reissue(session, school.rina, now=NOW), issue_temporary(session, school.rina, on=TODAY, now=NOW)):
        with pytest.raises(NotFound):
            await replacing


async def test_who_works_here_no_more_gets_no_card(session: AsyncSession, teachers: Sequence[Person]):
    [grant] = await session.scalars(select(RoleGrant).where(RoleGrant.person_id == teachers[1].id))
    grant.withdrawn_at = NOW
    await session.flush()
    await issue_missing(session, now=NOW)
    assert {row.name for row in await card_rows(session, on=TODAY, teachers=True)} == {*OTHERS, "Bu Lestari"}
    with pytest.raises(NotFound):
        await reissue(session, teachers[1], now=NOW)


async def test_a_pupil_with_a_task_and_whoever_holds_none_are_no_staff(session: AsyncSession, school: School):
    pupil, guardian = Person(name="Budi", student_id=school.budi.id, created_at=NOW), Person(name="Ibu", created_at=NOW)
    session.add_all([pupil, guardian])
    await session.flush()
    session.add(RoleGrant(person_id=pupil.id, role=Role.OFFICER, valid_from=TODAY, granted_at=NOW))
    for person in (pupil, guardian):
        with pytest.raises(NotFound):
            await issue_temporary(session, person, on=TODAY, now=NOW)


@pytest.mark.parametrize("row_id", ["00001", NIP, "P"])
async def test_a_reissue_kills_the_old_card_and_no_other(
    session: AsyncSession, teachers: Sequence[Person], row_id: str
):
    await issue_missing(session, now=NOW)
    row_id = f"P{teachers[1].id}" if row_id == "P" else row_id
    before = {row.id: row for row in await card_rows(session, on=TODAY)}
    new = await reissue(session, await holder_with_id(session, row_id), now=NOW)
    after = {row.id: row for row in await card_rows(session, on=TODAY)}
    assert new.payload != before[row_id].payload
    assert after == {**before, row_id: new}
    assert await session.scalar(select(Card.revoked_at).where(Card.code == before[row_id].payload)) == NOW
    assert await good_codes(session) == {row.payload for row in after.values()}


async def test_who_never_had_a_card_can_be_given_a_new_one(session: AsyncSession, school: School):
    new = await reissue(session, school.budi, now=NOW)
    assert await card_rows(session, on=TODAY) == [new]


async def test_a_temporary_card_is_for_a_day_and_leaves_the_lasting_one_good(session: AsyncSession, school: School):
    await issue_missing(session, now=NOW)
    before = await card_rows(session, on=TODAY)
    forgotten = await issue_temporary(session, school.budi, on=TODAY, now=NOW)
    assert await session.scalar(select(Card.valid_on).where(Card.code == forgotten.payload)) == TODAY
    assert (forgotten.id, forgotten.name, forgotten.class_name) == ("00001", "Budi Santoso", "X RPL 1")
    assert await card_rows(session, on=TODAY) == before
    assert await good_codes(session) == {forgotten.payload, *(row.payload for row in before)}


async def test_a_second_temporary_card_kills_the_first_and_a_reissue_kills_none(session: AsyncSession, school: School):
    first = await issue_temporary(session, school.budi, on=TODAY, now=NOW)
    second = await issue_temporary(session, school.budi, on=TODAY, now=NOW)
    lasting = await reissue(session, school.budi, now=NOW)
    assert first.payload != second.payload
    assert await good_codes(session) == {second.payload, lasting.payload}


async def test_what_was_given_by_hand_is_on_record_without_the_code(
    session: AsyncSession, teachers: Sequence[Person], school: School
):
    await issue_temporary(session, school.budi, on=TODAY, now=NOW, by=teachers[0].id)
    await reissue(session, teachers[1], now=NOW)
    acts = (await session.scalars(select(AuditEntry).order_by(AuditEntry.id))).all()
    assert [(entry.act, entry.person_id, entry.detail) for entry in acts] == [
        ("issue_temporary_card", teachers[0].id, {"student_id": school.budi.id, "for_person": None}),
        ("reissue_card", None, {"student_id": None, "for_person": teachers[1].id}),
    ]


async def test_an_id_that_nobody_has_is_refused(session: AsyncSession, school: School):
    for nobodys in ("", "no such", "P0", "999999"):
        with pytest.raises(NotFound):
            await holder_with_id(session, nobodys)


@pytest.mark.parametrize(
    ("telegram_id", "sees"),
    [
        (HOMEROOM, {"00001", "00002", "00003"}),
        (SECRETARY, {"00001", "00002", "00003"}),
        (HEAD_RPL, {"00001", "00002", "00003", "00004"}),
        (OFFICER, set()),
    ],
)
async def test_a_limited_connection_sees_only_its_own_classes_cards(
    session: AsyncSession, teachers: Sequence[Person], telegram_id: int, sees: set[str]
):
    await issue_missing(session, now=NOW)
    codes = {row.payload for row in await card_rows(session, on=TODAY) if row.id in sees}
    await limit_to(session, await actor(session, telegram_id))
    assert set(await session.scalars(select(Card.code))) == codes
    assert {row.id for row in await card_rows(session, on=TODAY)} == sees


async def test_teachers_cards_are_seen_by_those_who_see_the_whole_school(
    session: AsyncSession, teachers: Sequence[Person]
):
    await issue_missing(session, now=NOW)
    await limit_to(session, await actor(session, COUNSELOR))
    assert len(await card_rows(session, on=TODAY, teachers=True)) == len(OTHERS) + 2
    await limit_sight(session)
    assert await card_rows(session, on=TODAY) == []


async def test_two_who_issue_or_reissue_at_once_end_with_one_card_each(database_url: str):
    engine = make_engine(database_url, sees_whole_school=True)
    transaction = transactions(engine)
    async with transaction() as session:
        budi = (await found_school(session)).budi

    async def issue() -> int:
        async with transaction() as session:
            return await issue_missing(session, now=NOW)

    async def replace() -> CardRow:
        async with transaction() as session:
            return await reissue(session, budi, now=NOW)

    assert sum(await asyncio.gather(issue(), issue(), issue())) == 5 + len(OTHERS)
    replaced = await asyncio.gather(replace(), replace(), replace())
    async with transaction() as session:
        good = {row.id: row.payload for row in await card_rows(session, on=TODAY)}
    await engine.dispose()
    assert len(good) == 5 + len(OTHERS)
    assert good[budi.nis] in {row.payload for row in replaced}


async def test_printing_cards_is_on_record_without_the_codes(session: AsyncSession, teachers: Sequence[Person]):
    found = await cards_to_print(session, now=NOW, teachers=True, by=teachers[0].id)
    assert {one.name for one in teachers} <= {row.name for row in found}
    [entry] = await session.scalars(select(AuditEntry))
    assert (entry.act, entry.person_id) == ("print_cards", teachers[0].id)
    assert entry.detail == {"school_class": None, "teachers": True, "count": len(found)}
