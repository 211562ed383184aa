"""Portraits: found for who has one, replaced by a newer one, seen by nobody who may not see the pupil."""

from io import BytesIO

from PIL import Image
from sqlalchemy.ext.asyncio import AsyncSession

from core.card_printing import style_for
from core.cards import card_rows, issue_missing
from core.gate_facts import Holder
from core.photos import Portrait, keep_logo, keep_photos, photo_of, pictured, school_logo
from core.policy import limit_to
from db.engine import make_engine, transactions
from tests.school import HEAD_RPL, HOMEROOM, NOW, OFFICER, OTHER_HOMEROOM, TODAY, School, actor, found_school, teacher


def face(shade: int) -> bytes:
    file = BytesIO()
    Image.new("RGB", (30, 40), (shade, shade, shade)).save(file, "JPEG")
    return file.getvalue()


async def test_photos_are_kept_by_nis_and_nip_and_a_newer_one_takes_the_place(
    session: AsyncSession, school: School
) -> None:
    lestari = await teacher(session, "Bu Lestari", "1968")
    given = [Portrait(school.budi.nis, face(1)), Portrait("1968", face(2)), Portrait("99999", face(3))]
    assert await keep_photos(session, given, now=NOW) == ["99999"]
    assert await photo_of(session, student_id=school.budi.id) == face(1)
    assert await photo_of(session, person_id=lestari.id) == face(2)
    assert await photo_of(session, student_id=school.siti.id) is None
    assert await keep_photos(session, [Portrait(school.budi.nis, face(9))], now=NOW) == []
    assert await photo_of(session, student_id=school.budi.id) == face(9)


async def test_of_several_at_a_gate_it_is_known_who_has_a_photo(session: AsyncSession, school: School) -> None:
    who = await teacher(session, "Bu Lestari", "1968")
    await keep_photos(session, [Portrait(school.budi.nis, face(1)), Portrait("1968", face(2))], now=NOW)
    budi, siti = (Holder(pupil.id, None, pupil.name, "X RPL 1") for pupil in (school.budi, school.siti))
    lestari = Holder(None, who.id, who.name, None)
    other = Holder(None, school.budi.id + who.id, "Bu Ratna", None)
    assert await pictured(session, [budi, siti, lestari, other]) == {budi, lestari}
    assert await pictured(session, []) == set()


async def test_cards_carry_the_photos_of_their_holders_and_the_logo(session: AsyncSession, school: School) -> None:
    await teacher(session, "Bu Lestari", "1968")
    await issue_missing(session, now=NOW)
    await keep_photos(session, [Portrait(school.budi.nis, face(1)), Portrait("1968", face(2))], now=NOW)
    for png in (b"old", b"new"):
        await keep_logo(session, png, now=NOW)
        await session.flush()
    cards = {row.id: row for row in await card_rows(session, on=TODAY)}
    style = await style_for(session, list(cards.values()), bot="SekolahBot")
    assert style.photos == {cards[school.budi.nis].payload: face(1), cards["1968"].payload: face(2)}
    assert (style.logo, style.bot, style.school) == (b"new", "SekolahBot", "Sekolah")
    assert await school_logo(session) == b"new"


async def test_the_database_shows_a_photo_only_to_those_who_see_the_pupil(database_url: str) -> None:
    whole = make_engine(database_url, sees_whole_school=True)
    async with transactions(whole)() as session:
        school = await found_school(session)
        await keep_photos(session, [Portrait(school.budi.nis, face(1))], now=NOW)
    await whole.dispose()
    limited = make_engine(database_url, sees_whole_school=False)
    seen = {}
    for telegram_id in (HOMEROOM, HEAD_RPL, OTHER_HOMEROOM, OFFICER):
        async with transactions(limited)() as session:
            await limit_to(session, await actor(session, telegram_id))
            seen[telegram_id] = await photo_of(session, student_id=school.budi.id) is not None
    async with transactions(limited)() as session:
        assert await photo_of(session, student_id=school.budi.id) is None
    await limited.dispose()
    assert seen == {HOMEROOM: True, HEAD_RPL: True, OTHER_HOMEROOM: False, OFFICER: False}
