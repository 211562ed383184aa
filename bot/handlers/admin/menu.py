"""`/admin` and the way back to it."""

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message

from bot import menu
from bot.admin_callbacks import OpenSection, Section
from bot.keyboards import admin as keyboards
from bot.reply import Reply
from bot.wording import admin as wording


def router() -> Router:
    r = Router(name="admin menu")
    r.message.register(on_menu, menu.asked(menu.ADMINISTRATION))
    r.callback_query.register(on_back, OpenSection.filter(F.section == Section.MENU))
    return r


async def on_menu(_message: Message, reply: Reply) -> None:
    await reply.say(wording.menu(), keyboards.menu())


async def on_back(_callback: CallbackQuery, reply: Reply) -> None:
    await reply.redraw(wording.menu(), keyboards.menu())
