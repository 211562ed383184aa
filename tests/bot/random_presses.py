"""Buttons made up at random, kind by kind: mostly about what there is, by people of every role, and tampered with."""

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import cycle
from random import Random
from typing import Annotated, Any, Literal, get_args, get_origin

from aiogram.filters.callback_data import CallbackData
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import actors_by_telegram
from core.drafts import digest_of
from core.school_rules import SchoolRules
from db.models import (
    Announcement,
    AuditEntry,
    CalendarEntry,
    Card,
    Contradiction,
    Guardian,
    GuardianNotice,
    InboundSms,
    Invitation,
    Letter,
    MassAlert,
    NameShowing,
    PendingImport,
    Person,
    RegistrationRequest,
    ReportDraft,
    RoleGrant,
    SchoolClass,
    Student,
)
from tests.bot.busy_school import PUPIL, TEACHER
from tests.bot.button_rules import KINDS, RULES, Verdict, verdict
from tests.bot.keypad import Press
from tests.bot.witness import Witness
from tests.core.test_policy import SEES
from tests.school import GUARDIAN, STRANGER

PEOPLE = (*SEES, PUPIL, TEACHER, GUARDIAN, STRANGER)

_TABLES: Mapping[str, Any] = {
    "school_class": SchoolClass,
    "student": Student,
    "draft": ReportDraft,
    "notice": GuardianNotice,
    "request": RegistrationRequest,
    "showing": NameShowing,
    "sms": InboundSms,
    "letter": Letter,
    "contradiction": Contradiction,
    "entry": CalendarEntry,
    "alert": MassAlert,
    "card": Card,
    "old": Card,
    "person": Person,
    "pending": PendingImport,
    "invitation": Invitation,
    "grant": RoleGrant,
    "guardian": Guardian,
    "announcement": Announcement,
    "before": AuditEntry,
    "place": SchoolClass,
    "id": SchoolClass,
}
"""What a number in a button is of, by its name there."""

_DAYS = {"day", "first", "last"}


