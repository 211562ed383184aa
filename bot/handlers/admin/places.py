"""Which places a role can be held in, to choose from."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from core.actors import Actor
from core.overview import reportable_classes
from core.posts import departments
from core.recipients import CLASS_ROLES
from db.models import Role


async def places_for(session: AsyncSession, actor: Actor, role: Role) -> Sequence[tuple[int, str]] | None:
    """(id, name) of the classes or departments; None for a role that is held in the school."""
    if role in CLASS_ROLES:
        return [(c.id, c.name) for c in await reportable_classes(session, actor)]
    if role is Role.DEPARTMENT_HEAD:
        return [(d.id, d.code) for d in await departments(session)]
    return None
