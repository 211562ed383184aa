"""What a visitor can do, and how the page says no."""

from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from simulator.page.live import Live
from simulator.page.phones import LONGEST_SMS
from tests.simulator.page.conftest import MOTHER, World
from tests.simulator.telegram.stage import picture


async def do(visitor: ClientSession, action: str, **wish: Any) -> str:
    """The word of the refusal, empty when it was done."""
    async with visitor.post(f"/do/{action}", json=wish) as answer:
        body = await answer.json()
        assert body["ok"] is (answer.status == 200)
        return str(body.get("word", ""))


async def test_writing_and_replying_in_anybodys_name(visitor: ClientSession, live: Live, world: World) -> None:
    dewi, group = world.dewi.id, world.group.id
    assert not await do(visitor, "send", chat=dewi, **{"as": dewi}, text="halo")
    said = world.dewi.chat[-1]
    assert not await do(visitor, "send", chat=dewi, **{"as": dewi}, text="lagi", reply_to=said.id)
    assert world.dewi.chat[-1].reply_to is said
    assert not await do(visitor, "send", chat=group, **{"as": world.ratna.id}, text="rapat")
    assert world.group.chat[-1].sender is world.ratna.account


async def test_pressing_a_button_by_its_place(visitor: ClientSession, live: Live, world: World) -> None:
    dewi = world.dewi.id
    await do(visitor, "send", chat=dewi, **{"as": dewi}, text="/start")
    keys = [
        [{"text": "A", "callback_data": "a"}, {"text": "B", "callback_data": "b"}],
        [{"text": "C", "url": "t.me/x"}],
    ]
    message = await world.bot_says(dewi, text="?", reply_markup={"inline_keyboard": keys})
    press = {"chat": dewi, "as": dewi, "message": message}
    assert not await do(visitor, "press", **press, row=0, column=1)
    assert world.dewi.spinning == 1
    assert await do(visitor, "press", **press, row=0, column=2) == "unknown"
    assert await do(visitor, "press", **press, row=-1, column=0) == "malformed"
    assert await do(visitor, "press", **press, row=1, column=0) == "no_purpose"
    assert await do(visitor, "press", **{**press, "message": 999}, row=0, column=0) == "unknown"


async def test_links_of_this_bot_start_it_and_others_are_refused(
    visitor: ClientSession, live: Live, world: World
) -> None:
    who = {"chat": world.dewi.id, "as": world.dewi.id}
    assert not await do(visitor, "open-link", **who, text="https://t.me/absensi_bot?start=CODE")
    assert world.dewi.chat[-1].text == "/start CODE"
    for foreign in ("https://t.me/other_bot?start=CODE", "https://t.me/absensi_bot?start=a%20b", "javascript:1"):
        assert await do(visitor, "open-link", **who, text=foreign) == "foreign_link"


async def test_nobody_acts_in_a_chat_they_are_not_in(visitor: ClientSession, live: Live, world: World) -> None:
    dewi, ratna, stranger = world.dewi.id, world.ratna.id, world.stranger.id
    for chat, who in ((dewi, ratna), (world.group.id, dewi), (dewi, 999), (999, dewi), (stranger, stranger)):
        assert await do(visitor, "send", chat=chat, **{"as": who}, text="halo") == "unknown"
    assert await do(visitor, "send", chat="x", **{"as": dewi}, text="halo") == "malformed"
    assert await do(visitor, "send", chat=dewi, **{"as": dewi}, text="  ") == "empty"
    assert await do(visitor, "send", chat=dewi, **{"as": dewi}, text="halo", reply_to=77) == "unknown"
    assert world.dewi.chat == []


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b'{"chat": 1}'])
async def test_bad_requests_are_refused_and_change_nothing(visitor: ClientSession, live: Live, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}
    for action in ("send", "press", "sms", "signal", "modem", "telegram", "step"):
        async with visitor.post(f"/do/{action}", data=body, headers=headers) as answer:
            assert (answer.status, (await answer.json())["word"]) == (400, "malformed")


