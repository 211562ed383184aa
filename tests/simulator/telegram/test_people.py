"""People write, press, upload and wait, and a real aiogram dispatcher answers them."""

import asyncio
from collections.abc import AsyncIterator
from io import BytesIO

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)

from simulator.telegram import ApiError, Person, TelegramServer
from tests.simulator.telegram.conftest import Clock
from tests.simulator.telegram.stage import picture

MENU = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Lapor"), KeyboardButton(text="Hari ini")]])
KEYS = InlineKeyboardMarkup(
    inline_keyboard=[
        [
            InlineKeyboardButton(text="Kirim (2)", callback_data="send"),
            InlineKeyboardButton(text="Batal", callback_data="no"),
        ]
    ]
)


async def _start(message: Message, command: CommandObject) -> None:
    await message.answer(f"welcome {command.args}", reply_markup=MENU)


async def _report(message: Message) -> None:
    await message.answer("<b>two</b> absent", parse_mode="HTML", reply_markup=KEYS)


async def _sent(query: CallbackQuery) -> None:
    assert isinstance(query.message, Message)
    await query.message.edit_text(f"done: {query.data}")
    await query.answer("saved", show_alert=True)


async def _document(message: Message, bot: Bot) -> None:
    assert message.document
    content = await bot.download(message.document)
    assert isinstance(content, BytesIO)
    answer = BufferedInputFile(content.read()[::-1], f"back-{message.document.file_name}")
    await message.reply_document(answer, caption=message.caption)


async def _photo(message: Message) -> None:
    assert message.photo
    await message.answer(f"{message.photo[-1].width} wide")


@pytest.fixture
async def dewi(telegram: TelegramServer, bot: Bot) -> AsyncIterator[Person]:
    """Dewi, and a bot that polls for as long as the test lasts."""
    dispatcher = Dispatcher()
    dispatcher.message.register(_start, CommandStart())
    dispatcher.message.register(_report, F.text == "Lapor")
    dispatcher.message.register(_document, F.document)
    dispatcher.message.register(_photo, F.photo)
    dispatcher.callback_query.register(_sent)
    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, close_bot_session=False))
    await telegram.wait_until(lambda: telegram.world.updates.readers == 1, what="the bot never polled")
    yield telegram.user("Dewi", id=101)
    await dispatcher.stop_polling()
    await polling


async def test_a_whole_conversation(telegram: TelegramServer, dewi: Person) -> None:
    await dewi.open_link("https://t.me/absensi_bot?start=KODE-1")
    await dewi.wait_for("welcome KODE-1")
    assert dewi.keyboard == [["Lapor", "Hari ini"]]
    await dewi.press("Lapor")
    asked = await dewi.wait_for("absent")
    assert (asked.html, asked.buttons) == ("<b>two</b> absent", [["Kirim (2)", "Batal"]])
    await dewi.press("Kirim")
    assert (await dewi.wait_for("done: send")).id == asked.id
    assert (await dewi.wait_for_toast("saved")).alert
    assert dewi.buttons == []
    assert telegram.journal.refused == []


async def test_files_go_up_and_come_down(dewi: Person) -> None:
    await dewi.upload(b"NIS;Nama", "siswa.csv", caption="import")
    answer = await dewi.wait_for("import")
    assert answer.file is not None
    assert (answer.file.name, answer.file.content, answer.file.mime) == ("back-siswa.csv", b"amaN;SIN", "text/csv")
    assert answer.reply_to is dewi.chat[0]


async def test_photos_have_a_size(dewi: Person) -> None:
    await dewi.send_photo(picture(width=640, height=480))
    await dewi.wait_for("640 wide")
    with pytest.raises(ApiError, match="IMAGE_PROCESS_FAILED"):
        await dewi.send_photo(b"no picture")


async def test_data_of_ones_own_making_reaches_the_bot(dewi: Person) -> None:
    await dewi.send("Lapor")
    await dewi.wait_for("absent")
    await dewi.press_data("tampered")
    await dewi.wait_for("done: tampered")


async def test_a_wait_that_fails_shows_the_chat(dewi: Person) -> None:
    await dewi.send("Lapor")
    await dewi.wait_for("absent")
    with pytest.raises(AssertionError, match=r"nothing new with 'x'\n.*\n#1 00:05 Dewi: Lapor\n#2 .*\n    \[Kirim"):
        await dewi.wait_for("x", timeout=0)
    with pytest.raises(AssertionError, match="no button 'Hapus'"):
        await dewi.press("Hapus", timeout=0)


async def test_what_was_there_before_ones_own_action_is_no_news(bot: Bot, dewi: Person) -> None:
    await dewi.send("Lapor")
    await dewi.wait_for("absent")
    await dewi.send("nobody answers this")
    with pytest.raises(AssertionError):
        await dewi.wait_for("absent", timeout=0)


