"""Every role tries everything it can reach: no pupil outside its scope is ever named, and every button answers."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Set

import pytest

from core import charts
from core.charts import ChartFacts, ChartKind
from core.periods import month_of
from db.models import AbsenceReason, TelegramUpdate
from tests.core.test_policy import EVERYBODY, OWN, SEES
from tests.flows.crawler import Crawler
from tests.flows.day import report, scan, tick
from tests.flows.guardian import joined
from tests.flows.house import House, join, running_bot
from tests.flows.looking import count_of
from tests.school import (
    ADMIN,
    BUDIS_MOTHER,
    GUARDIAN,
    HOMEROOM,
    HOMEROOM_AND_HEAD,
    OFFICER,
    RINAS_MOTHER,
    SECRETARY,
    SECRETARY_AND_OFFICER,
    STRANGER,
    STUDENT,
    TEACHER,
    TODAY,
    newcomers,
)

TYPED = ("A: bud, jok; S: rin", "X TKRO 1 A: jok", "nihil", "X RPL 2 nihil", "halo")
"""Beginnings of names only: what a person has typed may be said back to them."""

AT_THE_GATE = {"Budi Santoso"}
"""Whom the crawler asks for by name: an officer is shown the one who stands there, and nobody else."""

OF_OTHERS: Mapping[int, Set[str]] = {
    STRANGER: set(),
    GUARDIAN: {"Budi Santoso"},
    OFFICER: AT_THE_GATE,
    STUDENT: {"Siti Aminah"},
    TEACHER: set(),
    SECRETARY_AND_OFFICER: {"Rina"} | AT_THE_GATE,
    HOMEROOM_AND_HEAD: {"Rina", "Joko"},
}


@pytest.fixture
async def house(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """Of charts the crawler reads captions only: drawing hundreds of them would take a minute."""
    picture = charts.draw(ChartKind.REASONS, ChartFacts("", month_of(TODAY), (), {}))
    monkeypatch.setattr(charts, "draw", lambda *_: picture)
    async with running_bot(database_url) as house:
        yield house


async def test_nobody_ever_sees_the_name_of_a_pupil_outside_their_scope(house: House) -> None:
    async with house.transaction() as session:
        await newcomers(session, house.school)
    await join(house, Siti=STUDENT, Guru=TEACHER, Wawan=SECRETARY_AND_OFFICER, Endang=HOMEROOM_AND_HEAD)
    for number, words in ((BUDIS_MOTHER, "SAKIT demam"), (BUDIS_MOTHER, "Mohon dihubungi"), (RINAS_MOTHER, "izin")):
        await house.receive_sms(number, words)
    await scan(house, house.school.budi, house.school.rina)
    await report(house, budi=AbsenceReason.UNEXCUSED)
    await tick(house)  # finds Budi's and Rina's contradictions
    await joined(house)
    crawlers = {number: Crawler(house, person) for number, person in house.people.items()}
    others = [crawler for number, crawler in crawlers.items() if number != ADMIN]
    await asyncio.gather(*(crawler.crawl(*TYPED) for crawler in others))
    await crawlers[ADMIN].crawl(*TYPED)  # alone and last: an administrator who tries everything changes who sees what
    sees: Mapping[int, Set[str]] = SEES | OF_OTHERS
    for number, crawler in crawlers.items():
        outside = crawler.named(sorted(EVERYBODY - sees[number]))
        assert not outside, f"{crawler.person.name} has seen {outside}"
    assert crawlers[GUARDIAN].named(["Budi Santoso"]), "a guardian does see the own child"
    for number in (SECRETARY, HOMEROOM):
        assert crawlers[number].named(sorted(EVERYBODY)) == OWN, "the crawler does see what is shown"
    for number in (STUDENT, HOMEROOM_AND_HEAD):
        assert crawlers[number].named(sorted(EVERYBODY)) == OF_OTHERS[number]
    assert crawlers[STRANGER].named(["X RPL 1", "Bu Ratna"]) == set()
    assert await count_of(house, TelegramUpdate.error.is_not(None)) == 0
