"""What a school rule may be, told from its field: for screens that ask people for a value."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from typing import Literal, get_args, get_origin

from annotated_types import Ge, Le

from core.errors import NotFound
from core.school_rules import SchoolRules
from core.sms_templates import DEFAULTS
from core.typed_clock import typed_time

EMPTY = "-"
"""What people type for nothing."""
YES, NO = "ya", "tidak"


class RuleKind(enum.Enum):
    TEXT = enum.auto()
    SMS_TEXT = enum.auto()
    NUMBER = enum.auto()
    TIME = enum.auto()
    TIME_OR_NONE = enum.auto()
    CHOICE = enum.auto()
    YES_OR_NO = enum.auto()


@dataclass(frozen=True, slots=True)
class RuleLimits:
    """`least` and `most` of a number, `choices` of a choice."""

    kind: RuleKind
    least: int | None = None
    most: int | None = None
    choices: Sequence[str] = ()


def limits_of(key: str) -> RuleLimits:
    """Raises NotFound when there is no such rule."""
    if key not in SchoolRules.model_fields:
        raise NotFound
    field = SchoolRules.model_fields[key]
    if key in DEFAULTS:
        return RuleLimits(RuleKind.SMS_TEXT)
    if field.annotation is int:
        least = next((limit.ge for limit in field.metadata if isinstance(limit, Ge)), None)
        most = next((limit.le for limit in field.metadata if isinstance(limit, Le)), None)
        return RuleLimits(RuleKind.NUMBER, least, most)  # type: ignore[arg-type]  # of an int field they are ints
    if field.annotation is bool:
        return RuleLimits(RuleKind.YES_OR_NO)
    if field.annotation is time:
        return RuleLimits(RuleKind.TIME)
    if time in get_args(field.annotation):
        return RuleLimits(RuleKind.TIME_OR_NONE)
    return RuleLimits(RuleKind.CHOICE, choices=_choices(field.annotation)) if _choices(field.annotation) else _TEXT


def as_typed(key: str, text: str) -> str:
    """The value that somebody means who types `7.15`, `ya`, or `-` for nothing."""
    said = text.strip()
    kind = limits_of(key).kind
    if kind is RuleKind.YES_OR_NO:
        return {YES: "yes", NO: "no"}.get(said.lower(), said)
    if kind in (RuleKind.TIME, RuleKind.TIME_OR_NONE):
        clock = typed_time(said)
        said = f"{clock:%H:%M}" if clock is not None else said
    return "" if said == EMPTY and kind in (RuleKind.TIME_OR_NONE, RuleKind.TEXT) else said


_TEXT = RuleLimits(RuleKind.TEXT)


def _choices(annotation: object) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return tuple(map(str, get_args(annotation)))
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return tuple(str(member.value) for member in annotation)
    return ()
