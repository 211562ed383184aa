"""Looking at everything the service stands on, one finding each: is it well, and what to do if not."""

import os
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import func, select

from absensi import wording
from absensi.opening import Opened
from bot.identity import bot_username
from core.school_rules import school_rules
from core.sms_budget import sms_today
from core.vitals import vitals
from db.models import LeadershipGroup, Role, RoleGrant, TelegramAccount

LEAST_FREE_BYTES = 2 * 1024**3
LONGEST_WAIT = timedelta(minutes=10)
MOST_SKEW = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class Finding:
    """`advice` is empty when all is well."""

    about: str
    advice: str = ""

    @property
    def is_well(self) -> bool:
        return not self.advice


async def examine(house: Opened) -> AsyncIterator[Finding]:
    """Finding by finding; that `house` is open already shows the database and its schema to be well."""
    yield Finding(wording.DATABASE)
    yield await _clock(house)
    yield _disk(house.settings.data_dir)
    yield await _telegram(house)
    for modem in house.settings.modems:
        yield _modem(modem.name, modem.device)
    if not house.settings.modems:
        yield Finding(wording.MODEM, wording.no_modem())
    yield await _queues(house)
    yield await _administrator(house)
    yield await _leadership_group(house)


async def _clock(house: Opened) -> Finding:
    """Only tells when the database is on another machine, which is when clocks part."""
    async with house.transaction() as session:
        elsewhere = await session.scalar(select(func.clock_timestamp()))
    skew = abs(elsewhere - datetime.now(UTC)) if elsewhere else timedelta()
    return Finding(wording.CLOCK, wording.clock_differs(skew) if skew > MOST_SKEW else "")


def _disk(folder: Path) -> Finding:
    existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(existing).free
    return Finding(wording.DISK, wording.disk_is_full(free) if free < LEAST_FREE_BYTES else "")


async def _telegram(house: Opened) -> Finding:
    token = house.settings.bot_token.get_secret_value()
    if not token:
        return Finding(wording.TELEGRAM, wording.no_token())
    name = await bot_username(token, house.settings.telegram_api_url)
    return Finding(f"{wording.TELEGRAM} @{name}") if name else Finding(wording.TELEGRAM, wording.telegram_is_away())


def _modem(name: str, device: str) -> Finding:
    about = f"{wording.MODEM} {name}"
    if not Path(device).exists():
        return Finding(about, wording.modem_is_away(device))
    return Finding(about, "" if os.access(device, os.R_OK | os.W_OK) else wording.modem_is_closed(device))


async def _queues(house: Opened) -> Finding:
    async with house.transaction() as session:
        found = await vitals(session, now=house.clock())
        used = await sms_today(session, now=house.clock())
        rules = await school_rules(session)
    about = wording.queues(found, used.messages, used.parts * rules.sms_price_rupiah)
    late = max(found.sms_oldest_seconds, found.telegram_oldest_seconds) > LONGEST_WAIT.total_seconds()
    return Finding(about, wording.queues_are_late() if late else "")


async def _administrator(house: Opened) -> Finding:
    linked = (
        select(func.count())
        .select_from(RoleGrant)
        .join(TelegramAccount, TelegramAccount.person_id == RoleGrant.person_id)
        .where(RoleGrant.role == Role.ADMINISTRATOR, TelegramAccount.unlinked_at.is_(None))
    )
    async with house.transaction() as session:
        count = await session.scalar(linked)
    return Finding(wording.ADMINISTRATOR, "" if count else wording.no_administrator())


async def _leadership_group(house: Opened) -> Finding:
    async with house.transaction() as session:
        title = await session.scalar(select(LeadershipGroup.title).where(LeadershipGroup.left_at.is_(None)))
    return Finding(wording.LEADERSHIP_GROUP, "" if title is not None else wording.no_leadership_group())
