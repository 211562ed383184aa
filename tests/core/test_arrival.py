"""Every row of the table in the decision record, and what the table cannot say."""

import re
from dataclasses import replace
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.arrival import DayOff, Facts, Hours, Outcome, Verdict, decide, set_right
from core.arrival_rest import decide_day
from core.school_rules import SchoolRules
from db.models import Direction
from tests.school import NOW, TODAY, WIB

RECORD = Path(__file__).parents[2] / "docs/decisions/0015-check-in-rules.md"
USUAL = Hours(time(7), time(15), timedelta(minutes=10))


def rows() -> list[list[str]]:
    lines = [line for line in RECORD.read_text().splitlines() if re.match(r"\| \d\d:\d\d", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def at(clock: str) -> datetime:
    return datetime.combine(TODAY, time.fromisoformat(clock), tzinfo=WIB)


def facts_of(scanned: str, so_far: str, words: str) -> Facts:
    facts = Facts(at(scanned), at(scanned), USUAL)
    for word in filter(None, re.split(r", ", so_far)):
        direction, clock = word.split()
        facts = replace(facts, in_at=at(clock)) if direction == "in" else replace(facts, out_at=at(clock))
    for word in filter(None, re.split(r", ", words)):
        facts = told(facts, word)
    return facts


def told(facts: Facts, word: str) -> Facts:
    match word.split():
        case ["reported", "absent"]:
            return replace(facts, reported_absent=True)
        case ["asked", direction]:
            return replace(facts, asked=Direction(direction))
        case ["home", clock]:
            return replace(facts, hours=replace(facts.hours or USUAL, home=time.fromisoformat(clock)))
        case ["begins", clock]:
            return replace(facts, hours=replace(facts.hours or USUAL, bell=time.fromisoformat(clock)))
        case ["not", "expected"]:
            return replace(facts, expected=False)
        case ["no", "fixed", "end"]:
            return replace(facts, hours=replace(USUAL, home=None))
        case ["closed", clock]:
            closed = time.fromisoformat(clock)
            return replace(facts, hours=replace(USUAL, home=closed, closed_from=closed))
        case ["the", "day", "before"]:
            came = facts.in_at and facts.in_at - timedelta(days=1)
            return replace(facts, on=TODAY - timedelta(days=1), in_at=came)
        case ["no", "school"]:
            return replace(facts, hours=None)
        case ["class", "off"]:
            return replace(facts, hours=None, day_off=DayOff.CLASS)
        case ["on", "placement"]:
            return replace(facts, hours=None, day_off=DayOff.PLACEMENT)
        case ["number"]:
            return replace(facts, by_number=True)
        case ["unknown"]:
            return replace(facts, known=False)
        case ["revoked", clock]:
            return replace(facts, revoked_at=at(clock))
        case ["valid", "today"]:
            return replace(facts, valid_on=TODAY)
        case ["valid", "another", "day"]:
            return replace(facts, valid_on=TODAY - timedelta(days=1))
        case ["left"]:
            return replace(facts, belongs=False)
        case ["received", days, "days", "later"]:
            return replace(facts, received_at=facts.scanned_at + timedelta(days=int(days)))
        case ["received", clock]:
            return replace(facts, received_at=at(clock))
        case _:
            raise ValueError(word)


@pytest.mark.parametrize("row", rows(), ids=" | ".join)
def test_the_table_of_the_decision_record_holds(row: list[str]) -> None:
    scanned, so_far, words, outcome, direction, late, counts = row
    expected = Verdict(
        Outcome(outcome),
        Direction(direction) if direction else None,
        int(late) if late else None,
        counts == "yes",
    )
    assert decide(facts_of(scanned, so_far, words)) == expected


def test_the_table_knows_every_outcome() -> None:
    assert {row[3] for row in rows()} == set(Outcome)


moments = st.timedeltas(timedelta(), timedelta(hours=23, minutes=59)).map(lambda since: at("00:00") + since)


asked_or_not = st.none() | st.sampled_from(Direction)
MAY_LEAVE = at("14:50")


@given(moments, st.none() | moments, st.none() | moments, asked_or_not)
def test_a_second_scan_never_counts_and_a_first_one_always_does_unless_an_early_leaving_came_before(
    scanned_at: datetime, in_at: datetime | None, out_at: datetime | None, asked: Direction | None
) -> None:
    facts = Facts(scanned_at, scanned_at, USUAL, asked, in_at=in_at, out_at=out_at)
    verdict = decide(facts)
    assert verdict.direction is not None
    counted_at = facts.counted_at(verdict.direction)
    if counted_at is None:
        assert verdict.counts
    elif verdict.direction is Direction.OUT and min(counted_at, scanned_at) < MAY_LEAVE:
        assert verdict.counts == (scanned_at > counted_at)
    else:
        assert verdict.counts == (scanned_at < counted_at)


@given(st.dictionaries(moments, asked_or_not, max_size=8))
def test_of_a_day_the_first_arrival_counts_and_the_first_leaving_that_was_not_early_or_else_the_last(
    scans: dict[datetime, Direction | None],
) -> None:
    ordered = sorted(scans.items())
    known = Facts(at("23:59"), at("23:59"), USUAL)
    decided = [(moment, verdict) for (moment, _), verdict in zip(ordered, decide_day(known, ordered), strict=True)]
    came = [moment for moment, verdict in decided if verdict.direction is Direction.IN]
    left = [moment for moment, verdict in decided if verdict.direction is Direction.OUT]
    in_time = [moment for moment in left if moment >= MAY_LEAVE]
    counting = {*came[:1], *(in_time[:1] or left[-1:])}
    assert {moment for moment, verdict in decided if verdict.counts} == counting
    assert all((verdict.outcome is Outcome.AGAIN) == (not verdict.counts) for _, verdict in decided)


def test_a_clock_a_little_ahead_is_set_right_and_any_other_left_alone() -> None:
    ahead, far_ahead, behind = NOW + timedelta(minutes=1), NOW + timedelta(hours=1), NOW - timedelta(hours=1)
    assert [set_right(moment, NOW) for moment in (ahead, far_ahead, behind)] == [NOW, far_ahead, behind]


def test_the_school_sets_its_hours_by_weekday_and_sunday_has_none() -> None:
    rules = SchoolRules.model_validate({"bell_monday": "07:30", "home_monday": "", "arrival_tolerance_minutes": "5"})
    monday, saturday, sunday = TODAY, TODAY + timedelta(days=5), TODAY + timedelta(days=6)
    assert rules.hours_on(monday) == Hours(time(7, 30), None, timedelta(minutes=5))
    assert rules.hours_on(saturday) is None
    assert rules.hours_on(sunday) is None
