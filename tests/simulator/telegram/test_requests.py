"""Every way the Bot API takes parameters."""

import json
from io import BytesIO

import pytest
from aiogram import Bot
from aiogram.types import BufferedInputFile, InputMediaDocument
from aiohttp import ClientSession, FormData

from simulator.telegram import Person, TelegramServer

KEYS = {"inline_keyboard": [[{"text": "Kirim", "callback_data": "send"}]]}


@pytest.fixture
async def dewi(telegram: TelegramServer) -> Person:
    dewi = telegram.user("Dewi", id=101)
    await dewi.send("/start")
    return dewi


async def _post(telegram: TelegramServer, method: str, **request: object) -> str:
    async with ClientSession() as client:
        url = f"{telegram.url}/bot{telegram.token}/{method}"
        async with client.post(url, **request) as answer:  # type: ignore[arg-type]  # one of data, json, params
            return str((await answer.json()).get("description", "accepted"))


async def test_a_query_alone_is_enough(telegram: TelegramServer, dewi: Person) -> None:
    assert await _post(telegram, "sendMessage", params={"chat_id": "101", "text": "by query"}) == "accepted"
    await dewi.wait_for("by query")


async def test_urlencoded_forms_carry_objects_as_json(telegram: TelegramServer, dewi: Person) -> None:
    form = {"chat_id": "101", "text": '{"not": "decoded"}', "reply_markup": json.dumps(KEYS), "protect_content": "true"}
    assert await _post(telegram, "sendMessage", data=form) == "accepted"
    assert (await dewi.wait_for('{"not": "decoded"}')).buttons == [["Kirim"]]


async def test_a_file_may_stand_in_the_field_itself(telegram: TelegramServer, dewi: Person) -> None:
    form = FormData({"chat_id": "101", "caption": "directly"})
    form.add_field("document", b"NIS;Nama", filename="siswa.csv")
    assert await _post(telegram, "sendDocument", data=form) == "accepted"
    file = (await dewi.wait_for("directly")).file
    assert file
    assert (file.name, file.content) == ("siswa.csv", b"NIS;Nama")


async def test_files_may_be_attached_inside_objects(telegram: TelegramServer, bot: Bot, dewi: Person) -> None:
    files = [BufferedInputFile(content, "a.txt") for content in (b"one", b"two")]
    await bot.send_media_group(101, media=[InputMediaDocument(media=file) for file in files])
    assert [message.file.content for message in dewi.view.from_bot if message.file] == [b"one", b"two"]


async def test_an_attachment_that_is_missing_is_refused(telegram: TelegramServer, dewi: Person) -> None:
    form = {"chat_id": "101", "document": "attach://nothing"}
    assert "wrong file identifier" in await _post(telegram, "sendDocument", data=form)


async def test_an_empty_file_is_refused(telegram: TelegramServer, dewi: Person) -> None:
    form = FormData({"chat_id": "101"})
    form.add_field("document", b"", filename="empty.csv")
    assert await _post(telegram, "sendDocument", data=form) == "Bad Request: file must be non-empty"


async def test_more_than_fifty_megabytes_are_too_much(telegram: TelegramServer, dewi: Person) -> None:
    form = FormData({"chat_id": "101"})
    form.add_field("document", BytesIO(bytes(50 * 1024 * 1024 + 1)), filename="big.bin")
    assert await _post(telegram, "sendDocument", data=form) == "Request Entity Too Large"


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"'])
async def test_a_body_that_is_no_object_is_refused(telegram: TelegramServer, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    assert await _post(telegram, "getMe", data=body, headers=headers) == "Bad Request: can't parse JSON object"


async def test_numbers_that_are_none_are_refused_by_name(telegram: TelegramServer, dewi: Person) -> None:
    refusal = await _post(telegram, "deleteMessage", json={"chat_id": 101, "message_id": "first"})
    assert refusal.startswith('Bad Request: can\'t parse parameter "message_id"')


async def test_the_journal_names_uploads_instead_of_holding_them(
    telegram: TelegramServer, bot: Bot, dewi: Person
) -> None:
    await bot.send_document(101, BufferedInputFile(b"x", "recap.pdf"))
    [call] = telegram.calls("sendDocument")
    assert "<file recap.pdf>" in call.params.values()
    assert call.result["document"]["file_name"] == "recap.pdf"


async def test_downloads_need_the_token_and_a_file_that_exists(telegram: TelegramServer) -> None:
    stored = telegram.world.files.add("document", b"x", "a.txt")
    async with ClientSession() as client:
        statuses = [
            (await client.get(f"{telegram.url}/file/bot{token}/{path}")).status
            for token, path in [(telegram.token, stored.path), ("1:other", stored.path), (telegram.token, "no/such")]
        ]
    assert statuses == [200, 404, 404]
