"""Buttons of the school's rules: the groups, a group's rules, and back to the default."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.admin_callbacks import OpenRule, OpenRules, ResetRule, Section
from bot.keyboards.admin import button, grid
from bot.wording import admin_rules as wording
from core.school_rules import SchoolRules


def groups() -> InlineKeyboardMarkup:
    return grid([button(name, OpenRules(group=number)) for number, (name, _) in enumerate(wording.GROUPS)], 2)


def group(keys: Sequence[str], rules: SchoolRules) -> InlineKeyboardMarkup:
    return grid([button(wording.rule_label(key, rules), OpenRule(key=key)) for key in keys], 1, back=Section.RULES)


def reset(key: str) -> InlineKeyboardMarkup:
    return grid([button(wording.RESET, ResetRule(key=key))], 1, back=Section.RULES)
