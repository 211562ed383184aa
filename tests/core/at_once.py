"""Two transactions at once, of which one has to wait for the other."""

from sqlalchemy import text

from db.engine import Transaction
from tests.flows.looking import eventually

_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


async def one_waits(transaction: Transaction) -> None:
    """Until somebody waits for a lock of somebody else's, in a database of the test's own."""

    async def is_so() -> bool:
        async with transaction() as session:  # within one the server would say the same each time
            return bool(await session.scalar(_WAITING))

    await eventually(is_so, "nobody waits for anybody")
