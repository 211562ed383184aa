"""A photo of a letter: whose it is, and who may see it again."""

from datetime import date, datetime

from aiogram import F, Router
from aiogram.filters import or_f
from aiogram.types import CallbackQuery, ForceReply, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot import question_filters as asked
from bot import questions as q
from bot.callbacks import AttachLetter, BringLetter, ShowLetter, TurnAbsent
from bot.filters import PRIVATE
from bot.keyboards import letters as keyboards
from bot.reply import Reply
from bot.wording import letters as words
from core import letters
from core.actions import Action
from core.actors import Actor
from core.letter_days import absences_for
from core.policy import require
from core.recipients import CLASS_ROLES
from core.wording.letters import letter as caption

_IS_PDF = F.document.mime_type == "application/pdf"


def router() -> Router:
    r = Router(name="letters")
    r.message.register(on_brought, PRIVATE, asked.answers_by_photo, asked.about(q.AskLetter))
    r.message.register(on_photo, PRIVATE, F.photo, _is_of_a_class)
    r.message.register(on_file, PRIVATE, or_f(F.document.mime_type.startswith("image/"), _IS_PDF), _is_of_a_class)
    r.message.register(on_list, PRIVATE, menu.asked(menu.LETTERS))
    r.callback_query.register(on_attach, AttachLetter.filter(), asked.takes, asked.about(q.AskWhose))
    r.callback_query.register(on_bring, BringLetter.filter())
    r.callback_query.register(on_others_absent, TurnAbsent.filter())
    r.callback_query.register(on_show, ShowLetter.filter())
    return r


def _is_of_a_class(_message: Message, actor: Actor) -> bool:
    """Others' photos are not letters: an officer's are cards."""
    return actor.holds(*CLASS_ROLES)


async def on_photo(message: Message, session: AsyncSession, actor: Actor, reply: Reply) -> None:
    assert message.photo  # the filter says so
    days = await absences_for(session, actor)
    if days:
        await reply.ask(words.whose(), keyboards.whose(days, actor.on), q.AskWhose(photo=message.photo[-1].file_id))
    else:
        await reply.say(words.nobody_absent())


async def on_file(_message: Message, reply: Reply) -> None:
    """A letter is shown as Telegram's own picture; what a file holds nobody here could look at."""
    await reply.say(words.as_photo())


async def on_others_absent(
    _callback: CallbackQuery, callback_data: TurnAbsent, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    require(actor, Action.REPORT)
    days = await absences_for(session, actor)
    await reply.redraw(words.whose(), keyboards.whose(days, actor.on, callback_data.page))


async def on_attach(
    _callback: CallbackQuery,
    callback_data: AttachLetter,
    question: q.AskWhose,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    on = date.fromordinal(callback_data.day)
    name = await letters.attach(session, actor, callback_data.student, on, question.photo, now=now)
    await reply.redraw(words.attached(name))


async def on_bring(
    _callback: CallbackQuery, callback_data: BringLetter, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    """From the page of the day: the photo comes as the answer."""
    on = date.fromordinal(callback_data.day)
    student, _ = await letters.absence_for(session, actor, callback_data.student, on)
    markup = ForceReply(input_field_placeholder=words.PHOTO_HINT)
    await reply.ask(words.send_photo(student.name, on), markup, q.AskLetter(student=student.id, on=on))


async def on_brought(
    message: Message, question: q.AskLetter, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    assert message.photo  # the filter says so
    photo = message.photo[-1].file_id
    name = await letters.attach(session, actor, question.student, question.on, photo, now=now)
    await reply.say(words.attached(name))


async def on_list(_message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    shown = await letters.letters_for(session, actor, now=now)
    await reply.say(words.letters(shown), keyboards.letters([one.letter.id for one in shown]))


async def on_show(
    _callback: CallbackQuery,
    callback_data: ShowLetter,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    shown = await letters.letter_for(session, actor, callback_data.letter, now=now)
    sender = await letters.sender_of(session, shown.letter)
    text = caption(
        student=shown.student.name, school_class=shown.school_class.name, on=shown.letter.on_date, who=sender
    )
    await reply.show_photo(shown.letter.photo, text)
