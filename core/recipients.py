"""Which Telegram chats hear about a class: those of people who may look it up. Nobody is told what they may not see."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import grant_holds
from core.policy import WHOLE_SCHOOL
from db.models import LeadershipGroup, Role, RoleGrant, TelegramAccount

CLASS_ROLES = (Role.HOMEROOM_TEACHER, Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY)
"""Roles that are held in a class."""

LEADERS = (Role.LEADERSHIP, Role.ADMINISTRATOR)
"""Who stands in for a leadership group that the school doesn't have."""


def is_reachable() -> ColumnElement[bool]:
    """Of a `TelegramAccount`: still linked, and the bot is not blocked there."""
    return and_(TelegramAccount.unlinked_at.is_(None), TelegramAccount.blocked_at.is_(None))


async def chats_of(
    session: AsyncSession, roles: Collection[Role], *, on: date, school_class_id: int | None = None
) -> Sequence[tuple[int, int]]:
    """(person id, Telegram id) of everyone who holds one of the roles on that day, class roles for this class only."""
    school_wide = [role for role in roles if role in WHOLE_SCHOOL]
    of_class = [role for role in roles if role in CLASS_ROLES]
    return await _chats(session, or_(RoleGrant.role.in_(school_wide), _class_role(of_class, school_class_id)), on)


async def chats_holding(session: AsyncSession, roles: Collection[Role], *, on: date) -> Sequence[tuple[int, int]]:
    """The same of everyone who holds one of the roles anywhere: for what concerns no class and names no pupil."""
    return await _chats(session, RoleGrant.role.in_(roles), on)


async def _chats(session: AsyncSession, held: ColumnElement[bool], on: date) -> Sequence[tuple[int, int]]:
    rows = await session.execute(
        select(RoleGrant.person_id, TelegramAccount.telegram_id)
        .join(TelegramAccount, TelegramAccount.person_id == RoleGrant.person_id)
        .where(grant_holds(on), is_reachable(), held)
        .distinct()
        .order_by(RoleGrant.person_id)
    )
    return [(person_id, telegram_id) for person_id, telegram_id in rows]


async def chats_of_leaders(session: AsyncSession, *, on: date) -> Sequence[tuple[int, int]]:
    """Who gets what is meant for the leadership group, while there is none."""
    return await chats_of(session, LEADERS, on=on)


async def chat_of(session: AsyncSession, person_id: int) -> int | None:
    """The Telegram id of one person; None for one who has linked no account or blocked the bot."""
    return await session.scalar(
        select(TelegramAccount.telegram_id).where(TelegramAccount.person_id == person_id, is_reachable())
    )


async def leadership_chat(session: AsyncSession) -> int | None:
    """The chat id of the leadership group, if an administrator has named one."""
    return await session.scalar(select(LeadershipGroup.chat_id).where(LeadershipGroup.left_at.is_(None)))


def _class_role(roles: Collection[Role], school_class_id: int | None) -> ColumnElement[bool]:
    return RoleGrant.role.in_(roles) & (RoleGrant.school_class_id == school_class_id)