async def test_a_form_of_another_website_is_no_wish(visitor: ClientSession, live: Live) -> None:
    async with visitor.post("/do/send", data=b'{"chat":1}', headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 400


async def test_what_is_not_there(visitor: ClientSession, live: Live) -> None:
    assert await do(visitor, "dance") == "unknown"
    assert await do(visitor, "step", number=9) == "unknown"
    assert await do(visitor, "jump", name="yesterday") == "unknown"
    assert await do(visitor, "sms", number="+6289999999999", text="halo") == "unknown"
    async with visitor.get("/files/nothing/x.pdf") as answer:
        assert answer.status == 404


async def test_an_sms_reaches_the_modem_unless_the_phone_has_no_signal(
    visitor: ClientSession, live: Live, world: World
) -> None:
    assert not await do(visitor, "sms", number=MOTHER, text="SAKIT demam")
    assert not await do(visitor, "signal", number=MOTHER, has_signal=False)
    assert world.modem.phone(MOTHER).no_signal
    assert await do(visitor, "sms", number=MOTHER, text="halo") == "no_signal"
    assert not await do(visitor, "signal", number=MOTHER, has_signal=True)
    assert await do(visitor, "sms", number=MOTHER, text="x" * (LONGEST_SMS + 1)) == "too_long"
    assert await do(visitor, "sms", number=MOTHER, text=" ") == "empty"
    assert [sms["text"] for sms in live.phones.to_page()[0]["thread"]] == ["SAKIT demam"]


@pytest.mark.parametrize(
    ("typed", "number"),
    [("0812-3456 7899", "+6281234567899"), ("+62 812 3456 7898", "+6281234567898"), ("888", "888"), ("BANK", "BANK")],
)
async def test_a_new_phone_as_people_write_numbers(
    visitor: ClientSession, live: Live, world: World, typed: str, number: str
) -> None:
    assert not await do(visitor, "phone", number=typed)
    assert not await do(visitor, "sms", number=number, text="INFO halo")
    assert await do(visitor, "phone", number="<script>") == "no_number"
    assert [phone["number"] for phone in live.phones.to_page()] == [MOTHER, number]


async def upload(visitor: ClientSession, world: World, kind: str, content: bytes, name: str) -> str:
    form = FormData({"chat": str(world.dewi.id), "as": str(world.dewi.id), "kind": kind, "caption": "ini"})
    form.add_field("file", content, filename=name)
    async with visitor.post("/upload", data=form) as answer:
        return str((await answer.json()).get("word", ""))


async def test_a_photo_is_shown_and_a_document_is_for_saving(visitor: ClientSession, live: Live, world: World) -> None:
    assert not await upload(visitor, world, "photo", picture(), "a.png")
    assert not await upload(visitor, world, "document", b"<script>alert(1)</script>", "a.html")
    photo, document = (message.file for message in world.dewi.chat)
    assert photo
    assert document
    async with visitor.get(f"/files/{photo.file_id}/photo.jpg") as answer:
        assert answer.headers["Content-Disposition"] == "inline"
    async with visitor.get(f"/files/{document.file_id}/a.html") as answer:
        assert answer.headers["Content-Disposition"] == "attachment"
        assert answer.content_type == "application/octet-stream"
        assert "sandbox" in answer.headers["Content-Security-Policy"]


async def test_what_is_no_picture_or_no_file_is_refused(visitor: ClientSession, live: Live, world: World) -> None:
    assert await upload(visitor, world, "photo", b"no picture", "a.png") == "no_picture"
    assert await upload(visitor, world, "document", b"", "a.txt") == "empty"
    async with visitor.post("/upload", data={"chat": "1", "file": "no file"}) as answer:
        assert answer.status == 400
    assert world.dewi.chat == []


async def test_without_a_scene_everything_waits(visitor: ClientSession) -> None:
    assert await do(visitor, "send", chat=1, **{"as": 1}, text="halo") == "not_ready"
    async with visitor.post("/start-over") as answer:
        assert answer.status == 503


async def test_the_clock_jumps_where_the_scene_says(visitor: ClientSession, live: Live, world: World) -> None:
    assert not await do(visitor, "jump", name="seven")
    assert world.jumped == ["seven"]
