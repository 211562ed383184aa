"""One school morning: what people do in Telegram and by SMS. Each coroutine waits until what comes of it has come."""

import asyncio

from absensi.demo import wording
from absensi.demo.cast import CLASS
from absensi.demo.looking import FATHER, MOTHER, PASSER_BY
from absensi.demo.stage import Stage
from core.keycodes import spaced
from db.models import Role
from simulator.modem import Phone
from simulator.telegram import Message, Person

_SMS_SECONDS = 60.0  # a modem that was just plugged in, or got another time, needs six to be ready, if not more


async def register_two_numbers(stage: Stage) -> None:
    for phone, slip in zip((_phone(stage, MOTHER), _phone(stage, FATHER)), stage.cast.slips[:2], strict=True):
        phone.send(f"DAFTAR {spaced(slip.keycode)}")
        await phone.wait_for(CLASS, timeout=_SMS_SECONDS)


async def report_one_missing(stage: Stage) -> None:
    secretary = stage.cast.people[Role.CLASS_SECRETARY]
    told = [stage.cast.people[role] for role in (Role.HOMEROOM_TEACHER, Role.CLASS_PRESIDENT)]
    for person in told:
        person.mark_read()
    await secretary.press("Lapor")
    screen = await secretary.wait_for(CLASS)
    await _choose(stage, secretary, screen, "Alfa", chosen="● Alfa")
    name = _on_button(stage.cast.slips[0].name)
    await _choose(stage, secretary, screen, name, chosen=f"A · {name}")
    await asyncio.sleep(stage.pace)
    await secretary.press("Kirim", on=screen)
    await secretary.wait_for(wording.SENT)
    for person in told:
        await person.wait_for(wording.REPORTED)


async def alert_arrives(stage: Stage) -> None:
    await _phone(stage, MOTHER).wait_for(wording.UNEXPLAINED, timeout=_SMS_SECONDS)


async def notice_in_plain_words(stage: Stage) -> None:
    father = _phone(stage, FATHER)
    told = (Role.HOMEROOM_TEACHER, Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY, Role.DUTY_TEACHER)
    father.send(wording.plain_notice(stage.cast.slips[1].name))
    for role in told:
        await stage.cast.people[role].wait_for(wording.NOTICE)
    await father.wait_for(wording.RECEIVED, timeout=_SMS_SECONDS)


async def staff_answers(stage: Stage) -> None:
    homeroom = stage.cast.people[Role.HOMEROOM_TEACHER]
    await homeroom.reply(await _standing(homeroom, wording.NOTICE), wording.staff_answer())
    await _phone(stage, FATHER).wait_for(wording.staff_answer(), timeout=_SMS_SECONDS)


async def staff_accepts(stage: Stage) -> None:
    homeroom = stage.cast.people[Role.HOMEROOM_TEACHER]
    told = (Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY, Role.DUTY_TEACHER)
    await homeroom.press("Setujui")
    await homeroom.wait_for_toast()
    for role in told:
        await stage.cast.people[role].wait_for(wording.ACCEPTED)


async def public_informs(stage: Stage) -> None:
    passer_by = _phone(stage, PASSER_BY)
    passer_by.send(wording.info())
    await stage.cast.leadership.wait_for(wording.FROM_PUBLIC)
    await passer_by.wait_for("INFO", timeout=_SMS_SECONDS)


async def pupil_turns_up(stage: Stage) -> None:
    secretary = stage.cast.people[Role.CLASS_SECRETARY]
    await secretary.press("Perbaiki laporan")
    screen = await secretary.wait_for("Perbaiki laporan")
    await _choose(stage, secretary, screen, "Alfa", chosen="● Alfa")
    await _clear(stage, secretary, screen, f"A · {_on_button(stage.cast.slips[0].name)}")
    await asyncio.sleep(stage.pace)
    await secretary.press(screen.buttons[-1][0], on=screen)
    await secretary.wait_for(wording.SENT)
    await _phone(stage, MOTHER).wait_for(wording.RETRACTED, timeout=_SMS_SECONDS)


async def counselor_looks(stage: Stage) -> None:
    counselor = stage.cast.people[Role.COUNSELOR]
    await counselor.send("/hari_ini")
    await counselor.wait_for(wording.TODAY)


async def stranger_tries(stage: Stage) -> None:
    for text in ("/start", "/hari_ini"):
        await stage.cast.stranger.send(text)
        await stage.cast.stranger.wait_for(wording.BY_INVITATION)


async def newcomer_accepts(stage: Stage) -> None:
    await stage.cast.newcomer.open_link(stage.cast.invitation)
    await stage.cast.newcomer.wait_for(wording.WELCOME)


def _phone(stage: Stage, number: str) -> Phone:
    return stage.network.phone(number)


def _on_button(name: str) -> str:
    """Buttons shorten long names: the first word is always there."""
    return name.split()[0]


async def _standing(person: Person, text: str) -> Message:
    """The newest message of the bot with that text, old news or not; awaited when there is none."""
    found = (message for message in reversed(person.chat) if message.from_bot and text in message.text)
    return next(found, None) or await person.wait_for(text)


async def _choose(stage: Stage, person: Person, screen: Message, label: str, *, chosen: str) -> None:
    """Press, unless a visitor has already; then the screen shows `chosen`."""
    await asyncio.sleep(stage.pace)
    if not _shows(screen, chosen):
        await person.press(label, on=screen)
        await person.wait_for(lambda message: _shows(message, chosen))


async def _clear(stage: Stage, person: Person, screen: Message, chosen: str) -> None:
    """The opposite."""
    await asyncio.sleep(stage.pace)
    if _shows(screen, chosen):
        await person.press(chosen, on=screen)
        await person.wait_for(lambda message: not _shows(message, chosen))


def _shows(message: Message, label: str) -> bool:
    return any(label in text for row in message.buttons for text in row)
