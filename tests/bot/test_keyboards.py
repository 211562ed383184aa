"""Buttons within Telegram's limits, with the largest numbers, the longest names and the fullest class."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup
from hypothesis import given
from hypothesis import strategies as st

from bot.callbacks import OpenReport, TurnClasses
from bot.keyboards import approvals, correcting, deputies, gate, messages, recaps, reporting
from core.periods import Period
from core.recap_scopes import Place, Scope
from db.models import AbsenceReason, ReportDraft, SchoolClass
from tests.bot.button_rules import KINDS

LAST_DAY = date(2099, 12, 31)
LARGEST = 999_999_999
LONGEST_NAME = "Raden Mas Muhammad Abdurrahman Kusumawardhana Sastronegoro Hadiningrat bin Sulaiman Asy-Syafi'i"
NOW = datetime(2026, 11, 23, 7, 5, tzinfo=ZoneInfo("Asia/Jakarta"))


def draft(chosen: Iterable[int] = ()) -> ReportDraft:
    entries = {str(student): AbsenceReason.SENT_HOME.value for student in chosen}
    return ReportDraft(id=LARGEST, reason=AbsenceReason.SENT_HOME, entries=entries, begun_at=NOW)


def pupils(count: int) -> dict[int, str]:
    return {LARGEST - number: f"{LONGEST_NAME} {number}" for number in range(count)}


def classes(count: int) -> list[SchoolClass]:
    return [SchoolClass(id=LARGEST - number, name=f"XII REKAYASA PERANGKAT LUNAK {number}") for number in range(count)]


def scopes(count: int) -> list[Scope]:
    """The school, a dozen departments, and so many classes."""
    departments = [Scope(Place.DEPARTMENT, LARGEST - number, "TKRO") for number in range(12)]
    return [Scope(Place.SCHOOL), *departments, *(Scope(Place.CLASS, c.id, c.name) for c in classes(count))]


PERIOD = Period(date(2098, 7, 1), LAST_DAY)

SCREENS: dict[str, InlineKeyboardMarkup] = {
    "an ordinary class": reporting.report(draft(), pupils(36), {}),
    "a full class, all chosen and noticed": reporting.report(
        draft(pupils(50)), pupils(50), dict.fromkeys(pupils(50), "S")
    ),
    "more pupils than buttons": reporting.report(draft(), pupils(130), {}),
    "an empty class": reporting.report(draft(), {}, {}),
    "all classes of a large school": reporting.class_choice(classes(90), LAST_DAY),
    "of more classes than buttons": reporting.class_choice(classes(250), LAST_DAY),
    "more of them": reporting.class_choice(classes(250), LAST_DAY, 1),
    "the last of them": reporting.class_choice(classes(250), LAST_DAY, 7),
    "deputies of many classes": deputies.classes(classes(250), 1),
    "card sheets of many classes": gate.sheets(classes(250), 1),
    "recaps of many classes": recaps.scopes(scopes(250), PERIOD, 1),
    "guardians that wait": approvals.waiting([LARGEST] * 10, page=1, pages=3, first=10),
    "a notice": messages.decision(LARGEST),
    "questions to a guardian": messages.questions(LARGEST),
    "a message that waits": messages.one_message(LARGEST, LARGEST),
    "messages that wait": messages.waiting_list([LARGEST] * 5, page=1, pages=3, first=5),
    "a receipt": reporting.correct(LARGEST, LAST_DAY),
    "what is right": correcting.right_status(LARGEST, LAST_DAY),
}


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_every_screen_keeps_within_telegrams_limits(screen: InlineKeyboardMarkup) -> None:
    buttons = [button for row in screen.inline_keyboard for button in row]
    assert 0 < len(buttons) <= 100
    assert all(screen.inline_keyboard), "no row is empty"
    assert all(len(row) <= 8 for row in screen.inline_keyboard)
    for button in buttons:
        assert button.text
        assert 1 <= len((button.callback_data or "").encode()) <= 64


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_every_button_can_be_read_again(screen: InlineKeyboardMarkup) -> None:
    for button in (button for row in screen.inline_keyboard for button in row):
        assert len(list(read(button.callback_data or ""))) == 1


def test_leafing_from_page_to_page_leads_past_every_class_once() -> None:
    offered = classes(250)
    seen: list[str] = []
    page: int | None = 0
    while page is not None:
        buttons = [button for row in reporting.class_choice(offered, LAST_DAY, page).inline_keyboard for button in row]
        found = [kind for button in buttons for kind in read(button.callback_data or "")]
        seen += [button.text for button, kind in zip(buttons, found, strict=True) if isinstance(kind, OpenReport)]
        page = next((kind.page for kind in found if isinstance(kind, TurnClasses) and kind.page > page), None)
    assert seen == [one.name for one in offered]


def test_names_are_cut_so_that_two_fit_side_by_side() -> None:
    [*_, (first, second), _send] = reporting.report(draft(pupils(2)), pupils(2), {}).inline_keyboard
    assert first.text.startswith("P · Raden Mas")
    assert len(first.text) <= 26
    assert len(second.text) <= 26


def test_the_chosen_reason_and_the_chosen_names_are_marked() -> None:
    screen = reporting.report(draft([1]), {1: "Budi", 2: "Siti"}, {2: "S"})
    texts = [button.text for row in screen.inline_keyboard for button in row]
    assert texts == [
        "Sakit",
        "Izin",
        "Alfa",
        "Dispensasi",
        "● Dipulangkan",
        "P · Budi",
        "Siti ✉️",
        "Kirim (1 tidak hadir)",
    ]


@given(st.text(max_size=64))
def test_made_up_data_is_read_as_nothing_or_as_numbers_that_could_be_keys(data: str) -> None:
    for found in read(data):
        assert all(0 <= value < 2**31 for value in numbers(found))


@given(
    st.sampled_from([kind.__prefix__ for kind in KINDS]),
    st.lists(st.one_of(st.integers().map(str), st.sampled_from("SIADPH01")), min_size=1, max_size=3),
)
def test_data_that_looks_right_is_held_to_the_same(prefix: str, parts: list[str]) -> None:
    for found in read(":".join([prefix, *parts])):
        assert all(0 <= value < 2**31 for value in numbers(found))


def read(data: str) -> Iterable[CallbackData]:
    """As each filter reads it: what a kind cannot read is none of its buttons."""
    for kind in KINDS:
        try:
            yield kind.unpack(data)
        except (TypeError, ValueError):
            continue


def numbers(data: CallbackData) -> list[Any]:
    return [value for value in data.model_dump().values() if type(value) is int]
