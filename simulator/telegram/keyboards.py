"""Keyboards under messages and in place of the letters: what a bot may send, and what people see of it."""

import re

from aiogram.types import (
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from simulator.telegram.errors import Json, bad_request

# Telegram documents no limits; these are what it takes in practice.
BUTTONS_PER_ROW = 8
BUTTONS_PER_MESSAGE = 100
CALLBACK_DATA_BYTES = 64
STYLES = ("danger", "success", "primary")
_LOOKS = {"text", "style", "icon_custom_emoji_id"}
_LINK = re.compile(r"(https?|tg|ton|tonsite)://\S+|[\w-]+(\.[\w-]+)+(/\S*)?", re.IGNORECASE)

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply


def checked(markup: Markup | None) -> Json | None:
    """The keyboard as it is stored and shown; None where there is none (an empty inline keyboard is none).

    Raises:
        ApiError: 400 with Telegram's words.
    """
    match markup:
        case InlineKeyboardMarkup():
            _check_inline(markup)
        case ReplyKeyboardMarkup():
            _check_reply(markup)
    plain: Json | None = markup.model_dump(exclude_none=True, exclude_unset=True) if markup else None
    return None if plain is not None and not any(plain.get("inline_keyboard", [[True]])) else plain


def is_inline(markup: Json | None) -> bool:
    return markup is not None and "inline_keyboard" in markup


def rows(markup: Json | None) -> list[list[Json]]:
    """Buttons of either kind, as objects of the Bot API."""
    found: list[list[Json]] = (markup or {}).get("inline_keyboard") or (markup or {}).get("keyboard") or []
    return found


def button_texts(markup: Json | None) -> list[list[str]]:
    return [[button["text"] for button in row] for row in rows(markup)]


def _check_inline(markup: InlineKeyboardMarkup) -> None:
    buttons = [button for row in markup.inline_keyboard for button in row]
    too_wide = any(len(row) > BUTTONS_PER_ROW for row in markup.inline_keyboard)
    if too_wide or len(buttons) > BUTTONS_PER_MESSAGE:
        raise bad_request("reply markup is too long")
    for button in buttons:
        _check_button(button)


def _check_button(button: InlineKeyboardButton) -> None:
    unparsable = "can't parse inline keyboard button: "
    if not button.text.strip():
        raise bad_request(f"{unparsable}text buttons are unallowed in the inline keyboard")
    purposes = set(button.model_dump(exclude_none=True)) - _LOOKS
    if not purposes:
        raise bad_request(f"{unparsable}Text buttons are unallowed in the inline keyboard")
    if len(purposes) > 1:
        raise bad_request(f"{unparsable}exactly one of the optional fields must be used")
    if button.style is not None and button.style not in STYLES:
        raise bad_request(f"{unparsable}invalid button style specified")
    data = button.callback_data
    if data is not None and not 1 <= len(data.encode()) <= CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    if button.url is not None and not _LINK.fullmatch(button.url):
        raise bad_request(f"inline keyboard button URL '{button.url}' is invalid: Wrong HTTP URL")
    if button.web_app is not None and not button.web_app.url.startswith("https://"):
        words = "Only HTTPS links are allowed"
        raise bad_request(f"inline keyboard button Web App URL '{button.web_app.url}' is invalid: {words}")
    if button.copy_text is not None and not 1 <= len(button.copy_text.text) <= 256:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


def _check_reply(markup: ReplyKeyboardMarkup) -> None:
    buttons = [button for row in markup.keyboard for button in row]
    if not buttons:
        raise bad_request("keyboard can't be empty")
    if any(not button.text.strip() for button in buttons):
        raise bad_request("keyboard button text must be non-empty")
    if len(buttons) > 3 * BUTTONS_PER_MESSAGE or any(len(row) > 12 for row in markup.keyboard):
        raise bad_request("reply markup is too long")
