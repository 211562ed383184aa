"""What the school answers to an SMS from a number, and who hears of it. One message, one turn."""

import enum
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import assert_never

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import alerts, guardians, notices
from core.days import days_of
from core.guardians import Child
from core.outbox import URGENT, Debt, owe
from core.policy import students_numbered
from core.school_rules import SchoolRules
from core.sms_language import (
    AbsenceNotice,
    CheckStatus,
    FreeText,
    Help,
    MistypedKeycode,
    PublicInfo,
    Register,
    Stop,
    Understood,
    child_named,
    understand,
)
from core.wording import sms as wording
from db.models import AbsenceReason, Channel, GuardianNotice, InboundSms, OutboxMessage

ANSWERS_PER_HOUR = 10
"""More automatic answers than this to one number, and two machines are talking to each other."""
_ANSWERED_LATER = timedelta(hours=24)


class Outcome(enum.StrEnum):
    """What an SMS was taken for; kept with it."""

    REGISTERED = "registered"
    WRONG_KEYCODE = "wrong_keycode"
    TOO_MANY_GUESSES = "too_many_guesses"
    NOTICE = "notice"
    WHICH_CHILD = "which_child"
    STATUS = "status"
    INFO = "info"
    STOP = "stop"
    HELP = "help"
    MESSAGE = "message"
    STRANGER = "stranger"
    NOT_ANSWERABLE = "not_answerable"


