"""Whoever presses whatever: it is done exactly when the policy says so, and a refusal changes nothing.

Presses of one after another on the same school: drafts come and go, notices are decided, days pass.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Mapping, Set
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from aiogram import Bot, Dispatcher
from aiogram.methods import AnswerCallbackQuery, TelegramMethod
from aiogram.types import CallbackQuery, Chat, Message, Update, User
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.file_delivery import FileDelivery
from bot.handlers import router
from bot.pace import Pace
from bot.turn import OneTransaction
from core import inbound_sms
from core.policy import Action
from db.engine import Transaction, make_engine, transactions
from db.models import (
    Channel,
    ClassReport,
    Correction,
    GuardianNotice,
    InboundSms,
    OutboxMessage,
    ReportDraft,
    TelegramAccount,
    TelegramUpdate,
)
from tests.core.test_policy import DEPARTMENT, EVERYBODY, OWN, SEES
from tests.school import (
    ADMIN,
    BUDIS_MOTHER,
    DUTY,
    HOMEROOM,
    NOW,
    OTHER_HOMEROOM,
    PRESIDENT,
    RINAS_MOTHER,
    SECRETARY,
    STRANGER,
    TODAY,
    School,
    found_school,
)

PEOPLE = (*SEES, STRANGER)
CLASS_OF = dict.fromkeys(OWN, 1) | dict.fromkeys(DEPARTMENT - OWN, 2) | dict.fromkeys(EVERYBODY - DEPARTMENT, 3)
"""Pupils by name, with the number of their class."""

DOES: Mapping[Action, Set[int]] = {
    Action.REPORT: {SECRETARY, PRESIDENT, HOMEROOM, OTHER_HOMEROOM, DUTY, ADMIN},
    Action.CORRECT: {HOMEROOM, OTHER_HOMEROOM, DUTY, ADMIN},
    Action.DECIDE_NOTICE: {HOMEROOM, OTHER_HOMEROOM, ADMIN},
}
"""Whose role allows it to whomever they see."""

LOOKS_BACK = {HOMEROOM: 14, OTHER_HOMEROOM: 14, ADMIN: 120}
"""Days that may be corrected before today; of those pressed here."""

PRESSES = 50  # in a row
SHAPE = re.compile(
    r"open:[0-9]+|fix:[0-9]+:[0-9]{6}|tap:[0-9]+:[0-9]+|(send|note):[0-9]+:[01]|why:[0-9]+:[SIADP]|set:[0-9]+:[0-9]{6}:[HSIADP]"
    r"|ask:[0-9]+:(menu|until)"
)


def some_presses(chance: Random) -> Iterator[tuple[int, str, str]]:
    """Who presses what in which chat: mostly small numbers in one's own chat, so that much of it is allowed."""
    for _ in range(PRESSES):
        yield (
            chance.choice((*PEOPLE, SECRETARY, HOMEROOM, ADMIN)),
            some_data(chance),
            chance.choices(["own", "another's", "group"], [8, 1, 1])[0],
        )


def some_data(chance: Random) -> str:
    one, other = chance.randint(1, 6), chance.randint(1, 6)
    day = TODAY.toordinal() - chance.choice([0, 0, 0, 0, 0, 3, 20, 300, -7])
    data = chance.choice(
        [
            f"open:{chance.randint(1, 4)}",
            f"why:{one}:{chance.choice('SIADP')}",
            f"tap:{one}:{other}",
            f"send:{one}:{chance.choice('01')}",
            f"note:{chance.randint(1, 3)}:{chance.choice('01')}",
            f"fix:{one}:{day}",
            f"set:{one}:{day}:{chance.choice('HSIADP')}",
            f"ask:{one}:{chance.choice(['menu', 'until'])}",
        ]
    )
    bent = "".join(chance.sample(data, len(data)))
    return chance.choices([data, bent, data + data, ""], [20, 1, 1, 1])[0]


class DeafBot(Bot):
    """Telegram takes everything; what it was told of the last press is kept."""

    alert: bool | None = None

    async def __call__(self, method: TelegramMethod[Any], request_timeout: int | None = None) -> Any:
        if isinstance(method, AnswerCallbackQuery):
            assert self.alert is None, "a press is answered once"
            self.alert = bool(method.show_alert)
        return True


class Keypad:
    """Presses buttons straight into the dispatcher. `transaction` sees the whole school, `limited` what each may."""

    def __init__(self, transaction: Transaction, limited: Transaction, school: School) -> None:
        self.transaction, self.school = transaction, school
        self.now = NOW
        self.bot = DeafBot("42:TEST")
        self.dispatcher = Dispatcher()
        files = FileDelivery(transaction, Pace(lambda: self.now))
        self.dispatcher.update.outer_middleware(OneTransaction(limited, lambda: self.now, files))
        self.dispatcher.include_router(router())
        self._updates = 0

    async def press(self, who: int, data: str, chat: str) -> bool:
        """Whether it was done, as opposed to refused."""
        self._updates += 1
        update = Update(
            update_id=self._updates,
            callback_query=CallbackQuery(
                id="1",
                from_user=User(id=who, is_bot=False, first_name="X"),
                chat_instance="1",
                data=data,
                message=Message(message_id=1, date=self.now, chat=_chat(who, chat), text="x"),
            ),
        )
        async with self.transaction() as session:
            session.add(TelegramUpdate(bot_id=42, update_id=self._updates, payload={}, received_at=self.now))
        self.bot.alert = None
        await self.dispatcher.feed_update(self.bot, update)
        assert self.bot.alert is not None, "a press is answered"
        return not self.bot.alert