@dataclass(slots=True)
class Presser:
    """Makes up one press after another, the kinds in turn. `seed` says all there is to say about them."""

    seed: int
    _chance: Random
    _kinds: Iterator[type[CallbackData]]

    @classmethod
    def seeded(cls, seed: int) -> "Presser":
        chance = Random(seed)  # no secret: the same presses in every run
        return cls(seed, chance, _in_turn(chance))

    def turn_to(self, kinds: Sequence[type[CallbackData]]) -> None:
        """From now on only these, in turn."""
        self._kinds = cycle(kinds)

    async def next_press(
        self, session: AsyncSession, messages: "Messages", done: Mapping[type[CallbackData] | None, int], now: datetime
    ) -> Press:
        """Most are such as may be done, as far as that can be found quickly; the others whatever comes. Of a kind of
        which nothing was `done` yet it is looked for longer.
        """
        kind = next(self._kinds)
        press = await self._some_press(session, kind, messages, now)
        tries = (6 if self._chance.random() < 0.65 else 0) if done.get(kind) else 120
        for _ in range(tries):
            if await verdict(session, press, now) in (Verdict.DONE, Verdict.EITHER):
                return press
            press = await self._some_press(session, kind, messages, now)
        return self._tampered(press)

    async def _some_press(
        self, session: AsyncSession, kind: type[CallbackData], messages: "Messages", now: datetime
    ) -> Press:
        data = await self._some_data(session, kind, now)
        who = await self._somebody(session, kind, data, now)
        return Press(who, data.pack(), who, self._chance.choice(messages.get(who) or [_NO_MESSAGE]))

    async def _some_data(self, session: AsyncSession, kind: type[CallbackData], now: datetime) -> CallbackData:
        fields = {name: field.annotation for name, field in kind.model_fields.items()}
        values = {name: await self._some_value(session, name, wanted, now) for name, wanted in fields.items()}
        if {"student", "person"} <= set(fields) and "role" not in fields and self._chance.random() < 0.9:
            values[self._chance.choice(["student", "person"])] = None  # as our own buttons have it
        if "shown" in fields and (draft := await session.get(ReportDraft, values["draft"])):
            values["shown"] = self._chance.choice([digest_of(draft.entries)] * 3 + [values["shown"]])
        return kind.model_construct(**values)  # some are out of bounds, as tampered ones are

    async def _some_value(self, session: AsyncSession, name: str, wanted: Any, now: datetime) -> Any:
        chance, choices = self._chance, get_args(wanted)
        if get_origin(wanted) is Literal:
            return chance.choice(choices)
        if get_origin(wanted) is Annotated:
            return await self._some_value(session, name, choices[0], now)
        if choices:  # optional
            [one] = [choice for choice in choices if choice is not type(None)]
            return await self._some_value(session, name, one, now) if chance.random() < 0.7 else None
        if wanted is bool:
            return chance.random() < 0.5
        if isinstance(wanted, type) and issubclass(wanted, enum.Enum):
            return chance.choice(list(wanted))
        if wanted is str:
            return chance.choice(_WORDS[name])
        if name in _DAYS:
            return now.date().toordinal() + chance.choice([0, 0, 0, 0, -1, -3, -20, -300, 7])
        if name in _NUMBERS:
            return chance.choice(_NUMBERS[name])
        return await self._some_id(session, name)

    async def _some_id(self, session: AsyncSession, name: str) -> int:
        table = _TABLES[name]
        newest = (await session.scalars(select(table.id).order_by(table.id.desc()).limit(12))).all()
        if name == "id" and self._chance.random() < 0.3:
            return 0  # the school
        stranger = self._chance.random() < 0.1 or not newest
        return self._chance.randint(1, 99) if stranger else self._chance.choice(newest)

    async def _somebody(
        self, session: AsyncSession, kind: type[CallbackData], data: CallbackData, now: datetime
    ) -> int:
        """Half of the time one whom the policy lets do it, if there is one."""
        people = self._chance.sample(PEOPLE, len(PEOPLE))
        if self._chance.random() < 0.5:
            actors = await actors_by_telegram(session, PEOPLE, on=now.date())
            for who in (who for who in people if who in actors):
                witness = Witness(session, actors[who], Press(who, "", who, _NO_MESSAGE), now)
                if await RULES[kind].permits(witness, data):
                    return who
        return people[0]

    def _tampered(self, press: Press) -> Press:
        """Now and then in another's chat, in a group, or with data that was bent."""
        who, data = press.who, press.data
        bent = "".join(self._chance.sample(data, len(data)))
        data = self._chance.choices([data, bent, f"{data}:1", data.partition(":")[0]], [30, 1, 1, 1])[0]
        another = self._chance.choice(PEOPLE)
        chat = self._chance.choices([press.chat_id, another, _GROUP], [10, 1, 1])[0]
        return Press(who, data[:64], chat, press.message_id)


Messages = Mapping[int, list[int]]
"""Of each chat the messages of ours that stand in it."""

_NO_MESSAGE, _GROUP = 10**6, -7
_NUMBERS: Mapping[str, range | list[int]] = {
    "page": range(3),
    "days": [0, 0, 1, 3, 14],
    "year": [2025, 2026, 2026, 2026, 2027],
    "month": range(1, 13),
    "group": range(10),
    "minute": [0, 300],
    "version": [1, 1, 1, 2],
}
_WORDS: Mapping[str, list[str]] = {
    "key": [*SchoolRules.model_fields, "no_such_rule"],
    "whom": ["all", "class", "department", "role"],
    "shown": [digest_of({}), "0"],
}


def _in_turn(chance: Random) -> Iterator[type[CallbackData]]:
    while True:
        yield from chance.sample(KINDS, len(KINDS))
