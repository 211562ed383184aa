"""The server as a command of its own."""

import asyncio
import re
import sys

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from simulator.__main__ import main


async def test_it_prints_its_address_serves_a_bot_and_plays_people_from_its_input(
    client_session: AiohttpSession,
) -> None:
    command = [sys.executable, "-m", "simulator", "telegram", "--port", "0", "--token", "1:trial"]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdin
    assert process.stdout
    try:
        async with asyncio.timeout(30):
            address = re.search(r"http://127.0.0.1:\d+", (await process.stdout.readline()).decode())
            assert address
            client_session.api = TelegramAPIServer.from_base(address.group())
            bot = Bot("1:trial", session=client_session)
            process.stdin.write(b"Dewi: /start\n")
            [update] = await bot.get_updates(timeout=20)
            assert update.message
            await bot.send_message(update.message.chat.id, "hello Dewi")
            told = ""
            while "hello Dewi" not in told:
                told = (await process.stdout.readline()).decode()
    finally:
        process.kill()
        await process.wait()


def test_it_says_how_it_is_used() -> None:
    assert main(["fax"]) == 2