def _chat(who: int, chat: str) -> Chat:
    match chat:
        case "own":
            return Chat(id=who, type="private")
        case "group":
            return Chat(id=-7, type="group", title="Guru")
        case _:
            return Chat(id=HOMEROOM if who != HOMEROOM else ADMIN, type="private")


@pytest.fixture
async def keypad(database_url: str) -> AsyncIterator[Keypad]:
    whole = make_engine(database_url, sees_whole_school=True)
    limited = make_engine(database_url, sees_whole_school=False)
    transaction = transactions(whole)
    async with transaction() as session:
        school = await found_school(session)
    for number, words in ((BUDIS_MOTHER, "SAKIT demam"), (RINAS_MOTHER, "IZIN acara keluarga")):
        async with transaction() as session:
            sms = await inbound_sms.store(session, modem="satu", sender=number, body=words, sent_at=NOW, now=NOW)
            assert sms is not None
            await inbound_sms.handle(session, sms, now=NOW)
    keypad = Keypad(transaction, transactions(limited), school)
    yield keypad
    await keypad.bot.session.close()
    await asyncio.gather(whole.dispose(), limited.dispose())


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,  # the same presses in every run
    phases=[Phase.generate],  # a shorter example would meet another school: what was pressed before has left its mark
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(chance=st.integers(0, 2**32).map(Random), sleeps=st.booleans())
async def test_a_press_is_done_exactly_when_the_policy_says_so(keypad: Keypad, chance: Random, sleeps: bool) -> None:
    keypad.now += timedelta(minutes=1)
    done = []
    for number, (who, data, chat) in enumerate(some_presses(chance)):
        if sleeps and number == PRESSES // 2:
            keypad.now += timedelta(days=1)
        async with keypad.transaction() as session:
            expected = chat == "own" and await allowed(session, keypad.school, who, data, keypad.now)
            before = await facts(session)
        done.append(await keypad.press(who, data, chat))
        assert done[-1] == expected, f"{who} pressed {data} in {chat}"
        async with keypad.transaction() as session:
            assert expected or await facts(session) == before, f"{who} changed something with {data}"
    assert any(done)


async def allowed(session: AsyncSession, school: School, who: int, data: str, now: datetime) -> bool:
    """What should come of it, told from the tables of the policy's own tests and the rows as they stand."""
    if not SHAPE.fullmatch(data):
        return False
    kind, *parts = data.split(":")
    numbers = [int(part) for part in parts if part.isdigit()]
    match kind:
        case "open":
            return numbers[0] in _classes(school) and _does(who, Action.REPORT, _classes(school)[numbers[0]])
        case "why" | "tap" | "send":
            return await _may_use_draft(session, school, who, kind, parts, now)
        case "note" | "ask":
            notice = await session.get(GuardianNotice, numbers[0])
            pupil = notice and _pupils(school).get(notice.student_id)
            is_open = notice is not None and (kind == "ask" or notice.accepted is None)
            shown = kind == "note"  # these messages are none of the bot's, so there is no text to ask below
            return bool(pupil) and is_open and shown and _does(who, Action.DECIDE_NOTICE, CLASS_OF[pupil or ""])
        case "fix" | "set":
            pupil = _pupils(school).get(numbers[0])
            corrects = pupil is not None and _does(who, Action.CORRECT, CLASS_OF[pupil])
            return corrects and 0 <= now.date().toordinal() - numbers[1] <= LOOKS_BACK.get(who, 0)
        case _:
            return False


async def _may_use_draft(
    session: AsyncSession, school: School, who: int, kind: str, parts: list[str], now: datetime
) -> bool:
    draft = await session.get(ReportDraft, int(parts[0]), populate_existing=True)
    owners = await _people(session)
    if draft is None or draft.person_id != owners.get(who) or draft.on_date != now.date():
        return False
    place = _classes(school)[draft.school_class_id]
    if kind == "tap":
        pupil = _pupils(school).get(int(parts[1]))
        return pupil is not None and CLASS_OF[pupil] == place
    if kind == "send":
        last = await session.scalar(
            select(ClassReport)
            .where(ClassReport.school_class_id == draft.school_class_id, ClassReport.on_date == now.date())
            .order_by(ClassReport.id.desc())
            .limit(1)
        )
        overtaken = last and last.reported_at > draft.begun_at and last.reported_by != draft.person_id
        return (parts[1] == "1") == (not draft.entries) and not overtaken
    return True


async def _people(session: AsyncSession) -> dict[int, int]:
    rows = await session.execute(select(TelegramAccount.telegram_id, TelegramAccount.person_id))
    return {row.telegram_id: row.person_id for row in rows}


def _does(who: int, action: Action, place: int) -> bool:
    return who in DOES[action] and place in {CLASS_OF[name] for name in SEES[who]}


def _classes(school: School) -> dict[int, int]:
    return {school.x_rpl_1.id: 1, school.x_rpl_2.id: 2, school.x_tkro_1.id: 3}


def _pupils(school: School) -> dict[int, str]:
    return {p.id: p.name for p in (school.budi, school.siti, school.andi, school.rina, school.joko)}


async def facts(session: AsyncSession) -> list[Any]:
    """All that a button can change."""
    drafts = await session.execute(select(ReportDraft.id, ReportDraft.reason, ReportDraft.entries))
    counts = [
        select(func.count()).select_from(ClassReport),
        select(func.count()).select_from(Correction),
        select(func.count()).where(GuardianNotice.accepted.is_not(None)),
        select(func.count()).where(InboundSms.closed_at.is_not(None)),
        select(func.count()).where(OutboxMessage.channel == Channel.SMS),
    ]
    return [sorted(map(str, drafts)), *[await session.scalar(count) for count in counts]]
