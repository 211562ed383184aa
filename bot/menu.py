"""Everything a person can ask for by a command or a key: one table, from which commands, keys and help are made.

A handler is registered with `asked(ENTRY)`. `who` only decides what is offered: whether it is allowed is decided where
it is done. A command that means less to some people has an entry for them, so that nobody is promised too much.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from aiogram import F
from aiogram.filters import Command, Filter, or_f
from aiogram.types import KeyboardButton, Message, ReplyKeyboardMarkup

from bot.wording import menu as words
from bot.wording.menu import Words
from core.actions import MAY, Action
from core.actors import Actor
from core.policy import CLASS_LEADERS, may_anywhere
from db.models import Role

_SEES_PUPILS = frozenset(Role) - {Role.OFFICER, Role.TEACHER}
_SEES_CLASSES = _SEES_PUPILS - {Role.STUDENT}
_STAFF = _SEES_CLASSES - CLASS_LEADERS
_LOOKS_BACK = _SEES_CLASSES & MAY[Action.LOOK_BACK]


@dataclass(frozen=True, slots=True)
class Entry:
    """`wide`: its key has a row of its own. `in_group`: the command is for a group, and only explained in private."""

    command: str
    words: Words
    who: Callable[[Actor], bool]
    wide: bool = False
    in_group: bool = False


def holds(*roles: Role) -> Callable[[Actor], bool]:
    return lambda actor: actor.holds(*roles)


def somewhere(action: Action) -> Callable[[Actor], bool]:
    return lambda actor: may_anywhere(actor, action)


def anybody(_actor: Actor) -> bool:
    return True


def of_children(actor: Actor) -> bool:
    """Of a guardian, whatever else the person is."""
    return bool(actor.children)


def _has_today_alone(actor: Actor) -> bool:
    """Class leaders and the duty teacher see classes, but no day before today."""
    return actor.holds(*_SEES_CLASSES) and not actor.holds(*_LOOKS_BACK)


REPORT = Entry("lapor", words.REPORT, somewhere(Action.REPORT), wide=True)
TODAY = Entry("hari_ini", words.TODAY, holds(*_SEES_PUPILS))
NOT_REPORTED = Entry("belum_lapor", words.NOT_REPORTED, holds(*_SEES_CLASSES))
STUDENT = Entry("siswa", words.STUDENT, holds(*_SEES_PUPILS))
RECAP = Entry("rekap", words.RECAP, holds(*_LOOKS_BACK))
RECAP_OF_TODAY = Entry("rekap", words.RECAP_OF_TODAY, _has_today_alone)
LATE = Entry("terlambat", words.LATE, holds(*_LOOKS_BACK))
LATE_TODAY = Entry("terlambat", words.LATE_TODAY, _has_today_alone)
REGISTERED = Entry("wali_terdaftar", words.REGISTERED, holds(*_STAFF))
CALENDAR = Entry("kalender", words.CALENDAR, somewhere(Action.SEE_CALENDAR))
MESSAGES = Entry("pesan", words.MESSAGES, somewhere(Action.ANSWER_GUARDIAN))
TO_CHECK = Entry("periksa", words.TO_CHECK, somewhere(Action.SETTLE_CONTRADICTION))
APPROVALS = Entry("persetujuan", words.APPROVALS, somewhere(Action.APPROVE_GUARDIAN))
LETTERS = Entry("surat", words.LETTERS, somewhere(Action.SEE_LETTER))
DEPUTY = Entry("wakil", words.DEPUTY, somewhere(Action.NAME_DEPUTY))
GATE = Entry("gerbang", words.GATE, somewhere(Action.WATCH_GATE))
BY_HAND = Entry("masuk", words.BY_HAND, somewhere(Action.CHECK_IN))
CARDS = Entry("kartu", words.CARDS, somewhere(Action.MANAGE_CARDS))
LEADERSHIP_GROUP = Entry(
    "grup_pimpinan", words.LEADERSHIP_GROUP, holds(Role.ADMINISTRATOR, Role.LEADERSHIP), in_group=True
)
CLASS_GROUP = Entry("grup_kelas", words.CLASS_GROUP, somewhere(Action.NAME_CLASS_GROUP), in_group=True)
ADMINISTRATION = Entry("admin", words.ADMINISTRATION, somewhere(Action.ADMINISTER))
STATUS = Entry("status", words.STATUS, somewhere(Action.ADMINISTER))
HISTORY = Entry("riwayat", words.HISTORY, somewhere(Action.ADMINISTER))
CHILDREN = Entry("anak", words.CHILDREN, of_children, wide=True)
AWAY = Entry("kabar", words.AWAY, of_children, wide=True)
STOP = Entry("berhenti", words.STOP, of_children)
HELP = Entry("bantuan", words.HELP, anybody, wide=True)

ENTRIES: Sequence[Entry] = (
    REPORT,
    TODAY,
    NOT_REPORTED,
    RECAP,
    RECAP_OF_TODAY,
    LATE,
    LATE_TODAY,
    STUDENT,
    REGISTERED,
    CALENDAR,
    GATE,
    BY_HAND,
    CARDS,
    MESSAGES,
    TO_CHECK,
    APPROVALS,
    LETTERS,
    DEPUTY,
    LEADERSHIP_GROUP,
    CLASS_GROUP,
    ADMINISTRATION,
    STATUS,
    HISTORY,
    CHILDREN,
    AWAY,
    STOP,
    HELP,
)
"""In the order in which people read them."""

_KEYS = frozenset(entry.words.key for entry in ENTRIES if entry.words.key)

_NOTES: Sequence[tuple[Callable[[Actor], bool], str]] = (
    (somewhere(Action.REPORT), words.TYPED_REPORT),
    (holds(Role.HOMEROOM_TEACHER, *CLASS_LEADERS), words.LETTER_PHOTOS),
    (somewhere(Action.ANSWER_GUARDIAN), words.REPLYING),
    (somewhere(Action.CHECK_IN), words.SHOWN_CARDS),
)


def asked(entry: Entry) -> Filter:
    """The command, a press of its key, or the key's words typed. Only the command brings a `CommandObject`."""
    command = Command(entry.command, ignore_case=True)
    return or_f(command, F.text == entry.words.key, _typed(entry.words.key)) if entry.words.key else command


