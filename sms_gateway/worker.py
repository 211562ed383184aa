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
from core.modems import Trouble
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
    options = _parser().parse_args(arguments)
    _die_with(options.supervisor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C at the terminal reaches everybody; the supervisor ends us
    with os.fdopen(options.lines, "w") as lines:
        log_to(lines)
        reporter = Reporter(lines)
        try:
            asyncio.run(_work(options, reporter))
        except (ModemGone, SendUnknown, OSError) as error:
            reporter.problem(str(error), _trouble(error))
            # An orderly end would have libgammu take leave of a modem that may not answer: minutes.
            os._exit(MODEM_GONE)
    return STOPPED


async def _work(options: argparse.Namespace, reporter: Reporter) -> None:
    url = os.environ["ABSENSI_DATABASE_URL"]
    engine = make_engine(url, sees_whole_school=True, pool_size=2)
    transaction, clock = transactions(engine), school_clock(options.timezone, options.clock_offset)
    driver = GammuDriver(options.connection, options.device, reporter.beat)
    receiving = Receiving(options.name, driver, transaction, clock)
    sending = Sending(options.name, driver, transaction, clock)
    gateway = Gateway(options.device, driver, receiving, sending, reporter, url)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, gateway.stop)
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(engine.dispose)
        await sending.settle(after_hanging=options.after_hanging)
        driver.open()
        reporter.ready()
        await gateway.run()
        driver.close()


def _trouble(error: Exception) -> Trouble:
    match error:
        case ModemGone(trouble=trouble):
            return trouble
        case SendUnknown():
            return Trouble.SILENT
        case PermissionError():
            return Trouble.NOT_PERMITTED
        case _:
            return Trouble.LOST


def _die_with(supervisor: int) -> None:
    """Has the kernel end this process with its supervisor, however that ends: nobody else would stop it."""
    ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != supervisor:
        sys.exit("the supervisor is gone")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m sms_gateway.worker", description="one modem's worker")
    parser.add_argument("--name", required=True, help="the modem's name in logs and rows")
    parser.add_argument("--connection", required=True, help="libgammu's name of the connection, as at115200")
    parser.add_argument("--device", required=True, help="path of the device")
    parser.add_argument("--timezone", required=True, type=ZoneInfo, help="the school's zone")
    parser.add_argument("--clock-offset", type=_seconds, default=timedelta(), help="service clock minus real, seconds")
    parser.add_argument("--lines", required=True, type=int, help="file descriptor of the pipe to the supervisor")
    parser.add_argument("--supervisor", required=True, type=int, help="process id of the supervisor")
    parser.add_argument("--after-hanging", action="store_true", help="the last worker was killed over a silent modem")
    return parser


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=float(text))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
