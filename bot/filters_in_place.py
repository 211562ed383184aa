"""Plain filters, run where they are asked: aiogram gives each a thread of its own, also one that takes a microsecond,
and a message passes a hundred of them.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.handler import FilterObject


def run_in_place(root: Router) -> None:
    """Let the plain filters of this router and those below it run without threads. None of ours waits for anything."""
    for router in root.chain_tail:
        for observer in router.observers.values():
            of_router = observer._handler  # aiogram names the filters of a whole router nowhere else
            for handler in (of_router, *observer.handlers):
                _in_place(handler.filters or ())


def _in_place(filters: Iterable[FilterObject]) -> None:
    for one in filters:
        combined = getattr(one.callback, "targets", None) or [getattr(one.callback, "target", None)]
        _in_place(part for part in combined if part is not None)
        if not one.awaitable:
            one.callback, one.awaitable = _awaited(one.callback), True


def _awaited(plain: Callable[..., Any]) -> Callable[..., Awaitable[Any]]:
    async def asked(*args: Any, **kwargs: Any) -> Any:
        return plain(*args, **kwargs)

    return asked
