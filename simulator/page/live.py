"""One scene as it is played: its changes go to the stream, its guide looks on."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

from simulator.modem.events import Event as SmsEvent
from simulator.page.chats import Chats
from simulator.page.guide import Guide, steps_to_page
from simulator.page.phones import Phones
from simulator.page.scene import Scene
from simulator.page.stream import Json, Stream
from simulator.page.trouble import ModemSwitch, TelegramSwitch
from simulator.telegram import Event as TelegramEvent

_LOOK_EVERY_SECONDS = 1.0
_MOVED = timedelta(seconds=2)  # by less no clock is seen to have moved


class Live:
    """Made for one scene; `listening` while it is played."""

    def __init__(self, scene: Scene, stream: Stream) -> None:
        self.scene = scene
        self.chats = Chats(scene.telegram, scene.chats)
        self.phones = Phones(scene.network, scene.phones)
        self.modem = ModemSwitch(scene.modem)
        self.telegram = TelegramSwitch(scene.telegram)
        self.guide = Guide(scene.steps, lambda: stream.emit("guide", self.guide.to_page()))
        self._stream = stream
        self._waiting = 0
        self._ahead_told = self._ahead()

    @contextlib.asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        loop, events = asyncio.get_running_loop(), self.scene.telegram.events

        def on_sms(event: SmsEvent) -> None:
            """Called in the network's own thread."""
            loop.call_soon_threadsafe(self._on_sms, event)

        stop = self.scene.network.listen(on_sms)
        events.listeners.append(self._on_telegram)
        self.scene.gate.scanner.plug(self._type)
        watch = asyncio.create_task(self._watch())
        try:
            yield
        finally:
            self.guide.cancel()
            watch.cancel()
            self.scene.gate.scanner.plug(None)
            events.listeners.remove(self._on_telegram)
            stop()

    def state(self) -> Json:
        """Everything, for a page that begins."""
        scene = self.scene
        return {
            "title": scene.title,
            "bot": scene.telegram.bot.username,
            "number": scene.modem.number,
            "rupiah_per_part": scene.rupiah_per_part,
            "now": scene.telegram.world.now().isoformat(),
            "chats": self.chats.to_page(),
            "menus": self.chats.menus(),
            "phones": self.phones.to_page(),
            "gate": scene.gate.to_page(),
            "modem": self.modem_to_page(),
            "telegram": self.telegram.to_page(),
            "jumps": [{"name": name, "label": dict(jump.label)} for name, jump in scene.jumps.items()],
            "steps": steps_to_page(scene.steps),
            "guide": self.guide.to_page(),
        }

    def modem_to_page(self) -> Json:
        return self.modem.to_page() | {"waiting": self._waiting}

    def tell(self, kind: str, data: Json) -> None:
        """Tell the pages of what a visitor has changed."""
        self._stream.emit(kind, data)

    def tell_time(self) -> None:
        self._ahead_told = self._ahead()
        self.tell("clock", {"now": self.scene.telegram.world.now().isoformat()})

    def _on_telegram(self, event: TelegramEvent) -> None:
        if event.kind == "commands":
            self.tell("menus", self.chats.menus())
        elif told := self.chats.told(event):
            self.tell("chat", told)
            self.guide.look()

    def _on_sms(self, event: SmsEvent) -> None:
        if told := self.phones.keep(event):
            self.tell("sms", told)
            self.guide.look()

    def _type(self, payload: str) -> bool:
        """A step that a visitor asked for is played where the visitor looks."""
        if self.guide.is_for_visitor:
            self.tell_time()
            self.tell("hold", {"payload": payload})
        return self.guide.is_for_visitor

    def _ahead(self) -> timedelta:
        """From the real time to the scene's."""
        return self.scene.telegram.world.now() - datetime.now(UTC)

    async def _watch(self) -> None:
        """Queues change, and steps move the clock, without anybody's telling."""
        shown: Json = {}
        while True:
            self._waiting = await self.scene.waiting()
            if (now := self.modem_to_page()) != shown:
                self.tell("modem", now)
                shown = now
            if abs(self._ahead() - self._ahead_told) > _MOVED:
                self.tell_time()
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
