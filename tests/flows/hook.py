"""Knocking at the webhook's door, with or without the secret."""

import io
import json
from typing import Any

import aiohttp

from tests.flows.house import HOOK_SECRET, House
from tests.school import SECRETARY

HEADER = "X-Telegram-Bot-Api-Secret-Token"
RIGHT = {HEADER: HOOK_SECRET}


async def post(house: House, body: bytes, headers: dict[str, str]) -> int:
    """The status that the webhook answers with."""
    url = f"{house.hook_url}/telegram"
    async with aiohttp.ClientSession() as http, http.post(url, data=io.BytesIO(body), headers=headers) as response:
        return response.status


async def push(house: House, update_id: int, **update: Any) -> None:
    """An update of any kind, from Telegram."""
    assert await post(house, json.dumps({"update_id": update_id, **update}).encode(), RIGHT) == 200


def said(telegram_id: int = SECRETARY, name: str = "Dewi", **fields: Any) -> dict[str, Any]:
    """A Message in a private chat as Telegram writes it."""
    sender = {"id": telegram_id, "is_bot": False, "first_name": name}
    chat = {"id": telegram_id, "type": "private", "first_name": name}
    return {"message_id": 900, "date": 1795400000, "chat": chat, "from": sender, **fields}


def message(update_id: int, **fields: Any) -> bytes:
    return json.dumps({"update_id": update_id, "message": said(**fields)}).encode()
