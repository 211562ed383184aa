"""A group that the bot cannot write to: administrators hear of it once, and nothing for the leaders is lost."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.wording.admin_overseeing import status
from core import class_groups, group_standing, inbound_sms, leadership_group
from core.service_state import service_state
from db.models import AuditEntry, Channel, LeadershipGroup, OutboxMessage
from tests.school import ADMIN, BUDIS_MOTHER, HOMEROOM, LEADER, NOW, School, actor

LEADERS, CLASS = -1001, -1002


@pytest.fixture
async def groups(session: AsyncSession, school: School) -> None:
    await leadership_group.name_group(session, await actor(session, ADMIN), chat_id=LEADERS, title="Pimpinan", now=NOW)
    await class_groups.name_group(session, await actor(session, HOMEROOM), "X RPL 1", chat_id=CLASS, now=NOW)


async def owed_to(session: AsyncSession, chat: int) -> list[str]:
    """What is still to leave for this chat."""
    return list(
        await session.scalars(
            select(OutboxMessage.body)
            .where(
                OutboxMessage.channel == Channel.TELEGRAM,
                OutboxMessage.recipient == str(chat),
                OutboxMessage.withdrawn_at.is_(None),
            )
            .order_by(OutboxMessage.id)
        )
    )


async def info(session: AsyncSession, words: str) -> None:
    sms = await inbound_sms.store(
        session, modem="satu", sender=BUDIS_MOTHER, body=f"INFO {words}", sent_at=NOW, now=NOW
    )
    assert sms is not None
    await inbound_sms.handle(session, sms, now=NOW)


async def shown(session: AsyncSession) -> str:
    return status(await service_state(session, await actor(session, ADMIN), now=NOW), NOW)


@pytest.mark.usefixtures("groups")
async def test_a_silenced_group_is_told_of_once_and_its_info_goes_to_each_leader(session: AsyncSession) -> None:
    await info(session, "Pagar rusak")
    await group_standing.silenced(session, LEADERS, now=NOW)
    await info(session, "Lampu mati")
    assert len(await owed_to(session, LEADERS)) == 1, "it is tried again: rights come back without a word"
    await group_standing.silenced(session, LEADERS, now=NOW + timedelta(minutes=1))
    assert await owed_to(session, LEADERS) == []
    told_leader, told_admin = await owed_to(session, LEADER), await owed_to(session, ADMIN)
    assert ["Pagar" in told_leader[0], "Lampu" in told_leader[1], len(told_leader)] == [True, True, 2]
    assert sum("tidak boleh menulis di grup pimpinan <b>Pimpinan</b>" in body for body in told_admin) == 1
    assert len(told_admin) == 3
    assert "🔴 grup pimpinan <b>Pimpinan</b>: bot tidak boleh menulis, sejak Senin 23 Nov 07.05" in await shown(session)
    await group_standing.heard(session, LEADERS, now=NOW)
    assert "🟢 grup pimpinan <b>Pimpinan</b>" in await shown(session)
    acts = await session.scalars(select(AuditEntry.act).where(AuditEntry.act.like("group%")).order_by(AuditEntry.id))
    assert list(acts) == ["group_silent", "group_heard"]


@pytest.mark.usefixtures("groups")
async def test_a_lost_group_is_on_record_and_shown_until_another_is_named(session: AsyncSession) -> None:
    await group_standing.shut_out(session, LEADERS, now=NOW)
    [told] = await owed_to(session, ADMIN)
    assert "dikeluarkan dari grup pimpinan <b>Pimpinan</b>" in told
    assert "🔴 grup pimpinan <b>Pimpinan</b>: bot dikeluarkan" in await shown(session)
    await info(session, "Pagar rusak")
    assert len(await owed_to(session, LEADER)) == 1
    await leadership_group.name_group(session, await actor(session, LEADER), chat_id=-7, title="Baru", now=NOW)
    assert "🟢 grup pimpinan <b>Baru</b>" in await shown(session)
    assert "dikeluarkan" not in await shown(session)


@pytest.mark.usefixtures("groups")
async def test_a_classs_figures_go_to_nobody_else(session: AsyncSession) -> None:
    assert "🟢 grup kelas: 1" in await shown(session)
    await group_standing.silenced(session, CLASS, now=NOW)
    assert "🔴 grup kelas <b>X RPL 1</b>: bot tidak boleh menulis" in await shown(session)
    await group_standing.shut_out(session, CLASS, now=NOW)
    assert ["grup kelas <b>X RPL 1</b>" in body for body in await owed_to(session, ADMIN)] == [True, True]
    assert await owed_to(session, HOMEROOM) == []
    assert "X RPL 1</b>: bot dikeluarkan" in await shown(session)


async def test_a_group_that_is_none_of_ours_concerns_nobody(session: AsyncSession, school: School) -> None:
    await group_standing.silenced(session, -5, now=NOW)
    await group_standing.shut_out(session, -5, now=NOW)
    assert await owed_to(session, ADMIN) == []
    assert (await session.scalars(select(LeadershipGroup))).all() == []
    assert "belum ada" in await shown(session)
