"""How updates reach a bot: polled, pushed, once, again, and never to two at a time."""

import asyncio
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

from simulator.telegram import TelegramServer, too_many_requests
from tests.simulator.telegram.conftest import Clock, Raw


async def _ids(raw: Raw, **parameters: Any) -> list[int]:
    return [update["update_id"] for update in (await raw("getUpdates", **parameters))["result"]]


async def test_updates_stay_until_a_higher_offset_confirms_them(telegram: TelegramServer, raw: Raw) -> None:
    dewi = telegram.user("Dewi")
    for word in ("a", "b", "c"):
        await dewi.send(word)
    first, second, third = await _ids(raw)
    assert await _ids(raw) == [first, second, third]
    assert await _ids(raw, offset=second) == [second, third]
    assert await _ids(raw, limit=1) == [second]
    assert await _ids(raw, offset=third + 1) == []


async def test_a_negative_offset_keeps_the_newest_only(telegram: TelegramServer, raw: Raw) -> None:
    dewi = telegram.user("Dewi")
    for word in ("a", "b", "c"):
        await dewi.send(word)
    newest = await _ids(raw, offset=-1)
    assert len(newest) == 1
    assert await _ids(raw) == newest


async def test_a_long_poll_ends_when_something_comes(telegram: TelegramServer, raw: Raw) -> None:
    waiting = asyncio.create_task(raw("getUpdates", timeout=50))
    dewi = telegram.user("Dewi")
    await dewi.send("now")
    assert (await waiting)["result"][0]["message"]["text"] == "now"


async def test_of_two_pollers_the_first_is_told_to_stop(telegram: TelegramServer, raw: Raw) -> None:
    first = asyncio.create_task(raw("getUpdates", timeout=50))
    await telegram.wait_until(lambda: telegram.world.updates.readers == 1)
    second = asyncio.create_task(raw("getUpdates", timeout=50))
    answer = await first
    assert answer["error_code"] == 409
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")
    await telegram.user("Dewi").send("for the second")
    assert (await second)["ok"]


async def test_a_poller_that_was_killed_leaves_room_for_the_next(telegram: TelegramServer, raw: Raw) -> None:
    killed = asyncio.create_task(raw("getUpdates", timeout=50))
    await telegram.wait_until(lambda: telegram.world.updates.readers == 1)
    killed.cancel()
    await telegram.wait_until(lambda: telegram.world.updates.readers == 0)
    await telegram.user("Dewi").send("x")
    assert len(await _ids(raw)) == 1


async def test_polling_and_a_webhook_exclude_each_other(telegram: TelegramServer, raw: Raw) -> None:
    await raw("setWebhook", url="http://127.0.0.1:9/nobody")
    answer = await raw("getUpdates")
    assert answer["error_code"] == 409
    assert "while webhook is active" in answer["description"]
    await raw("deleteWebhook")
    assert (await raw("getUpdates"))["ok"]


async def test_only_the_kinds_asked_for_are_queued(telegram: TelegramServer, raw: Raw) -> None:
    await raw("getUpdates", allowed_updates=["callback_query"])
    await telegram.user("Dewi").send("not asked for")
    assert await _ids(raw) == []
    await raw("getUpdates", allowed_updates=[])
    await telegram.user("Budi").send("by default")
    assert len(await _ids(raw)) == 1


async def test_delivered_updates_come_again_with_their_old_ids(telegram: TelegramServer, raw: Raw) -> None:
    dewi = telegram.user("Dewi")
    await dewi.send("a")
    await dewi.send("b")
    first, second = await _ids(raw)
    await _ids(raw, offset=second + 1)
    telegram.deliver_again(2)
    assert await _ids(raw, offset=second + 1) == [first, second]
    assert await _ids(raw, offset=second + 1) == []


async def test_updates_are_kept_for_a_day(telegram: TelegramServer, raw: Raw, clock: Clock) -> None:
    await telegram.user("Dewi").send("old")
    clock.forward(hours=25)
    assert await _ids(raw) == []


