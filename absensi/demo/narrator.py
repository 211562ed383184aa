"""The morning on a terminal: who wrote what to whom, as it happens."""

import contextlib
import threading
from collections.abc import Iterator
from typing import Any

import typer

from absensi.demo import wording
from absensi.demo.gate import NAME, Answer
from absensi.demo.scene import chats, phones
from absensi.demo.stage import Stage
from simulator.modem.events import Event as SmsEvent
from simulator.modem.events import PhoneSent, ReceivedText
from simulator.telegram import Event as TelegramEvent
from simulator.telegram import Message

_WIDTH = 150  # letters of a message that are shown


class Narrator:
    """Prints steps, and between them every message that somebody gets to see."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._phones = {number: words["id"] for number, words in phones(stage).items()}
        self._chats = {number: words["id"] for number, words in chats(stage).items()}
        self._one_line_at_a_time = threading.Lock()  # the network has a thread of its own

    @contextlib.contextmanager
    def listening(self) -> Iterator[None]:
        events = self._stage.telegram.events
        events.listeners.append(self._on_telegram)
        self._stage.gate.listeners.append(self._on_scan)
        stop = self._stage.network.listen(self._on_sms)
        try:
            yield
        finally:
            events.listeners.remove(self._on_telegram)
            self._stage.gate.listeners.remove(self._on_scan)
            stop()

    def step(self, number: int, title: str) -> None:
        self._print("")
        self._print(typer.style(f"{number}. {title}", bold=True))

    def _on_telegram(self, event: TelegramEvent) -> None:
        if event.kind not in ("message", "press") and not (event.kind == "edit" and self._is_receipt(event)):
            return
        chat = self._stage.telegram.world.chats[event.chat_id]
        where = f"   {wording.telegram(self._chats.get(chat.id, chat.title))}"
        if event.kind == "press":
            self._print(
                f"{where} {wording.pressed(_label(chat.messages[event.data['message_id']], event.data['data']))}"
            )
            return
        sender = event.data.get("from", {})
        who = wording.BOT if sender.get("is_bot") else sender.get("first_name", "")
        self._print(f"{where} {who}: {self._short(_said(event.data))}")

    def _is_receipt(self, event: TelegramEvent) -> bool:
        return wording.SENT in str(event.data.get("text", ""))

    def _on_sms(self, event: SmsEvent) -> None:
        match event:
            case PhoneSent(phone=phone, text=text):
                self._print(f"   {wording.sms_out(self._whose(phone))} {self._short(text)}")
            case ReceivedText(phone=phone, text=text, parts=parts):
                self._print(f"   {wording.sms_in(self._whose(phone), parts)} {self._short(text)}")
            case _:
                pass

    def _on_scan(self, answer: Answer) -> None:
        said = wording.scanned(answer.name or wording.unknown_card(), answer.headline, answer.detail)
        self._print(f"   {wording.at_gate(NAME)} {said}")

    def _whose(self, phone: str) -> str:
        return self._phones.get(phone, phone)

    def _short(self, text: str) -> str:
        line = " / ".join(part.strip() for part in text.splitlines() if part.strip())
        return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"

    def _print(self, line: str) -> None:
        with self._one_line_at_a_time:
            typer.echo(line)


def _said(message: dict[str, Any]) -> str:
    """The text of a message, or the file that it brings."""
    if "document" in message:
        return wording.file(message["document"]["file_name"], message.get("caption", ""))
    return str(message.get("text", ""))


def _label(message: Message, data: str) -> str:
    """What stood on the pressed button."""
    rows = (message.markup or {}).get("inline_keyboard", [])
    return next((button["text"] for row in rows for button in row if button.get("callback_data") == data), data)
