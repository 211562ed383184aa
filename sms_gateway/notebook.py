"""Writes into the database how this gateway's modems are, for those who ask in the bot."""

import asyncio
from dataclasses import dataclass

import structlog

from core import modems
from core.clock import Clock
from core.modems import ModemNote
from db.availability import will_pass
from db.engine import Transaction
from sms_gateway.modem_state import ModemState
from sms_gateway.supervisor import Supervisor

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Notebook:
    supervisor: Supervisor
    transaction: Transaction
    clock: Clock

    async def run(self) -> None:
        """Until cancelled. A database that is away is told the next time."""
        while True:
            try:
                await self.write()
            except Exception as error:
                if not will_pass(error):
                    raise
                log.warning("the state of the modems was not written down", error=str(error))
            await asyncio.sleep(modems.NOTED_EVERY.total_seconds())

    async def write(self) -> None:
        async with self.transaction() as session:
            await modems.note(session, [_note(state) for state in self.supervisor.states()], now=self.clock())


def _note(state: ModemState) -> ModemNote:
    return ModemNote(state.name, state.ready, state.signal, state.network, state.problem, state.restarts, state.trouble)
