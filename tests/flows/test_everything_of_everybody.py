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
from tests.flows.house import House, running_bot
from tests.flows.looking import count_of
from tests.school import ADMIN, BUDIS_MOTHER, GUARDIAN, HOMEROOM, OFFICER, RINAS_MOTHER, SECRETARY, STRANGER, TODAY

TYPED = ("A: bud, jok; S: rin", "X TKRO 1 A: jok", "nihil", "X RPL 2 nihil", "halo")
"""Beginnings of names only: what a person has typed may be said back to them."""

AT_THE_GATE = {"Budi Santoso"}
"""Whom the crawler asks for by name: an officer is shown the one who stands there, and nobody else."""


@pytest.fixture
async def house(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    """Of charts the crawler reads captions only: drawing hundreds of them would take a minute."""
    picture = charts.draw(ChartKind.REASONS, ChartFacts("", month_of(TODAY), (), {}))
    monkeypatch.setattr(charts, "draw", lambda *_: picture)
    async with running_bot(database_url) as house:
        yield house


async def test_nobody_ever_sees_the_name_of_a_pupil_outside_their_scope(house: House) -> None:
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
    sees: Mapping[int, Set[str]] = SEES | {STRANGER: set(), OFFICER: AT_THE_GATE, GUARDIAN: {"Budi Santoso"}}
    for number, crawler in crawlers.items():
        outside = crawler.named(sorted(EVERYBODY - sees[number]))
        assert not outside, f"{crawler.person.name} has seen {outside}"
    assert crawlers[GUARDIAN].named(["Budi Santoso"]), "a guardian does see the own child"
    for number in (SECRETARY, HOMEROOM):
        assert crawlers[number].named(sorted(EVERYBODY)) == OWN, "the crawler does see what is shown"
    assert crawlers[STRANGER].named(["X RPL 1", "Bu Ratna"]) == set()
    assert await count_of(house, TelegramUpdate.error.is_not(None)) == 0
