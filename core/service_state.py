"""How the service is, for an administrator: modems, queues, what SMS cost, and who cannot be reached in Telegram."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from importlib.metadata import version

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import modems
from core.actions import Action
from core.actors import Actor
from core.group_standing import OurGroup, our_groups
from core.policy import require
from core.school_rules import SchoolRules, school_rules
from core.sms_budget import SmsToday, sms_today
from core.vitals import Vitals, vitals
from db.models import Channel, ModemSighting, OutboxMessage, Person, RoleGrant, TelegramAccount


@dataclass(frozen=True, slots=True)
class ServiceState:
    """`given_up_today` and `uncertain_today` count SMS; `rupiah_this_month` is what has left times the school's price;
    `unreachable` are people who blocked the bot or whose Telegram account is gone. `groups` are of leaders and classes.
    """

    vitals: Vitals
    modems: Sequence[ModemSighting]
    rules: SchoolRules
    sms_today: SmsToday
    rupiah_this_month: int
    given_up_today: int
    uncertain_today: int
    unreachable: Sequence[str]
    version: str
    groups: Sequence[OurGroup]


async def service_state(session: AsyncSession, actor: Actor, *, now: datetime) -> ServiceState:
    """Raises NotAllowed."""
    require(actor, Action.ADMINISTER)
    rules = await school_rules(session)
    midnight = datetime.combine(now.date(), time(), now.tzinfo)
    return ServiceState(
        await vitals(session, now=now),
        await modems.sightings(session),
        rules,
        await sms_today(session, now=now),
        await _parts_since(session, midnight.replace(day=1)) * rules.sms_price_rupiah,
        await _sms(session, OutboxMessage.given_up_at >= midnight),
        await _sms(session, OutboxMessage.unknown_at >= midnight),
        await _unreachable(session),
        version("absensi"),
        await our_groups(session, now=now),
    )


async def _sms(session: AsyncSession, which: ColumnElement[bool]) -> int:
    counted = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.channel == Channel.SMS, which)
    return await session.scalar(counted) or 0


async def _parts_since(session: AsyncSession, moment: datetime) -> int:
    """A modem notes a reference for each part; a message of unknown fate has none and counts as one part."""
    parts = func.sum(func.coalesce(func.cardinality(OutboxMessage.sms_references), 1))
    counted = select(parts).where(and_(OutboxMessage.channel == Channel.SMS, OutboxMessage.sending_at >= moment))
    return await session.scalar(counted) or 0


async def _unreachable(session: AsyncSession) -> Sequence[str]:
    return (
        await session.scalars(
            select(Person.name)
            .join(TelegramAccount, TelegramAccount.person_id == Person.id)
            .where(
                TelegramAccount.unlinked_at.is_(None),
                TelegramAccount.blocked_at.is_not(None),
                exists().where(RoleGrant.person_id == Person.id),  # a guardian may leave as they came
            )
            .order_by(Person.name)
        )
    ).all()
