"""All that is said to people, rendered: every public function of every wording module, found by itself."""

import importlib
import pkgutil
import re
from collections.abc import Mapping
from types import ModuleType
from typing import Any

import pytest

import absensi
import absensi.demo
import bot.wording
import core.wording
from bot.handlers import approvals, contradictions, messages
from bot.handlers.admin import overseeing
from bot.pieces import split_at_lines
from bot.wording import menu
from core import contradiction_list, letters
from core.sms_text import parts
from simulator.telegram.html import parse_html, utf16_length
from tests.wording_samples import NOW, Cast, rendered, sentences

NAME = '</b>Budi & "Co" <a href=x>&lt; Siti\'s'
LONGEST_NAME = "Raden Mas Muhammad Abdurrahman Kusumawardhana Sastronegoro & Hadiningrat"
AWKWARD = "Raden <Mas> Abdurrahman & 'Kusumawardhana' \"Sastro\" Diningrat"
CLASS = [AWKWARD] * 36
MESSAGE, CAPTION = 4096, 1024

EXEMPT: Mapping[str, str] = {
    "bot.wording.refusals.refusal": "tests/bot/test_wording.py has each refusal",
    "bot.wording.admin.refusal": "the same",
    "absensi.wording.refusal": "of the command line: no name in it",
    "core.wording.roster.workbook_refused": "tests/bot/test_wording.py has it among the refusals",
    "bot.wording.recaps.pages_of": "a number",
    "core.wording.daily_report.number_cells": "numbers",
    "core.wording.sms_templates.placeholders_in": "names of placeholders",
}
PLAIN = {
    "bot.wording.admin.slips_name": "a file's name",
    "bot.wording.admin_people.post_label": "on a button",
    "bot.wording.admin_people.end_label": "on a button",
    "bot.wording.admin_people.withdraw_label": "on a button",
    "bot.wording.calendar.button": "on a button",
    "bot.wording.calendar.removed": "the fleeting answer to a button",
    "bot.wording.fitting.first_lines": "lines are HTML already",
    "bot.wording.fitting.last_lines": "lines are HTML already",
    "bot.wording.gate.card_label": "on a button",
    "bot.wording.gate.person_label": "on a button",
    "bot.wording.gate.sheet_name": "a file's name",
    "bot.wording.guardians.child_label": "on a button",
    "bot.wording.guardians.month_label": "on a button",
    "bot.wording.letters.whose_label": "on a button",
    "bot.wording.pupils.day_button": "on a button",
    "bot.wording.recaps.file_name": "a file's name",
    "bot.wording.recaps.scope": "escaped where it is said",
    "bot.wording.admin_rules.rule_label": "on a button",
}
"""What the bot's modules say that is not HTML. Everything else of theirs is, and so is what carries formatting."""

SPLIT = {
    "bot.wording.gate_view.gate_view",
    "bot.wording.guardians.children_today",
    "bot.wording.looking.student_lines",
    "bot.wording.looking.students_found",
    "bot.wording.looking.today",
}
"""Never a screen that is drawn again, but a new message of the bot: those are split at lines."""
FEW: Mapping[str, int] = {
    "bot.wording.approvals.waiting": approvals.PAGE,
    "bot.wording.admin_announcing.overview": 5,
    "bot.wording.admin_overseeing.history": overseeing.ACTS_SHOWN,
    "bot.wording.contradictions.to_check": contradictions.PER_PAGE,
    "bot.wording.letters.letters": letters.MOST_LISTED,
    "bot.wording.messages.waiting_list": messages.PAGE,
    "core.wording.contradictions.listed": contradiction_list.MOST_SHOWN,
}
"""Of which there are never as many as a class has pupils, because they come in pages or are cut before."""
CAPTIONS = {
    "bot.wording.admin.details_caption",
    "bot.wording.admin.slips_caption",
    "bot.wording.admin_people.invitation_text",
    "bot.wording.admin_pupils.reissued",
    "bot.wording.gate.photo_caption",
    "bot.wording.gate.sheet_caption",
    "bot.wording.gate.temporary_card",
    "bot.wording.recaps.caption",
    "core.wording.letters.letter",
}
"""What stands under a picture or a file."""

