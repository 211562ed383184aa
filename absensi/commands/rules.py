"""`absensi settings show` and `set`: the school's rules, which live in the database."""

import asyncio

import typer

from absensi.opening import opened
from core.school_rules import as_lines, school_rules, set_rule


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="The school's rules: holds, cut-off, prices.")
    group.command("show")(show)
    group.command("set")(change)
    app.add_typer(group, name="settings")


def show() -> None:
    """Print every rule, one `key value` a line."""

    async def read() -> list[str]:
        async with opened() as house, house.transaction() as session:
            return as_lines(await school_rules(session))

    typer.echo("\n".join(asyncio.run(read())))


def change(key: str, value: str) -> None:
    """Set one rule; it holds at once, without a restart."""

    async def write() -> None:
        async with opened() as house, house.transaction() as session:
            await set_rule(session, key, value, now=house.clock())

    asyncio.run(write())
