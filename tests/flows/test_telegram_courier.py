"""Messages out: each arrives, in spite of pauses, faults, lost answers, blocks and proxies."""

from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web

from db.models import OutboxMessage, TelegramAccount
from simulator.telegram import (
    ApiError,
    Delay,
    LoseAnswer,
    LoseRequest,
    bad_request,
    forbidden,
    server_error,
    too_many_requests,
)
from tests.flows.house import House
from tests.flows.looking import answered, answers, comes_to, owe_to, owed_to, problem, tried
from tests.school import DUTY, HOMEROOM, PRESIDENT, SECRETARY

pytestmark = pytest.mark.usefixtures("impatient")

IS_BLOCKED = (TelegramAccount.telegram_id == HOMEROOM, TelegramAccount.blocked_at.is_not(None))


async def test_while_telegram_is_away_everything_waits_and_then_goes_out(house: House) -> None:
    dewi, ratna = house.person(SECRETARY), house.person(HOMEROOM)
    await house.telegram.down()
    await dewi.send("/bantuan")
    await owe_to(house, ratna, "Kabar")
    await problem(house, "cannot be reached")
    await tried(house, ratna, "Kabar")
    await house.telegram.up()
    assert "Yang bisa" in (await answered(dewi, 1))[0]
    house.clock.move(timedelta(minutes=1))
    assert await answered(ratna, 1) == ["Kabar"]
    await problem(house, None)


async def test_a_proxy_that_answers_in_html_is_waited_out(house: House) -> None:
    """As a school's captive portal does."""
    dewi, ratna = house.person(SECRETARY), house.person(HOMEROOM)
    await house.telegram.down()
    portal = await captive_portal(house.telegram.url)
    await owe_to(house, ratna, "Kabar")
    await tried(house, ratna, "Kabar")
    await problem(house, "cannot be reached")
    await portal.cleanup()
    await house.telegram.up()
    await dewi.send("/bantuan")
    await answered(dewi, 1)
    house.clock.move(timedelta(minutes=1))
    assert await answered(ratna, 1) == ["Kabar"]


async def test_a_pause_that_telegram_asks_for_is_kept_and_holds_up_nobody_else(house: House) -> None:
    dewi, agus = house.person(SECRETARY), house.person(PRESIDENT)
    house.telegram.fail(too_many_requests(3000), method="sendMessage", chat=dewi)
    await dewi.send("/bantuan")
    waiting = await tried(house, dewi, "Yang bisa")
    await agus.send("/bantuan")
    await answered(agus, 1)
    assert waiting.not_before > house.clock() + timedelta(seconds=2900)
    await owe_to(house, dewi, "Kabar")
    await comes_to(house, 2, OutboxMessage.recipient == str(dewi.id), OutboxMessage.not_before > house.clock())
    assert answers(dewi) == []
    house.clock.move(timedelta(seconds=3000))
    first, second = await answered(dewi, 2)
    assert ("Yang bisa" in first, second) == (True, "Kabar"), "what came later has waited behind it"


@pytest.mark.parametrize("fault", [server_error(500), server_error(502), LoseRequest()], ids=["500", "502", "lost"])
async def test_a_failed_call_is_made_again_and_the_message_arrives_once(house: House, fault: Any) -> None:
    dewi = house.person(SECRETARY)
    house.telegram.fail(fault, method="sendMessage", chat=dewi)
    await dewi.send("/bantuan")
    await tried(house, dewi, "Yang bisa")
    house.clock.move(timedelta(minutes=1))
    await answered(dewi, 1)
    await dewi.send("/siswa budi")
    assert len(await answered(dewi, 2)) == 2


async def test_a_lost_answer_to_an_edit_shows_the_screen_once(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    await dewi.wait_for("Laporan X RPL 1")
    house.telegram.fail(LoseAnswer(), method="editMessageText", chat=dewi)
    await dewi.press("Budi Santoso")
    await dewi.wait_for("Sakit: Budi Santoso")
    await tried(house, dewi, "<b>Sakit</b>: Budi")
    house.clock.move(timedelta(minutes=1))
    await comes_to(house, 0, OutboxMessage.recipient == str(SECRETARY), OutboxMessage.sent_at.is_(None))
    assert len(answers(dewi)) == 1


async def test_a_screen_that_failed_to_change_never_replaces_a_newer_one(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    await dewi.wait_for("Laporan X RPL 1")
    house.telegram.fail(server_error(500), method="editMessageText", chat=dewi)
    await dewi.press("Budi Santoso")
    await tried(house, dewi, "<b>Sakit</b>: Budi")
    await dewi.press("Siti Aminah")
    await dewi.wait_for("Sakit: Budi Santoso, Siti Aminah")
    house.clock.move(timedelta(minutes=1))
    await dewi.send("/bantuan")
    await answered(dewi, 2)
    assert "Budi Santoso, Siti Aminah" in answers(dewi)[0]


async def test_who_blocks_the_bot_is_left_in_peace_until_they_come_back(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.block()
    await comes_to(house, 1, *IS_BLOCKED)
    await report_nihil(house)
    assert await owed_to(house, ratna, "Laporan kelas") is None
    await ratna.unblock()
    await comes_to(house, 0, *IS_BLOCKED)
    await ratna.send("/hari_ini")
    await ratna.wait_for("3/3 hadir")


@pytest.mark.parametrize("error", [forbidden("bot was blocked by the user"), bad_request("chat not found")])
async def test_telegrams_refusal_tells_of_a_block_or_a_vanished_account_too_and_start_ends_it(
    house: House, error: ApiError
) -> None:
    ratna = house.person(HOMEROOM)
    house.telegram.fail(error, method="sendMessage", chat=ratna)
    await report_nihil(house)
    await comes_to(house, 1, *IS_BLOCKED)
    assert (await tried(house, ratna, "Laporan kelas")).given_up_at is not None
    await ratna.send("/start")
    await ratna.wait_for("Halo")
    await comes_to(house, 0, *IS_BLOCKED)


async def test_what_is_being_sent_while_the_bot_is_stopped_is_sent_once(house: House) -> None:
    dewi = house.person(SECRETARY)
    house.telegram.fail(Delay(0.5), method="sendMessage", chat=dewi)
    await owe_to(house, dewi, "Kabar")
    await comes_to(house, 1, OutboxMessage.body == "Kabar", OutboxMessage.leased_until.is_not(None))
    await house.stop_bot()
    await comes_to(house, 1, OutboxMessage.body == "Kabar", OutboxMessage.sent_at.is_not(None))
    await house.start_bot()
    await dewi.send("/bantuan")
    assert (await answered(dewi, 2))[0] == "Kabar"
    assert answers(dewi).count("Kabar") == 1


async def test_a_message_that_cannot_be_put_together_is_given_up_and_stops_nobody_elses(house: House) -> None:
    dewi, piket = house.person(SECRETARY), house.person(DUTY)
    await owe_to(house, piket, "Kabar", extras={"markup": {"of": "another version"}})
    assert (await tried(house, piket, "Kabar")).given_up_at is not None
    await dewi.send("/bantuan")
    await answered(dewi, 1)


async def report_nihil(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    await dewi.press("NIHIL")
    await dewi.wait_for("terkirim")


async def captive_portal(url: str) -> web.AppRunner:
    """Something that answers every call at this address with its login page."""

    async def login(_request: web.Request) -> web.Response:
        return web.Response(text="<html><h1>Silakan masuk</h1></html>", content_type="text/html")

    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", login)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    host, port = url.removeprefix("http://").split(":")
    await web.TCPSite(runner, host, int(port), reuse_address=True).start()
    return runner
