"""People with their private chat, and groups."""

from collections.abc import Sequence

from simulator.telegram.chats import Account, Chat, Message
from simulator.telegram.commands import scopes_for
from simulator.telegram.errors import Json
from simulator.telegram.participant import Participant
from simulator.telegram.view import PATIENCE, ChatView, What
from simulator.telegram.world import World


class Person(Participant):
    """Somebody with Telegram, in their private chat with the bot."""

    def __init__(self, world: World, account: Account) -> None:
        super().__init__(world, account, ChatView(world, world.chats[account.id]))

    @property
    def chats(self) -> list[Chat]:
        """All chats the person is in, their own first."""
        there = [
            chat for chat in self.world.chats.values() if chat.members.get(self.id) not in (None, "left", "kicked")
        ]
        return sorted(there, key=lambda chat: chat.id != self.id)

    @property
    def commands(self) -> list[Json]:
        """The menu of commands this person sees in the private chat."""
        return self.world.menus.seen(scopes_for(self.id, self.id), self.account.language_code)

    async def block(self) -> None:
        """Stop the bot: from now on it can't write."""
        self.world.member_changed(self.view.chat, self.account, "kicked")

    async def unblock(self) -> None:
        self.world.member_changed(self.view.chat, self.account, "member")


class Group:
    """A group chat. Its first member founded it."""

    def __init__(self, world: World, title: str, members: Sequence[Person], administrators: Sequence[Person]) -> None:
        if not members:
            raise ValueError("a group needs at least one person")
        self.world = world
        number = -4_000_000 - len(world.chats)
        chat = world.chats[number] = Chat(number, "group", title)
        for person in (*members, *administrators):
            chat.members[person.id] = "administrator" if person in administrators else "member"
        chat.members[members[0].id] = "creator"
        self.view = ChatView(world, chat)
        self._seats: dict[int, Participant] = {}

    @property
    def id(self) -> int:
        """The id now: another one after `upgrade`."""
        return self.view.chat.id

    @property
    def title(self) -> str:
        return self.view.chat.title

    @property
    def chat(self) -> list[Message]:
        """What stands in the group now, oldest first."""
        return self.view.messages

    def seat(self, person: Person) -> Participant:
        """The person in this group: everything they can do in a chat."""
        return self._seats.setdefault(person.id, Participant(self.world, person.account, self.view))

    async def send(self, person: Person, text: str) -> Message:
        return await self.seat(person).send(text)

    async def reply(self, person: Person, message: Message, text: str) -> Message:
        return await self.seat(person).reply(message, text)

    async def press(self, person: Person, label: str, on: Message | None = None) -> Message:
        return await self.seat(person).press(label, on)

    async def wait_for(self, what: What, timeout: float = PATIENCE) -> Message:  # noqa: ASYNC109  # its failure shows the chat
        """As `Participant.wait_for`, since anybody last did something here."""
        return await self.view.wait_for(what, timeout)

    async def add_bot(self, *, administrator: bool = False) -> None:
        """The founder adds the bot."""
        founder = self._founder()
        self.world.member_changed(self.view.chat, founder, "administrator" if administrator else "member")
        self.world.post(self.view.chat, founder, extra={"new_chat_members": [self.world.bot.to_api()]})

    async def remove_bot(self) -> None:
        """The founder throws the bot out."""
        founder = self._founder()
        self.world.post(self.view.chat, founder, extra={"left_chat_member": self.world.bot.to_api()})
        self.world.member_changed(self.view.chat, founder, "kicked")

    async def add(self, person: Person) -> None:
        self.view.chat.members[person.id] = "member"
        self.world.post(self.view.chat, self._founder(), extra={"new_chat_members": [person.account.to_api()]})

    async def remove(self, person: Person) -> None:
        self.world.post(self.view.chat, self._founder(), extra={"left_chat_member": person.account.to_api()})
        self.view.chat.members[person.id] = "left"

    async def upgrade(self) -> int:
        """Become a supergroup; the new id. Calls with the old one are refused and told the new one."""
        self.view.chat = self.world.upgrade(self.view.chat, -1_000_000_000_000 + self.id)
        return self.id

    def _founder(self) -> Account:
        founder = next(one for one, status in self.view.chat.members.items() if status == "creator")
        return self.world.accounts[founder]
