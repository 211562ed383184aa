"""Commands as an operator runs them."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from types import ModuleType

import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from absensi.sample_school import sample_school

Run = Callable[..., Awaitable[Result]]
"""Runs a command's words; what it refuses is in the result's exception."""
Commands = Callable[..., Run]
"""Those that these modules of `absensi.commands` register."""


@pytest.fixture
def commands(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """On an empty school, early on a Monday."""
    monkeypatch.setenv("ABSENSI_DATABASE_URL", database_url)
    monkeypatch.setenv("ABSENSI_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("ABSENSI_NOW", "2026-11-23T07:00")

    def commands(*modules: ModuleType) -> Run:
        app = typer.Typer()
        for module in modules:
            module.register(app)
        return lambda *words: asyncio.to_thread(CliRunner().invoke, app, words)

    return commands


@pytest.fixture
def school_file(tmp_path: Path) -> str:
    file = tmp_path / "sekolah.xlsx"
    file.write_bytes(sample_school())
    return str(file)


async def with_pupils(run: Run, school_file: str) -> Run:
    """The same commands, after the school's file was imported."""
    assert (await run("import", school_file)).exit_code == 0
    return run
