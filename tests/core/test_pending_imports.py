"""An uploaded workbook waits for its sender, for a while, and for the school as it was shown."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, pending_imports
from core.errors import NotAllowed, NotFound
from core.pending_imports import WAITS_FOR, RosterChanged
from db.models import AuditEntry, PendingImport, Person, Role, TelegramAccount
from tests.core.roster.workbooks import pupils
from tests.school import ADMIN, DUTY, HOMEROOM, LEADER, NOW, SECRETARY, School, actor

NEW_PUPIL = pupils(("00005", "Joko", "X TKRO 1"), ("00088", "Baru", "X TKRO 1"))
COLLEAGUE = 8100


async def waiting(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(PendingImport)) or 0


async def test_nothing_to_change_is_nothing_to_confirm(session: AsyncSession, school: School) -> None:
    same = pupils(("00005", "Joko", "X TKRO 1"))
    preview = await pending_imports.receive(session, await actor(session, ADMIN), same, file_name="a", now=NOW)
    assert preview.id is None
    assert await waiting(session) == 0


async def test_a_second_file_takes_the_place_of_the_first(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    first = await pending_imports.receive(session, admin, NEW_PUPIL, file_name="a", now=NOW)
    await pending_imports.receive(session, admin, NEW_PUPIL, file_name="b", now=NOW)
    assert await waiting(session) == 1
    assert first.id is not None
    with pytest.raises(NotFound):
        await pending_imports.confirm(session, admin, first.id, now=NOW)


async def test_only_the_sender_confirms_and_is_named_in_the_record(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    preview = await pending_imports.receive(session, admin, NEW_PUPIL, file_name="a", now=NOW)
    assert preview.id is not None
    colleague = Person(name="Bu Admin", created_at=NOW)
    session.add(colleague)
    await session.flush()
    session.add(TelegramAccount(person_id=colleague.id, telegram_id=COLLEAGUE, linked_at=NOW))
    await accounts.grant(session, colleague.id, Role.ADMINISTRATOR, now=NOW)
    with pytest.raises(NotFound):
        await pending_imports.confirm(session, await actor(session, COLLEAGUE), preview.id, now=NOW)
    await pending_imports.confirm(session, admin, preview.id, now=NOW)
    [entry] = await session.scalars(select(AuditEntry).where(AuditEntry.act == "import"))
    assert entry.person_id == admin.person_id


async def test_it_expires_and_is_forgotten(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    preview = await pending_imports.receive(session, admin, NEW_PUPIL, file_name="a", now=NOW)
    assert preview.id is not None
    with pytest.raises(NotFound):
        await pending_imports.confirm(session, admin, preview.id, now=NOW + WAITS_FOR)
    await pending_imports.forget_expired(session, now=NOW + WAITS_FOR - timedelta(seconds=1))
    assert await waiting(session) == 1
    await pending_imports.forget_expired(session, now=NOW + WAITS_FOR)
    assert await waiting(session) == 0


async def test_a_school_that_has_changed_is_shown_again_first(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    preview = await pending_imports.receive(session, admin, NEW_PUPIL, file_name="a", now=NOW)
    assert preview.id is not None
    school.joko.name = "Joko S."
    await session.flush()
    with pytest.raises(RosterChanged):
        await pending_imports.confirm(session, admin, preview.id, now=NOW)
    name, anew = await pending_imports.redo(session, admin, preview.id, now=NOW)
    assert anew.id is not None
    assert (name, len(anew.plan.changes)) == ("a", 1)
    await pending_imports.confirm(session, admin, anew.id, now=NOW)
    assert school.joko.name == "Joko"


async def test_nobody_else_uploads(session: AsyncSession, school: School) -> None:
    for other in (LEADER, DUTY, HOMEROOM, SECRETARY):
        with pytest.raises(NotAllowed):
            await pending_imports.receive(session, await actor(session, other), NEW_PUPIL, file_name="a", now=NOW)
