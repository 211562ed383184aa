"""Who may talk to the page: it can act as anybody, so no other website may reach it through a visitor's browser."""

import ipaddress
from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse foreign names in Host (a website whose name was pointed here) and foreign origins; harden the answer."""
    if not _is_own_host(request) or not _is_own_origin(request):
        raise web.HTTPForbidden(text="This page answers only to itself.\n")
    return await handler(request)


async def harden(_: web.Request, response: web.StreamResponse) -> None:
    """On everything that is sent: no frames, no foreign scripts, no guessing of types."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)


def _is_own_host(request: web.Request) -> bool:
    """Addresses in digits cannot be pointed elsewhere by a name server; of names only localhost is ours."""
    name = urlsplit(f"//{request.headers.get(hdrs.HOST, '')}").hostname or ""
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return name == "localhost"
    return True


def _is_own_origin(request: web.Request) -> bool:
    origin = request.headers.get(hdrs.ORIGIN)
    foreign = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    is_visit = request.method == hdrs.METH_GET and request.path == "/"  # a link from elsewhere may lead here
    return (not foreign or is_visit) and origin in (None, f"http://{request.headers.get(hdrs.HOST)}")
