"""A fresh invitation as a picture: the QR code of its link, the link to copy, and for whom it is."""

import asyncio
from io import BytesIO

import qrcode
from aiogram import Bot
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.files import Handover
from bot.wording import admin_people as wording
from core.inviting import Invited


async def invitation_card(bot: Bot, invited: Invited) -> Handover:
    """The code is kept nowhere, so it must not go by the outbox, whose rows are."""
    link = f"https://t.me/{(await bot.me()).username}?start={invited.code}"
    picture = await asyncio.to_thread(_qr_picture, link)
    copy = InlineKeyboardButton(text=wording.COPY, copy_text=CopyTextButton(text=link))
    markup = InlineKeyboardMarkup(inline_keyboard=[[copy]])
    return Handover("undangan.png", picture, wording.invitation_text(invited, link), markup, is_picture=True)


def _qr_picture(link: str) -> bytes:
    packed = BytesIO()
    qrcode.make(link, box_size=12, border=4).save(packed, "PNG")
    return packed.getvalue()
