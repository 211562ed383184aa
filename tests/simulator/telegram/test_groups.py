"""Groups: what the bot hears in them, and what becomes of them."""

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat

from simulator.telegram import Group, Person, TelegramServer
from tests.simulator.telegram.conftest import Raw


@pytest.fixture
def dewi(telegram: TelegramServer) -> Person:
    return telegram.user("Dewi")


@pytest.fixture
async def leaders(telegram: TelegramServer, dewi: Person) -> Group:
    return await telegram.group("Pimpinan", dewi)


async def _heard(raw: Raw) -> list[str]:
    updates = (await raw("getUpdates"))["result"]
    return [update["message"].get("text", "service") for update in updates if "message" in update]


async def test_the_bot_is_told_that_it_was_added(telegram: TelegramServer, leaders: Group, raw: Raw) -> None:
    membership, service = (await raw("getUpdates"))["result"]
    assert membership["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert service["message"]["new_chat_members"][0]["id"] == telegram.bot.id


async def test_privacy_mode_leaves_it_commands_and_replies(
    telegram: TelegramServer, bot: Bot, leaders: Group, dewi: Person, raw: Raw
) -> None:
    sent = await bot.send_message(leaders.id, "INFO")
    await leaders.send(dewi, "among ourselves")
    await leaders.send(dewi, "/grup_pimpinan")
    await leaders.send(dewi, "/grup_pimpinan@absensi_bot")
    await leaders.send(dewi, "/start@another_bot")
    await leaders.reply(dewi, leaders.chat[sent.message_id - 1], "thank you")
    assert await _heard(raw) == ["service", "/grup_pimpinan", "/grup_pimpinan@absensi_bot", "thank you"]


async def test_without_privacy_mode_or_as_administrator_it_hears_all(
    telegram: TelegramServer, leaders: Group, dewi: Person, raw: Raw
) -> None:
    telegram.world.privacy_mode = False
    await leaders.send(dewi, "to all")
    telegram.world.privacy_mode = True
    await leaders.send(dewi, "among ourselves")
    await leaders.add_bot(administrator=True)
    await leaders.send(dewi, "to the administrator")
    assert await _heard(raw) == ["service", "to all", "service", "to the administrator"]


async def test_thrown_out_it_can_neither_write_nor_hear(
    telegram: TelegramServer, bot: Bot, leaders: Group, dewi: Person, raw: Raw
) -> None:
    await leaders.remove_bot()
    await leaders.send(dewi, "/hidden")
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the group chat"):
        await bot.send_message(leaders.id, "x")
    assert "/hidden" not in await _heard(raw)


async def test_a_group_it_was_never_in_does_not_exist_for_it(telegram: TelegramServer, bot: Bot, dewi: Person) -> None:
    private = await telegram.group("Arisan", dewi, with_bot=False)
    with pytest.raises(TelegramBadRequest, match="chat not found"):
        await bot.send_message(private.id, "x")


async def test_an_upgrade_changes_the_id_and_says_so_on_both_sides(
    telegram: TelegramServer, bot: Bot, leaders: Group, raw: Raw
) -> None:
    old = leaders.id
    new = await leaders.upgrade()
    to, since = [update["message"] for update in (await raw("getUpdates"))["result"][-2:]]
    assert (to["chat"]["id"], to["migrate_to_chat_id"]) == (old, new)
    assert (since["chat"]["id"], since["migrate_from_chat_id"]) == (new, old)
    with pytest.raises(TelegramMigrateToChat) as told:
        await bot.send_message(old, "x")
    assert told.value.migrate_to_chat_id == new
    await bot.send_message(new, "arrived")
    assert (await leaders.wait_for("arrived")).chat.kind == "supergroup"


async def test_after_an_upgrade_people_go_on_as_before(
    telegram: TelegramServer, leaders: Group, dewi: Person, raw: Raw
) -> None:
    seat = leaders.seat(dewi)
    await leaders.upgrade()
    await seat.send("/grup_pimpinan")
    assert (await raw("getUpdates"))["result"][-1]["message"]["chat"]["id"] == leaders.id


async def test_members_come_and_go(telegram: TelegramServer, bot: Bot, leaders: Group) -> None:
    budi = telegram.user("Budi")
    await leaders.add(budi)
    assert await bot.get_chat_member_count(leaders.id) == 3
    await leaders.remove(budi)
    assert (await bot.get_chat_member(leaders.id, budi.id)).status == "left"
    with pytest.raises(AssertionError, match="Budi is not in Pimpinan"):
        await leaders.send(budi, "x")


async def test_only_the_one_who_leads_is_an_administrator(telegram: TelegramServer, bot: Bot, leaders: Group) -> None:
    administrators = await bot.get_chat_administrators(leaders.id)
    assert [one.status for one in administrators] == ["creator"]