async def test_an_exact_label_wins_over_a_newer_one_that_contains_it(bot: Bot, dewi: Person) -> None:
    await dewi.send("Lapor")
    older = await dewi.wait_for("absent")
    newer = [[InlineKeyboardButton(text="Batal semua", callback_data="x")]]
    await bot.send_message(dewi.id, "newer", reply_markup=InlineKeyboardMarkup(inline_keyboard=newer))
    assert await dewi.press("Batal") is older


async def test_a_press_must_be_answered_in_time_and_once(telegram: TelegramServer, bot: Bot, clock: Clock) -> None:
    budi = telegram.user("Budi")
    await budi.send("/start")
    await bot.send_message(budi.id, "x", reply_markup=KEYS)
    await budi.press("Batal")
    await budi.press("Kirim")
    first, second = [update.callback_query for update in (await bot.get_updates())[-2:]]
    assert first
    assert second
    assert budi.spinning == 2
    await bot.answer_callback_query(first.id, "in time")
    clock.forward(seconds=16)
    for late in (first, second):
        with pytest.raises(Exception, match="query is too old"):
            await bot.answer_callback_query(late.id)
    assert [toast.text for toast in budi.toasts] == ["in time"]


async def test_nobody_is_written_to_before_start_nor_after_blocking(telegram: TelegramServer, bot: Bot) -> None:
    budi = telegram.user("Budi")
    with pytest.raises(Exception, match="can't initiate conversation"):
        await bot.send_message(budi.id, "x")
    await budi.send("/start")
    await bot.send_message(budi.id, "x")
    await budi.block()
    with pytest.raises(Exception, match="blocked by the user"):
        await bot.send_message(budi.id, "x")
    await budi.unblock()
    await bot.send_message(budi.id, "x")
    statuses = [
        update.my_chat_member.new_chat_member.status for update in await bot.get_updates() if update.my_chat_member
    ]
    assert statuses == ["kicked", "member"]


async def test_the_app_cuts_long_texts_as_it_does(telegram: TelegramServer, bot: Bot) -> None:
    budi = telegram.user("Budi")
    await budi.send("x" * 5000)
    assert [len(update.message.text or "") for update in await bot.get_updates() if update.message] == [4096, 904]


async def test_links_with_a_payload_telegram_would_drop_are_not_opened(telegram: TelegramServer) -> None:
    budi = telegram.user("Budi")
    for link in ("t.me/absensi_bot?start=" + "x" * 65, "t.me/absensi_bot?start=a.b", "t.me/other_bot?start=a"):
        with pytest.raises(AssertionError):
            await budi.open_link(link)
    assert budi.chat == []


async def test_corrections_of_ones_own_words_reach_the_bot(telegram: TelegramServer, bot: Bot) -> None:
    budi = telegram.user("Budi")
    message = await budi.send("first")
    await budi.edit(message, "second")
    edited = (await bot.get_updates())[-1].edited_message
    assert edited
    assert edited.text == "second"


async def test_each_person_sees_the_nearest_command_menu(telegram: TelegramServer, bot: Bot) -> None:
    budi, citra = telegram.user("Budi"), telegram.user("Citra")
    await budi.send("/start")
    await bot.set_my_commands([BotCommand(command="bantuan", description="Bantuan")])
    scope = BotCommandScopeChat(chat_id=budi.id)
    await bot.set_my_commands([BotCommand(command="lapor", description="Lapor")], scope=scope)
    assert [one["command"] for one in budi.commands] == ["lapor"]
    assert [one["command"] for one in citra.commands] == ["bantuan"]


async def test_everything_that_changes_is_told_in_order(telegram: TelegramServer, bot: Bot) -> None:
    budi = telegram.user("Budi")
    changes = telegram.events.subscribe()
    await budi.send("/start")
    sent = await bot.send_message(budi.id, "<b>x</b>", parse_mode="HTML", reply_markup=KEYS)
    await budi.press("Batal")
    await bot.edit_message_text("y", chat_id=budi.id, message_id=sent.message_id)
    await bot.delete_message(budi.id, sent.message_id)
    told = [await anext(changes) for _ in range(5)]
    changes.close()
    assert [change.kind for change in told] == ["message", "message", "press", "edit", "delete"]
    assert told[1].to_json()["data"]["html"] == "<b>x</b>"
    assert {change.chat_id for change in told} == {budi.id}


async def test_a_message_that_is_gone_is_inaccessible_to_the_press(telegram: TelegramServer, bot: Bot) -> None:
    budi = telegram.user("Budi")
    await budi.send("/start")
    await bot.send_message(budi.id, "x", reply_markup=KEYS)
    gone = await budi.wait_for("x")
    await bot.delete_message(budi.id, gone.id)
    await budi.press_data("send", on=gone)
    query = (await bot.get_updates())[-1].callback_query
    assert query
    assert query.message
    assert query.message.date == 0
