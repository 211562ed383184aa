"""A guardian comes into the house, by the letters on the slip, or waits at its door."""

from core.keycodes import spaced
from db.models import Student
from simulator.telegram import Person
from tests.flows.house import House
from tests.school import GUARDIAN


async def joined(house: House) -> Person:
    """Bu Wati, registered for Budi."""
    wati = house.people[GUARDIAN] = house.telegram.user("Bu Wati", id=GUARDIAN)
    await show_slip(house, wati, house.school.budi)
    await wati.wait_for("terdaftar untuk")
    return wati


async def waiting(house: House) -> Person:
    """The school looks at guardians first; Bu Wati has sent the letters of Budi's slip and said yes."""
    await house.rule("guardian_numbers_need_approval", "yes")
    wati = house.people[GUARDIAN] = house.telegram.user("Bu <Wati>\u202e", id=GUARDIAN)
    await ask_to_speak(house, wati, house.school.budi)
    return wati


async def ask_to_speak(house: House, somebody: Person, pupil: Student) -> None:
    """Where the school looks first: nothing of the pupil is shown, and the asking waits."""
    assert pupil.name.split()[0] not in await show_slip(house, somebody, pupil)
    await somebody.wait_for("menunggu persetujuan sekolah")


async def show_slip(house: House, somebody: Person, pupil: Student) -> str:
    """Somebody types the letters and says yes to what is asked then, which is returned."""
    await somebody.send(spaced(house.school.keycodes[pupil.id]).lower())
    question = (await somebody.wait_for("Apakah Anda orang tua")).text
    await somebody.press("Ya, saya orang tua/wali")
    return question
