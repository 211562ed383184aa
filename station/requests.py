"""What all paths of a station have in common: whose they are, and JSON of bounded size."""

import contextlib
import json
import math
from collections.abc import Iterator
from typing import Any

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from core.errors import NotFound, TimeImpossible, WhyMissing
from core.stations import SECRET_LENGTH, station_by_secret
from db.engine import Transaction
from db.models import Station
from station.door import DOOR
from station.rate import Rate

Json = dict[str, Any]

_LARGEST_ID = 2**31 - 1

SECRET = f"/{{secret:[A-Za-z0-9_-]{{{SECRET_LENGTH}}}}}"
"""How a station's paths begin."""


class Unreadable(Exception):
    """The body is not what our page sends."""


@web.middleware
async def answer_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """400 for what our page never sends, 404 for what there is not: a station, a keeper, a pupil; 422 for a time that
    cannot be.
    """
    try:
        return await handler(request)
    except (Unreadable, WhyMissing):
        raise web.HTTPBadRequest(text="This is not what the station's page sends.\n") from None
    except NotFound:
        raise web.HTTPNotFound from None
    except TimeImpossible:
        raise web.HTTPUnprocessableEntity from None


async def station_of(request: web.Request, transaction: Transaction) -> Station:
    """Raises NotFound for a wrong secret and for a removed station alike; 429 for too many looks."""
    with at_door(request) as secret:
        async with transaction() as session:
            station = await station_by_secret(session, secret)
    if request.method == hdrs.METH_GET:
        take(request.app[DOOR].looks, station)
    return station


@contextlib.contextmanager
def at_door(request: web.Request) -> Iterator[str]:
    """The request's secret, to be looked up inside: NotFound is a wrong one. 429 for too many of those."""
    door, secret = request.app[DOOR], request.match_info["secret"]
    if wait := door.wait(secret, request.remote):
        raise too_fast(wait)
    with door.tried(secret):
        yield secret


def take(rate: Rate, station: Station) -> None:
    """429 for what comes too fast."""
    wait = rate.take(station.id)
    if wait:
        raise too_fast(wait)


def too_fast(seconds: float) -> web.HTTPTooManyRequests:
    """Welcome again after so long."""
    return web.HTTPTooManyRequests(headers={hdrs.RETRY_AFTER: str(math.ceil(seconds))})


async def body_of(request: web.Request, content_type: str, *, largest: int) -> bytes:
    """A body of this type, which another website's form cannot send, and of at most `largest` bytes."""
    if request.content_type != content_type:
        raise web.HTTPUnsupportedMediaType
    if request.content_length is None or request.content_length > largest:
        raise web.HTTPRequestEntityTooLarge(largest, request.content_length or 0)
    return await request.read()


async def json_of(request: web.Request, *, largest: int) -> object:
    """Raises Unreadable for what is no JSON."""
    try:
        return json.loads(await body_of(request, "application/json", largest=largest))
    except (ValueError, RecursionError):
        raise Unreadable from None


def id_in(asked: Json, key: str) -> int:
    """Raises Unreadable for what cannot be one of the database's keys."""
    match asked.get(key):
        case int(number) if 0 < number <= _LARGEST_ID:
            return number
        case _:
            raise Unreadable


def json_answer(answer: Json) -> web.Response:
    return web.json_response(answer, headers={hdrs.CACHE_CONTROL: "no-store"})
