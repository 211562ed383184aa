"""The page's HTTP server. It outlives the scenes it shows: starting over is another scene on the same page."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Self

from aiohttp import ClientSession, DummyCookieJar, hdrs, web
from aiohttp.typedefs import Handler

from simulator.page import actions
from simulator.page.frame import pass_on
from simulator.page.guard import guard, harden
from simulator.page.live import Live
from simulator.page.refusals import Refused, Unknown
from simulator.page.scene import Scene
from simulator.page.stream import Json, Stream
from simulator.telegram import ApiError
from simulator.telegram.files import UPLOAD_BYTES

_STATIC = Path(__file__).with_name("static")
# What a browser may show itself; all else is for saving, for it could hold a script.
_SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"})


class Page:
    """`async with Page() as page:` listens on `page.url`; `async with page.showing(scene) as live:` fills it.

    Args:
        host: the address to listen on. Anybody who reaches it can act as everybody.
        port: 0 takes a free one.
    """

    def __init__(self, host: str = "127.0.0.1", port: int = 0) -> None:
        self._host, self._port = host, port
        self._live: Live | None = None
        self._stream = Stream(self._state)
        self._start_over = asyncio.Event()
        self._runner = web.AppRunner(self._app(), access_log=None, handle_signals=False, shutdown_timeout=1.0)

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        self._client = ClientSession(auto_decompress=False, cookie_jar=DummyCookieJar())
        try:
            await web.TCPSite(self._runner, self._host, self._port).start()
        except OSError:
            await self._close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stream.close()
        await self._close()

    @property
    def url(self) -> str:
        host, port = self._runner.addresses[0][:2]
        return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"

    @contextlib.asynccontextmanager
    async def showing(self, scene: Scene) -> AsyncIterator[Live]:
        """Show a scene until the block ends; between scenes the page says that one is being set."""
        live = Live(scene, self._stream)
        async with live.listening():
            self._show(live)
            try:
                yield live
            finally:
                self._show(None)

    async def start_over_wished(self) -> None:
        """Return when a visitor asks for a fresh start."""
        await self._start_over.wait()
        self._start_over.clear()

    async def _close(self) -> None:
        await self._runner.cleanup()
        await self._client.close()

    def _show(self, live: Live | None) -> None:
        self._live = live
        self._stream.restart()

    def _state(self) -> Json:
        return {"scene": self._live.state() if self._live else None}

    def _app(self) -> web.Application:
        app = web.Application(middlewares=[guard, _refusals_as_json], client_max_size=UPLOAD_BYTES + 1024 * 1024)
        app.on_response_prepare.append(harden)
        app.router.add_get("/", self._index)
        app.router.add_static("/static", _STATIC)
        app.router.add_get("/events", self._events)
        app.router.add_get("/files/{file_id}/{name}", self._file)
        app.router.add_post("/start-over", self._wish_start_over)
        app.router.add_post("/upload", self._upload)
        app.router.add_post("/do/{action}", self._do)
        for method in (hdrs.METH_GET, hdrs.METH_POST):
            app.router.add_route(method, "/{elsewhere:.*}", self._gate)
        return app

    async def _index(self, _: web.Request) -> web.FileResponse:
        return web.FileResponse(_STATIC / "index.html")

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={hdrs.CONTENT_TYPE: "text/event-stream; charset=utf-8"})
        await response.prepare(request)
        with contextlib.suppress(ConnectionError):
            async for event in self._stream.since(request.headers.get("Last-Event-ID", "")):
                await response.write(event.encode())
        return response

    async def _file(self, request: web.Request) -> web.Response:
        try:
            stored = self._playing().scene.telegram.world.files.to_download(request.match_info["file_id"])
        except ApiError:
            raise Unknown from None
        is_shown = stored.mime in _SHOWN
        headers = {
            hdrs.CONTENT_DISPOSITION: "inline" if is_shown else "attachment",  # the name is that of the address
            hdrs.CONTENT_SECURITY_POLICY: "default-src 'none'; sandbox",
        }
        mime = stored.mime if is_shown else "application/octet-stream"
        return web.Response(body=stored.content, content_type=mime, headers=headers)

    async def _do(self, request: web.Request) -> web.Response:
        await actions.act(self._playing(), request.match_info["action"], request)
        return web.json_response({"ok": True})

    async def _upload(self, request: web.Request) -> web.Response:
        await actions.upload(self._playing(), request)
        return web.json_response({"ok": True})

    async def _gate(self, request: web.Request) -> web.Response:
        return await pass_on(self._playing(), self._client, request)

    async def _wish_start_over(self, _: web.Request) -> web.Response:
        self._playing()
        self._start_over.set()
        return web.json_response({"ok": True})

    def _playing(self) -> Live:
        if self._live is None:
            raise Refused("not_ready", 503)
        return self._live


@web.middleware
async def _refusals_as_json(request: web.Request, handler: Handler) -> web.StreamResponse:
    try:
        return await handler(request)
    except Refused as refused:
        return web.json_response({"ok": False, "word": refused.word}, status=refused.status)
