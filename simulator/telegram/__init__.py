"""A strict Telegram Bot API server with people behind it, for tests, trials and the demo."""

from simulator.telegram.callbacks import Toast
from simulator.telegram.chats import Message
from simulator.telegram.errors import ApiError, bad_request, forbidden, too_many_requests
from simulator.telegram.events import Event
from simulator.telegram.faults import Delay, LoseAnswer, LoseRequest, server_error
from simulator.telegram.people import Group, Person
from simulator.telegram.server import TOKEN, TelegramServer

__all__ = [
    "TOKEN",
    "ApiError",
    "Delay",
    "Event",
    "Group",
    "LoseAnswer",
    "LoseRequest",
    "Message",
    "Person",
    "TelegramServer",
    "Toast",
    "bad_request",
    "forbidden",
    "server_error",
    "too_many_requests",
]
