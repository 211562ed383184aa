"""Whole gateways: the supervisor, its worker processes with real libgammu, a real database, simulated modems."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from core.interruptions import GRACE
from core.outbox import Debt, owe
from db.engine import Transaction, make_engine, transactions
from db.models import Channel, InboundSms, OutboxMessage
from simulator.modem import Hang, LoseAnswer, Modem, Network, NoSignal, RefuseSend
from sms_gateway.gateway import LOOK_EVERY
from sms_gateway.supervisor import HEARTBEAT_LIMIT, Supervisor
from tests.school import BUDIS_MOTHER, NOW, WIB, found_school

Result = TypeVar("Result")
OFFSET = NOW - datetime.now(WIB)
SOON = 90.0  # seconds: libgammu takes four to open a modem, and the machine may be busy


@dataclass(frozen=True, slots=True)
class Address:
    name: str
    connection: str
    device: str


@dataclass(slots=True)
class Gateway:
    """A running supervisor, the modem it serves, and the database between."""

    supervisor: Supervisor
    modem: Modem
    transaction: Transaction

    async def owe(self, *bodies: str, to: str = BUDIS_MOTHER) -> None:
        debts = [Debt(recipient=to, body=body, dedupe_key=str(uuid4())) for body in bodies]
        async with self.transaction() as session:
            await owe(session, Channel.SMS, *debts, now=datetime.now(WIB) + OFFSET)

    async def outbox(self) -> list[OutboxMessage]:
        async with self.transaction() as session:
            return list(await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)))

    async def message(self, body: str, condition: Callable[[OutboxMessage], object]) -> OutboxMessage:
        """The message with this body, once `condition` holds for it."""

        async def find() -> OutboxMessage | None:
            return next((m for m in await self.outbox() if m.body == body and condition(m)), None)

        return await eventually(find)

    async def inbound(self, body: str) -> InboundSms:
        """The SMS with this body, once it has been handled."""

        async def find() -> InboundSms | None:
            handled = select(InboundSms).where(InboundSms.body == body, InboundSms.handled_at.is_not(None))
            async with self.transaction() as session:
                return await session.scalar(handled)

        return await eventually(find)

    async def ready(self) -> None:
        async def is_ready() -> bool:
            return self.supervisor.states()[0].ready

        await eventually(is_ready)


async def eventually(condition: Callable[[], Awaitable[Result | None]], *, within: float = SOON) -> Result:
    """What `condition` returns once that is true; it looks at another process's work, so it has to ask."""
    async with asyncio.timeout(within):
        while not (found := await condition()):  # noqa: ASYNC110 - no event tells of another process's commits
            await asyncio.sleep(0.05)
        return found


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(database_url, sees_whole_school=True)
    async with transactions(engine)() as session:
        await found_school(session)
    yield engine
    await engine.dispose()


@contextlib.asynccontextmanager
async def supervised(supervisor: Supervisor) -> AsyncIterator[None]:
    running = asyncio.create_task(supervisor.run())
    try:
        yield
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


@contextlib.asynccontextmanager
async def running(
    modem_path: Path, database: AsyncEngine, *, heartbeat_limit: timedelta = HEARTBEAT_LIMIT
) -> AsyncIterator[Gateway]:
    async with Modem(modem_path, now=lambda: datetime.now(WIB) + OFFSET) as modem:
        supervisor = Supervisor(
            [Address("satu", "at115200", modem.device)],
            database_url=database.url.render_as_string(hide_password=False),
            clock_offset=OFFSET,
            timezone=WIB,
            heartbeat_limit=heartbeat_limit,
        )
        async with supervised(supervisor):
            yield Gateway(supervisor, modem, transactions(database))


@pytest.fixture
async def gateway(tmp_path: Path, database: AsyncEngine) -> AsyncIterator[Gateway]:
    async with running(tmp_path / "tty", database) as gateway:
        yield gateway


async def test_a_debt_becomes_an_sms_and_its_report_comes_back(gateway: Gateway) -> None:
    await gateway.owe("Budi alfa hari ini")
    await gateway.modem.phone(BUDIS_MOTHER).wait_for("Budi alfa", timeout=SOON)
    sent = await gateway.message("Budi alfa hari ini", lambda m: m.delivered_at)
    assert sent.sent_by == "satu"
    assert sent.sms_references
    assert sent.sent_at


