"""What a message from outside was taken for."""

import enum


class Outcome(enum.StrEnum):
    """Kept with the message."""

    REGISTERED = "registered"
    WAITING = "waiting"
    WRONG_KEYCODE = "wrong_keycode"
    TOO_MANY_GUESSES = "too_many_guesses"
    NOTICE = "notice"
    WHICH_CHILD = "which_child"
    STATUS = "status"
    INFO = "info"
    STOP = "stop"
    HELP = "help"
    MESSAGE = "message"
    STRANGER = "stranger"
    NOT_ANSWERABLE = "not_answerable"
    FAILED = "failed"
