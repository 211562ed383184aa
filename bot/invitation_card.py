"""A fresh invitation as a picture: the QR code of its link, the link to copy, and for whom it is.

The code is kept nowhere, so it goes past the outbox, whose rows are kept.
"""

import asyncio
from dataclasses import dataclass
from io import BytesIO

import qrcode
from aiogram import Bot
from aiogram.types import BufferedInputFile, CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.files import Handover
from bot.wording import admin_people as wording
from core.inviting import Invited


@dataclass(frozen=True, slots=True)
class InvitationCard(Handover):
    invited: Invited

    async def send(self, bot: Bot, chat_id: int) -> None:
        link = f"https://t.me/{(await bot.me()).username}?start={self.invited.code}"
        picture = await asyncio.to_thread(_qr_picture, link)
        copy = InlineKeyboardButton(text=wording.COPY, copy_text=CopyTextButton(text=link))
        await bot.send_photo(
            chat_id,
            BufferedInputFile(picture, "undangan.png"),
            caption=wording.invitation_card(self.invited, link),
            reply_markup=InlineKeyboardMarkup(inline_keyboard=[[copy]]),
        )


def _qr_picture(link: str) -> bytes:
    packed = BytesIO()
    qrcode.make(link, box_size=12, border=4).save(packed, "PNG")
    return packed.getvalue()