async def test_an_sms_is_stored_taken_off_the_sim_and_answered(gateway: Gateway) -> None:
    mother = gateway.modem.phone(BUDIS_MOTHER)
    mother.send("BANTUAN")
    sms = await gateway.inbound("BANTUAN")
    assert (sms.modem, sms.phone) == ("satu", BUDIS_MOTHER)
    assert await mother.wait_for(lambda _: True, timeout=SOON)
    assert not gateway.modem.radio.memories["SM"].places


async def test_a_new_debt_is_paid_without_waiting_for_the_next_look(gateway: Gateway) -> None:
    await gateway.ready()
    await gateway.owe("segera")
    await gateway.modem.phone(BUDIS_MOTHER).wait_for("segera", timeout=0.8 * LOOK_EVERY)


async def test_a_full_sim_is_emptied_and_what_waited_on_the_network_follows(gateway: Gateway) -> None:
    mother = gateway.modem.phone(BUDIS_MOTHER)
    bodies = [f"pesan {letter}" for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ"]
    for body in bodies:
        mother.send(body)
    for body in bodies:
        await gateway.inbound(body)


async def test_a_refused_message_is_tried_again_later_and_holds_up_nobody(gateway: Gateway) -> None:
    gateway.modem.fault(RefuseSend(38, to=BUDIS_MOTHER))
    await gateway.owe("ditolak dulu")
    await gateway.owe("untuk yang lain", to="+6281200001111")
    await gateway.modem.phone("+6281200001111").wait_for("untuk yang lain", timeout=SOON)
    refused = await gateway.message("ditolak dulu", lambda m: m.last_error)
    assert refused.last_error == "+CMS ERROR: 38"
    assert refused.given_up_at is None
    assert refused.not_before > refused.created_at


async def test_a_wrong_number_is_given_up_at_once(gateway: Gateway) -> None:
    gateway.modem.fault(RefuseSend(1))
    await gateway.owe("salah alamat")
    assert (await gateway.message("salah alamat", lambda m: m.given_up_at)).attempts == 1


async def test_without_signal_messages_wait_and_the_state_says_so(gateway: Gateway) -> None:
    gateway.modem.fault(NoSignal())
    await gateway.owe("menunggu sinyal")
    waiting = await gateway.message("menunggu sinyal", lambda m: m.last_error)
    assert (waiting.last_error, waiting.given_up_at) == ("+CMS ERROR: 331", None)
    assert "no network" in gateway.supervisor.problems()[0]


async def test_a_modem_that_hangs_is_killed_and_the_next_worker_goes_on(tmp_path: Path, database: AsyncEngine) -> None:
    limit = timedelta(seconds=12)  # longer than a busy machine takes to open the modem
    async with running(tmp_path / "tty", database, heartbeat_limit=limit) as gateway:
        await gateway.ready()
        gateway.modem.fault(Hang())
        await gateway.owe("sesudah macet")

        async def was_killed() -> bool:
            return gateway.supervisor.states()[0].restarts > 0

        await eventually(was_killed)
        assert "no sign of life" in gateway.supervisor.problems()[0]
        gateway.modem.heal()
        stuck = await gateway.message("sesudah macet", lambda m: m.sent_at or m.unknown_at)
        assert len([sms for sms in gateway.modem.sent if sms.text == "sesudah macet"]) == (1 if stuck.sent_at else 0)


async def test_a_lost_answer_makes_the_message_unknown_and_it_is_never_sent_twice(gateway: Gateway) -> None:
    await gateway.ready()
    gateway.modem.fault(LoseAnswer())
    await gateway.owe("sekali saja")
    await gateway.message("sekali saja", lambda m: m.unknown_at)
    await gateway.owe("berikutnya")
    await gateway.message("berikutnya", lambda m: m.sent_at)
    assert [sms.text for sms in gateway.modem.sent] == ["sekali saja", "berikutnya"]


async def test_a_modem_pulled_out_and_put_back_serves_again(gateway: Gateway) -> None:
    await gateway.ready()
    gateway.modem.unplug()

    async def is_missed() -> bool:
        return any("there is no" in problem for problem in gateway.supervisor.problems())

    await eventually(is_missed)
    await gateway.owe("dari laci")
    gateway.modem.plug()
    await gateway.modem.phone(BUDIS_MOTHER).wait_for("dari laci", timeout=SOON)
    assert (await gateway.message("dari laci", lambda m: m.sent_at)).attempts == 1
    assert gateway.supervisor.problems() == []


async def test_a_locked_sim_is_named(gateway: Gateway) -> None:
    gateway.modem.pin = "1234"

    async def is_named() -> bool:
        return any("PIN" in problem for problem in gateway.supervisor.problems())

    await eventually(is_named)


async def test_two_modems_share_the_outbox(tmp_path: Path, database: AsyncEngine, database_url: str) -> None:
    async with Network() as network:
        first = Modem(tmp_path / "one", network=network)
        second = Modem(tmp_path / "two", network=network, number="+6281100000002")
        async with first, second:
            addresses = [Address("satu", "at115200", first.device), Address("dua", "at115200", second.device)]
            supervisor = Supervisor(addresses, database_url=database_url, clock_offset=OFFSET, timezone=WIB)
            async with supervised(supervisor):
                both = Gateway(supervisor, first, transactions(database))
                numbers = [f"+62812000000{number:02}" for number in range(12)]
                for number in numbers:
                    await both.owe("untuk semua", to=number)
                await asyncio.gather(*(network.phone(n).wait_for("untuk semua", timeout=SOON) for n in numbers))
                assert len(first.sent) + len(second.sent) == len(numbers)
                assert first.sent
                assert second.sent


async def test_a_killed_worker_is_replaced_and_loses_nothing(gateway: Gateway) -> None:
    await gateway.ready()
    bodies = [f"peringatan {letter}" for letter in "abcdefgh"]
    await gateway.owe(*bodies)
    await gateway.modem.phone(BUDIS_MOTHER).wait_for("peringatan b", timeout=SOON)
    [worker] = workers()
    os.kill(worker, signal.SIGKILL)

    async def all_settled() -> bool:
        return all(m.sent_at or m.unknown_at for m in await gateway.outbox())

    # What was being sent waits for its report, and then for the next look at the outbox.
    await eventually(all_settled, within=GRACE.total_seconds() + LOOK_EVERY + SOON)
    texts = [sms.text for sms in gateway.modem.sent]
    assert set(texts) == set(bodies)
    assert len(texts) <= len(bodies) + 1  # one kill, one duplicate at most


async def test_cancelling_leaves_no_process(gateway: Gateway, database_url: str) -> None:
    addresses = [Address("lain", "at115200", gateway.modem.device + "-elsewhere")]
    supervisor = Supervisor(addresses, database_url=database_url, clock_offset=OFFSET, timezone=WIB)
    await gateway.ready()
    before = set(workers())
    async with supervised(supervisor):

        async def has_started() -> bool:
            return bool(set(workers()) - before)

        await eventually(has_started)
    assert set(workers()) == before


_LONE_SUPERVISOR = """
import asyncio, sys
from collections import namedtuple
from datetime import timedelta
from zoneinfo import ZoneInfo
from sms_gateway.supervisor import HEARTBEAT_LIMIT, Supervisor

modem = namedtuple("Modem", "name connection device")("satu", "at115200", sys.argv[1])
zone = ZoneInfo("Asia/Jakarta")
asyncio.run(Supervisor([modem], database_url=sys.argv[2], clock_offset=timedelta(), timezone=zone).run())
"""


async def test_a_killed_supervisor_takes_its_worker_along_even_from_a_hanging_call(
    tmp_path: Path, database_url: str
) -> None:
    async with Modem(tmp_path / "tty") as modem:
        modem.fault(Hang())
        lone = await asyncio.create_subprocess_exec(sys.executable, "-c", _LONE_SUPERVISOR, modem.device, database_url)
        try:

            async def has_opened_the_modem() -> list[int]:
                return [worker for worker in workers(lone.pid) if holds(worker, modem.device)]

            [worker] = await eventually(has_opened_the_modem)
        finally:
            lone.kill()
            await lone.wait()

        async def has_ended() -> bool:
            return not holds(worker, modem.device)

        await eventually(has_ended)


def holds(process: int, device: str) -> bool:
    """Whether this process lives and has the device open."""
    terminal = os.path.realpath(device)
    with contextlib.suppress(OSError):
        return any(link.readlink() == Path(terminal) for link in Path(f"/proc/{process}/fd").iterdir())
    return False


def workers(supervisor: int | None = None) -> list[int]:
    """Worker processes of this process, or of another supervisor."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((process / "stat").read_text().rsplit(")", 1)[1].split()[1])
            is_worker = b"sms_gateway.worker" in (process / "cmdline").read_bytes()
            if is_worker and parent == (supervisor or os.getpid()):
                found.append(int(process.name))
    return found
