"""Calls that Telegram refuses are refused here, in its words. Rules that teremok knows too must agree with it."""

from typing import Any

import pytest
from aiogram import Bot
from teremok.validation import ApiRuleViolation, validate_method

from simulator.telegram import TelegramServer
from simulator.telegram.methods import method_named
from tests.simulator.telegram.conftest import Raw
from tests.simulator.telegram.stage import (
    BEFORE_UPGRADE,
    BIG_ID,
    BLOCKER,
    DEWI,
    DOCUMENT,
    DOCUMENT_ID,
    HERS,
    KEYED,
    KICKED_FROM,
    LEADERS,
    NOBODY,
    PHOTO,
    PHOTO_ID,
    PLAIN,
    QUERY,
    REPLY_KEYED,
    STRANGER,
    Table,
    key,
    keyboard,
    on_stage,
    set_stage,
)

_TO = {"chat_id": DEWI}
_SAY = {"chat_id": DEWI, "text": "x"}
_PLAIN = {"chat_id": DEWI, "message_id": PLAIN}
_KEYED = {"chat_id": DEWI, "message_id": KEYED}
_HTML = {"chat_id": DEWI, "parse_mode": "HTML"}
_PARSE = "Bad Request: can't parse entities: "
_BUTTON = "Bad Request: can't parse inline keyboard button: "
_SAME = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a "
    "current content and reply markup of the message"
)
_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"

TEREMOK_AGREES: Table = [
    ("Bad Request: message is too long", "sendMessage", _TO | {"text": "x" * 4097}),
    ("Bad Request: message is too long", "editMessageText", _PLAIN | {"text": "x" * 4097}),
    (_PARSE + 'Unsupported start tag "h1" at byte offset 0', "sendMessage", _HTML | {"text": "<h1>x</h1>"}),
    (_PARSE + 'Unsupported start tag "br/" at byte offset 3', "sendMessage", _HTML | {"text": "é <br/>"}),
    (_PARSE + 'Can\'t find end tag corresponding to start tag "b"', "sendMessage", _HTML | {"text": "<b>x"}),
    (_PARSE + "Unexpected end tag at byte offset 1", "sendMessage", _HTML | {"text": "x</b>"}),
    (
        _PARSE + 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
        "sendMessage",
        _HTML | {"text": "<b><i>x</b></i>"},
    ),
    (_PARSE + "Unclosed start tag at byte offset 2", "sendMessage", _HTML | {"text": "x <b"}),
    (_PARSE + 'Unsupported start tag "" at byte offset 2', "sendMessage", _HTML | {"text": "1 < 2 > 0"}),
    (
        _PARSE + 'Tag "span" must have class "tg-spoiler" at byte offset 0',
        "sendMessage",
        _HTML | {"text": '<span class="red">x</span>'},
    ),
    (
        _PARSE + "entity out of text bounds",
        "sendMessage",
        _SAY | {"entities": [{"type": "bold", "offset": 0, "length": 2}]},
    ),
    (
        "Bad Request: BUTTON_DATA_INVALID",
        "sendMessage",
        _SAY | {"reply_markup": keyboard([key(callback_data="x" * 65)])},
    ),
    (
        "Bad Request: BUTTON_DATA_INVALID",
        "sendMessage",
        _SAY | {"reply_markup": keyboard([key(callback_data="é" * 33)])},
    ),
    ("Bad Request: BUTTON_DATA_INVALID", "sendMessage", _SAY | {"reply_markup": keyboard([key(callback_data="")])}),
    (
        _BUTTON + "Text buttons are unallowed in the inline keyboard",
        "sendMessage",
        _SAY | {"reply_markup": keyboard([{"text": "Kirim"}])},
    ),
    (
        _BUTTON + "exactly one of the optional fields must be used",
        "sendMessage",
        _SAY | {"reply_markup": keyboard([key(callback_data="x", url="https://example.com")])},
    ),
    ("Bad Request: MESSAGE_TOO_LONG", "answerCallbackQuery", {"callback_query_id": QUERY, "text": "x" * 201}),
]

