"""`python -m simulator telegram`: the server by itself, with people played from the terminal."""

import argparse
import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Sequence

from simulator.telegram.errors import ApiError
from simulator.telegram.events import Event
from simulator.telegram.people import Person
from simulator.telegram.server import TOKEN, TelegramServer

_HELP = """NAME: text     say something       NAME! button   press a button
NAME?          show the chat       NAME< link     follow a t.me link"""


def main(argv: Sequence[str]) -> int:
    """Serve until Ctrl-C; 0 then, 2 for wrong usage."""
    parser = argparse.ArgumentParser(prog="simulator telegram", description=__doc__, epilog=_HELP)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--port", type=int, default=8081, help="on 127.0.0.1; 0 takes a free one (default 8081)")
    parser.add_argument("--token", default=TOKEN, help="the token that is accepted")
    parser.add_argument("--username", default="absensi_bot", help="of the bot, without @")
    parser.add_argument(
        "--person", action="append", default=[], metavar="NAME", help="somebody who exists from the start"
    )
    options = parser.parse_args(argv)
    try:
        asyncio.run(_serve(options))
    except KeyboardInterrupt:
        return 0
    return 0


async def _serve(options: argparse.Namespace) -> None:
    async with TelegramServer(options.token, username=options.username, port=options.port) as telegram:
        _say(f"listening on {telegram.url}\ntoken {telegram.token}\n{_HELP}")
        telegram.events.listeners.append(_show)
        people = {name: telegram.user(name) for name in options.person}
        async for line in _lines():
            name, action, rest = _understood(line)
            if name and name not in people:
                people[name] = telegram.user(name)
            if name:
                await _play(people[name], action, rest)


async def _play(person: Person, action: str, rest: str) -> None:
    try:
        match action:
            case ":":
                await person.send(rest)
            case "!":
                await person.press(rest, timeout=1)
            case "<":
                await person.open_link(rest)
            case _:
                _say(person.view.transcript())
    except (AssertionError, ApiError) as error:
        _say(str(error))


def _understood(line: str) -> tuple[str, str, str]:
    """Name, action and the rest of `Dewi: halo`; the first sign counts."""
    places = [place for place in (line.find(sign) for sign in ":!?<") if place > 0]
    if not places:
        return "", "", ""
    place = min(places)
    return line[:place].strip(), line[place], line[place + 1 :].strip()


async def _lines() -> AsyncIterator[str]:
    """Lines from the terminal, for ever: without input the server goes on.

    A daemon thread reads, as one of the loop's own would keep Ctrl-C waiting for the next line.
    """
    loop = asyncio.get_running_loop()
    typed: asyncio.Queue[str] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(typed.put_nowait, line)

    threading.Thread(target=read, daemon=True).start()
    while True:
        yield (await typed.get()).strip()


def _show(event: Event) -> None:
    shown = {"message": "text", "edit": "text", "answer": "text", "press": "data"}
    if event.kind in shown:
        author = event.data.get("from", "")
        who = author.get("first_name", "") if isinstance(author, dict) else author
        words = event.data.get(shown[event.kind]) or event.data.get("caption", "")
        _say(f"[{event.chat_id}] {event.kind} {who}: {words}")


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
