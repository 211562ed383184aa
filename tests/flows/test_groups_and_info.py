"""The leadership group and what the public sends to it with INFO, wherever the group goes."""

import pytest
from sqlalchemy import select

from db.models import Channel, ClassGroup, LeadershipGroup, OutboxMessage
from simulator.telegram import Group, bad_request
from simulator.telegram.commands import scopes_for
from tests.flows.house import House
from tests.flows.looking import answered, answers, comes_to, count_of
from tests.school import ADMIN, BUDIS_MOTHER, DUTY, HOMEROOM, LEADER, SECRETARY, STRANGER, TODAY

CITIZEN = "+6285799990000"
STANDING = LeadershipGroup.left_at.is_(None)


async def make_group(house: House, title: str = "Pimpinan SMK") -> Group:
    members = [house.person(number) for number in (LEADER, ADMIN, HOMEROOM, SECRETARY, STRANGER)]
    return await house.telegram.group(title, *members)


@pytest.fixture
async def group(house: House) -> Group:
    """Named the leadership group already."""
    group = await make_group(house)
    await name(group, house)
    return group


async def name(group: Group, house: House, by: int = ADMIN) -> None:
    await group.send(house.person(by), "/grup_pimpinan")
    await group.wait_for(f"Grup {group.title} sekarang grup pimpinan")


async def answers_by_sms(house: House) -> list[tuple[str, str]]:
    """What staff have answered: number and text."""
    async with house.transaction() as session:
        rows = await session.scalars(
            select(OutboxMessage)
            .where(OutboxMessage.channel == Channel.SMS, OutboxMessage.dedupe_key.startswith("answer:"))
            .order_by(OutboxMessage.id)
        )
        return [(row.recipient, row.body) for row in rows]


@pytest.mark.parametrize("by", [ADMIN, LEADER])
async def test_an_administrator_or_a_leader_names_the_group_from_inside(house: House, by: int) -> None:
    group = await make_group(house)
    await name(group, house, by)
    async with house.transaction() as session:
        [named] = await session.scalars(select(LeadershipGroup))
    assert (named.chat_id, named.title, named.left_at) == (group.id, "Pimpinan SMK", None)


async def test_a_group_is_offered_the_commands_for_groups(house: House) -> None:
    group, ratna = await make_group(house), house.person(HOMEROOM)
    seen = ratna.world.menus.seen(scopes_for(group.id, ratna.id), "id")
    assert [command["command"] for command in seen] == ["grup_pimpinan", "grup_kelas"]


async def test_others_are_refused_and_strangers_not_even_heard(house: House) -> None:
    group = await make_group(house)
    for number in (HOMEROOM, SECRETARY):
        await group.send(house.person(number), "/grup_pimpinan")
        await group.wait_for("tidak berwenang")
    said = len(group.chat)
    await group.send(house.person(STRANGER), "/grup_pimpinan")
    await group.send(house.person(HOMEROOM), "/grup_pimpinan")
    await group.wait_for("tidak berwenang")
    assert len(group.chat) == said + 3
    assert await count_of(house, LeadershipGroup.id > 0) == 0


async def test_in_private_the_command_says_where_it_belongs(house: House) -> None:
    await house.person(ADMIN).send("/grup_pimpinan")
    await house.person(ADMIN).wait_for("di dalam grup")


async def test_info_from_anyone_reaches_the_group_with_the_number(house: House, group: Group) -> None:
    await house.receive_sms(CITIZEN, "info  Pagar <depan> rusak & berbahaya")
    told = await group.wait_for("Pagar")
    assert f"INFO dari masyarakat\n{CITIZEN}" in told.text
    assert "Pagar <depan> rusak & berbahaya" in told.text
    await house.receive_sms(BUDIS_MOTHER, "INFO Ada tawuran")
    await group.wait_for("Ada tawuran")


async def test_a_reply_in_the_group_becomes_an_sms(house: House, group: Group) -> None:
    await house.receive_sms(CITIZEN, "INFO Pagar rusak")
    told = await group.wait_for("Pagar rusak")
    await group.reply(house.person(LEADER), told, "Terima kasih, segera diperbaiki")
    await group.wait_for("dikirim lewat SMS")
    assert await answers_by_sms(house) == [(CITIZEN, "Bu Kepala: Terima kasih, segera diperbaiki")]


