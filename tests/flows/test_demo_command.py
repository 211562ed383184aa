"""`absensi demo` and Ctrl-C."""

import asyncio
import signal

from aiohttp import ClientSession

from tests.flows.demo import family, is_alive, running_demo

STOPS_WITHIN = 90.0  # seconds; a deadline, for other tests may run at the same time


async def test_ctrl_c_leaves_no_process_even_while_the_modem_hangs() -> None:
    async with running_demo() as (process, address):
        async with ClientSession(address) as visitor, visitor.post("/do/modem", json={"mode": "hanging"}) as answer:
            assert answer.status == 200
        processes = family(process.pid)
        assert len(processes) > 1
        process.send_signal(signal.SIGINT)
        async with asyncio.timeout(STOPS_WITHIN):
            await process.communicate()
        assert process.returncode == 0
        assert [pid for pid in processes if is_alive(pid)] == []
