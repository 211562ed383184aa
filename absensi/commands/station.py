"""`absensi station add`, `list`, `renew` and `remove`: which devices may check people in."""

import asyncio
from typing import Annotated
from urllib.parse import urlsplit

import typer

from absensi import wording_stations as wording
from absensi.addresses import base_addresses, is_local
from absensi.errors import CommandRefused
from absensi.opening import opened
from absensi.settings import Settings
from core.errors import NotFound
from core.stations import StationNameTaken, add_station, remove_station, renew_station, stations
from core.wording.gate import station_label, station_needs_name, station_taken, station_unknown

_LONGEST_NAME = 60


def register(app: typer.Typer) -> None:
    group = typer.Typer(no_args_is_help=True, help="The devices at the gates that read QR cards.")
    group.command("add")(add)
    group.command("list")(show)
    group.command("renew")(renew)
    group.command("remove")(remove)
    app.add_typer(group, name="station")


def add(
    name: str,
    gate: Annotated[str | None, typer.Option(help="Where it stands, if others stand there too; else its name.")] = None,
) -> None:
    """Enrol a device and print its address, which holds its secret and is shown only now."""
    if not all(1 <= len(one.strip()) <= _LONGEST_NAME for one in (name, gate or name)):
        raise CommandRefused(station_needs_name())

    async def write() -> tuple[Settings, str]:
        async with opened() as house, house.transaction() as session:
            return house.settings, await add_station(session, name, gate=gate, now=house.clock())

    try:
        _print_addresses(*asyncio.run(write()))
    except StationNameTaken as refusal:
        raise CommandRefused(station_taken(name)) from refusal


def show() -> None:
    """Print the enrolled devices, one a line: the name, and the gate where that is called otherwise."""

    async def read() -> list[str]:
        async with opened() as house, house.transaction() as session:
            return [station_label(station.name, station.gate) for station in await stations(session)]

    for name in asyncio.run(read()):
        typer.echo(name)


def renew(name: str) -> None:
    """Print a new address for a device; the old one opens nothing any more. What waits on the device is kept."""

    async def write() -> tuple[Settings, str]:
        async with opened() as house, house.transaction() as session:
            return house.settings, await renew_station(session, name, now=house.clock())

    try:
        _print_addresses(*asyncio.run(write()))
    except NotFound as refusal:
        raise CommandRefused(station_unknown(name)) from refusal


def remove(name: str) -> None:
    """End a device's right to check people in; its address opens nothing any more."""

    async def write() -> None:
        async with opened() as house, house.transaction() as session:
            await remove_station(session, name, now=house.clock())

    try:
        asyncio.run(write())
    except NotFound as refusal:
        raise CommandRefused(station_unknown(name)) from refusal


def _print_addresses(settings: Settings, secret: str) -> None:
    """One a line on standard output; what there is to say about them on standard error."""
    bases = base_addresses(settings)
    for base in bases:
        typer.echo(f"{base}/station/{secret}")
    if all(is_local(urlsplit(base).hostname or "") for base in bases):
        typer.echo(wording.only_here(), err=True)
    elif len(bases) > 1:
        typer.echo(wording.one_of_them(), err=True)
