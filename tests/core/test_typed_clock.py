"""Times of today, typed by people in a hurry."""

import pytest

from core.errors import TimeImpossible
from core.typed_clock import typed_moment
from tests.school import NOW


@pytest.mark.parametrize(
    "typed", ["6.45", "06:45", "0645", " jam 6.45 ", "pukul 06 : 45", "Pkl. 06.45", "pukul 6.45 WIB", "6:45wita"]
)
def test_a_time_is_read_however_it_is_written(typed: str) -> None:
    assert typed_moment(typed, NOW) == NOW.replace(hour=6, minute=45)


def test_an_hour_alone_is_the_full_hour() -> None:
    assert typed_moment("jam 7", NOW) == NOW.replace(minute=0)


@pytest.mark.parametrize(
    "typed", ["", "tadi", "25.00", "06.75", "07.06", "6.4", "1234567", "٠٦.٤٥", "6.45 Budi", "6.45 WIP", "6" * 5000]
)
def test_what_is_no_time_or_has_not_come_is_refused(typed: str) -> None:
    with pytest.raises(TimeImpossible):
        typed_moment(typed, NOW)