ONLY_WE_KNOW: Table = [
    ("Bad Request: message text is empty", "sendMessage", _TO),
    ("Bad Request: message text is empty", "sendMessage", _TO | {"text": ""}),
    ("Bad Request: text must be non-empty", "sendMessage", _TO | {"text": " \n "}),
    ("Bad Request: text must be non-empty", "sendMessage", _HTML | {"text": "<b> </b>"}),
    ("Bad Request: chat_id is empty", "sendMessage", {"text": "x"}),
    ("Bad Request: chat not found", "sendMessage", {"chat_id": NOBODY, "text": "x"}),
    ("Bad Request: chat not found", "sendMessage", {"chat_id": "Dewi", "text": "x"}),
    ("Bad Request: chat not found", "sendMessage", {"chat_id": "@dewi", "text": "x"}),
    ("Forbidden: bot can't initiate conversation with a user", "sendMessage", {"chat_id": STRANGER, "text": "x"}),
    ("Forbidden: bot was blocked by the user", "sendMessage", {"chat_id": BLOCKER, "text": "x"}),
    ("Forbidden: bot was kicked from the group chat", "sendMessage", {"chat_id": KICKED_FROM, "text": "x"}),
    (
        "Bad Request: group chat was upgraded to a supergroup chat",
        "sendMessage",
        {"chat_id": BEFORE_UPGRADE, "text": "x"},
    ),
    ("Forbidden: bot was kicked from the group chat", "getChat", {"chat_id": KICKED_FROM}),
    ("Bad Request: unsupported parse_mode", "sendMessage", _SAY | {"parse_mode": "BBCode"}),
    (
        'Bad Request: unknown parameter "reply_to": Telegram would ignore it silently',
        "sendMessage",
        _SAY | {"reply_to": HERS},
    ),
    (
        'Bad Request: unknown parameter "reply_markup.inline_keyboard.colour": Telegram would ignore it silently',
        "sendMessage",
        _SAY | {"reply_markup": keyboard([key(callback_data="x", colour="red")])},
    ),
    ("Bad Request: message to be replied not found", "sendMessage", _SAY | {"reply_parameters": {"message_id": 77}}),
    ("Bad Request: object expected as reply markup", "sendMessage", _SAY | {"reply_markup": "keys"}),
    ("Bad Request: reply markup is too long", "sendMessage", _SAY | {"reply_markup": keyboard([key()] * 9)}),
    ("Bad Request: reply markup is too long", "sendMessage", _SAY | {"reply_markup": keyboard(*[[key()]] * 101)}),
    (
        _BUTTON + "invalid button style specified",
        "sendMessage",
        _SAY | {"reply_markup": keyboard([key(style="red", pay=True)])},
    ),
    (
        "Bad Request: inline keyboard button URL 'not a link' is invalid: Wrong HTTP URL",
        "sendMessage",
        _SAY | {"reply_markup": keyboard([key(url="not a link")])},
    ),
    ("Bad Request: keyboard can't be empty", "sendMessage", _SAY | {"reply_markup": {"keyboard": []}}),
    (_SAME, "editMessageText", _PLAIN | {"text": "plain"}),
    (_SAME, "editMessageReplyMarkup", _KEYED | {"reply_markup": keyboard([key()])}),
    (_SAME, "editMessageReplyMarkup", _PLAIN),
    ("Bad Request: message to edit not found", "editMessageText", _TO | {"message_id": 77, "text": "x"}),
    ("Bad Request: message identifier is not specified", "editMessageText", _TO | {"text": "x"}),
    ("Bad Request: message can't be edited", "editMessageText", _TO | {"message_id": HERS, "text": "x"}),
    ("Bad Request: message can't be edited", "editMessageText", _TO | {"message_id": REPLY_KEYED, "text": "x"}),
    ("Bad Request: message text is empty", "editMessageText", _PLAIN),
    (
        "Bad Request: inline keyboard expected",
        "editMessageText",
        _PLAIN | {"text": "x", "reply_markup": {"keyboard": [["A"]]}},
    ),
    (
        "Bad Request: there is no text in the message to edit",
        "editMessageText",
        _TO | {"message_id": PHOTO, "text": "x"},
    ),
    ("Bad Request: there is no caption in the message to edit", "editMessageCaption", _PLAIN | {"caption": "x"}),
    (
        "Bad Request: message caption is too long",
        "editMessageCaption",
        _TO | {"message_id": PHOTO, "caption": "x" * 1025},
    ),
    ("Bad Request: message to delete not found", "deleteMessage", _TO | {"message_id": 77}),
    ("Bad Request: message can't be deleted for everyone", "deleteMessage", {"chat_id": LEADERS, "message_id": 2}),
    (_OLD, "answerCallbackQuery", {"callback_query_id": "1"}),
    ("Bad Request: URL_INVALID", "answerCallbackQuery", {"callback_query_id": QUERY, "url": "https://example.com"}),
    ("Bad Request: there is no photo in the request", "sendPhoto", _TO),
    ("Bad Request: wrong file identifier/HTTP URL specified", "sendPhoto", _TO | {"photo": "AgACAgUAAx"}),
    ("Bad Request: failed to get HTTP URL content", "sendPhoto", _TO | {"photo": "https://example.com/a.png"}),
    ("Bad Request: can't use file of type Document as Photo", "sendPhoto", _TO | {"photo": DOCUMENT_ID}),
    ("Bad Request: message caption is too long", "sendPhoto", _TO | {"photo": PHOTO_ID, "caption": "x" * 1025}),
    ("Bad Request: there is no document in the request", "sendDocument", _TO),
    ("Bad Request: can't use file of type Photo as Document", "sendDocument", _TO | {"document": PHOTO_ID}),
    ("Bad Request: invalid file_id", "getFile", {"file_id": "BQACAgUAAx"}),
    ("Bad Request: file is too big", "getFile", {"file_id": BIG_ID}),
    ("Bad Request: BOT_COMMAND_INVALID", "setMyCommands", {"commands": [{"command": "Lapor", "description": "x"}]}),
    (
        "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
        "setMyCommands",
        {"commands": [{"command": "a", "description": ""}]},
    ),
    (
        "Bad Request: chat not found",
        "setMyCommands",
        {"commands": [], "scope": {"type": "chat", "chat_id": NOBODY}},
    ),
    ("Bad Request: wrong parameter action in request", "sendChatAction", _TO | {"action": "dancing"}),
    ("Bad Request: there are no administrators in the private chat", "getChatAdministrators", _TO),
    ("Bad Request: PARTICIPANT_ID_INVALID", "getChatMember", {"chat_id": LEADERS, "user_id": NOBODY}),
    (
        "Bad Request: not enough rights to manage pinned messages in the chat",
        "pinChatMessage",
        {"chat_id": LEADERS, "message_id": 1},
    ),
    ("Bad Request: message to copy not found", "copyMessage", _TO | {"from_chat_id": DEWI, "message_id": 77}),
    ("Bad Request: message to forward not found", "forwardMessage", _TO | {"from_chat_id": DEWI, "message_id": 77}),
    ("Bad Request: chat member status can't be changed in private chats", "leaveChat", _TO),
    ("Bad Request: bad webhook: An HTTPS URL must be provided for webhook", "setWebhook", {"url": "ftp://example.com"}),
    (
        "Bad Request: secret token contains unallowed characters",
        "setWebhook",
        {"url": "https://example.com", "secret_token": "kata sandi"},
    ),
    ("Not Found: method not found", "sendMessages", _SAY),
    ("Not Implemented: the simulator has no sendDice", "sendDice", _TO),
    ("Bad Request: there is no caption in the message to edit", "editMessageCaption", _KEYED),
    ("Bad Request: message to react not found", "setMessageReaction", _TO | {"message_id": 77}),
    ("Bad Request: message can't be edited", "editMessageReplyMarkup", {"chat_id": LEADERS, "message_id": 1}),
    (
        "Bad Request: there is no text in the message to edit",
        "editMessageText",
        _TO | {"message_id": DOCUMENT, "text": "x"},
    ),
]


