"""What is on record about administrative acts is shown in words, every act of it."""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set

from bot.wording.admin_overseeing import ACTS
from tests.test_architecture import sources


def test_every_act_that_is_recorded_anywhere_has_its_words() -> None:
    recorded = {act for module in MODULES for act in acts_in(module)}
    assert {"import", "print_cards", "reissue_card", "close_school"} <= recorded, "they are found in the code"
    assert recorded == ACTS.keys()


def acts_in(module: ast.Module) -> Iterator[str]:
    """What stands where `audit.record`, or a function that passes it on, takes the act: a text, one of two, or the name
    of a constant.
    """
    for call in (node for node in ast.walk(module) if isinstance(node, ast.Call)):
        for place in RECORDING.get(_called(call), ()):
            for given in ast.walk(call.args[place]) if place < len(call.args) else ():
                if isinstance(given, ast.Name):
                    yield from CONSTANTS.get(given.id, ())
                elif isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield given.value


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _recording() -> Mapping[str, Set[int]]:
    """By the names of functions with an argument called `act`, its place."""
    places: dict[str, set[int]] = defaultdict(set)
    for function in (node for module in MODULES for node in ast.walk(module)):
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            names = [argument.arg for argument in function.args.args]
            if "act" in names:
                places[function.name].add(names.index("act"))
    return places


MODULES = [ast.parse(source) for name, source in sources().items() if not name.startswith("simulator/")]
CONSTANTS: dict[str, list[str]] = defaultdict(list)
for node in (node for module in MODULES for node in module.body):
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        CONSTANTS[ast.unparse(node.targets[0])].append(node.value.value)
RECORDING = _recording()
