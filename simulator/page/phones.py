"""Phones on the page: their threads with the school's number, kept from what the network tells."""

import re
from collections.abc import Mapping

from simulator.modem import Network
from simulator.modem.events import Event, PhoneSent, ReceivedText
from simulator.modem.phone import Phone
from simulator.page.refusals import Refused, Unknown
from simulator.page.stream import Json
from simulator.page.words import Words

LONGEST_SMS = 1_000  # characters; a phone of our parents' stops long before

_NUMBER = re.compile(r"\+?\d{2,15}")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]{2,10}")


class Phones:
    """`labels` names those that are there from the start; a visitor may add others."""

    def __init__(self, network: Network, labels: Mapping[str, Words]) -> None:
        self._network = network
        self._labels: dict[str, Words | None] = dict(labels)
        self._threads: dict[str, list[Json]] = {number: [] for number in labels}

    def keep(self, event: Event) -> Json | None:
        """Note an SMS in its thread; what the page is told of it, or None if it is not to be seen."""
        match event:
            case PhoneSent(phone=number, text=text, parts=parts, at=at):
                is_own = True
            case ReceivedText(phone=number, text=text, parts=parts, at=at):
                is_own = False
            case _:
                return None
        sms: Json = {"own": is_own, "text": text, "parts": parts, "at": at.isoformat()}
        if number not in self._threads:
            return None
        self._threads[number].append(sms)
        return {"phone": number, "sms": sms}

    def add(self, typed: str) -> Json:
        """Another phone: a number as people write it, an operator's short code, or a sender with a name."""
        number = normalised(typed)
        if number not in self._labels:
            self._labels[number], self._threads[number] = None, []
        return self.one_to_page(number)

    def send(self, number: str, text: str) -> None:
        phone = self._phone(number)
        if not text.strip():
            raise Refused("empty", 400)
        if len(text) > LONGEST_SMS:
            raise Refused("too_long", 400)
        if phone.no_signal:
            raise Refused("no_signal")
        phone.send(text)

    def set_signal(self, number: str, *, has_signal: bool) -> Json:
        self._phone(number).no_signal = not has_signal
        return self.one_to_page(number)

    def to_page(self) -> list[Json]:
        return [self.one_to_page(number) for number in self._labels]

    def one_to_page(self, number: str) -> Json:
        label = self._labels[number]
        return {
            "number": number,
            "label": dict(label) if label else None,
            "no_signal": self._network.phone(number).no_signal,
            "thread": self._threads[number],
        }

    def _phone(self, number: str) -> Phone:
        if number not in self._labels:
            raise Unknown
        return self._network.phone(number)


def normalised(typed: str) -> str:
    """`0812-3456-7890` is `+6281234567890`. Raises Refused for what is no sender of SMS."""
    packed = re.sub(r"[\s().-]", "", typed)
    if _NUMBER.fullmatch(packed):
        return f"+62{packed[1:]}" if packed.startswith("0") and len(packed) > 6 else packed
    if _NAME.fullmatch(typed.strip()):
        return typed.strip()
    raise Refused("no_number", 400)
