"""Buttons of yesterday, pressed twice, stolen or made up: refused in words, and nothing changes."""

import random
import string
from datetime import timedelta

from sqlalchemy import select

from core.drafts import digest_of
from db.models import ClassReport, Correction, GuardianNotice, ReportDraft, TelegramUpdate
from simulator.telegram import Person
from tests.flows.day import later
from tests.flows.house import House
from tests.flows.looking import count_of, data_on
from tests.school import BUDIS_MOTHER, COUNSELOR, HOMEROOM, OTHER_HOMEROOM, PRESIDENT, SECRETARY, STRANGER, TODAY

A_DAY = timedelta(days=1)
DAY = TODAY.toordinal()
CORRECTING = (f"fix:{{}}:{DAY}", f"set:{{}}:{DAY}:A")
LOOKING = ("rs:{0}:{0}", f"rk:{DAY}:{DAY}:c:{{}}:0", f"rd:{DAY}:{{}}:s:0:t", f"pu:{{}}:{DAY}", "pw:1:{}", "pd:1:{}")
REPORTS, CORRECTIONS = ClassReport.id > 0, Correction.id > 0


async def press_made_up(person: Person, data: str) -> str:
    """Press a button with this data and return the alert that follows."""
    await person.press_data(data)
    toast = await person.wait_for_toast()
    assert toast.alert
    return toast.text


async def test_yesterdays_screen_writes_nothing_today(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    await dewi.press("Budi Santoso")
    screen = await dewi.wait_for("Sakit: Budi Santoso")
    await later(house, A_DAY)
    for data in data_on(screen):
        assert "Senin, 23 November 2026" in await press_made_up(dewi, data)
    assert await count_of(house, REPORTS) == 0
    async with house.transaction() as session:
        [draft] = await session.scalars(select(ReportDraft))
    assert (draft.on_date.day, draft.entries) == (23, {str(house.school.budi.id): "S"})


async def test_yesterdays_question_is_answered_into_yesterday(house: House) -> None:
    ratna = house.person(HOMEROOM)
    await ratna.send("/siswa budi")
    await ratna.press("Perbaiki")
    await ratna.press("Alfa")
    question = await ratna.wait_for("Apa alasan")
    await later(house, A_DAY)
    await ratna.reply(question, "bolos kemarin")
    await ratna.wait_for("Tersimpan")
    assert await count_of(house, CORRECTIONS) == 1
    assert await count_of(house, Correction.on_date == TODAY) == 1


async def test_sending_twice_reports_once(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    screen = await dewi.wait_for("Laporan X RPL 1")
    send = data_on(screen)[-1]
    await dewi.press_data(send)
    await dewi.press_data(send)
    assert (await dewi.wait_for_toast()).text == "Sudah terkirim."
    assert await count_of(house, REPORTS) == 1
    await later(house, A_DAY)
    assert "Tidak ditemukan" in await press_made_up(dewi, send)


async def test_a_button_of_a_deleted_message_still_answers(house: House) -> None:
    dewi = house.person(SECRETARY)
    await dewi.send("/lapor")
    screen = await dewi.wait_for("Laporan X RPL 1")
    house.telegram.world.remove(screen)
    await dewi.press_data(data_on(screen)[-1], on=screen)
    await dewi.wait_for("terkirim")


async def test_numbers_that_fit_no_column_are_refused_like_any_other(house: House) -> None:
    ratna = house.person(HOMEROOM)
    for number in (-1, 0, 2**31, 10**15, 10**40):
        for data in (f"open:{{}}:{DAY}", "why:{}:A", "tap:{}:1", "send:{}:1", "note:{}:1", *CORRECTING, *LOOKING):
            await ratna.press_data(data.format(number))
    await house.telegram.wait_until(lambda: not ratna.spinning)
    assert {toast.text for toast in ratna.toasts} == {"Tidak ditemukan, atau tidak berlaku lagi."}
    assert await count_of(house, TelegramUpdate.error.is_not(None)) == 0


async def test_nobody_presses_anything_into_being_that_is_not_theirs(house: House) -> None:
    """Every kind of button with every small number and much nonsense, by people who may do none of it to X RPL 1."""
    dewi = house.person(SECRETARY)
    await house.receive_sms(BUDIS_MOTHER, "SAKIT demam")
    await dewi.send("/lapor")
    await dewi.wait_for("Laporan X RPL 1")
    people = [house.person(number) for number in (PRESIDENT, OTHER_HOMEROOM, COUNSELOR, STRANGER)]
    for data in made_up(random.Random(7), house):  # no secret: the same nonsense at every run
        for person in people:
            await person.press_data(data)
    await house.telegram.wait_until(lambda: not any(person.spinning for person in people), 30)
    assert all(toast.alert for person in people for toast in person.toasts)
    assert await count_of(house, REPORTS) + await count_of(house, CORRECTIONS) == 0
    assert await count_of(house, GuardianNotice.accepted.is_not(None)) == 0
    async with house.transaction() as session:
        assert [draft.entries for draft in await session.scalars(select(ReportDraft))] == [{}]
    assert await count_of(house, TelegramUpdate.error.is_not(None)) == 0


def made_up(chance: random.Random, house: House) -> list[str]:
    """At most 64 bytes each, as Telegram lets through."""
    own = house.school.x_rpl_1.id
    aimed = [f"open:{own}:{DAY}", "why:1:A", "send:1:1", f"send:1:{digest_of({})}", "note:1:1", "note:1:0"]
    for student in range(1, 4):
        aimed += [f"fix:{student}:{DAY}", f"set:{student}:{DAY}:S"]
    aimed += [f"tap:1:{student}" for student in range(1, 6)]
    bent = ["".join(chance.sample(list(data), len(data))) for data in aimed]
    noise = ["".join(chance.choices(string.printable + "é😀\0", k=chance.randint(1, 15))) for _ in range(20)]
    return [*(data for data in aimed if not data.startswith("open")), *bent, *noise]
