"""Names, messages and updates that mean no good, or are merely odd: a kind answer or silence, and nothing changes."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import select, text, update

from core import drafts, overview
from db.models import AuditEntry, ClassReport, Person, SchoolClass, Student, TelegramUpdate
from tests.flows.hook import push, said
from tests.flows.house import House, running_bot
from tests.flows.looking import answered, answers, comes_to, count_of
from tests.school import BUDIS_MOTHER, HOMEROOM, SECRETARY, STRANGER

BUDI, CLASS, DEWI = '<b>Budi & "Co"</b>', "X <RPL> & 1", "<i>Dewi</i> &amp;"
CONTROLS = "\a\x1b[31m\u202e\u2028\x7f"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe0def46b8"
    "0000000049454e44ae426082"
)


@pytest.fixture
async def house(database_url: str) -> AsyncIterator[House]:
    async with running_bot(database_url, webhook=True) as house:
        yield house


async def rename(house: House, *, pupil: str, school_class: str, reporter: str) -> None:
    async with house.transaction() as session:
        await session.execute(update(Student).where(Student.id == house.school.budi.id).values(name=pupil))
        await session.execute(
            update(SchoolClass).where(SchoolClass.id == house.school.x_rpl_1.id).values(name=school_class)
        )
        await session.execute(update(Person).where(Person.name == "Dewi").values(name=reporter))


async def test_names_show_literally_wherever_they_appear(house: House) -> None:
    dewi, ratna = house.person(SECRETARY), house.person(HOMEROOM)
    await rename(house, pupil=BUDI, school_class=CLASS, reporter=DEWI)
    await dewi.send("/lapor")
    await dewi.wait_for(f"Laporan {CLASS}")
    await dewi.press(BUDI)
    await dewi.wait_for(f"Sakit: {BUDI}")
    await dewi.press("Kirim (1")
    await dewi.wait_for(f"Laporan {CLASS} terkirim")
    told = await ratna.wait_for(f"Laporan kelas {CLASS}")
    assert f"oleh {DEWI}" in told.text
    assert f"Sakit: {BUDI}" in told.text
    await ratna.send("/hari_ini")
    await ratna.wait_for(f"{CLASS}: 2/3 hadir · {BUDI} (sakit)")
    await ratna.send("/siswa <b>")
    assert "Hari ini: Sakit" in (await ratna.wait_for(f"{BUDI} · {CLASS}")).text
    await dewi.send("/start")
    await dewi.wait_for(f"Halo {DEWI}")


async def test_a_guardians_words_show_literally(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await rename(house, pupil=BUDI, school_class=CLASS, reporter=DEWI)
    words = '<a href="tg://user?id=1">sakit</a> </blockquote> &lt;b&gt; & demam'
    await house.receive_sms(BUDIS_MOTHER, f"SAKIT {words}")
    assert words in (await ratna.wait_for(BUDI)).text


async def test_control_characters_in_names_stop_nothing(house: House) -> None:
    dewi, ratna = house.person(SECRETARY), house.person(HOMEROOM)
    await rename(house, pupil=f"Budi{CONTROLS} Santoso", school_class=f"X{CONTROLS} RPL", reporter=f"De{CONTROLS}wi")
    await dewi.send("/lapor")
    await dewi.press("Budi")
    await dewi.wait_for("Sakit: Budi")
    await dewi.press("Kirim (1")
    await ratna.wait_for("Laporan kelas X")


@pytest.mark.parametrize("telegram_id", [SECRETARY, STRANGER])
async def test_the_longest_messages_get_short_answers(house: House, telegram_id: int) -> None:
    person = house.person(telegram_id)
    for number, begins in enumerate(("", "/siswa ", "/start ", "/lapor ", "/", "\N{PILE OF POO}"), 1):
        await person.send(begins + "A" * (4096 - 2 * len(begins)))
        assert len((await answered(person, number))[-1]) < 400


async def test_half_characters_and_nuls_are_stored_and_answered(house: House) -> None:
    for number, words in enumerate(["\0", "\ud800", "/siswa bu\0di", "/siswa \udfff", "/start \0\ud83d"]):
        await push(house, number + 1, message=said(name="De\0w\ud800i", text=words))
    assert len(await answered(house.person(SECRETARY), 5)) == 5
    assert await count_of(house, TelegramUpdate.error.is_not(None)) == 0


KINDS_NOT_ASKED_FOR: list[dict[str, Any]] = [
    {
        "channel_post": {
            "message_id": 1,
            "date": 1,
            "chat": {"id": -100, "type": "channel", "title": "K"},
            "text": "/lapor",
        }
    },
    {"poll_answer": {"poll_id": "1", "option_ids": [0], "option_persistent_ids": ["a"], "user": said()["from"]}},
    {"inline_query": {"id": "1", "from": said()["from"], "query": "budi", "offset": ""}},
    {"telepathy": {"from": SECRETARY, "thought": "/lapor"}},
    {
        "callback_query": {
            "id": "1",
            "from": said()["from"],
            "chat_instance": "1",
            "inline_message_id": "1",
            "data": "x",
        }
    },
    {},
]


# aiogram asks to be updated, which is for the log and no fault here.
@pytest.mark.filterwarnings("ignore:Detected unknown update type")
async def test_kinds_of_updates_that_nobody_asked_for_are_passed_over(house: House) -> None:
    for number, odd in enumerate(KINDS_NOT_ASKED_FOR):
        await push(house, number + 1, **odd)
    await comes_to(house, len(KINDS_NOT_ASKED_FOR), TelegramUpdate.update_id < 10, TelegramUpdate.done_at.is_not(None))
    assert await count_of(house, TelegramUpdate.error.is_not(None)) == 0
    await house.person(SECRETARY).send("/bantuan")
    assert len(await answered(house.person(SECRETARY), 1)) == 1


ODD_MESSAGES: list[dict[str, Any]] = [
    {"location": {"latitude": -5.4, "longitude": 105.2}},
    {"contact": {"phone_number": "+62812", "first_name": "Budi"}},
    {"dice": {"emoji": "\N{GAME DIE}", "value": 6}},
    {"voice": {"file_id": "a", "file_unique_id": "b", "duration": 3}},
    {
        "sticker": {
            "file_id": "a",
            "file_unique_id": "b",
            "type": "regular",
            "width": 1,
            "height": 1,
            "is_animated": False,
            "is_video": False,
        }
    },
]


@pytest.mark.parametrize(("telegram_id", "answer"), [(SECRETARY, "tidak kami mengerti"), (STRANGER, "undang")])
async def test_stickers_places_and_voices_get_a_kind_answer(house: House, telegram_id: int, answer: str) -> None:
    for number, content in enumerate(ODD_MESSAGES):
        await push(house, number + 1, message=said(telegram_id, **content))
    person = house.person(telegram_id)
    await answered(person, len(ODD_MESSAGES))
    await person.upload(b"\0" * 100, "siswa.xlsx")
    assert all(answer in words for words in await answered(person, len(ODD_MESSAGES) + 1))


async def test_a_strangers_photo_gets_the_sentence_for_strangers(house: House) -> None:
    stranger = house.person(STRANGER)
    await stranger.send_photo(PNG, caption="surat sakit Budi")
    assert "undang" in (await answered(stranger, 1))[0]


async def break_by_a_bug(*_: Any, **__: Any) -> None:
    raise RuntimeError("a bug")


async def break_by_a_bad_query(session: Any, *_: Any, **__: Any) -> None:
    await session.execute(text("SELECT 1 / 0"))


@pytest.mark.parametrize("broken", [break_by_a_bug, break_by_a_bad_query])
async def test_a_bug_is_apologised_for_noted_and_stops_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, broken: Any
) -> None:
    ratna = house.person(HOMEROOM)
    monkeypatch.setattr(overview, "classes_today", broken)
    await ratna.send("/hari_ini")
    await ratna.send("/belum_lapor")
    said = await answered(ratna, 2)
    assert "gangguan" in said[0]
    assert "Belum melapor" in said[1]
    await comes_to(house, 1, TelegramUpdate.error.is_not(None), TelegramUpdate.done_at.is_not(None))


async def test_a_bug_behind_a_button_is_told_where_the_button_is(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    await dewi.wait_for("Laporan")
    with monkeypatch.context() as broken:
        broken.setattr(drafts, "tap_name", break_by_a_bug)
        await dewi.press("Budi")
        assert "gangguan" in (await dewi.wait_for_toast()).text
    await dewi.press("Budi")
    await dewi.wait_for("Sakit: Budi")
    assert len(answers(dewi)) == 1


async def test_a_bug_that_recorded_something_recorded_nothing(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a handler did before it failed is undone; the apology is not."""
    dewi, real = house.person(SECRETARY), drafts.send_draft

    async def send_and_fail(*args: Any, **kwargs: Any) -> None:
        await real(*args, **kwargs)
        raise RuntimeError("a bug")

    monkeypatch.setattr(drafts, "send_draft", send_and_fail)
    await dewi.send("/lapor")
    await dewi.press("NIHIL")
    assert "gangguan" in (await dewi.wait_for_toast()).text
    async with house.transaction() as session:
        assert (await session.scalars(select(ClassReport))).all() == []
    assert await count_of(house, AuditEntry.id > 0) == 0
