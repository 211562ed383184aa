"""Days as people type them."""

from datetime import date

import pytest

from core.periods import Period, month_of, week_of
from core.typed_period import name_and_period, typed_period
from core.wording.periods import period_name

TODAY = date(2026, 11, 23)
AUTUMN = Period(date(2026, 10, 1), date(2026, 11, 15))


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("1/10 - 15/11", AUTUMN),
        ("1 okt - 15 nov", AUTUMN),
        ("1 Oktober 2026 sampai 15 November 2026", AUTUMN),
        ("1.10.2026 s.d. 15.11.2026", AUTUMN),
        ("1 okt s/d 15 nopember", AUTUMN),
        ("  1  OKT  –  15 NOV ", AUTUMN),
        ("1 - 15 november", Period(date(2026, 11, 1), date(2026, 11, 15))),
        ("1-15 nov", Period(date(2026, 11, 1), date(2026, 11, 15))),
        ("oktober", month_of(date(2026, 10, 1))),
        ("desember", month_of(date(2025, 12, 1))),
        ("agustus - oktober", Period(date(2026, 8, 1), date(2026, 10, 31))),
        ("23 nov", Period(TODAY, TODAY)),
        ("Hari ini", Period(TODAY, TODAY)),
        ("kemarin", Period(date(2026, 11, 22), date(2026, 11, 22))),
        ("1 okt sampai kemarin", Period(date(2026, 10, 1), date(2026, 11, 22))),
        ("24 nov", Period(date(2025, 11, 24), date(2025, 11, 24))),
        ("20 des - 10 jan", Period(date(2025, 12, 20), date(2026, 1, 10))),
    ],
)
def test_what_is_meant(text: str, period: Period) -> None:
    assert typed_period(text, TODAY) == period


@pytest.mark.parametrize(
    "text",
    [
        "",
        "budi",
        "31/2",
        "29 feb",
        "99/99 - 1/1",
        "15 nov 2020 - 1 okt 2020",
        "1 - 2 - 3",
        "-",
        "0 nov",
        "1/1/0000",
        "1/1/1990",
        "1 jan 2100",
        "x" * 999,
    ],
)
def test_what_cannot_be_read_is_said_to_be_so(text: str) -> None:
    assert typed_period(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("budi 1 okt - 15 nov", ("budi", AUTUMN)),
        ("budi santoso 23/11", ("budi santoso", Period(TODAY, TODAY))),
        ("dewi mei", ("dewi mei", None)),
        ("00005", ("00005", None)),
        ("23 nov", ("23 nov", None)),
        ("budi 99", ("budi 99", None)),
        ("", ("", None)),
    ],
)
def test_days_are_told_from_the_name_before_them(text: str, meant: tuple[str, Period | None]) -> None:
    assert name_and_period(text, TODAY) == meant


def test_periods_are_named_as_people_write_them() -> None:
    assert period_name(AUTUMN) == "1 Oktober – 15 November 2026"
    assert period_name(month_of(TODAY)) == "November 2026"
    assert period_name(week_of(TODAY)) == "23–29 November 2026"
    assert period_name(Period(TODAY, TODAY)) == "Senin, 23 November 2026"
    assert period_name(Period(date(2025, 12, 20), date(2026, 1, 10))) == "20 Desember 2025 – 10 Januari 2026"
