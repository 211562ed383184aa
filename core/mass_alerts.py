"""Before most of the school is alarmed at once, a person is asked: the reports may be wrong, or the school knows more.

While nobody has said yes, `core.alerts` holds the alerts of the day back; what was asked and said is a row, so that a
restart loses nothing. Alerts that leave within a minute of the report are gone before anybody can be asked.
"""

from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import alerts, audit
from core.actions import Action
from core.actors import Actor
from core.errors import AlreadyDecided, DayIsOver, NotFound
from core.policy import member_on, require
from core.recipients import chats_of
from core.school_rules import school_rules
from core.telling import tell
from core.wording import mass_alerts as wording
from db.models import ClassMembership, ClassReport, MassAlert, Person, Role

LEAST_PUPILS = 20
"""Fewer than that are no alarm of a school, whatever their share."""
_ASKED = (Role.DUTY_TEACHER, Role.LEADERSHIP, Role.ADMINISTRATOR)


async def ask_before_mass_alarm(session: AsyncSession, *, now: datetime) -> None:
    """Once a day: when the alerts that wait concern too many pupils, take them back and ask. Sees the whole school."""
    alarmed = await alerts.waiting_pupils(session)
    if alarmed < LEAST_PUPILS:
        return
    percent = 100 * alarmed / max(await _reported(session, now.date()), 1)
    if percent <= (await school_rules(session)).mass_alert_percent:
        return
    row = insert(MassAlert).values(on_date=now.date(), asked_at=now)
    asked = await session.scalar(row.on_conflict_do_nothing().returning(MassAlert.id))
    if asked is not None:
        await alerts.settle_everywhere(session, now=now)
        body = wording.question(pupils=alarmed, percent=round(percent), at=now)
        chats = await chats_of(session, _ASKED, on=now.date())
        await tell(session, chats, body, key=f"mass:{asked}", now=now, extras={"mass_alert": asked})


async def decide(session: AsyncSession, actor: Actor, alert_id: int, *, send: bool, now: datetime) -> None:
    """Send the alerts of today after all, or none. Raises NotAllowed, NotFound, DayIsOver, AlreadyDecided."""
    require(actor, Action.SETTLE_MASS_ALERT)
    alert = await session.scalar(select(MassAlert).where(MassAlert.id == alert_id).with_for_update())
    if alert is None:
        raise NotFound
    if alert.on_date != now.date():
        raise DayIsOver(alert.on_date)
    if alert.send is not None:
        by = await session.scalar(select(Person.name).where(Person.id == alert.decided_by))
        raise AlreadyDecided(by or "", alert.send)
    alert.send, alert.decided_at, alert.decided_by = send, now, actor.person_id
    await session.flush()
    await alerts.settle_everywhere(session, now=now)
    audit.record(session, "decide_mass_alert", now=now, person_id=actor.person_id, send=send)
    body = wording.decided(who=actor.name, send=send)
    chats = await chats_of(session, _ASKED, on=now.date())
    await tell(session, chats, body, key=f"mass-decided:{alert.id}", now=now, besides=actor.person_id)


async def _reported(session: AsyncSession, on: date) -> int:
    """Pupils of the classes that have reported."""
    classes = select(ClassReport.school_class_id).where(ClassReport.on_date == on)
    seats = select(func.count()).where(member_on(on), ClassMembership.school_class_id.in_(classes))
    return await session.scalar(seats) or 0
