"""Trouble on request reaches aiogram as the exceptions that real trouble causes."""

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientSession

from simulator.telegram import (
    Delay,
    LoseAnswer,
    LoseRequest,
    Person,
    TelegramServer,
    forbidden,
    server_error,
    too_many_requests,
)


@pytest.fixture
async def dewi(telegram: TelegramServer) -> Person:
    dewi = telegram.user("Dewi")
    await dewi.send("/start")
    return dewi


async def test_the_next_calls_are_told_to_wait_and_the_one_after_is_served(
    telegram: TelegramServer, bot: Bot, dewi: Person
) -> None:
    telegram.fail(too_many_requests(7), times=2)
    for _ in range(2):
        with pytest.raises(TelegramRetryAfter) as told:
            await bot.send_message(dewi.id, "x")
        assert told.value.retry_after == 7
    await bot.send_message(dewi.id, "served")
    assert [message.text for message in dewi.view.from_bot] == ["served"]


async def test_a_fault_for_one_chat_and_method_leaves_others_alone(
    telegram: TelegramServer, bot: Bot, dewi: Person
) -> None:
    budi = telegram.user("Budi")
    await budi.send("/start")
    telegram.fail(forbidden("bot was blocked by the user"), method="sendMessage", chat=budi)
    await bot.send_message(dewi.id, "x")
    await bot.send_chat_action(budi.id, "typing")
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(budi.id, "x")


@pytest.mark.parametrize("code", [500, 502])
async def test_a_struggling_server_is_a_server_error(
    telegram: TelegramServer, bot: Bot, dewi: Person, code: int
) -> None:
    telegram.fail(server_error(code))
    with pytest.raises(TelegramServerError):
        await bot.send_message(dewi.id, "x")


async def test_a_lost_answer_leaves_the_message_sent(telegram: TelegramServer, bot: Bot, dewi: Person) -> None:
    telegram.fail(LoseAnswer())
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(dewi.id, "sent all the same")
    await dewi.wait_for("sent all the same")


async def test_a_lost_request_leaves_nothing(telegram: TelegramServer, bot: Bot, dewi: Person) -> None:
    telegram.fail(LoseRequest())
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(dewi.id, "x")
    assert dewi.last is None


async def test_a_delayed_call_is_performed_after_all(telegram: TelegramServer, bot: Bot, dewi: Person) -> None:
    telegram.fail(Delay(0.01))
    await bot.send_message(dewi.id, "late")
    assert telegram.faults.left == 0


async def test_a_server_that_is_down_refuses_connections_and_comes_back_where_it_was(
    telegram: TelegramServer, bot: Bot, dewi: Person
) -> None:
    url = telegram.url
    await bot.send_message(dewi.id, "before")
    await telegram.down()
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(dewi.id, "x")
    await telegram.up()
    assert telegram.url == url
    await bot.send_message(dewi.id, "after")
    assert [message.text for message in dewi.view.from_bot] == ["before", "after"]


async def test_injected_errors_are_not_counted_as_the_bots_mistakes(
    telegram: TelegramServer, bot: Bot, dewi: Person
) -> None:
    telegram.fail(forbidden("bot was blocked by the user"))
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(dewi.id, "x")
    assert telegram.journal.refused == []
    [call] = telegram.calls("sendMessage")
    assert (call.params["text"], call.injected) == ("x", True)


async def test_another_token_is_unauthorized(telegram: TelegramServer, bot: Bot) -> None:
    with pytest.raises(TelegramUnauthorizedError):
        await Bot("1:another-token", session=bot.session).get_me()


async def test_a_malformed_token_is_not_found(telegram: TelegramServer) -> None:
    async with ClientSession() as client, client.get(f"{telegram.url}/botnonsense/getMe") as answer:
        assert answer.status == 404
