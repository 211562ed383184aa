"""SMS in a school's own words: checked before they are taken, and shown as the longest names would make them.

The texts are school rules, so they are loaded where the rules are, and cost no query of their own.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from core.sms_text import fold, parts
from core.wording import sms
from core.wording import sms_templates as texts

MOST_PARTS = 2
_LONGEST_NAME, _LONGEST_CLASS = "Kusumawardhanaputraningrat", "XII-TKRO-12-REG"
_LONG_DAYS = date(2026, 9, 22), date(2026, 9, 29)  # Tuesdays: "Selasa" is the longest day

DEFAULTS: Mapping[str, str] = {
    "sms_text_alert": texts.ALERT,
    "sms_text_correction": texts.CORRECTION,
    "sms_text_notice": texts.NOTICE,
}
"""The school rules that are such texts, with the text that each replaces."""

_FILLED: Mapping[str, Callable[[str, str], str]] = {
    "sms_text_alert": lambda template, school: sms.alert_alfa(
        _LONGEST_NAME, _LONGEST_CLASS, _LONG_DAYS[0], school, template=template
    ),
    "sms_text_correction": lambda template, school: sms.alert_correction(
        _LONGEST_NAME, _LONGEST_CLASS, _LONG_DAYS[0], "P", school, template=template
    ),
    "sms_text_notice": lambda template, school: sms.notice_received(
        _LONGEST_NAME, _LONGEST_CLASS, "S", *_LONG_DAYS, school, template=template
    ),
}


class TemplateRefused(ValueError):
    """The text lacks {nama}, has a placeholder that does not exist, or is longer than two parts."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What a guardian with the longest names would read, and what it costs."""

    text: str
    parts: int
    rupiah_per_hundred: int


def sample(key: str, template: str, *, school: str, price: int) -> Sample:
    """`price` in rupiah a part."""
    text = _FILLED[key](template, school)
    return Sample(text, parts(text), parts(text) * price * 100)


def checked(key: str, template: str) -> str:
    """The text in GSM-7 and on one line, as it will be kept. Raises TemplateRefused."""
    kept = " ".join(fold(template).split())
    used = texts.placeholders_in(kept)
    strays = re.search(r"[{}]", re.sub(r"\{\w+\}", "", kept))
    if strays or "nama" not in used or not used <= texts.PLACEHOLDERS[DEFAULTS[key]]:
        raise TemplateRefused
    if parts(_FILLED[key](kept, "W" * 36)) > MOST_PARTS:
        raise TemplateRefused
    return kept
