"""The bot's user name, for invitation links; without aiogram, which the command line need not load for it."""

import aiohttp


async def bot_username(token: str, api_url: str) -> str | None:
    """As Telegram knows it, or None when there is no token or Telegram cannot be reached within 5 seconds."""
    if not token:
        return None
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http,
            http.get(f"{api_url.rstrip('/')}/bot{token}/getMe") as response,
        ):
            return str((await response.json())["result"]["username"])
    except (aiohttp.ClientError, TimeoutError, ValueError, KeyError):
        return None
