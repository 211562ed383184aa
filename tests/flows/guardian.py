"""A guardian comes into the house, by the letters on the slip, or waits at its door."""

from core.keycodes import spaced
from simulator.telegram import Person
from tests.flows.house import House
from tests.school import GUARDIAN


async def joined(house: House) -> Person:
    """Bu Wati has sent the letters of Budi's slip and said yes."""
    wati = house.people[GUARDIAN] = house.telegram.user("Bu Wati", id=GUARDIAN)
    await wati.send(spaced(house.school.keycodes[house.school.budi.id]).lower())
    await wati.wait_for("Apakah Anda orang tua")
    await wati.press("Ya, saya orang tua/wali")
    await wati.wait_for("terdaftar untuk")
    return wati


async def waiting(house: House) -> Person:
    """The school looks at guardians first; Bu Wati has sent the letters of Budi's slip and said yes."""
    await house.rule("guardian_numbers_need_approval", "yes")
    wati = house.people[GUARDIAN] = house.telegram.user("Bu <Wati>\u202e", id=GUARDIAN)
    await ask_to_speak(house, wati)
    return wati


async def ask_to_speak(house: House, somebody: Person) -> None:
    await somebody.send(house.school.keycodes[house.school.budi.id])
    shown = await somebody.wait_for("Apakah Anda orang tua")
    assert "Budi" not in shown.text
    await somebody.press("Ya, saya orang tua/wali")
    await somebody.wait_for("menunggu persetujuan sekolah")
