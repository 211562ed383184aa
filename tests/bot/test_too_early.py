"""People are sometimes faster than the courier: what they answer is shown to them before its number is written down."""

from datetime import timedelta

import pytest
from aiogram import Dispatcher
from aiogram.types import Chat, Message, Update, User
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.file_delivery import FileDelivery
from bot.handlers import router
from bot.pace import Pace
from bot.turn import PATIENCE, OneTransaction, TooEarly
from core import courier, inbound_sms
from db.engine import Transaction
from db.models import Channel, OutboxMessage, TelegramUpdate
from tests.bot.keypad import DeafBot
from tests.school import BUDIS_MOTHER, HOMEROOM, NOW, found_school

SHOWN_AS, GROUP = 77, -7


class Desk:
    """The dispatcher, on a clock that a test moves."""

    def __init__(self, transaction: Transaction) -> None:
        self.now, self.bot, self.dispatcher = NOW, DeafBot(), Dispatcher()
        self.transaction = transaction
        files = FileDelivery(transaction, Pace(lambda: self.now))
        self.dispatcher.update.outer_middleware(OneTransaction(transaction, lambda: self.now, files))
        self.dispatcher.include_router(router())

    async def reply(self, chat_id: int = HOMEROOM, *, by_bot: bool = True) -> None:
        """The homeroom teacher replies to the message SHOWN_AS, the same update however often."""
        author = User(id=self.bot.id if by_bot else 5, is_bot=by_bot, first_name="X")
        chat = Chat(id=chat_id, type="private" if chat_id > 0 else "group")
        replied = Message(message_id=SHOWN_AS, date=NOW, chat=chat, from_user=author, text="x")
        ratna = User(id=HOMEROOM, is_bot=False, first_name="Ratna")
        message = Message(message_id=78, date=NOW, chat=chat, from_user=ratna, text="Baik Bu", reply_to_message=replied)
        await self.dispatcher.feed_update(self.bot, Update(update_id=1, message=message))

    async def said(self) -> list[str]:
        async with self.transaction() as session:
            found = select(OutboxMessage.body).where(OutboxMessage.dedupe_key.startswith("update:"))
            return list(await session.scalars(found))


@pytest.fixture
async def desk(transaction: Transaction) -> Desk:
    """A guardian's message to the homeroom teacher is with the courier, who has not written down its number yet."""
    async with transaction() as session:
        await found_school(session)
        sms = await inbound_sms.store(
            session, modem="satu", sender=BUDIS_MOTHER, body="Kapan rapor?", sent_at=NOW, now=NOW
        )
        assert sms is not None
        await inbound_sms.handle(session, sms, now=NOW)
        await courier.claim(session, Channel.TELEGRAM, now=NOW, courier="bot")
        session.add(TelegramUpdate(bot_id=42, update_id=1, payload={}, received_at=NOW))
    return Desk(transaction)


async def forwarded(session: AsyncSession) -> OutboxMessage:
    found = await session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == str(HOMEROOM)))
    return found.one()


async def test_a_reply_waits_for_the_number_of_what_it_answers(desk: Desk) -> None:
    with pytest.raises(TooEarly):
        await desk.reply()
    assert await desk.said() == []
    async with desk.transaction() as session:
        message = await forwarded(session)
        await courier.mark_sent(session, message.id, now=NOW, reference=SHOWN_AS)
    await desk.reply()
    [said] = await desk.said()
    assert "dikirim lewat SMS" in said


async def test_patience_ends_with_kind_words(desk: Desk) -> None:
    desk.now = NOW + PATIENCE
    await desk.reply()
    assert await desk.said() == ["Pesan itu baru saja dikirim. Silakan coba sebentar lagi."]


async def test_nobody_waits_for_a_message_that_is_not_on_its_way(desk: Desk) -> None:
    desk.now = NOW + courier.LEASE + timedelta(seconds=1)  # whoever held it is dead
    await desk.reply()
    [said] = await desk.said()
    assert "Balasan ini tidak diteruskan" in said


async def test_talk_in_a_group_waits_for_nothing_and_is_not_answered(desk: Desk) -> None:
    await desk.reply(GROUP, by_bot=False)
    assert await desk.said() == []


async def test_a_reply_in_a_group_waits_too(desk: Desk, school_group: None) -> None:
    with pytest.raises(TooEarly):
        await desk.reply(GROUP)


@pytest.fixture
async def school_group(desk: Desk) -> None:
    """The message goes to a group instead."""
    async with desk.transaction() as session:
        (await forwarded(session)).recipient = str(GROUP)
