"""The station's page is used by itself alone: no other website may write through a visitor's browser."""

from urllib.parse import urlsplit

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

_HEADERS = {
    "Content-Security-Policy": "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address is the secret
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self)",
    "Cache-Control": "no-cache",
}


@web.middleware
async def refuse_strangers(request: web.Request, handler: Handler) -> web.StreamResponse:
    """403 for a request that another website's page makes."""
    origin = request.headers.get(hdrs.ORIGIN)
    # By host alone: a proxy in front may speak https while we are spoken to in http.
    is_foreign = origin is not None and urlsplit(origin).netloc != request.headers.get(hdrs.HOST)
    if is_foreign:
        raise web.HTTPForbidden(text="This address answers only to its own page.\n")
    return await handler(request)


async def harden(_: web.Request, response: web.StreamResponse) -> None:
    """On everything that is sent."""
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