SAID: Mapping[str, Any] = {
    **dict.fromkeys(("reason", "before", "after", "letter"), "S"),
    "key": "sms_text_alert",
    "choice": "sms",
    "part": "days",
    "attribute": "name",
    "role_or_place": "class",
    "absent": {"S": ["Budi"], "A": ["Siti"]},
    "counts": {"A": 1},
    "noticed": [("Budi", "I")],
    "marks": {NOW.date(): "A"},
    "phone": "+6281211112222",
    "link": "https://t.me/absensi_bot?start=AAAA",
    **dict.fromkeys(("notice", "to"), "kata kami sendiri"),
}
"""Arguments that are no names, by their own: words of small languages, and HTML that is ours."""
SAID_OF_A_CLASS: Mapping[str, Any] = {
    "absent": {"S": CLASS[:18], "A": CLASS[18:]},
    "noticed": [(name, "I") for name in CLASS],
    "arrived_but_named": CLASS,
}
"""The same of a whole class that is away."""
SAID_TO: Mapping[str, Mapping[str, Any]] = {
    "bot.wording.menu.help_text": {"commands": [("lapor", menu.REPORT)], "notes": [menu.TYPED_REPORT]},
    "bot.wording.guardians.help_text": {"commands": [("anak", menu.CHILDREN)]},
    "core.wording.calendar.hours_words": {"hours": {"monday": ["07:30", "12:00"]}},
    "core.wording.calendar.weekday_word": {"name": "monday"},
    "core.wording.charts.month": {"worst_weekday": 6},
    "core.wording.confirmations.exceptions": {"found": [("X RPL 1", "sms")]},
}


def modules() -> list[ModuleType]:
    packages = (bot.wording, core.wording, absensi, absensi.demo)
    names = [one.name for package in packages for one in pkgutil.iter_modules(package.__path__, f"{package.__name__}.")]
    return [importlib.import_module(name) for name in names if "wording" in name]


SENTENCES = {f"{m.__name__}.{name}": sentence for m in modules() for name, sentence in sentences(m)}


def say(called: str, name: str) -> Any:
    return rendered(SENTENCES[called], Cast(name, SAID), SAID_TO.get(called, {}))


def say_of_a_class(called: str) -> Any:
    """Everybody has the longest name, and whatever there may be several of there is for each of them."""
    cast = Cast(AWKWARD, SAID | SAID_OF_A_CLASS, FEW.get(called, len(CLASS)))
    return rendered(SENTENCES[called], cast, SAID_TO.get(called, {}))


@pytest.mark.parametrize("called", sorted(SENTENCES.keys() - EXEMPT.keys()))
def test_a_sentence_takes_every_name_as_it_is_and_fits(called: str) -> None:
    said, hostile, longest = say(called, "Budi"), say(called, NAME), say(called, LONGEST_NAME)
    assert said not in (None, "", (), {})
    if not is_html(called, said):
        return
    text, entities = parse_html(hostile)
    assert len(entities) == len(parse_html(said)[1]), "a name adds no formatting"
    assert "&amp;" not in text, "escaped twice"
    assert utf16_length(parse_html(longest)[0]) <= MESSAGE


@pytest.mark.parametrize("called", sorted(SENTENCES.keys() - EXEMPT.keys()))
def test_a_sentence_about_a_whole_class_with_the_longest_names_fits(called: str) -> None:
    said = say_of_a_class(called)
    if is_html(called, said):
        pieces = split_at_lines(said) if called in SPLIT else [said]
        limit = CAPTION if called in CAPTIONS else MESSAGE
        assert max(utf16_length(parse_html(piece)[0]) for piece in pieces) <= limit


def is_html(called: str, said: object) -> bool:
    ours = called.startswith("bot.") and called not in PLAIN
    return isinstance(said, str) and (ours or re.search(r"</(b|i|code|pre|blockquote)>", said) is not None)


@pytest.mark.parametrize("called", sorted(one for one in SENTENCES if one.startswith("core.wording.sms.")))
def test_an_sms_of_ours_is_two_parts_at_most_and_none_that_operators_drop(called: str) -> None:
    said = say(called, LONGEST_NAME)
    assert parts(said) <= (4 if called.endswith("staff_reply") else 2)
    assert not re.search(r"[0-9]{4}|https?:|\b(kode|nomor|selamat|akun)\b", said, re.IGNORECASE)


def test_exceptions_are_still_there() -> None:
    assert EXEMPT.keys() | PLAIN.keys() | SAID_TO.keys() | FEW.keys() | SPLIT | CAPTIONS <= SENTENCES.keys()
