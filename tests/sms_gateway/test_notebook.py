"""The gateway writes down how its modems are, for those who ask elsewhere."""

from datetime import timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from core import modems
from db.engine import Transaction
from sms_gateway.notebook import Notebook
from sms_gateway.supervisor import Supervisor
from tests.school import NOW


class Address(NamedTuple):
    name: str
    connection: str
    device: str


async def test_what_a_modem_says_is_there_to_read(transaction: Transaction) -> None:
    supervisor = Supervisor(
        [Address("satu", "at", "/dev/null")],
        database_url="",
        clock_offset=timedelta(),
        timezone=ZoneInfo("Asia/Jakarta"),
    )
    notebook = Notebook(supervisor, transaction, lambda: NOW)
    await notebook.write()
    [state] = supervisor.states()
    state.hear(b'{"ready": true, "signal": 63, "network": "XL"}')
    await notebook.write()
    async with transaction() as session:
        [seen] = await modems.sightings(session)
    assert (seen.name, seen.ready, seen.signal, seen.network, seen.problem) == ("satu", True, 63, "XL", None)
