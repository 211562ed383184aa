"""Dates as administrators type them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.date_spans import typed_span

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("typed", "since", "until"),
    [
        ("24/11 - 5/12", date(2026, 11, 24), date(2026, 12, 5)),
        ("24/11-5/12", date(2026, 11, 24), date(2026, 12, 5)),
        ("23.11.2026 s/d 23.11.2026", date(2026, 11, 23), date(2026, 11, 23)),
        ("1-12-26 sampai 31-12-26", date(2026, 12, 1), date(2026, 12, 31)),
        (" 24/11 ", date(2026, 11, 24), None),
        ("20/12 - 3/1", date(2026, 12, 20), date(2027, 1, 3)),
        ("2/1", date(2027, 1, 2), None),
    ],
)
def test_dates_are_read_as_the_next_such_days(typed: str, since: date, until: date | None) -> None:
    assert typed_span(typed, TODAY) == (since, until)


@pytest.mark.parametrize("typed", ["", "besok", "31/11", "29/2/2027", "24/11 -", "24/11 dan 5/12", "5/12/26 - 4/12/26"])
def test_what_is_no_date_is_none(typed: str) -> None:
    assert typed_span(typed, TODAY) is None


@given(st.text(max_size=40), st.dates(date(2020, 1, 1), date(2100, 1, 1)))
def test_nothing_typed_breaks_it(typed: str, today: date) -> None:
    span = typed_span(typed, today)
    assert span is None or span[1] is None or span[0] <= span[1]
