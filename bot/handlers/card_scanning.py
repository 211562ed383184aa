"""A card that an officer's phone sees: opened as a link by the camera, typed, or sent as a photo. One tap records it.

Whoever else opens such a link gets one polite sentence and no data.
"""

import asyncio
from collections.abc import Sequence
from datetime import datetime

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import or_f
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.callbacks import ScanCard
from bot.files import FileWanted, Handover
from bot.filters import PRIVATE, keeps_gate, known
from bot.keyboards import gate as keyboards
from bot.reply import Reply
from bot.wording import gate as words
from bot.wording import refusals
from core.actors import Actor
from core.card_links import card_code_in
from core.card_pictures import card_codes_in
from core.cards import code_numbered
from core.check_ins import look_at_card, scan_by_phone
from core.gate_facts import Holder
from core.photos import photo_of
from core.pictures import LARGEST_BYTES, BadPicture
from core.policy import stand_at_gate
from core.recipients import CLASS_ROLES

_MOST_CARDS = 8  # of one photo


def router() -> Router:
    r = Router(name="card_scanning")
    r.message.register(on_card, PRIVATE, keeps_gate, F.text, _shows_card)
    r.message.register(on_card_of_another, PRIVATE, F.text, _shows_card)
    picture = or_f(F.photo, F.document.mime_type.startswith("image/"))
    r.message.register(on_picture, PRIVATE, keeps_gate, ~F.reply_to_message, picture)
    r.callback_query.register(on_press, known, ScanCard.filter())
    return r


def _shows_card(message: Message) -> bool | dict[str, str]:
    code = card_code_in(message.text or "")
    return {"code": code} if code else False


async def on_card(
    _message: Message, code: str, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    await _show(session, actor, code, now, reply)


async def on_card_of_another(_message: Message, actor: Actor | None, reply: Reply) -> None:
    await reply.say(words.only_for_keepers() if actor else refusals.stranger())


async def on_picture(
    message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply, fetched: bytes | None
) -> None:
    """One card: its screen. Several: which one?"""
    if fetched is None:
        file = message.photo[-1] if message.photo else message.document
        assert file is not None  # the filter says so
        raise FileWanted(file.file_id, LARGEST_BYTES)
    try:
        codes = await asyncio.to_thread(card_codes_in, fetched)
    except BadPicture:
        await reply.say(words.not_a_picture())
        return
    if len(codes) == 1:
        await _show(session, actor, codes[0], now, reply)
    elif codes:
        await _ask_which(session, actor, codes[:_MOST_CARDS], now, reply)
    elif message.photo and actor.holds(*CLASS_ROLES):
        raise SkipHandler  # a homeroom teacher on duty also sends photos of letters
    else:
        await reply.say(words.no_card_seen())


async def on_press(
    callback: CallbackQuery, callback_data: ScanCard, session: AsyncSession, actor: Actor, now: datetime, reply: Reply
) -> None:
    await stand_at_gate(session, actor)
    if callback_data.day != now.date().toordinal():
        await reply.redraw(words.out_of_date())
        return
    code = await code_numbered(session, callback_data.card)
    if callback_data.direction is None:
        await _show(session, actor, code, now, reply)
        return
    # Named after the screen: pressed twice it is one scan, and the second press gets the first one's answer.
    nonce = f"telegram:{reply.chat_id}:{reply.screen}:{callback_data.card}:{callback_data.direction.value}"
    done = await scan_by_phone(session, actor, code=code, nonce=nonce, now=now, direction=callback_data.direction)
    await reply.redraw(words.result(done))


async def _show(session: AsyncSession, actor: Actor, code: str, now: datetime, reply: Reply) -> None:
    """Who it is, with in and out to press. A card that would be refused is recorded as refused at once."""
    card_id, shown = await look_at_card(session, actor, code, now=now)
    if card_id is None or shown.verdict.direction is None:
        refused = await scan_by_phone(session, actor, code=code, nonce=reply.update_key, now=now)
        await reply.say(words.result(refused))
        return
    assert shown.holder is not None  # or it would be refused
    await attach_photo(session, shown.holder, reply)
    await reply.say(words.card_shown(shown), keyboards.card(card_id, now.date(), shown.verdict.direction))


async def _ask_which(session: AsyncSession, actor: Actor, codes: Sequence[str], now: datetime, reply: Reply) -> None:
    looks = [await look_at_card(session, actor, code, now=now) for code in codes]
    shown = [(card_id, found) for card_id, found in looks if card_id is not None]
    if not shown:
        await reply.say(words.no_card_seen())
        return
    await reply.say(words.which_card(len(shown)), keyboards.cards(shown, now.date()))


async def attach_photo(session: AsyncSession, holder: Holder, reply: Reply) -> None:
    """The portrait, if there is one, goes along: a borrowed card is seen at once."""
    jpeg = await photo_of(session, student_id=holder.student_id, person_id=holder.person_id)
    if jpeg is not None:
        caption = words.photo_caption(holder)
        reply.files.append(Handover(f"{holder.name}.jpg", jpeg, caption, is_picture=True))