async def test_replies_by_pupils_and_strangers_become_nothing(house: House, group: Group) -> None:
    await house.receive_sms(CITIZEN, "INFO Pagar rusak")
    told = await group.wait_for("Pagar rusak")
    await group.reply(house.person(STRANGER), told, "Bohong!")
    await group.reply(house.person(SECRETARY), told, "Bohong!")
    await group.wait_for("tidak berwenang")
    assert await answers_by_sms(house) == []


async def test_a_reply_to_other_talk_of_the_bot_is_left_alone(house: House, group: Group) -> None:
    named = group.chat[-1]
    assert named.from_bot
    await group.reply(house.person(LEADER), named, "Baik")
    await house.receive_sms(CITIZEN, "INFO Pagar rusak")
    await group.wait_for("Pagar rusak")
    assert [message.from_bot for message in group.chat[-2:]] == [False, True]
    assert await answers_by_sms(house) == []


async def test_ordinary_talk_is_ignored_also_when_the_bot_hears_it_all(house: House, group: Group) -> None:
    await group.add_bot(administrator=True)
    before = [message.id for message in group.chat if message.from_bot]
    for words in ("halo semua", "Budi sakit", "/lapor", "/hari_ini", "/siswa budi", "/bantuan", "📝 Lapor"):
        for number in (ADMIN, SECRETARY, STRANGER):
            await group.send(house.person(number), words)
    await house.receive_sms(CITIZEN, "INFO Pagar rusak")
    await group.wait_for("Pagar rusak")
    assert len([message for message in group.chat if message.from_bot]) == len(before) + 1


async def test_without_a_group_leaders_and_administrators_get_info_in_private(house: House) -> None:
    await house.receive_sms(CITIZEN, "INFO Pagar rusak")
    for number in (LEADER, ADMIN):
        await house.person(number).wait_for("Pagar rusak")
    assert answers(house.person(DUTY)) == []


async def test_info_follows_the_group_when_it_has_become_a_supergroup(house: House, group: Group) -> None:
    new_id = await group.upgrade()
    await comes_to(house, 1, LeadershipGroup.chat_id == new_id, STANDING)
    await house.receive_sms(CITIZEN, "INFO Pagar rusak")
    told = await group.wait_for("Pagar rusak")
    await group.reply(house.person(LEADER), told, "Baik")
    await group.wait_for("dikirim lewat SMS")
    assert await answers_by_sms(house) == [(CITIZEN, "Bu Kepala: Baik")]


@pytest.mark.parametrize("told_of_it", [True, False], ids=["by a message", "by a refusal only"])
async def test_info_that_is_owed_follows_the_group_as_well(house: House, group: Group, told_of_it: bool) -> None:
    await house.stop_bot()
    for number in range(3):
        await house.receive_sms(CITIZEN, f"INFO Pagar {number} rusak")
    new_id = await group.upgrade()
    if not told_of_it:
        house.telegram.world.updates.forget()
    await house.start_bot()
    for number in range(3):
        await group.wait_for(f"Pagar {number} rusak")
    assert await count_of(house, LeadershipGroup.chat_id == new_id, STANDING) == 1


async def test_once_the_bot_is_removed_leaders_get_info_in_private(house: House, group: Group) -> None:
    await group.remove_bot()
    await comes_to(house, 0, STANDING)
    await house.receive_sms(CITIZEN, "INFO Pagar rusak")
    for number in (LEADER, ADMIN):
        await house.person(number).wait_for("Pagar rusak")


@pytest.mark.parametrize("told_of_it", [True, False], ids=["by an update", "by a refusal only"])
async def test_info_that_a_lost_group_was_owed_is_not_lost(house: House, group: Group, told_of_it: bool) -> None:
    await house.stop_bot()
    await house.receive_sms(CITIZEN, "INFO Pagar rusak")
    await group.remove_bot()
    if not told_of_it:
        house.telegram.world.updates.forget()
    await house.start_bot()
    told = await house.person(LEADER).wait_for("Pagar rusak")
    await house.person(ADMIN).wait_for("Pagar rusak")
    await house.person(LEADER).reply(told, "Baik")
    assert "lewat SMS" in (await answered(house.person(LEADER), 2))[1]
    assert await answers_by_sms(house) == [(CITIZEN, "Bu Kepala: Baik")]
    assert await count_of(house, STANDING) == 0


