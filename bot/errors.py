"""What keeps the bot from running at all."""


class TokenRefused(Exception):
    """BotFather's token is malformed, or Telegram does not know it."""
