"""Showing at a station who has not come: asked for there, allowed in Telegram by the keeper under whose name it was.

A station stands where everybody reads it and cannot tell who holds it, so the yes comes another way, is for that one
station, and lasts minutes. Why so: `docs/decisions/0025-names-at-the-gate.md`.
"""

import enum
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.actions import Action
from core.actors import Actor
from core.errors import AlreadyDecided, NotFound, Refusal
from core.outbox import URGENT, Debt, owe
from core.policy import require
from core.recipients import chat_of
from core.wording import stations as wording
from db.models import Channel, NameShowing, Station

QUESTION_LASTS = timedelta(minutes=5)
SHOWN_FOR = timedelta(minutes=10)


class NoAccount(Refusal):
    """The keeper cannot be asked: no Telegram account is linked, or the bot is blocked there."""


class Standing(enum.StrEnum):
    """How it stands with a request; `over` also when it was hidden, and when nobody answered in time."""

    WAITING = "waiting"
    REFUSED = "refused"
    SHOWN = "shown"
    OVER = "over"


def standing_of(showing: NameShowing, now: datetime) -> Standing:
    """Pure."""
    if showing.hidden_at is not None:
        return Standing.OVER
    if showing.answered_at is None:
        return Standing.WAITING if now < showing.asked_at + QUESTION_LASTS else Standing.OVER
    if showing.until is None:
        return Standing.REFUSED
    return Standing.SHOWN if now < showing.until else Standing.OVER


async def ask_to_show(session: AsyncSession, station: Station, keeper: Actor, *, now: datetime) -> NameShowing:
    """Ask the keeper in Telegram, once while the question waits. Raises NotAllowed for one whose roles today do not
    see the whole school, and NoAccount.
    """
    require(keeper, Action.SHOW_MISSING)
    chat = await chat_of(session, keeper.person_id)
    if chat is None:
        raise NoAccount
    latest = await _latest(session, station, keeper)
    if latest is not None and standing_of(latest, now) is Standing.WAITING:
        return latest
    asked = NameShowing(station_id=station.id, person_id=keeper.person_id, asked_at=now)
    session.add(asked)
    await session.flush()
    question = Debt(
        recipient=str(chat),
        body=wording.may_names_be_shown(station.name, SHOWN_FOR),
        dedupe_key=f"show-names:{asked.id}",
        urgency=URGENT,
        expires_at=now + QUESTION_LASTS,
        extras={"show_names": asked.id},
    )
    await owe(session, Channel.TELEGRAM, question, now=now)
    audit.record(session, "ask_to_show_names", now=now, person_id=keeper.person_id, station=station.name)
    return asked


async def answer_showing(
    session: AsyncSession, actor: Actor, showing_id: int, *, show: bool, now: datetime
) -> tuple[NameShowing, Station]:
    """The yes or no of whoever was asked. Raises NotFound for everybody else, for a question that has expired or was
    taken back, and for a station that was removed; AlreadyDecided; NotAllowed for a role that has ended meanwhile.
    """
    row = await session.execute(
        select(NameShowing, Station)
        .join(Station, Station.id == NameShowing.station_id)
        .where(NameShowing.id == showing_id, NameShowing.person_id == actor.person_id, Station.removed_at.is_(None))
        .with_for_update(of=NameShowing)
    )
    showing, station = row.one_or_none() or (None, None)
    if showing is None or station is None:
        raise NotFound
    if showing.answered_at is not None:
        raise AlreadyDecided(actor.name, showing.until is not None)
    if standing_of(showing, now) is not Standing.WAITING:
        raise NotFound
    require(actor, Action.SHOW_MISSING)
    showing.answered_at, showing.until = now, now + SHOWN_FOR if show else None
    audit.record(session, "answer_showing", now=now, person_id=actor.person_id, station=station.name, show=show)
    return showing, station


async def showing_at(session: AsyncSession, station: Station, showing_id: int) -> NameShowing:
    """A request of this station. Raises NotFound for another station's."""
    found = await session.get(NameShowing, showing_id)
    if found is None or found.station_id != station.id:
        raise NotFound
    return found


async def hide(session: AsyncSession, station: Station, showing_id: int, *, now: datetime) -> None:
    """Somebody at the station ends it, or takes the question back. Raises NotFound."""
    showing = await showing_at(session, station, showing_id)
    if standing_of(showing, now) in (Standing.WAITING, Standing.SHOWN):
        showing.hidden_at = now
        audit.record(session, "hide_names", now=now, person_id=showing.person_id, station=station.name)


async def _latest(session: AsyncSession, station: Station, keeper: Actor) -> NameShowing | None:
    return await session.scalar(
        select(NameShowing)
        .where(NameShowing.station_id == station.id, NameShowing.person_id == keeper.person_id)
        .order_by(NameShowing.id.desc())
        .limit(1)
    )
