"""The process of one modem: `python -m sms_gateway.worker`, started by the supervisor and never by hand.

It reads ABSENSI_DATABASE_URL and ends with one of the statuses below.
"""

import argparse
import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from core.clock import school_clock
from db.engine import make_engine, transactions
from sms_gateway.driver import ModemGone, SendUnknown
from sms_gateway.gammu_driver import GammuDriver
from sms_gateway.gateway import Gateway
from sms_gateway.receiving import Receiving
from sms_gateway.reporter import Reporter, log_to
from sms_gateway.sending import Sending

STOPPED, MODEM_GONE = 0, 3
_PR_SET_PDEATHSIG = 1


def main(arguments: Sequence[str]) -> int:
    """Runs until SIGTERM or until the modem is lost."""
    _die_with_the_supervisor()
    options = _parser().parse_args(arguments)
    with os.fdopen(options.lines, "w") as lines:
        log_to(lines)
        reporter = Reporter(lines)
        try:
            asyncio.run(_work(options, reporter))
        except (ModemGone, SendUnknown, OSError) as error:
            reporter.problem(str(error))
            return MODEM_GONE
    return STOPPED


async def _work(options: argparse.Namespace, reporter: Reporter) -> None:
    database_url = os.environ["ABSENSI_DATABASE_URL"]
    engine = make_engine(database_url, sees_whole_school=True, pool_size=2)
    transaction, clock = transactions(engine), school_clock(options.timezone, options.clock_offset)
    driver = GammuDriver(options.connection, options.device, reporter.beat)
    receiving = Receiving(options.name, driver, transaction, clock)
    sending = Sending(options.name, driver, transaction, clock)
    gateway = Gateway(options.device, driver, receiving, sending, reporter, database_url)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, gateway.stop)
    async with contextlib.aclosing(_Disposal(engine)):
        await sending.settle()
        driver.open()
        reporter.ready()
        await gateway.run()
        driver.close()
