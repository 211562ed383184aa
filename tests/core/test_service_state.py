"""What /status tells: modems as their gateways wrote them down, money, and who cannot be reached."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bot.wording.admin_overseeing import status
from bot.wording.modems import TROUBLES
from core import accounts, courier, modems
from core.errors import NotAllowed
from core.modems import SILENT_AFTER, ModemNote, Trouble
from core.outbox import Debt, owe
from core.service_state import service_state
from db.models import Channel
from tests.school import ADMIN, COUNSELOR, DUTY, LEADER, NOW, School, actor

WELL = ModemNote("satu", True, 71, "TELKOMSEL", None, 0)
ILL = ModemNote("dua", False, None, None, "there is no /dev/ttyUSB1", 3, Trouble.NO_DEVICE)


async def test_a_modem_is_well_ill_or_not_heard_of(session: AsyncSession, school: School) -> None:
    admin = await actor(session, ADMIN)
    await modems.note(session, [WELL, ILL], now=NOW)
    await modems.note(session, [WELL], now=NOW + timedelta(seconds=1))
    told = status(await service_state(session, admin, now=NOW), NOW)
    assert "🟢 satu: sinyal 71 %, TELKOMSEL" in told
    assert "🔴 dua: modem tidak terpasang. Periksa kabel USB" in told
    assert "<code>there is no /dev/ttyUSB1</code>" in told
    later = NOW + SILENT_AFTER + timedelta(minutes=1)
    assert "🔴 satu: layanan SMS tidak berjalan" in status(await service_state(session, admin, now=later), later)
    await modems.note(session, [ILL], now=NOW + timedelta(days=8))
    assert [seen.name for seen in await modems.sightings(session)] == ["dua"]


def test_every_trouble_of_a_modem_has_its_words_and_what_to_do() -> None:
    assert set(TROUBLES) == set(Trouble)


async def test_a_gateway_of_an_older_version_names_no_kind_of_trouble(session: AsyncSession, school: School) -> None:
    await modems.note(session, [ModemNote("tiga", False, None, None, "it <broke>", 0)], now=NOW)
    told = status(await service_state(session, await actor(session, ADMIN), now=NOW), NOW)
    assert "tiga: modem terputus" in told
    assert "it &lt;broke&gt;" in told


async def test_money_queues_and_the_unreachable(session: AsyncSession, school: School) -> None:
    debts = [Debt(recipient=f"+62812{n}", body="x", dedupe_key=f"k{n}") for n in range(3)]
    await owe(session, Channel.SMS, *debts, now=NOW)
    first, second = await courier.claim(session, Channel.SMS, now=NOW, courier="satu", limit=2)
    for message in (first, second):
        await courier.mark_sending(session, message.id, now=NOW)
    await courier.mark_sent(session, first.id, now=NOW, sms_references=[1, 2])
    await courier.mark_failed(session, second.id, now=NOW, error="no", permanent=True)
    await accounts.mark_blocked(session, COUNSELOR, blocked_at=NOW)
    state = await service_state(session, await actor(session, ADMIN), now=NOW)
    assert (state.vitals.sms_open, state.given_up_today, state.unreachable) == (1, 1, ["Bu Konsel"])
    assert state.rupiah_this_month == 3 * 150
    assert "Bu Konsel" in status(state, NOW)


async def test_only_administrators_ask(session: AsyncSession, school: School) -> None:
    for other in (LEADER, DUTY, COUNSELOR):
        with pytest.raises(NotAllowed):
            await service_state(session, await actor(session, other), now=NOW)
