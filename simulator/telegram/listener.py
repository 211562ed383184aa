"""An aiohttp application on a local port that can go away and come back."""

from aiohttp import web

HOST = "127.0.0.1"


class Listener:
    """Serves `app` on 127.0.0.1; a port of 0 becomes a free one at the first start and then stays."""

    def __init__(self, app: web.Application, port: int) -> None:
        # A vanished client ends its long poll at once, as the next one would otherwise be told of a conflict.
        self._runner = web.AppRunner(app, handler_cancellation=True, access_log=None, shutdown_timeout=0.5)
        self._port = port
        self._site: web.TCPSite | None = None

    @property
    def url(self) -> str:
        if not self._port:
            raise RuntimeError("not started yet")
        return f"http://{HOST}:{self._port}"

    async def start(self) -> None:
        await self._runner.setup()
        await self.up()

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def up(self) -> None:
        """Accept connections."""
        if self._site is None:
            self._site = web.TCPSite(self._runner, HOST, self._port, reuse_address=True)
            await self._site.start()
            self._port = self._runner.addresses[0][1]

    async def down(self) -> None:
        """Refuse new connections and cut those that are open."""
        site, self._site = self._site, None
        if site is not None:
            await site.stop()
        for connection in list(self._runner.server.connections if self._runner.server else ()):
            connection.force_close()
            if connection.transport is not None:
                connection.transport.abort()
