"""An SMS came in. It is stored first, in a commit of its own, and then handled: answered, recorded, passed on.
Never dropped.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import sms_notices
from core.guardians import children_of
from core.phone import parse_sender
from core.school_rules import school_rules
from core.sms_language import understand
from core.sms_talk import Outcome, Turn, respond
from core.storable import storable
from db.models import InboundSms


async def store(
    session: AsyncSession, *, modem: str, sender: str, body: str, sent_at: datetime, now: datetime
) -> int | None:
    """Append the SMS and return its id; None when it is here already (read twice from the SIM)."""
    sender, body = storable(sender), storable(body)
    parsed = parse_sender(sender)
    identity = f"{modem}\n{sender}\n{sent_at.isoformat()}\n{body}"
    return await session.scalar(
        insert(InboundSms)
        .values(
            modem=modem,
            sender=sender,
            phone=parsed.address if parsed.is_answerable else None,
            body=body,
            sent_at=sent_at,
            received_at=now,
            dedupe_key=hashlib.sha256(identity.encode()).hexdigest(),
        )
        .on_conflict_do_nothing()
        .returning(InboundSms.id)
    )


async def open_ids(session: AsyncSession, *, limit: int = 50) -> Sequence[int]:
    """Stored and not yet handled, oldest first."""
    ids = select(InboundSms.id).where(InboundSms.handled_at.is_(None)).order_by(InboundSms.id).limit(limit)
    return (await session.scalars(ids)).all()


async def handle(session: AsyncSession, sms_id: int, *, now: datetime) -> None:
    """Do what the SMS asks, once: a second call, or one at the same time, changes nothing."""
    sms = await session.scalar(
        select(InboundSms)
        .where(InboundSms.id == sms_id, InboundSms.handled_at.is_(None))
        .with_for_update(skip_locked=True)
    )
    if sms is None:
        return
    sms.handled_at = now
    if sms.phone is None:
        sms.understood_as = Outcome.NOT_ANSWERABLE
        return
    children = await children_of(session, sms.phone, now.date())
    turn = Turn(session, sms, sms.phone, children, await school_rules(session), now)
    sms.understood_as = await respond(turn, understand(sms.body, today=now.date()))


async def set_aside(session: AsyncSession, sms_id: int, error: str, *, now: datetime) -> None:
    """Handling it failed by a fault of ours: it is kept with the error, and staff get it as it is. Nothing else is
    held up.
    """
    sms = await session.scalar(select(InboundSms).where(InboundSms.id == sms_id, InboundSms.handled_at.is_(None)))
    if sms is not None:
        sms.handled_at, sms.understood_as, sms.error = now, Outcome.FAILED, error[:500]
        await sms_notices.tell_of_failure(session, sms, now=now)
