"""A simulated modem with real libgammu on it. Opening takes libgammu four seconds, so most tests share one."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from simulator.modem import Modem, Phone
from sms_gateway.gammu_driver import GammuDriver

PARENT = "+6281234567890"


@dataclass(slots=True)
class Rig:
    """An open driver, the modem it drives, and a parent's phone on the network."""

    modem: Modem
    driver: GammuDriver

    @property
    def parent(self) -> Phone:
        return self.modem.phone(PARENT)


@pytest.fixture(scope="session")
async def shared_rig(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Rig]:
    async with Modem(tmp_path_factory.mktemp("modem") / "tty", sim_capacity=60) as modem:
        driver = GammuDriver("at115200", modem.device, lambda: None)
        driver.open()
        yield Rig(modem, driver)
        driver.close()


@pytest.fixture
def rig(shared_rig: Rig) -> Iterator[Rig]:
    """The shared one, with an empty SIM and an empty inbox, without reports or faults left over."""
    shared_rig.driver.look()
    shared_rig.driver.reports()
    yield shared_rig
    shared_rig.modem.heal()
    shared_rig.parent.inbox.clear()
    for storage in shared_rig.modem.radio.memories.values():
        storage.places.clear()


@pytest.fixture
async def modem(tmp_path: Path) -> AsyncIterator[Modem]:
    """A modem of the test's own, to be broken."""
    async with Modem(tmp_path / "tty") as modem:
        yield modem
