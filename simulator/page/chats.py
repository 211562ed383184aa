"""Chats on the page: who is there, what stands in them, and acting as anybody."""

from collections.abc import Mapping

from simulator.page.refusals import Malformed, Refused, Unknown
from simulator.page.stream import Json
from simulator.page.words import Words
from simulator.telegram import ApiError, Event, Message, TelegramServer
from simulator.telegram.chats import Chat
from simulator.telegram.keyboards import rows
from simulator.telegram.participant import Participant
from simulator.telegram.view import ChatView


class Chats:
    """`labels` names the chats that are shown, by id and in order; the rest of the world stays out of sight."""

    def __init__(self, telegram: TelegramServer, labels: Mapping[int, Words]) -> None:
        self._telegram = telegram
        self._world = telegram.world
        self._labels = labels
        self._people = {person.id: person for person in telegram.people}
        self._seats: dict[tuple[int, int], Participant] = {}

    def told(self, event: Event) -> Json | None:
        """What the page is told of a change: the change, and the keyboard that stands under the chat now."""
        if event.chat_id not in self._labels:
            return None
        keyboard = self._world.chats[event.chat_id].keyboard
        return {"chat": event.chat_id, "kind": event.kind, "data": event.data, "keyboard": keyboard}

    def to_page(self) -> list[Json]:
        return [self._chat(self._world.chats[number], label) for number, label in self._labels.items()]

    def menus(self) -> Json:
        """The command menu of each private chat."""
        return {str(number): self._people[number].commands for number in self._labels if number in self._people}

    def participant(self, chat_id: object, person_id: object) -> Participant:
        """Somebody in a chat. Raises Malformed and Unknown."""
        if not isinstance(chat_id, int) or not isinstance(person_id, int):
            raise Malformed
        person, chat = self._people.get(person_id), self._world.chats.get(chat_id)
        if person is None or chat is None or chat_id not in self._labels or person_id not in chat.members:
            raise Unknown
        if chat_id == person_id:
            return person
        seat = Participant(self._world, person.account, ChatView(self._world, chat))
        return self._seats.setdefault((chat_id, person_id), seat)

    async def send(self, who: Participant, text: str, reply_to: object) -> None:
        if not text.strip():
            raise Refused("empty", 400)
        if reply_to is None:
            await who.send(text)
        else:
            await who.reply(self.message(who, reply_to), text)

    async def press(self, who: Participant, message_id: object, row: object, column: object) -> None:
        """Press the inline button at that place of a message."""
        message = self.message(who, message_id)
        if not isinstance(row, int) or not isinstance(column, int) or row < 0 or column < 0:
            raise Malformed
        try:
            button = rows(message.markup)[row][column]
        except IndexError:
            raise Unknown from None
        if "callback_data" not in button or "disabled" in button:
            raise Refused("no_purpose")
        await who.press_data(button["callback_data"], on=message)

    async def open_link(self, who: Participant, url: str) -> None:
        try:
            await who.open_link(url.strip())
        except AssertionError:
            raise Refused("foreign_link", 400) from None

    async def upload(self, who: Participant, content: bytes, name: str, *, as_photo: bool, caption: str) -> None:
        try:
            if as_photo:
                await who.send_photo(content, caption)
            else:
                await who.upload(content, name, caption=caption)
        except ApiError:
            raise Refused("no_picture" if as_photo and content else "empty", 400) from None

    def message(self, who: Participant, message_id: object) -> Message:
        if not isinstance(message_id, int):
            raise Malformed
        message = who.view.chat.messages.get(message_id)
        if message is None:
            raise Unknown
        return message

    def _chat(self, chat: Chat, label: Words) -> Json:
        return {
            "id": chat.id,
            "kind": chat.kind,
            "title": chat.title,
            "label": dict(label),
            "members": [number for number in chat.members if number in self._people],
            "keyboard": chat.keyboard,
            "messages": [message.to_page() for message in chat.messages.values()],
        }
