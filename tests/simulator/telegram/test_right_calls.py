"""What Telegram takes is taken here: the server must not be stricter than the real one, unknown fields aside."""

from typing import Any

import pytest
from aiogram import Bot
from pydantic import TypeAdapter
from teremok.validation import validate_method

from simulator.telegram import TelegramServer
from simulator.telegram.methods import method_named
from tests.simulator.telegram.conftest import Raw
from tests.simulator.telegram.stage import (
    BLOCKER,
    DEWI,
    DOCUMENT,
    DOCUMENT_ID,
    HERS,
    KEYED,
    LEADERS,
    PHOTO,
    PHOTO_ID,
    PLAIN,
    QUERY,
    REPLY_KEYED,
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
_COMMANDS = {"commands": [{"command": "hari_ini", "description": "Hari ini"}]}

RIGHT: list[tuple[str, dict[str, Any]]] = [
    ("getMe", {}),
    ("GETME", {}),
    ("sendMessage", _SAY),
    ("sendMessage", {"chat_id": str(DEWI), "text": "x"}),
    ("sendMessage", {"chat_id": LEADERS, "text": "x"}),
    ("sendMessage", _TO | {"text": "x" * 4096}),
    ("sendMessage", _HTML | {"text": "1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;&#65;&#x42;"}),
    ("sendMessage", _HTML | {"text": "<b>a<i>b</i></b><u>c</u><s>d</s><code>e</code>"}),
    ("sendMessage", _HTML | {"text": '<pre><code class="language-python">x = 1</code></pre>'}),
    ("sendMessage", _HTML | {"text": '<a href="https://example.com/?a=1&amp;b=2">x</a>'}),
    ("sendMessage", _HTML | {"text": f'<a href="tg://user?id={DEWI}">Dewi</a>'}),
    ("sendMessage", _HTML | {"text": "<blockquote expandable>x</blockquote>"}),
    ("sendMessage", _HTML | {"text": '<tg-spoiler>a</tg-spoiler><span class="tg-spoiler">b</span>'}),
    ("sendMessage", _HTML | {"text": '<tg-emoji emoji-id="5368324170671202286">👍</tg-emoji>'}),
    ("sendMessage", _SAY | {"parse_mode": "html", "text": "<STRONG>x</STRONG>".lower()}),
    ("sendMessage", _SAY | {"entities": [{"type": "bold", "offset": 0, "length": 1}]}),
    ("sendMessage", _SAY | {"reply_markup": keyboard([key()] * 8)}),
    ("sendMessage", _SAY | {"reply_markup": keyboard(*[[key()]] * 100)}),
    ("sendMessage", _SAY | {"reply_markup": keyboard([key(callback_data="é" * 32)])}),
    ("sendMessage", _SAY | {"reply_markup": keyboard([key(callback_data="x", style="danger")])}),
    ("sendMessage", _SAY | {"reply_markup": keyboard([key(url="https://t.me/absensi_bot?start=A")])}),
    ("sendMessage", _SAY | {"reply_markup": keyboard([key(url="tg://resolve?domain=x")])}),
    ("sendMessage", _SAY | {"reply_markup": keyboard([key(copy_text={"text": "KODE"})])}),
    ("sendMessage", _SAY | {"reply_markup": keyboard([key(switch_inline_query_current_chat="")])}),
    (
        "sendMessage",
        _SAY | {"reply_markup": {"keyboard": [[{"text": "Lapor"}], [{"text": "Hari ini"}]], "resize_keyboard": True}},
    ),
    ("sendMessage", _SAY | {"reply_markup": {"remove_keyboard": True}}),
    ("sendMessage", _SAY | {"reply_markup": {"force_reply": True, "input_field_placeholder": "Nama"}}),
    ("sendMessage", _SAY | {"reply_parameters": {"message_id": HERS}}),
    ("sendMessage", _SAY | {"reply_parameters": {"message_id": 77, "allow_sending_without_reply": True}}),
    ("sendMessage", _SAY | {"link_preview_options": {"is_disabled": True}, "disable_notification": True}),
    ("editMessageText", _PLAIN | {"text": "other"}),
    ("editMessageText", _HTML | {"message_id": PLAIN, "text": "<b>plain</b>"}),
    ("editMessageText", _KEYED | {"text": "keyed"}),
    ("editMessageText", _PLAIN | {"text": "plain", "reply_markup": keyboard([key()])}),
    ("editMessageReplyMarkup", _KEYED),
    ("editMessageReplyMarkup", _KEYED | {"reply_markup": keyboard([key("Batal")])}),
    ("editMessageReplyMarkup", _PLAIN | {"reply_markup": keyboard([key()])}),
    ("editMessageCaption", _TO | {"message_id": PHOTO, "caption": "x" * 1024}),
    ("editMessageCaption", _TO | {"message_id": PHOTO}),
    ("editMessageMedia", _TO | {"message_id": PHOTO, "media": {"type": "document", "media": DOCUMENT_ID}}),
    ("deleteMessage", _PLAIN),
    ("deleteMessage", _TO | {"message_id": HERS}),
    ("deleteMessage", _TO | {"message_id": REPLY_KEYED}),
    ("deleteMessages", _TO | {"message_ids": [PLAIN, KEYED, 77]}),
    ("answerCallbackQuery", {"callback_query_id": QUERY}),
    ("answerCallbackQuery", {"callback_query_id": QUERY, "text": "x" * 200, "show_alert": True}),
    ("answerCallbackQuery", {"callback_query_id": QUERY, "url": "https://t.me/absensi_bot?start=A"}),
    ("sendPhoto", _TO | {"photo": PHOTO_ID, "caption": "x" * 1024}),
    ("sendDocument", _TO | {"document": DOCUMENT_ID, "caption": "<b>x</b>", "parse_mode": "HTML"}),
    ("sendMediaGroup", _TO | {"media": [{"type": "document", "media": DOCUMENT_ID}] * 2}),
    ("copyMessage", _TO | {"from_chat_id": DEWI, "message_id": DOCUMENT, "caption": "x"}),
    ("forwardMessage", {"chat_id": LEADERS, "from_chat_id": DEWI, "message_id": HERS}),
    ("sendChatAction", _TO | {"action": "upload_document"}),
    ("setMessageReaction", _TO | {"message_id": HERS, "reaction": [{"type": "emoji", "emoji": "👍"}]}),
    ("pinChatMessage", _PLAIN),
    ("unpinAllChatMessages", _TO),
    ("getFile", {"file_id": DOCUMENT_ID}),
    ("getChat", {"chat_id": LEADERS}),
    ("getChat", {"chat_id": BLOCKER}),
    ("getChatMember", {"chat_id": LEADERS, "user_id": DEWI}),
    ("getChatAdministrators", {"chat_id": LEADERS}),
    ("getChatMemberCount", {"chat_id": LEADERS}),
    ("leaveChat", {"chat_id": LEADERS}),
    ("setMyCommands", _COMMANDS),
    ("setMyCommands", _COMMANDS | {"scope": {"type": "chat", "chat_id": DEWI}, "language_code": "id"}),
    ("getMyCommands", {"scope": {"type": "all_private_chats"}}),
    ("deleteMyCommands", {}),
    ("setMyDescription", {"description": "Absensi"}),
    ("setMyShortDescription", {"short_description": "Absensi"}),
    ("setMyName", {"name": "Absensi"}),
    ("setChatMenuButton", _TO | {"menu_button": {"type": "commands"}}),
    ("getUpdates", {"limit": 1, "allowed_updates": ["message"]}),
    ("getWebhookInfo", {}),
    ("deleteWebhook", {"drop_pending_updates": True}),
]

# Telegram counts after entities; teremok counts the tags as well.
TEREMOK_IS_STRICTER: list[tuple[str, dict[str, Any]]] = [
    ("sendMessage", _HTML | {"text": f"<b>{'x' * 4096}</b>"}),
    ("sendMessage", _HTML | {"text": "Tom & Jerry"}),
]


def test_the_table_holds_sixty_cases_and_more() -> None:
    assert len(RIGHT) >= 60


@pytest.mark.parametrize(("method", "parameters"), RIGHT + TEREMOK_IS_STRICTER)
async def test_a_right_call_is_accepted_with_a_result_that_aiogram_understands(
    telegram: TelegramServer, bot: Bot, raw: Raw, method: str, parameters: dict[str, Any]
) -> None:
    names = await set_stage(telegram, bot)
    answer = await raw(method, **on_stage(parameters, names))
    assert answer["ok"], answer
    TypeAdapter(method_named(method).__returning__).validate_python(answer["result"])


@pytest.mark.parametrize(("method", "parameters"), RIGHT)
async def test_teremok_has_nothing_against_it(bot: Bot, method: str, parameters: dict[str, Any]) -> None:
    validate_method(bot, method_named(method).model_validate(parameters))
