"""A spreadsheet sent to the bot: what it would change, and after a yes that it did."""

from datetime import datetime

from aiogram import F, Router
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.admin_callbacks import OpenSection, Section, SettleImport
from bot.files import FileWanted, Handover
from bot.filters import administers
from bot.keyboards import admin as keyboards
from bot.reply import Reply
from bot.wording import admin as wording
from bot.wording.cancelling import cancelled
from core import pending_imports
from core.actors import Actor
from core.pending_imports import Preview, RosterChanged
from core.roster.refusals import WorkbookTooLarge
from core.roster.sheets import MOST_BYTES
from core.wording.roster import import_details

_LONGEST_FILE_NAME = 60


def router() -> Router:
    r = Router(name="admin import")
    r.callback_query.register(on_section, OpenSection.filter(F.section == Section.IMPORT))
    r.message.register(on_file, administers, F.document)
    r.callback_query.register(on_save, SettleImport.filter(F.yes))
    r.callback_query.register(on_drop, SettleImport.filter(~F.yes))
    return r


async def on_section(_callback: CallbackQuery, reply: Reply) -> None:
    await reply.redraw(wording.how_to_import(), keyboards.back())


async def on_file(
    message: Message, session: AsyncSession, actor: Actor, now: datetime, reply: Reply, fetched: bytes | None
) -> None:
    assert message.document is not None  # the filter says so
    if (message.document.file_size or 0) > MOST_BYTES:
        raise WorkbookTooLarge(MOST_BYTES // 2**20)
    if fetched is None:
        raise FileWanted(message.document.file_id, MOST_BYTES)
    name = (message.document.file_name or "")[:_LONGEST_FILE_NAME]
    await _show(reply, await pending_imports.receive(session, actor, fetched, file_name=name, now=now), name)


async def on_save(
    _callback: CallbackQuery,
    callback_data: SettleImport,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    try:
        plan = await pending_imports.confirm(session, actor, callback_data.pending, now=now)
    except RosterChanged:
        name, preview = await pending_imports.redo(session, actor, callback_data.pending, now=now)
        await _show(reply, preview, name, changed=True)
        return
    await reply.redraw(wording.imported(plan), keyboards.back())


async def on_drop(
    _callback: CallbackQuery,
    callback_data: SettleImport,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    await pending_imports.cancel(session, actor, callback_data.pending, now=now)
    await reply.redraw(cancelled(), keyboards.back())


async def _show(reply: Reply, preview: Preview, file_name: str, *, changed: bool = False) -> None:
    """The counts and the first bad rows on the screen; everything, name by name, as a file."""
    markup = keyboards.back()
    if preview.id is not None:
        yes, no = (SettleImport(pending=preview.id, yes=yes) for yes in (True, False))
        markup = keyboards.yes_or_no(wording.SAVE, yes, no)
    await reply.redraw(wording.import_preview_screen(file_name, preview.plan, changed=changed), markup)
    if preview.plan.is_empty and not preview.plan.bad_rows:
        return
    details = import_details(preview.plan).encode()
    reply.files.append(Handover(wording.details_name(), details, wording.details_caption()))
