"""`absensi keycodes`: the guardians' slips, to print or as a table."""

import asyncio
from collections.abc import Sequence
from dataclasses import astuple
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.ext.asyncio import AsyncSession

from absensi import wording
from absensi.errors import CommandRefused
from absensi.opening import opened
from absensi.output import Format, bot_on_paper, save_pdf, write_csv
from core.clock import Clock
from core.documents.slips import keycode_slips
from core.errors import NotFound
from core.guardian_keycodes import Slip, reissue_keycode, slips_to_print
from core.school_rules import SchoolRules, school_rules
from core.wording.slips import nobody_to_print


def register(app: typer.Typer) -> None:
    app.command()(keycodes)


def keycodes(
    school_class: Annotated[str | None, typer.Option("--class", help="Only the slips of this class.")] = None,
    form: Annotated[Format, typer.Option("--format", help="A file to print, or rows on standard output.")] = Format.PDF,
    reissue: Annotated[str | None, typer.Option(metavar="NIS", help="A new slip; the old letters are dead.")] = None,
) -> None:
    """Print guardians' slips: csv to standard output, pdf into the data folder."""
    if school_class is not None and reissue is not None:
        raise typer.BadParameter("--class and --reissue don't go together")

    async def gather() -> tuple[Sequence[Slip], SchoolRules, str | None, Path]:
        async with opened() as house:
            bot = await bot_on_paper(house.settings) if form is Format.PDF else None
            async with house.transaction() as session:
                wanted = await _wanted(session, house.clock, school_class, reissue)
                return wanted, await school_rules(session), bot, house.settings.data_dir

    pupils, rules, bot, folder = asyncio.run(gather())
    if form is Format.CSV:
        write_csv(("nis", "name", "class", "keycode"), map(astuple, pupils))
    else:
        drawn = keycode_slips(pupils, school=rules.school_name, phone=rules.school_phone, bot=bot)
        typer.echo(save_pdf(folder, "keycodes", school_class or reissue or "", drawn=drawn))


async def _wanted(session: AsyncSession, clock: Clock, school_class: str | None, reissue: str | None) -> Sequence[Slip]:
    """The new slip, a class's, or everybody's. Raises CommandRefused when there is none."""
    now = clock()
    try:
        if reissue is not None:
            return [await reissue_keycode(session, reissue.strip(), now=now)]
        found = await slips_to_print(session, now=now, class_name=school_class)
    except NotFound as refusal:
        sentence = (
            wording.student_unknown(reissue) if reissue is not None else wording.class_unknown(school_class or "")
        )
        raise CommandRefused(sentence) from refusal
    if not found:
        raise CommandRefused(nobody_to_print())
    return found
