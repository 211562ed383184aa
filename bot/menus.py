"""Each person's menu of commands follows their roles: those begin and end by date, by the command line, by others."""

import asyncio
import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime, time

import structlog
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import menu
from bot.wording import menu as words
from core import accounts
from core.actors import Actor, actors_by_telegram
from core.clock import Clock
from core.outbox import BULK, Debt, owe, withdraw
from db.availability import will_pass
from db.engine import Transaction
from db.models import Channel, TelegramAccount

log = structlog.get_logger()

LOOK_EVERY = 60.0  # seconds
NEWS_FROM = time(6)  # in the school's zone


async def keep_up(transaction: Transaction, clock: Clock) -> None:
    """Look for ever; a database that is away is waited for."""
    while True:
        try:
            await look(transaction, clock)
        except Exception as error:
            if not will_pass(error):
                raise
            log.warning("menus wait for the database", error=str(error))
        await asyncio.sleep(LOOK_EVERY)


async def look(transaction: Transaction, clock: Clock) -> None:
    """Owe a new menu, and a word about it, to whomever the old one does not fit any more. Roles end at midnight: the
    menu follows at once, which nobody hears, the word in the morning.
    """
    async with transaction() as session:
        now = clock()
        actors = await actors_by_telegram(session, on=now.date())
        changed = await show(session, actors, now=now)
        await _tell(session, {chat: actors[chat] for chat in changed}, now=now)


async def show(session: AsyncSession, actors: Mapping[int, Actor], *, now: datetime, again: bool = False) -> list[int]:
    """Owe Telegram the menu of each of these accounts where another one is shown (or `again`), and none to those that
    were unlinked. Returns the accounts whose tasks are others than before.
    """
    linked = TelegramAccount.unlinked_at.is_(None)
    shown = await session.scalars(
        select(TelegramAccount)
        .where(
            TelegramAccount.blocked_at.is_(None),
            or_(and_(linked, TelegramAccount.telegram_id.in_(actors)), and_(~linked, TelegramAccount.menu_shown != "")),
        )
        .order_by(TelegramAccount.id)  # the one unlinked before the one linked since
        .with_for_update(skip_locked=True)
    )
    changed, debts = [], []
    for account in shown:
        actor = actors[account.telegram_id] if account.unlinked_at is None else None
        commands = menu.commands_of(actor) if actor is not None else []
        before, after = account.menu_shown or "", _mark(actor, commands) if actor is not None else ""
        if before == after and not again:
            continue
        if actor is not None and before and before.split()[0] != after.split()[0]:
            changed.append(account.telegram_id)
        account.menu_shown = after
        debts.append(_menu_owed(account, commands, now))
    await owe(session, Channel.TELEGRAM, *debts, now=now)
    return changed


def _mark(actor: Actor, commands: Sequence[tuple[str, str]]) -> str:
    """Two words, the tasks and the menu: a new version of the program changes menus, but nobody's tasks."""
    tasks = sorted(f"{g.role.value}:{g.school_class_id or ''}:{g.department_id or ''}" for g in actor.grants)
    return f"{_fingerprint(tasks)} {_fingerprint(commands)}"


def _menu_owed(account: TelegramAccount, commands: Sequence[tuple[str, str]], now: datetime) -> Debt:
    return Debt(
        recipient=str(account.telegram_id),
        body="",
        dedupe_key=f"menu:{account.id}:{now.isoformat()}",
        urgency=BULK,
        extras={"commands": list(commands)},
    )


async def _tell(session: AsyncSession, actors: Mapping[int, Actor], *, now: datetime) -> None:
    told_at = max(now, now.replace(hour=NEWS_FROM.hour, minute=NEWS_FROM.minute, second=0, microsecond=0))
    keys = {chat: f"tasks:{actor.person_id}:{told_at.isoformat()}" for chat, actor in actors.items()}
    await withdraw(session, [*keys.values()], now=now)  # of two changes in one night the morning tells the last
    debts = [
        Debt(
            recipient=str(chat),
            body=words.your_tasks_changed(await accounts.posts_of(session, actor)),
            dedupe_key=keys[chat],
            not_before=told_at,
            extras={"markup": menu.keyboard(actor).model_dump(mode="json", exclude_none=True)},
        )
        for chat, actor in actors.items()
    ]
    await owe(session, Channel.TELEGRAM, *debts, now=now)


def _fingerprint(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:16]
