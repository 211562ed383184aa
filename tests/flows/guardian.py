"""A guardian comes into the house, by the letters on the slip."""

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
