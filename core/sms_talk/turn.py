"""One SMS and all that is needed to respond to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.guardians import Child
from core.outbox import URGENT, Debt, owe
from core.outcomes import Outcome
from core.school_rules import SchoolRules
from core.sms_language import child_named
from db.models import Channel, InboundSms, OutboxMessage

ANSWERS_PER_HOUR = 10
"""More automatic answers than this to one number, and two machines are talking to each other."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A number has written. `children` are those it speaks for, empty for a stranger."""

    session: AsyncSession
    sms: InboundSms
    phone: str
    children: Sequence[Child]
    rules: SchoolRules
    now: datetime

    def child_meant(self) -> Child | None:
        """The only child of this number, or the one that the message names."""
        if len(self.children) == 1:
            return self.children[0]
        index = child_named(self.sms.body, [child.student.name for child in self.children])
        return None if index is None else self.children[index]

    def children_meant(self) -> Sequence[Child]:
        """The child that the message names, else all of them."""
        child = self.child_meant()
        return self.children if child is None else [child]

    async def count(self, outcome: Outcome, span: timedelta) -> int:
        """How many messages of this number were taken for that, within the last `span`."""
        counted = select(func.count()).where(
            InboundSms.phone == self.phone,
            InboundSms.understood_as == outcome,
            InboundSms.received_at > self.now - span,
        )
        return await self.session.scalar(counted) or 0

    async def answer(self, body: str, *, about: str = "") -> None:
        """Owe an automatic answer, unless this number has had so many that a machine must be at the other end."""
        answered = select(func.count()).where(
            OutboxMessage.recipient == self.phone,
            OutboxMessage.channel == Channel.SMS,
            OutboxMessage.dedupe_key.startswith("reply:"),
            OutboxMessage.created_at > self.now - timedelta(hours=1),
        )
        if (await self.session.scalar(answered) or 0) >= ANSWERS_PER_HOUR:
            return
        debt = Debt(
            recipient=self.phone,
            body=body,
            dedupe_key=f"reply:{self.sms.id}{about}",
            urgency=URGENT,
            student_id=self.sms.student_id,
            inbound_sms_id=self.sms.id,
        )
        await owe(self.session, Channel.SMS, debt, now=self.now)
