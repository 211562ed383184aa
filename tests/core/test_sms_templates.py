"""SMS in a school's own words: what is taken, what is refused, and that alerts then say it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from core.errors import BadRule
from core.rule_limits import RuleKind, as_typed, limits_of
from core.school_rules import SchoolRules, reset_rule, school_rules, set_rule
from core.sms_templates import DEFAULTS, TemplateRefused, checked, sample
from core.sms_text import is_gsm7, parts
from core.wording import sms
from tests.school import NOW, TODAY

KEYS = pytest.mark.parametrize("key", DEFAULTS)


@KEYS
def test_the_texts_as_they_come_would_be_taken(key: str) -> None:
    assert checked(key, DEFAULTS[key]) == DEFAULTS[key]
    shown = sample(key, DEFAULTS[key], school="SMK", price=150)
    assert (shown.parts, shown.rupiah_per_hundred) == (2, 30_000)
    assert "{" not in shown.text


@KEYS
@pytest.mark.parametrize("bad", ["", "Ananda alfa.", "{nama} {siapa}", "{nama", "{nama} }", "{nama} " + "kata " * 60])
def test_a_text_that_would_say_nothing_or_cost_too_much_is_refused(key: str, bad: str) -> None:
    with pytest.raises(TemplateRefused):
        checked(key, bad)


@KEYS
@given(text=st.text(max_size=60))
def test_whatever_is_taken_stays_cheap_with_any_name(key: str, text: str) -> None:
    try:
        kept = checked(key, text + " {nama}")
    except TemplateRefused:
        return
    assert is_gsm7(kept)
    assert parts(sample(key, kept, school="Sekolah Menengah Kejuruan Negeri Satu", price=1).text) <= 2


def test_a_name_is_never_taken_for_a_placeholder() -> None:
    assert "{kelas}" in sms.alert_alfa("{kelas}", "X 1", TODAY, "SMK", template="{nama}: {tanggal}")


async def test_a_school_sets_its_text_and_goes_back(session: AsyncSession) -> None:
    await set_rule(session, "sms_text_alert", "  Ananda {nama}\n alfa  ", now=NOW)
    assert (await school_rules(session)).sms_text_alert == "Ananda {nama} alfa"
    with pytest.raises(BadRule):
        await set_rule(session, "sms_text_alert", "Halo", now=NOW)
    await reset_rule(session, "sms_text_alert", now=NOW)
    assert await school_rules(session) == SchoolRules()


@pytest.mark.parametrize(
    ("key", "typed", "meant"),
    [
        ("bell_monday", "07.15", "07:15"),
        ("bell_monday", "-", ""),
        ("school_phone", " - ", ""),
        ("class_report_cutoff", "-", "-"),
        ("sms_daily_cap", " 10 ", "10"),
    ],
)
def test_people_type_times_and_nothing_in_their_own_way(key: str, typed: str, meant: str) -> None:
    assert as_typed(key, typed) == meant


def test_every_rule_says_what_it_may_be() -> None:
    kinds = {key: limits_of(key).kind for key in SchoolRules.model_fields}
    assert kinds["sms_daily_cap"] is RuleKind.NUMBER
    assert (limits_of("sms_daily_cap").least, limits_of("sms_daily_cap").most) == (0, 100_000)
    assert kinds["bell_saturday"] is RuleKind.TIME_OR_NONE
    assert kinds["class_report_cutoff"] is RuleKind.TIME
    assert kinds["school_name"] is RuleKind.TEXT
