"""From the modem to the school: store, commit, only then delete; then handle."""

from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from core import delivery_reports, inbound_sms
from core.clock import Clock
from db.availability import lasting, will_pass
from db.engine import Transaction
from sms_gateway.driver import DeliveryReport, ModemDriver, ReceivedSms

log = structlog.get_logger()


@dataclass(slots=True)
class Receiving:
    """What comes in on the modem called `modem`."""

    modem: str
    driver: ModemDriver
    transaction: Transaction
    clock: Clock

    async def drain(self) -> None:
        """Takes everything off the modem, then handles it."""
        received = self.driver.drain(self.clock())
        for sms in received:
            await self._store(sms)
            self.driver.delete(sms)
        if received:
            await self.handle_open()
        await self.take_reports()

    async def handle_open(self) -> None:
        """Handles what is stored and not handled yet, also what a worker that died has left."""
        for sms_id in await lasting(self.transaction, inbound_sms.open_ids):
            await self._handle(sms_id)

    async def take_reports(self) -> None:
        """Notes which messages were delivered and which were not."""
        for report in self.driver.reports():
            await lasting(self.transaction, partial(self._mark, report))

    async def _store(self, sms: ReceivedSms) -> None:
        async def store(session: AsyncSession) -> int | None:
            return await inbound_sms.store(
                session, modem=self.modem, sender=sms.sender, body=sms.text, sent_at=sms.sent_at, now=self.clock()
            )

        await lasting(self.transaction, store)

    async def _handle(self, sms_id: int) -> None:
        """An SMS that trips us up is set aside for a person; it doesn't hold up the others."""
        try:
            async with self.transaction() as session:
                await inbound_sms.handle(session, sms_id, now=self.clock())
        except Exception as error:
            if will_pass(error):
                log.warning("an SMS is handled later", sms_id=sms_id, error=str(error))
            else:
                log.exception("an SMS could not be handled", sms_id=sms_id)
                await lasting(self.transaction, partial(self._set_aside, sms_id, repr(error)))

    async def _set_aside(self, sms_id: int, error: str, session: AsyncSession) -> None:
        await inbound_sms.set_aside(session, sms_id, error, now=self.clock())

    async def _mark(self, report: DeliveryReport, session: AsyncSession) -> None:
        known = await delivery_reports.mark_delivery(
            session,
            courier=self.modem,
            phone=report.phone,
            sms_reference=report.reference,
            delivered=report.delivered,
            now=self.clock(),
        )
        if not known:
            log.info("a delivery report fits no message", reference=report.reference)