SECRET = "-".join(["four", "words", "of", "trial"])


class Hook:
    """A bot's web address that notes what it is sent and fails as often as it is told to."""

    def __init__(self) -> None:
        self.failures = 0
        self.requests: list[tuple[str | None, dict[str, Any]]] = []
        self.url = ""

    async def receive(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        self.requests.append((secret, await request.json()))
        self.failures -= 1
        return web.Response(status=500 if self.failures >= 0 else 200)

    async def start(self) -> web.AppRunner:
        app = web.Application()
        app.router.add_post("/hook", self.receive)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        self.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        return runner


async def test_a_webhook_gets_updates_in_order_with_its_secret(telegram: TelegramServer, bot: Bot) -> None:
    hook = Hook()
    runner = await hook.start()
    dewi = telegram.user("Dewi")
    await dewi.send("waiting since before")
    await bot.set_webhook(hook.url, secret_token=SECRET)
    for number in range(5):
        await dewi.send(str(number))
    await telegram.wait_until(lambda: len(telegram.world.updates) == 0)
    texts = [body["message"]["text"] for _, body in hook.requests]
    assert texts == ["waiting since before", "0", "1", "2", "3", "4"]
    assert {secret for secret, _ in hook.requests} == {SECRET}
    await runner.cleanup()


async def test_a_failing_webhook_gets_the_same_update_until_it_succeeds(telegram: TelegramServer, bot: Bot) -> None:
    hook = Hook()
    hook.failures = 2
    runner = await hook.start()
    await bot.set_webhook(hook.url)
    dewi = telegram.user("Dewi")
    await dewi.send("a")
    await dewi.send("b")
    await telegram.wait_until(lambda: len(telegram.world.updates) == 0)
    assert [body["message"]["text"] for _, body in hook.requests] == ["a", "a", "a", "b"]
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    await runner.cleanup()


async def test_a_webhook_also_gets_updates_again(telegram: TelegramServer, bot: Bot) -> None:
    hook = Hook()
    runner = await hook.start()
    await bot.set_webhook(hook.url)
    await telegram.user("Dewi").send("a")
    await telegram.wait_until(lambda: len(telegram.world.updates) == 0)
    telegram.deliver_again()
    await telegram.wait_until(lambda: len(hook.requests) == 2)
    first, second = hook.requests
    assert first == second
    await runner.cleanup()


async def test_setting_a_webhook_may_drop_what_waits(telegram: TelegramServer, bot: Bot) -> None:
    hook = Hook()
    runner = await hook.start()
    dewi = telegram.user("Dewi")
    await dewi.send("dropped")
    await bot.set_webhook(hook.url, drop_pending_updates=True)
    await dewi.send("delivered")
    await telegram.wait_until(lambda: len(telegram.world.updates) == 0)
    assert [body["message"]["text"] for _, body in hook.requests] == ["delivered"]
    await runner.cleanup()


async def test_a_real_dispatcher_behind_a_webhook_answers(telegram: TelegramServer, bot: Bot) -> None:
    dispatcher = Dispatcher()

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(f"echo {message.text}")

    app = web.Application()
    SimpleRequestHandler(dispatcher, bot, secret_token=SECRET).register(app, "/hook")
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token=SECRET)
    dewi = telegram.user("Dewi")
    await dewi.send("hello")
    await dewi.wait_for("echo hello")
    await telegram.wait_until(lambda: len(telegram.world.updates) == 0)
    await bot.delete_webhook()
    await runner.cleanup()


async def test_a_poll_is_hit_only_by_faults_that_name_it(telegram: TelegramServer, raw: Raw) -> None:
    telegram.fail(too_many_requests(1))
    assert (await raw("getUpdates"))["ok"]
    telegram.fail(too_many_requests(1), method="getUpdates")
    assert (await raw("getUpdates"))["error_code"] == 429
    assert telegram.faults.left == 1
