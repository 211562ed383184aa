"""Arguments for any sentence, made from its annotations: every public function of a wording module can be rendered."""

import enum
import inspect
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, datetime, time, timedelta
from types import ModuleType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from pydantic import BaseModel

from db.models import Base

NOW = datetime(2026, 11, 23, 7, 5, tzinfo=ZoneInfo("Asia/Jakarta"))

_PLAIN: Mapping[Any, Any] = {
    int: 12,
    float: 0.9,
    bool: True,
    datetime: NOW,
    date: NOW.date(),
    time: NOW.time(),
    timedelta: timedelta(minutes=5),
    object: {},
}
_SEVERAL = (Sequence, Collection, Iterable, list)


def sentences(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    """The public functions that a module itself defines, by name."""
    for name, function in inspect.getmembers(module, inspect.isfunction):
        if function.__module__ == module.__name__ and not name.startswith("_"):
            yield name, function


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody and everything is called `name`. `said`: texts by the argument's name that are no names but words of a
    small language (a reason's letter). Of what there may be several there are `many`.
    """

    name: str
    said: Mapping[str, Any]
    many: int = 3


def rendered(function: Callable[..., Any], cast: Cast, exactly: Mapping[str, Any]) -> Any:
    """What it says of this cast. `exactly`: arguments of this function alone."""
    hints = get_type_hints(function)
    rest = [one for one in inspect.signature(function).parameters if one not in exactly]
    return function(**exactly, **{one: _argument(one, hints[one], cast) for one in rest})


def _argument(called: str, kind: Any, cast: Cast) -> Any:
    is_text = kind is str or get_origin(kind) in (Mapping, Sequence) or kind == (str | None)
    return cast.said[called] if called in cast.said and is_text else _sample(kind, cast)


def _sample(kind: Any, cast: Cast) -> Any:
    """Something of this type, with the name wherever there is text."""
    origin, inside = get_origin(kind), get_args(kind)
    if kind is str:
        return cast.name
    if kind in _PLAIN:
        return _PLAIN[kind]
    if origin in (Union, UnionType):
        return _sample(inside[0], cast)
    if origin is tuple:
        return tuple(_sample(one, cast) for one in inside if one is not Ellipsis)
    if origin is Counter:
        return Counter([_sample(inside[0], cast)])
    if origin in (Mapping, dict):
        return {_sample(inside[0], cast): _sample(inside[1], cast)}
    if origin in _SEVERAL:
        return [_sample(inside[0], cast)] * cast.many
    return _made(kind, cast)


def _made(kind: type, cast: Cast) -> Any:
    if issubclass(kind, enum.Enum):
        return next(iter(kind))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{one.name: _argument(one.name, hints[one.name], cast) for one in fields(kind) if one.init})
    if issubclass(kind, BaseModel):
        needed = {called: one.annotation for called, one in kind.model_fields.items() if one.is_required()}
        return kind(**{called: _argument(called, hint, cast) for called, hint in needed.items()})
    return _row(kind, cast) if issubclass(kind, Base) else kind()


def _row(kind: type[Base], cast: Cast) -> Base:
    """Columns alone, as of a row that was just read; JSON (to SQLAlchemy an `object`) and arrays stay empty."""
    kinds = {column.key: column.type.python_type for column in kind.__mapper__.columns}
    return kind(**{called: [] if of is list else _argument(called, of, cast) for called, of in kinds.items()})
