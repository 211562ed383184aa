"""A workbook sent to the bot waits for its sender's yes. It lies in the database: a restart loses nothing."""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actions import Action
from core.actors import Actor
from core.errors import NotFound, Refusal
from core.machines.export import is_export
from core.policy import require
from core.roster import ImportPlan, apply_import, plan_import
from core.roster.refusals import MachineLog
from core.wording.roster import import_details
from db.models import PendingImport
from db.turns import Work, take_turn

WAITS_FOR = timedelta(hours=12)
"""A day's work; by tomorrow the school may have changed, and the names need not lie here longer."""


class RosterChanged(Refusal):
    """The school is another than when the preview was made: `redo` makes a new one."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing would do. `id` None: nothing, so there is nothing to confirm."""

    id: int | None
    plan: ImportPlan


async def receive(session: AsyncSession, actor: Actor, workbook: bytes, *, file_name: str, now: datetime) -> Preview:
    """Keep a workbook and say what it would change. It takes the place of what the same person sent before.

    Raises NotAllowed and WorkbookRefused; nothing is kept then.
    """
    require(actor, Action.ADMINISTER)
    if await asyncio.to_thread(is_export, workbook):
        raise MachineLog
    plan = await plan_import(session, workbook, now=now)
    await session.execute(delete(PendingImport).where(PendingImport.person_id == actor.person_id))
    if plan.is_empty:
        return Preview(None, plan)
    pending = PendingImport(
        person_id=actor.person_id,
        file_name=file_name,
        content=workbook,
        fingerprint=_fingerprint(plan),
        received_at=now,
        expires_at=now + WAITS_FOR,
    )
    session.add(pending)
    await session.flush()
    return Preview(pending.id, plan)


async def confirm(session: AsyncSession, actor: Actor, pending_id: int, *, now: datetime) -> ImportPlan:
    """Import it, if it still does what was shown, and forget the file.

    Raises NotAllowed, NotFound (another's, expired or settled), and RosterChanged.
    """
    await take_turn(session, Work.IMPORT)
    pending = await _own(session, actor, pending_id, now)
    plan = await plan_import(session, pending.content, now=now)
    if _fingerprint(plan) != pending.fingerprint:
        raise RosterChanged
    await apply_import(session, plan, now=now, by=actor.person_id)
    await session.delete(pending)
    return plan


async def redo(session: AsyncSession, actor: Actor, pending_id: int, *, now: datetime) -> tuple[str, Preview]:
    """The file's name, and a preview of it against the school as it is by now."""
    pending = await _own(session, actor, pending_id, now)
    return pending.file_name, await receive(session, actor, pending.content, file_name=pending.file_name, now=now)


async def cancel(session: AsyncSession, actor: Actor, pending_id: int, *, now: datetime) -> None:
    """Forget the file. Raises as `confirm`, but for RosterChanged."""
    await session.delete(await _own(session, actor, pending_id, now))


async def forget_expired(session: AsyncSession, *, now: datetime) -> None:
    """What nobody has confirmed in time goes."""
    await session.execute(delete(PendingImport).where(PendingImport.expires_at <= now))


async def _own(session: AsyncSession, actor: Actor, pending_id: int, now: datetime) -> PendingImport:
    require(actor, Action.ADMINISTER)
    pending = await session.scalar(
        select(PendingImport)
        .where(
            PendingImport.id == pending_id,
            PendingImport.person_id == actor.person_id,
            PendingImport.expires_at > now,
        )
        .with_for_update()
    )
    if pending is None:
        raise NotFound
    return pending


def _fingerprint(plan: ImportPlan) -> str:
    """Of everything that an administrator can have read in the preview, and the day on which it would begin."""
    return hashlib.sha256(f"{plan.today}\n{import_details(plan)}".encode()).hexdigest()
