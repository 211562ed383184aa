"""Somebody at the gate without a card: found by name, entered with a reason."""

from datetime import date, datetime, time

from aiogram import Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, ForceReply, InlineKeyboardMarkup, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot import question_filters as asked
from bot import questions as q
from bot.callbacks import AtGate, EnterByHand
from bot.filters import PRIVATE, known
from bot.handlers.card_scanning import attach_photo
from bot.keyboards import gate as keyboards
from bot.reply import Reply
from bot.wording import gate as words
from core.actions import Action
from core.actors import Actor
from core.cards import lasting_card_id
from core.check_ins import LONGEST_WHY, CheckIn, enter_by_hand, look_at_person
from core.gate_desk import MOST_FOUND, find_at_gate, holder_at_gate
from core.gate_facts import Holder
from core.policy import may_anywhere, stand_at_gate
from core.typed_clock import typed_moment


def router() -> Router:
    r = Router(name="by_hand")
    r.message.register(on_command, PRIVATE, known, menu.asked(menu.BY_HAND))
    r.message.register(on_name, PRIVATE, known, asked.answers, asked.about(q.AskName, of="at_gate"))
    r.message.register(on_why, PRIVATE, known, asked.answers, asked.about(q.AskWhyByHand))
    r.message.register(on_time, PRIVATE, known, asked.answers, asked.about(q.AskTimeByHand))
    r.callback_query.register(on_person, known, AtGate.filter())
    r.callback_query.register(on_entry, known, EnterByHand.filter())
    return r


async def on_command(
    _message: Message,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
    command: CommandObject | None = None,
) -> None:
    """`/masuk NAMA`; without a name, or by the key: whom?"""
    await search(session, actor, command.args if command else None, now, reply)


async def on_name(message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply) -> None:
    await search(session, actor, message.text, now, reply)


async def on_why(
    message: Message, question: q.AskWhyByHand, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    """In the officer's own words."""
    await _enter(session, actor, question, message.text or "", reply.update_key, now, reply)


async def on_time(
    message: Message, question: q.AskTimeByHand, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    """Entered from paper: the reason is asked as for now."""
    if date.fromordinal(question.day) != now.date():
        await reply.say(words.out_of_date())
        return
    found = await look_at_person(session, actor, student_id=question.student, person_id=question.person, now=now)
    assert found.holder is not None  # or it is not found
    at = typed_moment(message.text or "", now)
    asked = EnterByHand(**question.model_dump(exclude={"kind"}), minute=at.hour * 60 + at.minute)
    await reply.say(words.why_by_hand(found.holder, asked.direction, at), keyboards.reasons(asked))


async def on_person(
    _callback: CallbackQuery,
    callback_data: AtGate,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await _show(session, actor, callback_data.student, callback_data.person, now, reply)


async def on_entry(
    _callback: CallbackQuery,
    callback_data: EnterByHand,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    """First the reason is asked, then it is recorded, or typed; so is the time, if it is not now."""
    chosen, at = callback_data, _moment(callback_data.minute, now)
    found = await look_at_person(session, actor, student_id=chosen.student, person_id=chosen.person, now=now)
    assert found.holder is not None  # or it is not found
    entry = q.AskWhyByHand(**chosen.model_dump(exclude={"why"}))
    if chosen.why is None:
        await reply.redraw(words.why_by_hand(found.holder, chosen.direction, at), keyboards.reasons(chosen))
    elif chosen.why == "words":
        markup = ForceReply(input_field_placeholder=words.WHY_HINT)
        await reply.ask(words.type_why(found.holder, chosen.direction, at), markup, entry)
    elif chosen.why == "clock":
        markup = ForceReply(input_field_placeholder=words.TIME_HINT)
        when = q.AskTimeByHand(**chosen.model_dump(exclude={"why", "minute"}))
        await reply.ask(words.type_time(found.holder, chosen.direction), markup, when)
    else:
        # Named after the screen: pressed twice it is one entry, and the second press gets the first one's answer.
        nonce = f"telegram:{reply.chat_id}:{reply.screen}:{chosen.direction.value}"
        await _enter(session, actor, entry, words.REASONS[chosen.why], nonce, now, reply)


async def search(session: AsyncSession, actor: Actor, name: str | None, now: datetime, reply: Reply) -> None:
    """One of this name: the screen at once. Else: which one?"""
    await stand_at_gate(session, actor)
    if not name:
        await reply.ask(words.whom(), ForceReply(input_field_placeholder=words.NAME_HINT), q.AskName(of="at_gate"))
        return
    found = await find_at_gate(session, name, on=now.date())
    if len(found.holders) == 1 and found.is_sure:
        await _show(session, actor, found.holders[0].student_id, found.holders[0].person_id, now, reply)
    elif found.holders:
        text = words.which_person(len(found.holders), MOST_FOUND, is_sure=found.is_sure)
        await reply.say(text, keyboards.people(found.holders))
    else:
        await reply.say(words.nobody_found())


async def _show(
    session: AsyncSession, actor: Actor, student_id: int | None, person_id: int | None, now: datetime, reply: Reply
) -> None:
    found = await look_at_person(session, actor, student_id=student_id, person_id=person_id, now=now)
    assert found.holder is not None  # or it is not found
    await attach_photo(session, found.holder, reply)
    await reply.redraw(words.person(found), await _buttons(session, actor, found, found.holder))


async def _buttons(session: AsyncSession, actor: Actor, found: CheckIn, holder: Holder) -> InlineKeyboardMarkup:
    on = found.scanned_at.date()
    whose = await holder_at_gate(session, student_id=holder.student_id, person_id=holder.person_id, on=on)
    may_replace = may_anywhere(actor, Action.MANAGE_CARDS)
    card_id = await lasting_card_id(session, whose) if may_replace else None
    return keyboards.person(holder, on, may_replace=may_replace, card_id=card_id)


async def _enter(
    session: AsyncSession, actor: Actor, entry: q.AskWhyByHand, why: str, nonce: str, now: datetime, reply: Reply
) -> None:
    """A screen or a question of another day writes nothing into this one."""
    if date.fromordinal(entry.day) != now.date():
        await reply.redraw(words.out_of_date())
        return
    done = await enter_by_hand(
        session,
        actor,
        student_id=entry.student,
        person_id=entry.person,
        why=why,
        nonce=nonce,
        now=now,
        at=_moment(entry.minute, now),
        direction=entry.direction,
    )
    await reply.redraw(words.entered_by_hand(done, why[:LONGEST_WHY]))


def _moment(minute: int | None, now: datetime) -> datetime | None:
    """This minute of today."""
    return None if minute is None else datetime.combine(now.date(), time(*divmod(minute, 60)), now.tzinfo)
