"""A bare aiogram bot that says what it hears, with aiogram's own polling: `python echo_bot.py URL TOKEN`."""

import asyncio
import logging
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message


async def echo(message: Message) -> None:
    await message.answer(message.text or "")


async def serve(url: str, token: str) -> None:
    dispatcher = Dispatcher()
    dispatcher.message.register(echo)
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    await dispatcher.start_polling(bot)


if __name__ == "__main__":
    logging.getLogger("aiogram").setLevel(logging.ERROR)  # it announces its own end, in our table
    asyncio.run(serve(*sys.argv[1:]))
