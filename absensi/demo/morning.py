"""One school morning: what people do, step by step, and what comes of it. Each step waits until it has come."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from absensi.demo import wording
from absensi.demo.cast import CLASS
from absensi.demo.narrator import Narrator
from absensi.demo.stage import Stage
from core.keycodes import spaced
from db.models import Role
from simulator.modem import Phone

MOTHER, FATHER, PASSER_BY = "+6281234567801", "+6281345678902", "+6285712345603"


@dataclass(frozen=True, slots=True)
class Step:
    """A title, and what is done. It raises AssertionError or TimeoutError when what should come does not."""

    title: str
    do: Callable[[Stage], Awaitable[None]]


async def play(stage: Stage) -> None:
    """Play every step, telling it on the terminal."""
    missing, sick = stage.cast.slips[0], stage.cast.slips[1]
    phones = {
        MOTHER: wording.mother_of(missing.name),
        FATHER: wording.father_of(sick.name),
        PASSER_BY: wording.PASSER_BY,
    }
    narrator = Narrator(stage, phones)
    with narrator.listening():
        for number, step in enumerate(STEPS, start=1):
            narrator.step(number, step.title)
            await step.do(stage)


async def register_two_numbers(stage: Stage) -> None:
    for phone, slip in zip((_phone(stage, MOTHER), _phone(stage, FATHER)), stage.cast.slips[:2], strict=True):
        phone.send(f"DAFTAR {spaced(slip.keycode)}")
        await phone.wait_for(CLASS)


async def report_one_missing(stage: Stage) -> None:
    secretary = stage.cast.people[Role.CLASS_SECRETARY]
    homeroom = stage.cast.people[Role.HOMEROOM_TEACHER]
    president = stage.cast.people[Role.CLASS_PRESIDENT]
    for told in (homeroom, president):
        told.mark_read()
    await secretary.press("Lapor")
    await secretary.wait_for(CLASS)
    await secretary.press("Alfa")
    await secretary.wait_for(lambda m: any("● Alfa" in text for row in m.buttons for text in row))
    await secretary.press(_on_button(stage.cast.slips[0].name))
    await secretary.wait_for("Alfa:")
    await secretary.press("Kirim")
    await secretary.wait_for(wording.SENT)
    for told in (homeroom, president):
        await told.wait_for("Laporan kelas")


async def alert_arrives(stage: Stage) -> None:
    await _phone(stage, MOTHER).wait_for(lambda sms: wording.UNEXPLAINED in sms.text)


async def notice_in_plain_words(stage: Stage) -> None:
    father = _phone(stage, FATHER)
    told = (Role.HOMEROOM_TEACHER, Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY, Role.DUTY_TEACHER)
    father.send(wording.plain_notice(stage.cast.slips[1].name))
    for role in told:
        await stage.cast.people[role].wait_for(wording.NOTICE)
    await father.wait_for(wording.RECEIVED)


async def staff_answers(stage: Stage) -> None:
    homeroom = stage.cast.people[Role.HOMEROOM_TEACHER]
    notice = await homeroom.wait_for(wording.NOTICE)
    await homeroom.reply(notice, wording.staff_answer())
    await _phone(stage, FATHER).wait_for(wording.staff_answer())


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
    await stage.cast.leadership.wait_for("pohon tumbang")
    await passer_by.wait_for(lambda _: True)


async def pupil_turns_up(stage: Stage) -> None:
    secretary = stage.cast.people[Role.CLASS_SECRETARY]
    await secretary.press("Perbaiki laporan")
    await secretary.wait_for("Perbaiki laporan")
    await secretary.press("Alfa")
    await secretary.wait_for(lambda m: any("● Alfa" in text for row in m.buttons for text in row))
    await secretary.press(f"A · {_on_button(stage.cast.slips[0].name)}")
    await secretary.wait_for(lambda m: "Alfa:" not in m.text)
    await secretary.press("NIHIL")
    await secretary.wait_for(wording.SENT)
    await _phone(stage, MOTHER).wait_for(wording.RETRACTED)


async def counselor_looks(stage: Stage) -> None:
    counselor = stage.cast.people[Role.COUNSELOR]
    await counselor.send("/hari_ini")
    await counselor.wait_for(CLASS)


async def stranger_tries(stage: Stage) -> None:
    for text in ("/start", "/hari_ini"):
        await stage.cast.stranger.send(text)
        await stage.cast.stranger.wait_for("undang")


STEPS: Sequence[Step] = (
    Step(wording.REGISTERING, register_two_numbers),
    Step(wording.REPORTING, report_one_missing),
    Step(wording.ALERTING, alert_arrives),
    Step(wording.PLAIN_WORDS, notice_in_plain_words),
    Step(wording.ANSWERING, staff_answers),
    Step(wording.ACCEPTING, staff_accepts),
    Step(wording.INFORMING, public_informs),
    Step(wording.CORRECTING, pupil_turns_up),
    Step(wording.LOOKING, counselor_looks),
    Step(wording.A_STRANGER, stranger_tries),
)


def _phone(stage: Stage, number: str) -> Phone:
    return stage.network.phone(number)


def _on_button(name: str) -> str:
    """Buttons shorten long names: the first word is always there."""
    return name.split()[0]