def _typed(key: str) -> Callable[[Message, Actor | None], bool]:
    """The key without its picture, by whom it is offered: others may mean something else by it, and so may a reply."""
    _, _, wanted = key.lower().partition(" ")

    def says(message: Message, actor: Actor | None) -> bool:
        said = " ".join((message.text or "").lower().split()).rstrip(".!?")
        is_new = said == wanted and message.reply_to_message is None
        return is_new and actor is not None and any(entry.words.key == key for entry in entries_of(actor))

    return says


def is_request(text: str) -> bool:
    """A command, of ours or not, or a key: whoever says that asks for something new, whatever it replies to."""
    return text.startswith("/") or text in _KEYS


def entries_of(actor: Actor) -> Sequence[Entry]:
    return [entry for entry in ENTRIES if entry.who(actor)]


def commands_of(actor: Actor) -> Sequence[tuple[str, str]]:
    """(command, description), as Telegram's menu in the private chat shows them."""
    return [(entry.command, entry.words.line) for entry in entries_of(actor) if not entry.in_group]


def group_commands() -> Sequence[tuple[str, str]]:
    """(command, description), as Telegram's menu in every group shows them."""
    return [(entry.command, entry.words.line) for entry in ENTRIES if entry.in_group]


def help_of(actor: Actor, posts: Sequence[tuple[Role, str | None]]) -> str:
    offered = [(entry.command, entry.words) for entry in entries_of(actor) if entry is not HELP]
    return words.help_text(posts, offered, [line for who, line in _NOTES if who(actor)])


def keyboard(actor: Actor) -> ReplyKeyboardMarkup:
    """The keys that stay under the chat: two a row, the wide ones alone."""
    rows: list[list[KeyboardButton]] = []
    pair: list[KeyboardButton] = []
    for entry in (entry for entry in entries_of(actor) if entry.words.key):
        key = KeyboardButton(text=entry.words.key)
        if entry.wide:
            rows.append([key])
        elif len(pair) == 1:
            pair.append(key)
        else:
            rows.append(pair := [key])
    return ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, is_persistent=True)
