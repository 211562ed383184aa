"""Pressed buttons: each press is a question to the bot that wants an answer within seconds."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from simulator.telegram.chats import Account, Message
from simulator.telegram.errors import ApiError, Json, bad_request
from simulator.telegram.events import Events
from simulator.telegram.html import utf16_length
from simulator.telegram.updates import UpdateQueue

ANSWER_WITHIN = timedelta(seconds=15)
ANSWER_LENGTH = 200


@dataclass(frozen=True)
class Toast:
    """The answer to a press as the person sees it: a line over the chat, or an alert to close. Empty: nothing shown."""

    text: str
    alert: bool
    message_id: int


@dataclass(frozen=True)
class _Press:
    person: Account
    message: Message
    at: datetime


class CallbackQueries:
    """Presses that wait for their answer, and the answers people got."""

    def __init__(self, events: Events, updates: UpdateQueue, now: Callable[[], datetime]) -> None:
        self._events = events
        self._updates = updates
        self._now = now
        self._open: dict[str, _Press] = {}
        self._count = 0
        self.toasts: dict[int, list[Toast]] = {}

    def press(self, person: Account, message: Message, data: str) -> str:
        """Send `data` to the bot as if a button under `message` held it; the id of the query."""
        self._count += 1
        query = str(4_382_000_000_000 + self._count)
        self._open[query] = _Press(person, message, self._now())
        body = {
            "id": query,
            "from": person.to_api(),
            "message": self._message(message),
            "chat_instance": str(-7_000_000_000 - message.chat.id),
            "data": data,
        }
        self._updates.put("callback_query", body)
        pressed = {"message_id": message.id, "from": person.id, "data": data}
        self._events.emit("press", message.chat.id, lambda: pressed)
        return query

    def waiting(self, person: Account) -> int:
        """How many of the person's presses still show the little clock."""
        return sum(press.person is person for press in self._open.values())

    def answer(self, query: str, text: str, alert: bool) -> None:
        """Answer a press.

        Raises:
            ApiError: 400 when the text is too long, or the query unknown, answered or too old.
        """
        if utf16_length(text) > ANSWER_LENGTH:
            raise bad_request("MESSAGE_TOO_LONG")
        press = self._open.pop(query, None)
        if press is None or self._now() - press.at > ANSWER_WITHIN:
            raise too_old()
        toast = Toast(text, alert, press.message.id)
        self.toasts.setdefault(press.person.id, []).append(toast)
        shown = {"to": press.person.id, "message_id": toast.message_id, "text": text, "alert": alert}
        self._events.emit("answer", press.message.chat.id, lambda: shown)

    @staticmethod
    def _message(message: Message) -> Json:
        if message.deleted:
            return {"chat": message.chat.to_api(), "message_id": message.id, "date": 0}
        return message.to_api()


def too_old() -> ApiError:
    return bad_request("query is too old and response timeout expired or query ID is invalid")