@dataclass(frozen=True, slots=True)
class Talk:
    """One SMS and all that is needed to respond to it."""

    session: AsyncSession
    sms: InboundSms
    phone: str
    children: Sequence[Child]
    rules: SchoolRules
    now: datetime

    async def respond(self, said: Understood) -> Outcome:
        match said:
            case Register(keycode=keycode):
                return await self._register(keycode)
            case MistypedKeycode():
                return await self._wrong_keycode()
            case PublicInfo(text=text):
                return await self._info(text)
            case CheckStatus() | Stop() | Help() | AbsenceNotice() | FreeText() if not self.children:
                return await self._help_stranger()
            case AbsenceNotice():
                return await self._notice(said)
            case CheckStatus():
                return await self._status()
            case Stop():
                return await self._stop()
            case Help():
                await self._answer(wording.help_guardian(self.rules.school_name))
                return Outcome.HELP
            case FreeText():
                return await self._free_text()
            case _:
                assert_never(said)

    async def _register(self, keycode: str) -> Outcome:
        if await self._guesses_today() >= self.rules.keycode_guesses_per_day:
            await self._answer(wording.too_many_guesses(self.rules.school_name))
            return Outcome.TOO_MANY_GUESSES
        registered = await guardians.register(self.session, self.phone, keycode, now=self.now)
        if registered is None:
            return await self._wrong_keycode()
        child, is_new = registered
        self.sms.student_id = child.student.id
        say = wording.registered if is_new else wording.already_registered
        await self._answer(say(child.student.name, child.school_class.name, self.rules.school_name))
        return Outcome.REGISTERED

    async def _wrong_keycode(self) -> Outcome:
        """The same words for a slip of the thumb and for letters that nobody was given: guessing teaches nothing."""
        if await self._guesses_today() >= self.rules.keycode_guesses_per_day:
            await self._answer(wording.too_many_guesses(self.rules.school_name))
            return Outcome.TOO_MANY_GUESSES
        await self._answer(wording.keycode_wrong(self.rules.school_name))
        return Outcome.WRONG_KEYCODE

    async def _info(self, text: str) -> Outcome:
        """From anyone, to the school's leaders."""
        await notices.tell_of_info(self.session, self.sms, text, now=self.now)
        await self._answer(wording.info_received(self.rules.school_name))
        return Outcome.INFO

    async def _help_stranger(self) -> Outcome:
        """One short help, a few a day, that never says whether a child or a keycode exists."""
        if await self._count(Outcome.STRANGER, timedelta(days=1)) < self.rules.help_replies_per_day:
            await self._answer(wording.help_stranger(self.rules.school_name))
        return Outcome.STRANGER

    async def _notice(self, notice: AbsenceNotice, told_in: InboundSms | None = None) -> Outcome:
        """Record it for the one child it means and tell whom it concerns; several possible: ask, and let staff read
        it meanwhile.
        """
        child = self._child_meant(self.sms.body)
        if child is None:
            await self._pass_on(self.children)
            await self._answer(wording.which_child([c.student.name for c in self.children], notice.reason.value))
            return Outcome.WHICH_CHILD
        await self._record(notice, child, told_in or self.sms)
        return Outcome.NOTICE

    async def _record(self, said: AbsenceNotice, child: Child, told_in: InboundSms) -> None:
        self.sms.student_id = child.student.id
        notice = GuardianNotice(
            student_id=child.student.id,
            guardian_id=child.guardian.id,
            inbound_sms_id=told_in.id,
            reason=AbsenceReason(said.reason.value),
            first_day=said.first_day,
            last_day=said.last_day,
            received_at=self.now,
        )
        self.session.add(notice)
        await self.session.flush()
        await notices.tell_of_notice(self.session, notice, told_in, child.student, child.school_class, now=self.now)
        if notice.first_day <= self.now.date() <= notice.last_day:
            await alerts.settle(self.session, child.school_class.id, now=self.now)
        await self._answer(
            wording.notice_received(
                child.student.name, child.school_class.name, said.reason.value, said.first_day, said.last_day
            )
        )

    async def _status(self) -> Outcome:
        """Today's status of each child of this number, in one SMS a child."""
        ids = [child.student.id for child in self._children_meant()]
        for day in await days_of(self.session, students_numbered(ids), self.now.date()):
            reason = day.status.reason
            await self._answer(
                wording.status_today(
                    day.student.name,
                    day.school_class.name,
                    self.now,
                    reason.value if reason else None,
                    is_known=day.status.is_known,
                ),
                about=f":{day.student.id}",
            )
        return Outcome.STATUS

    async def _stop(self) -> Outcome:
        leaving = self._children_meant()
        await guardians.leave(self.session, [child.guardian for child in leaving], now=self.now)
        await self._answer(wording.stopped([child.student.name for child in leaving], self.rules.school_name))
        return Outcome.STOP

    async def _free_text(self) -> Outcome:
        """The name that was asked for, the answer to an alert, or words for a person to read."""
        pending = await self._notice_awaiting_child()
        if pending is not None and self._child_meant(self.sms.body) is not None:
            said = understand(pending.body, today=pending.received_at.astimezone(self.now.tzinfo).date())
            if isinstance(said, AbsenceNotice):
                return await self._notice(said, told_in=pending)
        await self._pass_on(self._children_meant())
        await self._answer(wording.passed_on(self.rules.school_name))
        return Outcome.MESSAGE

    async def _pass_on(self, children: Sequence[Child]) -> None:
        alerted = await self._alerted_today()
        meant = [child for child in children if child.student.id in alerted] or children
        if len(meant) == 1:
            self.sms.student_id = meant[0].student.id
        for child in meant:
            await notices.tell_of_message(
                self.session,
                self.sms,
                child.student,
                child.school_class,
                about_alert=child.student.id in alerted,
                now=self.now,
            )

    def _child_meant(self, text: str) -> Child | None:
        """The only child of this number, or the one the text names."""
        if len(self.children) == 1:
            return self.children[0]
        index = child_named(text, [child.student.name for child in self.children])
        return None if index is None else self.children[index]

    def _children_meant(self) -> Sequence[Child]:
        child = self._child_meant(self.sms.body)
        return self.children if child is None else [child]

    async def _notice_awaiting_child(self) -> InboundSms | None:
        """The last message of this number, if it was asked which child it means and not answered since."""
        last = await self.session.scalar(
            select(InboundSms)
            .where(
                InboundSms.phone == self.phone,
                InboundSms.id < self.sms.id,
                InboundSms.received_at > self.now - _ANSWERED_LATER,
            )
            .order_by(InboundSms.id.desc())
            .limit(1)
        )
        return last if last is not None and last.understood_as == Outcome.WHICH_CHILD else None

    async def _alerted_today(self) -> set[int]:
        """The children about whom an alert has gone to this number today."""
        return set(
            await self.session.scalars(
                select(OutboxMessage.student_id).where(
                    OutboxMessage.channel == Channel.SMS,
                    OutboxMessage.recipient == self.phone,
                    OutboxMessage.dedupe_key.startswith(f"alert:{self.now.date()}:"),
                    OutboxMessage.sent_at.is_not(None),
                )
            )
        )

    async def _guesses_today(self) -> int:
        return await self._count(Outcome.WRONG_KEYCODE, timedelta(days=1))

    async def _count(self, outcome: Outcome, span: timedelta) -> int:
        counted = select(func.count()).where(
            InboundSms.phone == self.phone,
            InboundSms.understood_as == outcome,
            InboundSms.received_at > self.now - span,
        )
        return await self.session.scalar(counted) or 0

    async def _answer(self, body: str, *, about: str = "") -> None:
        """Owe an automatic answer, unless this number has had so many that a machine must be at the other end."""
        answered = select(func.count()).where(
            OutboxMessage.recipient == self.phone,
            OutboxMessage.channel == Channel.SMS,
            OutboxMessage.dedupe_key.startswith("reply:"),
            OutboxMessage.created_at > self.now - timedelta(hours=1),
        )
        if (await self.session.scalar(answered) or 0) >= ANSWERS_PER_HOUR:
            return
        debt = Debt(
            recipient=self.phone,
            body=body,
            dedupe_key=f"reply:{self.sms.id}{about}",
            urgency=URGENT,
            student_id=self.sms.student_id,
            inbound_sms_id=self.sms.id,
        )
        await owe(self.session, Channel.SMS, debt, now=self.now)
