"""`absensi cards`: the QR cards of pupils and staff, to print or as a table."""

import asyncio
from collections.abc import Sequence
from dataclasses import astuple
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from absensi import wording
from absensi.errors import CommandRefused
from absensi.opening import opened
from absensi.output import Format, bot_on_paper, save_pdf, write_csv
from core.card_printing import style_for
from core.cards import CardRow, cards_to_print, holder_with_id, reissue
from core.documents.cards import Style, card_sheets
from core.errors import NotFound
from core.wording.cards import holder_unknown, nobody_to_print


def register(app: typer.Typer) -> None:
    app.command()(cards)


def cards(
    school_class: Annotated[str | None, typer.Option("--class", help="Only the cards of this class.")] = None,
    teachers: Annotated[bool, typer.Option("--teachers", help="Only the cards of teachers and other staff.")] = False,
    form: Annotated[Format, typer.Option("--format", help="A file to print, or rows on standard output.")] = Format.PDF,
    lost: Annotated[str | None, typer.Option("--reissue", metavar="ID", help="A new card; the old is dead.")] = None,
) -> None:
    """Print QR cards of pupils and staff: csv to standard output, pdf into the data folder."""
    if lost is not None and (school_class is not None or teachers):
        raise typer.BadParameter("--reissue goes with neither --class nor --teachers")

    async def gather() -> tuple[Sequence[CardRow], Style, Path]:
        async with opened() as house:
            bot = await bot_on_paper(house.settings) if form is Format.PDF else None
            async with house.transaction() as session:
                found = await _wanted(session, school_class, teachers, lost, house.clock())
                return found, await style_for(session, found, bot=bot), house.settings.data_dir

    found, style, folder = asyncio.run(gather())
    if form is Format.CSV:
        write_csv(("kind", "id", "name", "class", "payload"), map(astuple, found))
    else:
        of_whom = (school_class or "", "teachers" if teachers else "", lost or "")
        typer.echo(save_pdf(folder, "cards", *of_whom, drawn=card_sheets(found, style)))


async def _wanted(
    session: AsyncSession, school_class: str | None, teachers: bool, lost: str | None, now: datetime
) -> Sequence[CardRow]:
    """The new card, or all that were asked for. Raises CommandRefused when there is none."""
    try:
        if lost is not None:
            return [await reissue(session, await holder_with_id(session, lost), now=now)]
        found = await cards_to_print(session, now=now, class_name=school_class, teachers=teachers)
    except NotFound as refusal:
        sentence = holder_unknown(lost) if lost is not None else wording.class_unknown(school_class or "")
        raise CommandRefused(sentence) from refusal
    if not found:
        raise CommandRefused(nobody_to_print())
    return found
