"""Charts are pictures of a phone's size whatever there is to draw, and say the finding in words."""

from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from core.charts import ChartFacts, ChartKind, draw
from core.charts.month import called, day_names
from core.periods import Period
from core.recap import ClassDayTally
from core.tallies import Tally
from core.wording import charts as wording

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def facts(classes: int, period: Period, tally: Tally, name: str = "XII Rekayasa Perangkat Lunak") -> ChartFacts:
    days = [ClassDayTally(n, on, tally) for on in period.days if on.weekday() < 5 for n in range(classes)]
    return ChartFacts(name, period, days, {n: f"{name} {n}" for n in range(classes)})


USUAL = Tally(days=36, present=33, sick=1, unexcused=2, late=3)
CASES = {
    "a class": facts(1, NOVEMBER, USUAL, "X $RPL$ {1} \\frac"),
    "a large school over a semester": facts(60, Period(date(2026, 7, 13), date(2026, 12, 18)), USUAL),
    "a pupil over a school year": facts(1, Period(date(2026, 7, 13), date(2027, 6, 18)), Tally(days=1, sick=1)),
    "a single day": facts(3, Period(date(2026, 11, 2), date(2026, 11, 2)), USUAL),
    "nobody missing": facts(3, NOVEMBER, Tally(days=36, present=36)),
    "everybody missing": facts(3, NOVEMBER, Tally(days=36, unexcused=36)),
    "nothing reported": facts(3, NOVEMBER, Tally(days=36)),
    "nothing at all": ChartFacts("", NOVEMBER, (), {}),
}


@pytest.mark.parametrize("kind", ChartKind)
def test_every_chart_of_everything_is_a_picture_for_a_phone(kind: ChartKind) -> None:
    for case in CASES.values():
        picture = Image.open(BytesIO(draw(kind, case)))
        assert (picture.format, picture.size) == ("PNG", (1080, 1350))


def test_a_picture_shows_what_it_is_drawn_from() -> None:
    usual = draw(ChartKind.TREND, CASES["a class"])
    assert usual == draw(ChartKind.TREND, CASES["a class"])
    assert usual != draw(ChartKind.TREND, facts(1, NOVEMBER, Tally(days=36, present=30, sick=6), "X $RPL$ {1} \\frac"))


def test_a_calendar_is_called_by_the_weeks_that_it_shows_and_says_where_a_month_begins() -> None:
    semester = Period(date(2026, 7, 13), date(2026, 12, 18))
    days = [date(2026, 11, 27), date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 2)]
    assert called(semester, days) == Period(days[0], days[-1])
    assert called(NOVEMBER, [date(2026, 11, 2), date(2026, 11, 9)]) == NOVEMBER
    assert day_names(days) == ["27 Nov", "30", "1 Des", "2"]


def test_a_long_calendar_is_captioned_with_six_weeks(monkeypatch: pytest.MonkeyPatch) -> None:
    captions: list[str] = []
    subtitle = wording.subtitle
    monkeypatch.setattr(wording, "subtitle", lambda *of: captions.append(subtitle(*of)) or captions[-1])
    draw(ChartKind.MONTH, CASES["a large school over a semester"])
    draw(ChartKind.MONTH, CASES["a class"])
    assert [caption.split(" · ")[1] for caption in captions] == ["9 November – 18 Desember 2026", "November 2026"]


def test_titles_say_the_finding() -> None:
    worst = date(2026, 11, 20)
    title = wording.trend(average=0.054, worst=worst, worst_share=0.0866, by_week=False)
    assert title == "Rata-rata 5,4% tidak hadir, terbanyak Jumat 20 Nov (8,7%)"
    assert wording.reasons("S", 1014, 2469) == "Sakit paling banyak: 1.014 dari 2.469 hari tidak hadir"
    assert wording.pupil(Tally(20, 15, sick=2, unexcused=1, late=1)) == (
        "Tidak hadir 3 hari: 2 sakit, 1 alfa, terlambat 1 kali"
    )
    assert wording.pupil(Tally(20, 20)) == "Selalu hadir"
    assert wording.percent(0.9999) == "99,9%"
    assert wording.percent(1.0) == "100,0%"
