"""A school enrols a station by command and runs the part: its address is the page, until it is removed."""

import asyncio
import os
import re
import socket
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from aiohttp import ClientConnectionError, ClientSession

Environment = dict[str, str]
ROOT = Path(__file__).parents[2]
PATIENCE = 90.0  # seconds; a deadline, for other tests may run at the same time


@pytest.fixture
def environment(database_url: str, tmp_path: Path) -> Environment:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    settings = {"DATABASE_URL": database_url, "DATA_DIR": str(tmp_path), "HTTP_PORT": str(port)}
    return {**os.environ, **{f"ABSENSI_{name}": value for name, value in settings.items()}}


async def absensi(environment: Environment, *words: str) -> tuple[int | None, str, str]:
    """Exit status, standard output, standard error."""
    command = [sys.executable, "-m", "absensi", *words]
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(*command, env=environment, cwd=ROOT, stdout=pipe, stderr=pipe)
    out, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, out.decode().strip(), err.decode().strip()


@pytest.fixture
async def running(environment: Environment) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "absensi", "run", "station", env=environment, cwd=ROOT
    )
    yield process
    process.terminate()
    assert await asyncio.wait_for(process.wait(), PATIENCE) == 0


async def answered(http: ClientSession, address: str, is_it: Callable[[int], bool]) -> int:
    """The status, once it is one that is waited for."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                status = (await http.get(address)).status
                if is_it(status):
                    return status
            except ClientConnectionError:
                pass
            await asyncio.sleep(0.1)


async def test_a_stations_address_is_printed_once_opens_its_page_and_is_taken_back(
    environment: Environment, running: asyncio.subprocess.Process
) -> None:
    status, address, advice = await absensi(environment, "station", "add", "Gerbang depan")
    assert status == 0
    assert "ABSENSI_HTTP_HOST=0.0.0.0" in advice  # no tablet opens 127.0.0.1
    assert re.fullmatch(rf"http://127\.0\.0\.1:{environment['ABSENSI_HTTP_PORT']}/station/[\w-]{{32}}", address)
    assert (await absensi(environment, "station", "list"))[1] == "Gerbang depan"
    async with ClientSession() as http:
        assert await answered(http, address, lambda status: status == 200)
        assert await answered(http, f"{address}/state", lambda status: status == 200)
        status, _, refusal = await absensi(environment, "station", "add", "Gerbang depan")
        assert (status, refusal.count("\n")) == (1, 0)
        assert "sudah ada" in refusal
        public = environment | {"ABSENSI_PUBLIC_URL": "https://absensi.example.sch.id/"}
        status, renewed, advice = await absensi(public, "station", "renew", "Gerbang depan")
        assert (status, advice) == (0, "")
        assert re.fullmatch(r"https://absensi\.example\.sch\.id/station/[\w-]{32}", renewed)
        assert await answered(http, address, lambda status: status == 404)
        address = address[:-32] + renewed[-32:]
        assert await answered(http, address, lambda status: status == 200)
        assert (await absensi(environment, "station", "remove", "Gerbang depan"))[0] == 0
        assert await answered(http, address, lambda status: status == 404)
    assert (await absensi(environment, "station", "remove", "Gerbang depan"))[0] == 1