def test_the_tables_hold_sixty_cases_and_more() -> None:
    assert len(TEREMOK_AGREES) + len(ONLY_WE_KNOW) >= 60


@pytest.mark.parametrize(("words", "method", "parameters"), TEREMOK_AGREES + ONLY_WE_KNOW)
async def test_a_wrong_call_is_refused_in_telegrams_words_and_changes_nothing(
    telegram: TelegramServer, bot: Bot, raw: Raw, words: str, method: str, parameters: dict[str, Any]
) -> None:
    names = await set_stage(telegram, bot)
    before = _state(telegram)
    answer = await raw(method, **on_stage(parameters, names))
    assert answer["ok"] is False
    assert answer["description"] == words
    assert _state(telegram) == before


@pytest.mark.parametrize(("words", "method", "parameters"), TEREMOK_AGREES)
async def test_teremok_refuses_it_too(bot: Bot, words: str, method: str, parameters: dict[str, Any]) -> None:
    with pytest.raises(ApiRuleViolation):
        validate_method(bot, method_named(method).model_validate(parameters))


async def test_the_new_id_of_an_upgraded_group_comes_with_the_refusal(
    telegram: TelegramServer, bot: Bot, raw: Raw
) -> None:
    names = await set_stage(telegram, bot)
    answer = await raw("sendMessage", chat_id=names[BEFORE_UPGRADE], text="x")
    assert answer["parameters"] == {"migrate_to_chat_id": names[BEFORE_UPGRADE] - 1_000_000_000_000}


def _state(telegram: TelegramServer) -> list[str]:
    """All chats as text."""
    chats = telegram.world.chats.values()
    return [str(message.to_page()) for chat in chats for message in chat.messages.values()]
