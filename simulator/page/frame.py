"""The station's page under this page's address: into a frame of another address nothing could be typed.

It is passed on as it is, as any proxy in front of a station does, but for one word: this page may show it in a frame.
"""

from aiohttp import ClientError, ClientSession, hdrs, web
from multidict import CIMultiDict, CIMultiDictProxy

from simulator.page.live import Live
from simulator.page.refusals import Refused, Unknown

# These are about one connection, and here there are two.
_OWN = frozenset({"connection", "content-length", "date", "keep-alive", "server", "transfer-encoding", "upgrade"})


async def pass_on(live: Live, client: ClientSession, request: web.Request) -> web.Response:
    """Raises Unknown for what is not the station's, and Refused while it does not answer."""
    gate = live.scene.gate
    wanted = gate.url.origin().join(request.rel_url)
    if not wanted.path.startswith(gate.folder) or wanted.origin() != gate.url.origin():
        raise Unknown
    headers = _without_own(request.headers)
    body = await request.read()
    try:
        async with client.request(request.method, wanted, headers=headers, data=body or None) as answer:
            said = await answer.read()
    except ClientError as error:
        raise Refused("not_ready", 503) from error
    if request.method == hdrs.METH_POST and answer.ok:
        gate.heard(request.path, said)
        live.guide.look()
    return web.Response(status=answer.status, headers=_framed(answer.headers), body=said)


def _framed(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    kept = _without_own(headers)
    if policy := kept.get(hdrs.CONTENT_SECURITY_POLICY):
        kept[hdrs.CONTENT_SECURITY_POLICY] = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    return kept


def _without_own(headers: CIMultiDictProxy[str]) -> CIMultiDict[str]:
    return CIMultiDict((name, value) for name, value in headers.items() if name.lower() not in _OWN)
