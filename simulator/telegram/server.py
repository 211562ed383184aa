"""A Telegram Bot API server on this machine, with a small world of people behind it."""

import asyncio
import inspect
import re
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from simulator.telegram.chats import Account
from simulator.telegram.errors import ApiError, dumps
from simulator.telegram.events import Events
from simulator.telegram.faults import Delay, Fault, FaultPlan, LoseAnswer, LoseRequest
from simulator.telegram.files import UPLOAD_BYTES
from simulator.telegram.journal import ApiCall, Journal
from simulator.telegram.listener import Listener
from simulator.telegram.methods import handler_for, method_named
from simulator.telegram.people import Group, Person
from simulator.telegram.requests import Parameters, parse, read_parameters
from simulator.telegram.view import PATIENCE, wait_until
from simulator.telegram.world import World

# A made-up one: it opens nothing but this simulator.
TOKEN = "4242424242:AAE-simulated-token-of-no-use-outside"  # noqa: S105  # that is all the secret there is
_TOKEN_SHAPE = re.compile(r"(\d{1,20}):[\w-]{3,}")


class TelegramServer:
    """`async with TelegramServer() as telegram:` listens on `telegram.url` until the block ends.

    Args:
        token: the one token that is accepted.
        now: the clock behind every date, aware; the real one by default.
        username: the bot's, without @.
        port: 0 takes a free one.
    """

    def __init__(
        self,
        token: str = TOKEN,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        username: str = "absensi_bot",
        name: str = "Absensi",
        port: int = 0,
    ) -> None:
        shape = _TOKEN_SHAPE.fullmatch(token)
        if shape is None:
            raise ValueError("a token looks like 4242424242:AAE…")
        self.token = token
        self.world = World(Account(int(shape[1]), name, username, is_bot=True), now)
        self.journal = Journal()
        self.faults = FaultPlan()
        self._listener = Listener(self._app(), port)
        self._people: dict[int, Person] = {}

    async def __aenter__(self) -> Self:
        await self._listener.start()
        self.world.reachable.set()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.world.webhook.stop()
        self.world.updates.interrupt("the simulator is closing")
        await self._listener.stop()

    @property
    def url(self) -> str:
        """Base address for `TelegramAPIServer.from_base`."""
        return self._listener.url

    @property
    def bot(self) -> Account:
        return self.world.bot

    @property
    def events(self) -> Events:
        """The stream of everything that changes."""
        return self.world.events

    @property
    def people(self) -> list[Person]:
        return list(self._people.values())

    # Who there is

    def user(self, name: str, *, id: int | None = None, username: str | None = None) -> Person:
        """A person with a private chat to the bot, which they have not started yet.

        Raises:
            ValueError: the id is taken.
        """
        number = id if id is not None else max([100_000, *self._people]) + 1
        account = self.world.meet(Account(number, name, username))
        self._people[number] = Person(self.world, account)
        return self._people[number]

    async def group(
        self, title: str, *members: Person, administrators: tuple[Person, ...] = (), with_bot: bool = True
    ) -> Group:
        """A group, founded by the first of its members, who also adds the bot."""
        group = Group(self.world, title, members, administrators)
        if with_bot:
            await group.add_bot()
        return group

    # Trouble

    def fail(
        self, fault: Fault, *, times: int = 1, method: str | None = None, chat: Person | Group | None = None
    ) -> None:
        """Let the next `times` calls meet a fault, all of them or those of one method and chat."""
        self.faults.add(fault, times, method, chat.id if chat else None)

    async def down(self) -> None:
        """Refuse connections, close open ones, and stop pushing, until `up`. The world goes on; updates wait."""
        self.world.reachable.clear()
        await self._listener.down()

    async def up(self) -> None:
        """Listen again, on the same port."""
        await self._listener.up()
        self.world.reachable.set()

    def deliver_again(self, count: int = 1) -> None:
        """Send the bot its last `count` updates once more, with their old ids."""
        self.world.updates.deliver_again(count)

    # Looking

    def calls(self, method: str | None = None) -> list[ApiCall]:
        """What the bot asked, in order."""
        return self.journal.of(method)

    async def wait_until(
        self,
        condition: Callable[[], bool],
        timeout: float = PATIENCE,  # noqa: ASYNC109  # its failure has more to say than TimeoutError
        what: str = "",
    ) -> None:
        """Wait for anything that a change in the world or a call of the bot can bring about.

        Raises:
            AssertionError: it has not come within `timeout` seconds.
        """
        await wait_until(self.events, condition, timeout, lambda: what or "the condition never held")

    # HTTP

    def _app(self) -> web.Application:
        app = web.Application(client_max_size=UPLOAD_BYTES + 1024 * 1024)
        app.router.add_route("*", "/bot{token:[^/]+}/{method:[^/]+}", self._call)
        app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", self._download)
        app.router.add_route("*", "/{rest:.*}", self._nowhere)
        return app

    async def _nowhere(self, _: web.Request) -> web.Response:
        return _answer(ApiError(404, "Not Found"))

    async def _download(self, request: web.Request) -> web.Response:
        stored = self.world.files.at(request.match_info["path"])
        if request.match_info["token"] != self.token or stored is None:
            return _answer(ApiError(404, "Not Found"))
        return web.Response(body=stored.content, content_type=stored.mime)

    async def _call(self, request: web.Request) -> web.Response:
        try:
            self._check_token(request.match_info["token"])
            method = method_named(request.match_info["method"])
            parameters = await read_parameters(request)
        except ApiError as error:
            return _answer(error)
        except web.HTTPRequestEntityTooLarge:
            return _answer(ApiError(413, "Request Entity Too Large"))
        name = method.__api_method__
        fault = self.faults.next(name, parameters.chat_id)
        if isinstance(fault, Delay):
            await asyncio.sleep(fault.seconds)
        if isinstance(fault, LoseRequest):
            return _broken(request)
        outcome = fault if isinstance(fault, ApiError) else await self._perform(name, parameters)
        self._note(name, parameters, outcome, injected=outcome is fault)
        return _broken(request) if isinstance(fault, LoseAnswer) else _answer(outcome)

    async def _perform(self, name: str, parameters: Parameters) -> Any:
        """The result of a call, or the error as a value."""
        method = method_named(name)
        try:
            result = handler_for(method)(self.world, parse(method, parameters))
            return await result if inspect.isawaitable(result) else result
        except ApiError as error:
            return error

    def _note(self, name: str, parameters: Parameters, outcome: Any, *, injected: bool) -> None:
        error = outcome if isinstance(outcome, ApiError) else None
        result = None if error else outcome
        self.journal.add(ApiCall(self.world.now(), name, parameters.printable(), result, error, injected))
        self.events.wake()

    def _check_token(self, token: str) -> None:
        if not _TOKEN_SHAPE.fullmatch(token):
            raise ApiError(404, "Not Found")
        if token != self.token:
            raise ApiError(401, "Unauthorized")


def _answer(outcome: Any) -> web.Response:
    error = outcome if isinstance(outcome, ApiError) else None
    body = error.to_api() if error else {"ok": True, "result": outcome}
    return web.Response(text=dumps(body), status=error.code if error else 200, content_type="application/json")


def _broken(request: web.Request) -> web.Response:
    """Cut the line; what is returned reaches nobody."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()