@pytest.mark.parametrize("why", ["not enough rights to send text messages to the chat", "TOPIC_CLOSED"])
async def test_where_the_bot_may_not_write_leaders_get_info_in_private_until_it_may(
    house: House, group: Group, why: str
) -> None:
    house.telegram.fail(bad_request(why), method="sendMessage", chat=group)
    await house.receive_sms(CITIZEN, "INFO Pagar rusak")
    await house.person(LEADER).wait_for("Pagar rusak")
    told = await house.person(ADMIN).wait_for("Bot tidak boleh menulis")
    assert "grup pimpinan Pimpinan SMK" in told.text
    assert await count_of(house, STANDING, LeadershipGroup.silent_since.is_not(None)) == 1
    await house.receive_sms(CITIZEN, "INFO Lampu mati")
    await group.wait_for("Lampu mati")
    await comes_to(house, 1, STANDING, LeadershipGroup.silent_since.is_(None))
    assert not any("Lampu" in words for words in answers(house.person(LEADER)))


async def test_a_second_group_takes_the_place_of_the_first(house: House, group: Group) -> None:
    second = await make_group(house, "Pimpinan baru")
    await name(second, house, LEADER)
    await house.receive_sms(CITIZEN, "INFO Pagar rusak")
    await second.wait_for("Pagar rusak")
    assert "Pagar rusak" not in group.chat[-1].text
    await second.remove_bot()
    await comes_to(house, 0, STANDING)


async def test_the_same_group_named_again_stays_the_group(house: House, group: Group) -> None:
    await name(group, house, LEADER)
    assert await count_of(house, STANDING) == 1


async def test_the_title_of_a_group_shows_literally(house: House) -> None:
    group = await make_group(house, '<b>Pimpinan</b> & "Guru"')
    await name(group, house)
    assert await count_of(house, LeadershipGroup.title == group.title) == 1


async def test_a_class_group_gets_figures_and_no_names(house: House) -> None:
    group = await make_group(house, "Guru X RPL 1")
    ratna, dewi = house.person(HOMEROOM), house.person(SECRETARY)
    await group.send(ratna, "/grup_kelas")
    await group.wait_for("nama kelasnya")
    await group.send(ratna, "/grup_kelas x-rpl 1")
    await group.wait_for("grup kelas X RPL 1")
    await dewi.send("S: Budi; A: Siti")
    await dewi.press("Kirim (2")
    told = await group.wait_for("Laporan kelas X RPL 1")
    assert "1 dari 3 siswa di kelas: sakit 1, alfa 1." in told.text
    assert not any(name in told.text for name in ("Budi", "Siti", "Andi", "Dewi"))
    await group.upgrade()
    await comes_to(house, 1, ClassGroup.chat_id == group.id, ClassGroup.left_at.is_(None))
    await group.remove_bot()
    await comes_to(house, 0, ClassGroup.left_at.is_(None))


async def test_only_those_of_the_class_name_its_group(house: House) -> None:
    group = await make_group(house, "Guru")
    for number, class_name, words in (
        (HOMEROOM, "X TKRO 1", "Tidak ditemukan"),
        (SECRETARY, "X RPL 1", "tidak berwenang"),
        (LEADER, "X RPL 1", "tidak berwenang"),
    ):
        await group.send(house.person(number), f"/grup_kelas {class_name}")
        await group.wait_for(words)
    await group.send(house.person(STRANGER), "/grup_kelas X RPL 1")
    await house.person(ADMIN).send("/grup_kelas X RPL 1")
    await house.person(ADMIN).wait_for("di dalam grup")
    assert await count_of(house, ClassGroup.id > 0) == 0


async def test_a_screen_is_not_drawn_in_a_group_whoever_presses(house: House, group: Group) -> None:
    said = len(group.chat)
    dewi = group.seat(house.person(SECRETARY))
    await dewi.press_data(f"open:{house.school.x_rpl_1.id}:{TODAY.toordinal()}")
    assert "Tidak ditemukan" in (await dewi.wait_for_toast()).text
    assert len(group.chat) == said
