"""What a handler answers lies in the outbox, in messages that Telegram takes."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.keyboards.admin import confirm
from bot.pieces import LONGEST_TEXT
from bot.questions import EndRole
from bot.reply import Reply
from core import inbound_sms
from db.models import OutboxMessage
from tests.school import ADMIN, NOW

LONG = "kata " * 2000


def reply_in(session: AsyncSession, screen: int | None = None) -> Reply:
    return Reply(session, ADMIN, "update:1:1", NOW, screen=screen)


async def owed(session: AsyncSession) -> list[OutboxMessage]:
    rows = (await session.scalars(select(OutboxMessage).order_by(OutboxMessage.id))).all()
    assert all(len(row.body) <= LONGEST_TEXT for row in rows)
    return list(rows)


async def test_a_long_sms_is_shown_in_pieces_that_can_all_be_answered(session: AsyncSession) -> None:
    sms = await inbound_sms.store(session, modem="satu", sender="+6281211112222", body=LONG, sent_at=NOW, now=NOW)
    assert sms is not None
    await reply_in(session).forward(LONG, confirm(), inbound_sms_id=sms)
    pieces = await owed(session)
    assert [piece.inbound_sms_id for piece in pieces] == [sms] * 3
    assert ["markup" in piece.extras for piece in pieces] == [False, False, True]


async def test_a_long_question_is_asked_by_its_last_piece(session: AsyncSession) -> None:
    await reply_in(session).ask(LONG, confirm(), EndRole(grant=1))
    assert [("question" in piece.extras, "markup" in piece.extras) for piece in await owed(session)] == [
        (False, False),
        (False, False),
        (True, True),
    ]


async def test_a_screen_that_is_too_long_keeps_its_beginning_and_its_buttons(session: AsyncSession) -> None:
    await reply_in(session, screen=7).redraw(LONG, confirm())
    [screen] = await owed(session)
    assert screen.body.endswith("tidak muat dalam satu pesan)")
    assert screen.extras["edit"] == 7
    assert "markup" in screen.extras
