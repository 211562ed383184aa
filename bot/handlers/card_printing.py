"""Cards from the bot: sheets as PDF, a new card for a lost one, a QR code for today on the officer's phone."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.filters import CommandObject
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.callbacks import CardSheet, NewCard, TemporaryCard, TurnClasses
from bot.files import Handover
from bot.filters import PRIVATE, known
from bot.handlers.by_hand import search
from bot.keyboards import gate as keyboards
from bot.reply import Reply
from bot.wording import gate as words
from core.actions import Action
from core.actors import Actor
from core.card_printing import style_for
from core.cards import CardRow, cards_to_print, issue_temporary, lasting_card_id, reissue
from core.check_ins import look_at_person
from core.class_names import class_named
from core.documents.card_picture import card_picture
from core.documents.cards import card_sheets
from core.gate_desk import holder_at_gate
from core.gate_facts import Holder
from core.overview import reportable_classes
from core.policy import class_for, may_anywhere, require


def router() -> Router:
    r = Router(name="card_printing")
    r.message.register(on_cards, PRIVATE, known, menu.asked(menu.CARDS))
    r.callback_query.register(on_sheet, known, CardSheet.filter())
    r.callback_query.register(on_other_classes, known, TurnClasses.filter(F.to == "cards"))
    r.callback_query.register(on_temporary, known, TemporaryCard.filter())
    r.callback_query.register(on_new_card, known, NewCard.filter())
    return r


async def on_cards(
    _message: Message, command: CommandObject, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    """Sheets for who may print them, of all classes or the one named; with a person's name, and for whoever keeps the
    gate, one card.
    """
    prints = may_anywhere(actor, Action.MANAGE_CARDS)
    classes = await reportable_classes(session, actor) if prints else []
    named = class_named(command.args or "", classes)
    if named is not None:
        classes = [named]
    elif command.args or not prints:
        await search(session, actor, command.args, now, reply)
        return
    await reply.say(words.whose_cards(), keyboards.sheets(classes))


async def on_other_classes(
    _callback: CallbackQuery, callback_data: TurnClasses, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    require(actor, Action.MANAGE_CARDS)
    classes = await reportable_classes(session, actor)
    await reply.redraw(words.whose_cards(), keyboards.sheets(classes, callback_data.page))


async def on_sheet(
    _callback: CallbackQuery,
    callback_data: CardSheet,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
    bot: Bot,
) -> None:
    require(actor, Action.MANAGE_CARDS)
    of_class = callback_data.school_class
    name = (await class_for(session, actor, of_class, Action.MANAGE_CARDS)).name if of_class is not None else None
    cards = await cards_to_print(session, now=now, class_name=name, teachers=name is None, by=actor.person_id)
    if not cards:
        reply.toast, reply.alert = words.nobody_to_print(), True
        return
    await _attach_sheets(session, cards, name or words.TEACHERS, bot, reply)


async def on_temporary(
    _callback: CallbackQuery,
    callback_data: TemporaryCard,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    holder = await _holder(session, actor, callback_data, now)
    if callback_data.day != now.date().toordinal():
        await reply.redraw(words.out_of_date())
        return
    whose = await holder_at_gate(session, student_id=holder.student_id, person_id=holder.person_id, on=now.date())
    row = await issue_temporary(session, whose, on=now.date(), now=now, by=actor.person_id)
    picture = await asyncio.to_thread(card_picture, row.payload)
    caption = words.temporary_card(holder, now.date())
    reply.files.append(Handover("qr-sementara.png", picture, caption, is_picture=True))
    await reply.redraw(words.temporary_given(holder))


async def on_new_card(
    _callback: CallbackQuery,
    callback_data: NewCard,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
    bot: Bot,
) -> None:
    """Asked once more, because the old card dies at once; done once, however often it is pressed."""
    require(actor, Action.MANAGE_CARDS)
    holder = await _holder(session, actor, callback_data, now)
    whose = await holder_at_gate(session, student_id=holder.student_id, person_id=holder.person_id, on=now.date())
    if not callback_data.sure:
        await reply.redraw(words.sure_to_replace(holder), keyboards.sure(callback_data))
        return
    if await lasting_card_id(session, whose) != callback_data.old:
        await reply.redraw(words.already_replaced(holder))
        return
    card = await reissue(session, whose, now=now, by=actor.person_id)
    await _attach_sheets(session, [card], holder.name, bot, reply)
    await reply.redraw(words.card_replaced(holder))


async def _holder(session: AsyncSession, actor: Actor, chosen: TemporaryCard | NewCard, now: datetime) -> Holder:
    found = await look_at_person(session, actor, student_id=chosen.student, person_id=chosen.person, now=now)
    assert found.holder is not None  # or it is not found
    return found.holder


async def _attach_sheets(session: AsyncSession, cards: Sequence[CardRow], of_whom: str, bot: Bot, reply: Reply) -> None:
    style = await style_for(session, cards, bot=(await bot.me()).username)
    drawn = await asyncio.to_thread(card_sheets, cards, style)
    reply.files.append(Handover(words.sheet_name(of_whom), drawn, words.sheet_caption(len(cards))))
