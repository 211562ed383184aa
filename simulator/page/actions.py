"""What a visitor does, one handler an action. All answer with JSON; refusals name their reason."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import hdrs, web

from simulator.page.live import Live
from simulator.page.refusals import Malformed, Refused, Unknown
from simulator.page.stream import Json

Act = Callable[[Live, Json], Awaitable[None]]


async def send(live: Live, wish: Json) -> None:
    who = live.chats.participant(wish.get("chat"), wish.get("as"))
    await live.chats.send(who, _text(wish), wish.get("reply_to"))


async def press(live: Live, wish: Json) -> None:
    who = live.chats.participant(wish.get("chat"), wish.get("as"))
    await live.chats.press(who, wish.get("message"), wish.get("row"), wish.get("column"))


async def open_link(live: Live, wish: Json) -> None:
    await live.chats.open_link(live.chats.participant(wish.get("chat"), wish.get("as")), _text(wish))


async def send_sms(live: Live, wish: Json) -> None:
    live.phones.send(_number(wish), _text(wish))


async def add_phone(live: Live, wish: Json) -> None:
    live.tell("phone", live.phones.add(_number(wish)))


async def set_signal(live: Live, wish: Json) -> None:
    has_signal = wish.get("has_signal")
    if not isinstance(has_signal, bool):
        raise Malformed
    live.tell("phone", live.phones.set_signal(_number(wish), has_signal=has_signal))


async def set_modem(live: Live, wish: Json) -> None:
    live.modem.set(wish.get("mode"))
    live.tell("modem", live.modem_to_page())


async def set_telegram(live: Live, wish: Json) -> None:
    await live.telegram.set(wish.get("mode"))
    live.tell("telegram", live.telegram.to_page())


async def jump(live: Live, wish: Json) -> None:
    chosen = live.scene.jumps.get(str(wish.get("name")))
    if chosen is None:
        raise Unknown
    await chosen.do()
    live.tell_time()


async def do_step(live: Live, wish: Json) -> None:
    number = wish.get("number")
    if not isinstance(number, int):
        raise Malformed
    await live.guide.do_for_visitor(number)


BY_NAME: dict[str, Act] = {
    "send": send,
    "press": press,
    "open-link": open_link,
    "sms": send_sms,
    "phone": add_phone,
    "signal": set_signal,
    "modem": set_modem,
    "telegram": set_telegram,
    "jump": jump,
    "step": do_step,
}


async def act(live: Live, name: str, request: web.Request) -> None:
    """Do what was asked for. While the guide plays, visitors watch: two hands on one phone help nobody."""
    wanted = BY_NAME.get(name)
    if wanted is None:
        raise Unknown
    wish = await _wish(request)
    is_mending = live.guide.is_for_visitor and wanted in (set_modem, set_telegram, set_signal)
    if live.guide.running and not is_mending:
        raise Refused("playing")
    await wanted(live, wish)


async def upload(live: Live, request: web.Request) -> None:
    """A form with `chat`, `as`, `kind` (photo or document), `caption` and `file`."""
    if live.guide.running:
        raise Refused("playing")
    form = await request.post()
    file = form.get("file")
    if not isinstance(file, web.FileField):
        raise Malformed
    try:
        who = live.chats.participant(int(_field(form, "chat")), int(_field(form, "as")))
    except ValueError:
        raise Malformed from None
    content = await asyncio.to_thread(file.file.read)
    as_photo = _field(form, "kind") == "photo"
    await live.chats.upload(who, content, file.filename, as_photo=as_photo, caption=_field(form, "caption"))


async def _wish(request: web.Request) -> Json:
    if request.headers.get(hdrs.CONTENT_TYPE, "").partition(";")[0] != "application/json":
        raise Malformed
    try:
        wish = await request.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        raise Malformed from None
    if not isinstance(wish, dict):
        raise Malformed
    return wish


def _text(wish: Json) -> str:
    text = wish.get("text")
    if not isinstance(text, str):
        raise Malformed
    return text


def _number(wish: Json) -> str:
    number = wish.get("number")
    if not isinstance(number, str):
        raise Malformed
    return number


def _field(form: Mapping[str, object], name: str) -> str:
    """A field of a form; empty where it is missing or a file."""
    value = form.get(name, "")
    return value if isinstance(value, str) else ""
