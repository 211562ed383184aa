"""The way in of guardians: the letters on the slip, by link or typed, and a yes."""

from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart, or_f
from aiogram.types import CallbackQuery, Message, User
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu, menus
from bot import question_filters as asked
from bot import questions as q
from bot.filters import PRIVATE, only_guardian
from bot.guardian_callbacks import BecomeGuardian
from bot.keyboards import guardians as keyboards
from bot.reply import Reply
from bot.wording import guardians as words
from core import accounts
from core.actors import Actor, actor_by_telegram
from core.errors import TooManyGuesses
from core.guardian_accounts import own_children, register, show_slip
from core.keycodes import LENGTH, read_keycode
from core.school_rules import school_rules
from core.sms_language import MistypedKeycode, Register, understand

Slip = bool | dict[str, str | None]


def router() -> Router:
    """Before the other ways in: a link with a slip's letters is no invitation, and who has only children is greeted as
    a guardian.
    """
    r = Router(name="guardian linking")
    r.message.register(on_slip, PRIVATE, CommandStart(magic=F.args), _linked)
    r.message.register(on_slip, PRIVATE, _typed)
    r.message.register(on_start, PRIVATE, only_guardian, CommandStart(magic=~F.args))
    r.message.register(on_help, PRIVATE, only_guardian, or_f(menu.asked(menu.HELP), Command("help", ignore_case=True)))
    r.callback_query.register(on_yes, BecomeGuardian.filter(), asked.takes, asked.about(q.AskConsent))
    return r


def _linked(_message: Message, command: CommandObject) -> Slip:
    """Ten letters are a slip's, right or wrong; an invitation has more."""
    letters = "".join(letter for letter in command.args or "" if letter.isalnum())
    return {"keycode": read_keycode(letters)} if len(letters) == LENGTH else False


def _typed(message: Message, actor: Actor | None, now: datetime) -> Slip:
    """People of the school type much that resembles one: theirs must be one. Behind a command stands something else:
    with half an invitation's code `/start` itself reads like a slip's letters once in 27 times.
    """
    if not message.text or message.text.startswith("/") or message.reply_to_message is not None:
        return False
    match understand(message.text, today=now.date()):
        case Register(keycode=keycode):
            return {"keycode": keycode}
        case MistypedKeycode() if actor is None or only_guardian(message, actor):
            return {"keycode": None}
        case _:
            return False


async def on_slip(message: Message, keycode: str | None, session: AsyncSession, now: datetime, reply: Reply) -> None:
    """The same answer to any letters that are nobody's."""
    assert message.from_user is not None  # private chats always have a sender
    school = (await school_rules(session)).school_name
    try:
        slip = await show_slip(session, message.from_user.id, keycode, now=now)
    except TooManyGuesses:
        await reply.say(words.too_many_guesses())
        return
    if slip is None:
        await reply.say(words.slip_wrong(school))
        return
    asked = (
        words.is_it_yours(school)
        if slip.needs_approval
        else words.are_you(slip.student.name, slip.school_class.name, school)
    )
    await reply.ask(asked, keyboards.consent(), q.AskConsent(keycode=slip.keycode_id))


async def on_yes(
    callback: CallbackQuery, question: q.AskConsent, session: AsyncSession, now: datetime, reply: Reply
) -> None:
    registered = await register(
        session,
        question.keycode,
        telegram_id=callback.from_user.id,
        telegram_name=_name(callback.from_user),
        now=now,
    )
    if registered is None:
        await reply.redraw(words.YES)
        await reply.say(words.waits((await school_rules(session)).school_name))
        return
    child, is_new = registered
    actor = await actor_by_telegram(session, callback.from_user.id, on=now.date())
    assert actor is not None  # it has just been linked
    await menus.show(session, {callback.from_user.id: actor}, now=now)
    await reply.redraw(words.YES)
    text = words.registered(child.student.name, child.school_class.name, is_new=is_new)
    await reply.say(text, menu.keyboard(actor))


async def on_start(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    """As for everybody: whoever presses start is back."""
    await accounts.mark_blocked(session, reply.chat_id, blocked_at=None)
    await menus.show(session, {reply.chat_id: actor}, now=now, again=True)
    await reply.say(words.welcome(await own_children(session, actor)), menu.keyboard(actor))


async def on_help(_message: Message, session: AsyncSession, actor: Actor, reply: Reply) -> None:
    offered = [(entry.command, entry.words) for entry in menu.entries_of(actor) if entry is not menu.HELP]
    await reply.say(words.help_text(await own_children(session, actor), offered), menu.keyboard(actor))


def _name(user: User) -> str:
    """As teachers will read it: without what turns a line around or breaks it."""
    return "".join(letter for letter in user.full_name if letter.isprintable())[:60].strip() or words.NAMELESS
