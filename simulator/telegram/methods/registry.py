"""Which handler answers which method."""

import inspect
from collections.abc import Callable
from typing import Any, TypeVar

import aiogram.methods
from aiogram.methods import TelegramMethod

from simulator.telegram.errors import ApiError
from simulator.telegram.world import World

Method = TypeVar("Method", bound=TelegramMethod[Any])
Handler = Callable[[World, Any], Any]
"""Takes the world and the parsed call; its result (or what it awaits to) is the JSON of `result`."""

_CLASSES: dict[str, type[TelegramMethod[Any]]] = {
    found.__api_method__.lower(): found
    for _, found in inspect.getmembers(aiogram.methods, inspect.isclass)
    if issubclass(found, TelegramMethod) and found is not TelegramMethod
}
_HANDLERS: dict[type[TelegramMethod[Any]], Handler] = {}


def answers(method: type[Method]) -> Callable[[Callable[[World, Method], Any]], Callable[[World, Method], Any]]:
    """Register a handler for an aiogram method class."""

    def register(handler: Callable[[World, Method], Any]) -> Callable[[World, Method], Any]:
        _HANDLERS[method] = handler
        return handler

    return register


def method_named(name: str) -> type[TelegramMethod[Any]]:
    """The class of a method; names are matched without case, as Telegram does.

    Raises:
        ApiError: 404 for what the Bot API does not have.
    """
    found = _CLASSES.get(name.lower())
    if found is None:
        raise ApiError(404, "Not Found: method not found")
    return found


def handler_for(method: type[TelegramMethod[Any]]) -> Handler:
    """The handler of a method.

    Raises:
        ApiError: 501 for what Telegram has and this server has not.
    """
    handler = _HANDLERS.get(method)
    if handler is None:
        raise ApiError(501, f"Not Implemented: the simulator has no {method.__api_method__}")
    return handler
