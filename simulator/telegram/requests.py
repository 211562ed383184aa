"""From an HTTP request to a typed call. Stricter than Telegram in one point: unknown fields are refused.

Telegram ignores what it doesn't know, so a misspelt option goes unnoticed for years; here it fails the test.
"""

import json
import types
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Union, get_args, get_origin

from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile
from aiohttp import web
from pydantic import BaseModel, ValidationError

from simulator.telegram.errors import ApiError, Json, bad_request

_MISSING = {
    "chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "user_id": "invalid user_id specified",
    "file_id": "file_id not specified",
}


@dataclass(frozen=True)
class Parameters:
    """What came with a request: plain values, and uploads by the names of their form fields."""

    values: Json
    files: dict[str, BufferedInputFile]

    @property
    def chat_id(self) -> int | None:
        """The chat the call is about, where it names one by number."""
        value = str(self.values.get("chat_id", ""))
        return int(value) if value.lstrip("-").isdigit() else None

    def printable(self) -> Json:
        """For the journal: uploads by their file names."""
        return self.values | {name: f"<file {file.filename}>" for name, file in self.files.items()}


async def read_parameters(request: web.Request) -> Parameters:
    """Parameters of the query and of the body: JSON, urlencoded, or multipart with files.

    Raises:
        ApiError: 400 for a body that is not what it says.
    """
    found: Json = dict(request.query)
    if request.content_type == "application/json":
        found |= await _json_body(request)
    elif request.body_exists:
        found |= dict(await request.post())
    files = {
        name: BufferedInputFile(part.file.read(), part.filename)
        for name, part in found.items()
        if isinstance(part, web.FileField)
    }
    # For Telegram an empty value is none.
    return Parameters({name: value for name, value in found.items() if value != "" and name not in files}, files)


def parse(method: type[TelegramMethod[Any]], parameters: Parameters) -> TelegramMethod[Any]:
    """The call as aiogram's class of that method.

    Raises:
        ApiError: 400 for missing, malformed and unknown parameters.
    """
    structured = _structured(method)
    decoded = {
        name: _with_files(_decoded(value) if name in structured else value, parameters.files)
        for name, value in parameters.values.items()
    }
    direct = {name: file for name, file in parameters.files.items() if name in method.model_fields}
    try:
        call = method.model_validate(decoded | direct)
    except ValidationError as error:
        raise _refusal(error) from None
    for path in _unknown_fields(call):
        raise bad_request(f'unknown parameter "{path}": Telegram would ignore it silently')
    return call


async def _json_body(request: web.Request) -> Json:
    try:
        body = await request.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise bad_request("can't parse JSON object")
    return body


def _with_files(value: Any, files: dict[str, BufferedInputFile]) -> Any:
    """Put uploads where `attach://name` stands."""
    if isinstance(value, str) and value.startswith("attach://"):
        name = value.removeprefix("attach://")
        if name not in files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return files[name]
    if isinstance(value, list):
        return [_with_files(one, files) for one in value]
    if isinstance(value, dict):
        return {name: _with_files(one, files) for name, one in value.items()}
    return value


def _decoded(value: Any) -> Any:
    """Forms carry objects, lists, numbers and booleans as JSON; anything else is left for the validation to judge."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


@cache
def _structured(method: type[TelegramMethod[Any]]) -> frozenset[str]:
    """Parameters that cannot be plain text."""
    return frozenset(name for name, field in method.model_fields.items() if str not in _alternatives(field.annotation))


def _alternatives(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)


def _refusal(error: ValidationError) -> ApiError:
    """The first fault, in Telegram's words where it has some."""
    first = error.errors(include_url=False, include_context=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "missing" and len(first["loc"]) == 1:
        return bad_request(_MISSING.get(name, f'parameter "{name}" is required'))
    if name == "reply_markup":
        only_inline = first["loc"][1:] == ("inline_keyboard",)
        return bad_request("inline keyboard expected" if only_inline else "object expected as reply markup")
    where = ".".join(str(step) for step in first["loc"])
    return bad_request(f'can\'t parse parameter "{where}": {first["msg"]}')


def _unknown_fields(model: BaseModel, path: str = "") -> Iterator[str]:
    for name in model.model_extra or {}:
        yield f"{path}{name}"
    for name in model.model_fields_set:
        yield from _unknown_below(getattr(model, name, None), f"{path}{name}.")


def _unknown_below(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from _unknown_fields(value, path)
    elif isinstance(value, list):
        for one in value:
            yield from _unknown_below(one, path)
