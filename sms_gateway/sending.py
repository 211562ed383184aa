"""From the outbox to the modem, one message at a time: whoever is killed leaves at most one whose fate is unknown."""

from dataclasses import dataclass
from datetime import timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from core import courier, interruptions
from core.clock import Clock
from core.sms_budget import may_send
from db.availability import lasting
from db.engine import Transaction
from db.models import Channel, OutboxMessage
from sms_gateway.driver import ModemDriver, SendRefused, SendUnknown

log = structlog.get_logger()

_MODEM_FAULT_PAUSE = timedelta(minutes=1)
"""Before a message is offered again that this modem could not send for reasons of its own."""


@dataclass(slots=True)
class Sending:
    """What goes out by the modem called `modem`."""

    modem: str
    driver: ModemDriver
    transaction: Transaction
    clock: Clock

    async def settle(self, *, after_hanging: bool) -> None:
        """Takes up what a dead predecessor left: the merely claimed is due again, the half sent is settled."""

        async def change(session: AsyncSession) -> int:
            await interruptions.release(session, Channel.SMS, courier=self.modem)
            return await interruptions.settle_interrupted(
                session, Channel.SMS, courier=self.modem, now=self.clock(), hung=after_hanging
            )

        if interrupted := await lasting(self.transaction, change):
            log.warning("the last worker ended while sending", messages=interrupted)

    async def send_one(self) -> bool:
        """Sends the most urgent message; False when nothing is due or the modem can't send at present.

        Raises SendUnknown, once that is written down: the modem must be opened afresh.
        """
        message = await self._claim()
        if message is None:
            return False
        try:
            references = self.driver.send(message.recipient, message.body)
        except SendRefused as refused:
            await self._failed(message, refused)
            return not refused.modem_fault
        except SendUnknown as unknown:
            await self._unknown(message, unknown)
            raise
        await self._sent(message, references)
        return True

    async def _claim(self) -> OutboxMessage | None:
        """The claim and the note that it is being sent are one commit, for nothing happens between them."""
        async with self.transaction() as session:
            if not await may_send(session, now=self.clock()):
                return None
            claimed = await courier.claim(session, Channel.SMS, now=self.clock(), courier=self.modem, limit=1)
            for message in claimed:
                await courier.mark_sending(session, message.id, now=self.clock())
            return claimed[0] if claimed else None

    async def _sent(self, message: OutboxMessage, references: tuple[int, ...]) -> None:
        async def change(session: AsyncSession) -> None:
            await courier.mark_sent(session, message.id, now=self.clock(), sms_references=references)

        await lasting(self.transaction, change)
        log.info("an SMS was sent", message_id=message.id, parts=len(references))

    async def _failed(self, message: OutboxMessage, refused: SendRefused) -> None:
        async def change(session: AsyncSession) -> None:
            await courier.mark_failed(
                session,
                message.id,
                now=self.clock(),
                error=str(refused),
                permanent=refused.permanent,
                retry_after=_MODEM_FAULT_PAUSE if refused.modem_fault else None,
            )

        await lasting(self.transaction, change)
        log.warning("an SMS was refused", message_id=message.id, cause=refused.cause)

    async def _unknown(self, message: OutboxMessage, unknown: SendUnknown) -> None:
        async def change(session: AsyncSession) -> None:
            await courier.mark_unknown(session, message.id, now=self.clock(), error=str(unknown))

        await lasting(self.transaction, change)
        log.error("nobody knows whether an SMS left", message_id=message.id, error=str(unknown))
