"""What the server answers to each method of the Bot API.

A handler is registered for an aiogram method class and gets the parsed call. Importing this package registers all.
"""

from simulator.telegram.methods import callbacks, chats, deleting, editing, profile, receiving, sending
from simulator.telegram.methods.registry import Handler, handler_for, method_named

__all__ = [
    "Handler",
    "callbacks",
    "chats",
    "deleting",
    "editing",
    "handler_for",
    "method_named",
    "profile",
    "receiving",
    "sending",
]
