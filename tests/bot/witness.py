"""Somebody who looks at the school at the moment of a press."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import Actor
from core.calendar_facts import require_school
from core.errors import NoSchoolToday
from core.outbox import question_at, telegram_body
from core.policy import may, seats_between, visible_students
from core.school_rules import SchoolRules
from core.school_years import current_term
from db.models import (
    ClassMembership,
    Role,
    SchoolClass,
    Student,
)
from tests.bot.keypad import Press


@dataclass(frozen=True, slots=True)
class Witness:
    """Looks at the school as it is when somebody presses."""

    session: AsyncSession
    actor: Actor
    press: Press
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()

    async def class_of(self, student_id: int | None, action: Action) -> SchoolClass | None:
        """The class of a pupil whom the actor may do this to."""
        [*seen] = await self.session.scalars(visible_students(self.actor).where(Student.id == student_id))
        seats = seats_between(self.today, self.today).where(ClassMembership.student_id == student_id)
        seat = await self.session.scalar(seats)
        if not seen or seat is None:
            return None
        found = await self.session.get_one(SchoolClass, seat.school_class_id)
        return found if may(self.actor, action, found) else None

    async def sees(self, actor: Actor, student_id: int) -> bool:
        return await self.session.scalar(visible_students(actor).where(Student.id == student_id)) is not None

    async def may_correct(self, student_id: int, on: date) -> bool:
        school_class = await self.class_of(student_id, Action.CORRECT)
        seat = await self.session.scalar(seats_between(on, on).where(ClassMembership.student_id == student_id))
        if school_class is None or seat is None or seat.school_class_id != school_class.id:
            return False
        term = (await current_term(self.session, self.today)).starts_on
        own = any(g.role is Role.HOMEROOM_TEACHER and g.school_class_id == school_class.id for g in self.actor.grants)
        days = SchoolRules.model_fields["correction_days"].default if own else 0
        earliest = term if self.actor.holds(Role.ADMINISTRATOR) else max(term, self.today - timedelta(days=days))
        return earliest <= on <= self.today

    async def has_shown(self) -> bool:
        """The pressed message is one of ours."""
        chat, message = self.press.chat_id, self.press.message_id
        return await telegram_body(self.session, chat_id=chat, message_id=message) is not None

    async def asked(self) -> str | None:
        """What kind of question stands under the pressed message."""
        question = await question_at(self.session, chat_id=self.press.chat_id, message_id=self.press.message_id)
        return None if question is None else question["kind"]

    async def is_school_open(self, school_class: SchoolClass) -> bool:
        try:
            await require_school(self.session, school_class, now=self.now)
        except NoSchoolToday:
            return False
        return True


Check = Callable[[Witness, Any], Awaitable[bool | None]]
"""None: that is not told here."""
