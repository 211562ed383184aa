"""Who got which daily report and when: what was owed, and what became of it in the outbox."""

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import ARRAY, ColumnElement, Text, any_, func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import Actor
from core.daily_report_store import Copy
from core.policy import require
from db.models import OutboxMessage, Person, Role, StoredDailyReport


class Fate(enum.Enum):
    """`FAILED`: given up, or taken back. `SENT`: Telegram has taken all of it."""

    FAILED = enum.auto()
    WAITING = enum.auto()
    SENT = enum.auto()


@dataclass(frozen=True, slots=True)
class Recipient:
    """`school_class` None: got the whole school's. `at`: when the last of it was sent; `error`: what Telegram said."""

    name: str
    role: Role
    school_class: str | None
    fate: Fate
    at: datetime | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SentVersion:
    """A version as it was sent: problems first, then by class and name; times in the school's zone."""

    on: date
    version: int
    made_at: datetime
    recipients: Sequence[Recipient]

    @property
    def failed(self) -> Sequence[Recipient]:
        return [one for one in self.recipients if one.fate is Fate.FAILED]


@dataclass(frozen=True, slots=True)
class SentDay:
    """A day's versions, and the days before and after it that have any."""

    on: date
    versions: Sequence[SentVersion]
    before: date | None
    after: date | None


async def sent_on(session: AsyncSession, on: date, *, now: datetime) -> Sequence[SentVersion]:
    """Every version of a day's report, whoever asks: for the command line."""
    return await _sent(session, StoredDailyReport.on_date == on, now.tzinfo)


async def sent_since(session: AsyncSession, since: datetime, *, now: datetime) -> Sequence[SentVersion]:
    """What was made since then about whatever day."""
    return await _sent(session, StoredDailyReport.made_at >= since, now.tzinfo)


async def sent_day_for(session: AsyncSession, actor: Actor, on: date, *, now: datetime) -> SentDay:
    """The last day with a report that is not after this one. Raises NotAllowed."""
    require(actor, Action.SEE_SENT_REPORTS)
    days = StoredDailyReport.on_date
    found = await session.scalar(select(func.max(days)).where(days <= on)) or on
    before = await session.scalar(select(func.max(days)).where(days < found))
    after = await session.scalar(select(func.min(days)).where(days > found))
    return SentDay(found, await sent_on(session, found, now=now), before, after)


async def _sent(session: AsyncSession, which: ColumnElement[bool], zone: tzinfo | None) -> Sequence[SentVersion]:
    """In three statements, and without what the reports said: that is long."""
    stored = StoredDailyReport
    rows = await session.execute(
        select(stored.on_date, stored.version, stored.made_at, stored.copies)
        .where(which)
        .order_by(stored.on_date, stored.version)
    )
    reports = [(on, n, made, [Copy.model_validate(copy) for copy in copies]) for on, n, made, copies in rows]
    every = [copy for *_, copies in reports for copy in copies]
    names = await _names(session, every)
    messages = await _messages(session, every)
    return [
        SentVersion(
            on,
            version,
            made_at.astimezone(zone),
            sorted((_recipient(copy, names, messages, zone) for copy in copies), key=_problems_first),
        )
        for on, version, made_at, copies in reports
    ]


async def _names(session: AsyncSession, copies: Sequence[Copy]) -> Mapping[int, str]:
    people = {copy.person_id for copy in copies}
    return dict((await session.execute(select(Person.id, Person.name).where(Person.id.in_(people)))).all())


async def _messages(session: AsyncSession, copies: Sequence[Copy]) -> Mapping[str, OutboxMessage]:
    keys = [key for copy in copies for key in copy.keys]
    found = await session.scalars(
        select(OutboxMessage).where(OutboxMessage.dedupe_key == any_(literal(keys, ARRAY(Text))))
    )
    return {message.dedupe_key: message for message in found}


def _recipient(
    copy: Copy, names: Mapping[int, str], messages: Mapping[str, OutboxMessage], zone: tzinfo | None
) -> Recipient:
    parts = [messages[key] for key in copy.keys if key in messages]
    fate = min((_fate(part) for part in parts), key=list(Fate).index, default=Fate.FAILED)
    sent = [part.sent_at for part in parts if part.sent_at is not None]
    return Recipient(
        names.get(copy.person_id, ""),
        copy.role,
        copy.school_class,
        fate,
        max(sent).astimezone(zone) if fate is Fate.SENT else None,
        next((part.last_error for part in parts if part.last_error), None),
    )


def _fate(message: OutboxMessage) -> Fate:
    if message.sent_at is not None:
        return Fate.SENT
    return Fate.FAILED if message.given_up_at is not None or message.withdrawn_at is not None else Fate.WAITING


def _problems_first(one: Recipient) -> tuple[int, str, str]:
    return list(Fate).index(one.fate), one.school_class or "", one.name
