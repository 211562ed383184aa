"""Answers to pressed buttons."""

import re

from aiogram.methods import AnswerCallbackQuery

from simulator.telegram.errors import bad_request
from simulator.telegram.methods.registry import answers
from simulator.telegram.world import World


@answers(AnswerCallbackQuery)
def answer_callback_query(world: World, call: AnswerCallbackQuery) -> bool:
    own = rf"(https?://)?t\.me/{world.bot.username}\?start=[\w-]*|tg://\S+"
    if call.url and not re.fullmatch(own, call.url, re.IGNORECASE):
        raise bad_request("URL_INVALID")
    world.callbacks.answer(call.callback_query_id, call.text or "", bool(call.show_alert))
    return True
