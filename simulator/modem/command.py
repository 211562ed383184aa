"""`python -m simulator modem`: a modem to try things out with, its phones played by whoever types."""

import argparse
import asyncio
import sys
from collections.abc import Sequence

from simulator.modem.events import Event, PhoneSent, ReceivedText, Reported, SentSms, Stored
from simulator.modem.faults import Hang, LoseAnswer, NoSignal, RefuseSend
from simulator.modem.modem import Modem

_HELP = """NUMBER TEXT    the phone with this number sends a text, as +6281234567890 SAKIT Budi demam
hang | silence | refuse CAUSE | lose    faults: no answers; no signal; the next send refused; its answer lost
heal | unplug | plug | quit"""


def main(argv: Sequence[str]) -> int:
    """Prints the device's path first, then every event; reads commands until `quit` or the end of the input."""
    parser = argparse.ArgumentParser(prog="python -m simulator modem", description="a GSM modem on a pseudo-terminal")
    parser.add_argument("path", help="where the device shall appear, as /tmp/modem")
    parser.add_argument("--number", default="+6281100000001", help="the SIM's own number")
    parser.add_argument("--latency", type=float, default=0.0, help="seconds a message takes on the network")
    options = parser.parse_args(argv)
    asyncio.run(_run(options))
    return 0


async def _run(options: argparse.Namespace) -> None:
    async with Modem(options.path, number=options.number) as modem:
        modem.network.latency = options.latency
        modem.network.listen(lambda event: _say(_in_words(event)))
        _say(modem.device)
        _say(_HELP)
        while (line := await asyncio.to_thread(sys.stdin.readline)) and line.strip() != "quit":
            _obey(modem, line.split(maxsplit=1))


def _obey(modem: Modem, words: list[str]) -> None:
    match words:
        case ["hang"]:
            modem.fault(Hang())
        case ["silence"]:
            modem.fault(NoSignal())
        case ["lose"]:
            modem.fault(LoseAnswer())
        case ["refuse", cause] if cause.strip().isdecimal():
            modem.fault(RefuseSend(int(cause)))
        case ["heal"]:
            modem.heal()
        case ["unplug"]:
            modem.unplug()
        case ["plug"]:
            modem.plug()
        case [number, text]:
            modem.phone(number).send(text.strip())
        case _:
            _say(_HELP)


def _in_words(event: Event) -> str:
    match event:
        case SentSms():
            return f"modem -> {event.to} ({event.parts} parts, {event.alphabet.name}): {event.text}"
        case ReceivedText():
            return f"{event.phone} received: {event.text}"
        case PhoneSent():
            return f"{event.phone} -> modem ({event.parts} parts): {event.text}"
        case Stored():
            return f"stored on {event.memory}, place {event.index}"
        case Reported():
            return f"report for {event.to}, reference {event.reference}: status {event.status:#04x}"


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
