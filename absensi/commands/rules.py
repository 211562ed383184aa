"""`absensi settings show`, `set` and `logo`: the school's rules and its mark, which live in the database."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from absensi.commands.confirmations import ask, what_sms_cost
from absensi.commands.photos import read_picture
from absensi.errors import CommandRefused
from absensi.opening import opened
from core.confirmations import Confirm
from core.photos import keep_logo
from core.pictures import BadPicture, logo
from core.school_rules import as_lines, school_rules, set_rule
from core.wording import confirmations
from core.wording import pictures as wording


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="The school's rules: holds, cut-off, prices.")
    group.command("show")(show)
    group.command("set")(change)
    group.command("logo")(take_logo)
    app.add_typer(group, name="settings")


def show() -> None:
    """Print every rule, one `key value` a line."""

    async def read() -> list[str]:
        async with opened() as house, house.transaction() as session:
            return as_lines(await school_rules(session))

    typer.echo("\n".join(asyncio.run(read())))


def change(
    key: str,
    value: str,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask before something that costs money.")] = False,
) -> None:
    """Set one rule; it holds at once, without a restart. What confirming by SMS would cost is said first, and asked."""

    if (key, value) == ("check_in_confirmation", Confirm.SMS.value):
        _say_cost_and_ask(sure=yes)

    async def write() -> None:
        async with opened() as house, house.transaction() as session:
            await set_rule(session, key, value, now=house.clock())

    asyncio.run(write())


def _say_cost_and_ask(*, sure: bool) -> None:
    async def cost() -> str:
        async with opened() as house, house.transaction() as session:
            return await what_sms_cost(session, Confirm.SMS, on=house.clock().date())

    typer.echo(asyncio.run(cost()))
    ask(confirmations.switch_on(), sure=sure)


def take_logo(file: Annotated[Path, typer.Argument(help="A JPEG, PNG or WebP picture.")]) -> None:
    """Keep the school's logo, which the QR cards then carry."""
    try:
        png = logo(read_picture(file))
    except BadPicture as bad:
        raise CommandRefused(wording.picture_unusable(str(file))) from bad

    async def keep() -> None:
        async with opened() as house, house.transaction() as session:
            await keep_logo(session, png, now=house.clock())

    asyncio.run(keep())
    typer.echo(wording.logo_kept())
