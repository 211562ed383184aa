"""SMS through the real gateway: how many a modem sends, and how soon one that comes in is a row."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from itertools import pairwise

import asyncpg
from sqlalchemy import text

from benchmarks.figures import Figure
from benchmarks.ground import Ground, ground
from benchmarks.leaders import Pause
from core.outbox import Debt, owe
from db.models import Channel
from simulator.modem import Modem, Network
from simulator.modem.events import Event, SentSms
from sms_gateway.gammu_driver import GammuDriver

OUT, IN = 20, 60
_NUMBER = "+62811000000{}"
_A_PARENT = "+6281298765432"
_SILENT = "TELKOMSEL"  # a name is never answered, so that nothing goes out meanwhile
_BODY = "Budi Santoso hari ini tidak hadir tanpa keterangan. Balas SMS ini bila ada kabar."
_PATIENCE = 60.0


async def sms() -> list[Figure]:
    """One modem out, in, and both at once; two modems; and the bare driver in a loop, as the ceiling."""
    async with ground() as house, Network() as network:
        bare = await _bare(house, network)
        async with _rows(house) as arrived, _gateway(house, network, 1):
            out = await _sent(house, network, OUT, "one")
            idle = await _received(network, arrived, IN, Pause(0.1, 0.3, 1), "idle")
            both = asyncio.create_task(_sent(house, network, OUT, "busy"))
            busy = await _received(network, arrived, OUT, Pause(0.4, 0.7, 2), "busy")
            await both
        async with _gateway(house, network, 2):
            two = await _sent(house, network, 2 * OUT, "two")
    return [
        Figure("out, the bare driver in a loop", "SMS/s", _rates(bare)),
        Figure("out, gateway, one modem", "SMS/s", _rates(out)),
        Figure("out, gateway, two modems together", "SMS/s", [(len(two) - 1) / (two[-1] - two[0])]),
        Figure("in, network to committed row, nothing else to do", "ms", idle),
        Figure("in, network to committed row, while SMS go out", "ms", busy),
    ]


async def _bare(house: Ground, network: Network) -> list[float]:
    """When each of OUT messages had left, with nothing around python-gammu but our driver."""

    def send_all() -> list[float]:
        driver = GammuDriver("at115200", modem.device, lambda: None)
        driver.open()
        times = []
        for _ in range(OUT):
            driver.send(_A_PARENT, _BODY)
            times.append(time.perf_counter())
        driver.close()
        return times

    async with Modem(house.folder / "bare", network=network) as modem:
        return await asyncio.to_thread(send_all)


@contextlib.asynccontextmanager
async def _gateway(house: Ground, network: Network, count: int) -> AsyncIterator[None]:
    """`absensi run sms-gateway` with so many modems, each of which has shown that it works."""
    async with contextlib.AsyncExitStack() as stack:
        modems = [Modem(house.folder / f"modem{i}", network=network, number=_NUMBER.format(i)) for i in range(count)]
        for modem in modems:
            await stack.enter_async_context(modem)
        setting = ",".join(f"m{i}=at115200:{modem.device}" for i, modem in enumerate(modems))
        await stack.enter_async_context(house.absensi("run", "sms-gateway", modems=setting))
        for number, modem in enumerate(modems):
            phone = network.phone(f"{_A_PARENT[:-2]}{count}{number}")
            phone.send("BANTUAN", to=modem.number)
            await phone.wait_for(lambda _: True, timeout=_PATIENCE)
        yield


async def _sent(house: Ground, network: Network, count: int, key: str) -> list[float]:
    """When each of `count` owed messages left."""
    times: list[float] = []

    def note(event: Event) -> None:
        if isinstance(event, SentSms):
            times.append(time.perf_counter())

    stop = network.listen(note)
    async with house.transaction() as session:
        debts = (Debt(recipient=f"+62813{n:08}", body=_BODY, dedupe_key=f"{key}:{n}") for n in range(count))
        # Owed a minute ago: a service's clock begins with its process, some seconds behind ours.
        await owe(session, Channel.SMS, *debts, now=house.clock() - timedelta(minutes=1))
    await network.wait_until(lambda: len(times) >= count, timeout=_PATIENCE)
    stop()
    return times


async def _received(
    network: Network, arrived: dict[str, asyncio.Future[float]], count: int, pause: Pause, key: str
) -> list[float]:
    """Milliseconds from a phone's sending to the commit of the row, one message after another."""
    delays = []
    for number in range(count):
        await pause.take()
        body = f"INFO {key} {number}"
        arrived[body] = asyncio.get_running_loop().create_future()
        begun = time.perf_counter()
        network.phone(_SILENT).send(body)
        async with asyncio.timeout(_PATIENCE):
            delays.append(1000 * (await arrived[body] - begun))
    return delays


@contextlib.asynccontextmanager
async def _rows(house: Ground) -> AsyncIterator[dict[str, asyncio.Future[float]]]:
    """Futures by the text of a message, fulfilled when its row is committed: that is when a notification leaves."""
    arrived: dict[str, asyncio.Future[float]] = {}

    def note(_connection: object, _pid: int, _channel: str, body: str) -> None:
        if waiting := arrived.get(body):
            waiting.set_result(time.perf_counter())

    async with house.transaction() as session:
        for statement in _TELL_OF_ROWS:
            await session.execute(text(statement))
    connection = await asyncpg.connect(house.database_url.replace("postgresql+asyncpg", "postgresql"))
    await connection.add_listener("benchmark_row", note)
    try:
        yield arrived
    finally:
        await connection.close()


_TELL_OF_ROWS = (
    "CREATE FUNCTION tell_of_row() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN PERFORM pg_notify('benchmark_row', NEW.body); RETURN NULL; END $$",
    "CREATE TRIGGER tell_of_row AFTER INSERT ON inbound_sms FOR EACH ROW EXECUTE FUNCTION tell_of_row()",
)


def _rates(times: Sequence[float]) -> list[float]:
    """Messages a second, from one to the next."""
    return [1 / (after - before) for before, after in pairwise(times)]
