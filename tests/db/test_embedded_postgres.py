"""The embedded server under use and misuse: real processes, real kills, a real disk.

Most tests share one cluster, made once (a second or two each); they stop, kill and tamper, but leave it usable.
"""

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import pytest

from db.embedded import EmbeddedPostgres, EmbeddedPostgresError
from db.embedded.account import server_account
from db.embedded.home import SOCKET_PATH_BYTES, Home
from db.embedded.processes import servers_in
from tests.db_cluster import THROW_AWAY, connect, create_database, open_folder

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="looks the processes up in /proc"),
    pytest.mark.xdist_group("embedded_postgres"),
]

DEADLINE_SECONDS = 60.0
SERVER_LOST = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)

USER_PROGRAM = """
import asyncio, sys
from pathlib import Path
from db.embedded import EmbeddedPostgres

async def use():
    await EmbeddedPostgres(Path(sys.argv[1])).start()
    print("up", flush=True)
    await asyncio.sleep(600)

asyncio.run(use())
"""


@pytest.fixture
def parent() -> Iterator[Path]:
    with open_folder() as folder:
        yield folder


@pytest.fixture
def empty_home(parent: Path) -> Home:
    return Home(parent / "pg")


@pytest.fixture(scope="module")
async def made_home() -> AsyncIterator[Home]:
    with open_folder() as folder:
        async with EmbeddedPostgres(folder / "pg", THROW_AWAY):
            pass
        yield Home(folder / "pg")


@pytest.fixture
async def home(made_home: Home) -> Home:
    """The shared cluster, with nobody using it."""
    await until(lambda: is_down(made_home))
    return made_home


@pytest.fixture
async def server(home: Home) -> AsyncIterator[EmbeddedPostgres]:
    async with EmbeddedPostgres(home.folder, THROW_AWAY) as embedded:
        yield embedded


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(DEADLINE_SECONDS):
        while not condition():  # noqa: ASYNC110 - other processes have no event to wait for
            await asyncio.sleep(0.02)


async def connected(server: EmbeddedPostgres, database: str = "absensi") -> asyncpg.Connection:
    return await connect(server.url(database))


async def ask(server: EmbeddedPostgres, question: str, database: str = "absensi") -> object:
    connection = await connected(server, database)
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


def is_empty(folder: Path) -> bool:
    return not any(folder.iterdir())


def is_down(home: Home) -> bool:
    return not servers_in(home.data) and keeper_of(home) is None


def keeper_of(home: Home) -> int | None:
    """The keeper of this home. Its launcher has the same command line, but no session of its own."""
    for entry in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            words = (entry / "cmdline").read_bytes().split(b"\0") if entry.name.isdigit() else []
            if os.fsencode(home.folder) in words and b"db.embedded.keeper" in words:
                pid = int(entry.name)
                if os.getsid(pid) == pid:
                    return pid
    return None


def postmaster_of(home: Home) -> int:
    return int(home.pid_file.read_text().splitlines()[0])


def kill_keeper(home: Home) -> None:
    keeper = keeper_of(home)
    assert keeper is not None
    os.kill(keeper, signal.SIGKILL)


async def kill_postmaster(home: Home) -> None:
    """Return when it is dead, which is a moment after the kill: until then it looks ready."""
    postmaster = postmaster_of(home)
    os.kill(postmaster, signal.SIGKILL)
    await until(lambda: postmaster not in servers_in(home.data))


async def test_the_second_user_joins_the_server_of_the_first(home: Home, server: EmbeddedPostgres) -> None:
    postmaster = postmaster_of(home)
    async with EmbeddedPostgres(home.folder) as second:
        assert await ask(second, "SELECT current_database()") == "absensi"
        assert postmaster_of(home) == postmaster


async def test_first_users_who_come_at_once_make_one_cluster_and_start_one_server(empty_home: Home) -> None:
    users = [EmbeddedPostgres(empty_home.folder, THROW_AWAY) for _ in range(4)]
    await asyncio.gather(*(user.start() for user in users))
    starts = {await ask(user, "SELECT pg_postmaster_start_time()") for user in users}
    for user in users:
        user.close()
    assert len(starts) == 1
    await until(lambda: is_down(empty_home))
    assert empty_home.keeper_log.read_text().count("the server is up") == 1


def test_the_folder_is_made_by_whoever_is_first_and_used_by_all(parent: Path) -> None:
    at_once = 4
    begin = threading.Barrier(at_once)

    def make(home: Home) -> None:
        begin.wait()
        home.make()

    with ThreadPoolExecutor(at_once) as users:
        for number in range(50):
            list(users.map(make, [Home(parent / str(number) / "pg")] * at_once))


async def test_only_the_last_to_leave_ends_the_server(home: Home) -> None:
    first = await EmbeddedPostgres(home.folder, THROW_AWAY).start()
    second = await EmbeddedPostgres(home.folder).start()
    first.close()
    await asyncio.sleep(0.6)  # two of the keeper's rounds, in which it could err
    assert await ask(second, "SELECT 1") == 1
    second.close()
    await until(lambda: is_down(home))
    assert not home.pid_file.exists()


async def test_a_user_who_comes_while_the_server_is_put_down_gets_a_new_one(home: Home) -> None:
    for _ in range(4):
        async with EmbeddedPostgres(home.folder, THROW_AWAY):
            pass
        await until(lambda: not home.server_is_ready())
        async with EmbeddedPostgres(home.folder, THROW_AWAY) as user:
            assert await ask(user, "SELECT 1") == 1


async def test_a_killed_user_leaves_no_postgres_behind(home: Home) -> None:
    user = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", USER_PROGRAM, home.folder), stdout=asyncio.subprocess.PIPE
    )
    assert user.stdout is not None
    assert await user.stdout.readline() == b"up\n"
    assert servers_in(home.data)
    user.kill()
    await user.communicate()
    await until(lambda: is_down(home))


async def test_a_program_started_by_a_user_does_not_keep_the_server_up(home: Home) -> None:
    async with EmbeddedPostgres(home.folder, THROW_AWAY):
        worker = await asyncio.create_subprocess_exec("sleep", "600", close_fds=False)
    try:
        await until(lambda: is_down(home))
    finally:
        worker.kill()
        await worker.wait()


async def test_a_keeper_asked_politely_to_go_stays_for_its_users(home: Home, server: EmbeddedPostgres) -> None:
    postmaster, keeper = postmaster_of(home), keeper_of(home)
    assert keeper is not None
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        os.kill(keeper, number)
    await asyncio.sleep(0.6)  # two of its rounds
    assert await ask(server, "SELECT 1") == 1
    assert (postmaster_of(home), keeper_of(home)) == (postmaster, keeper)


async def test_a_killed_keeper_takes_postgres_along_and_ensure_brings_it_back(
    home: Home, server: EmbeddedPostgres
) -> None:
    await ask(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    kill_keeper(home)
    await until(lambda: is_down(home))
    await server.ensure()
    assert await ask(server, "SELECT answer FROM kept") == 42


async def test_many_users_who_miss_the_killed_keeper_bring_back_one_server(
    home: Home, server: EmbeddedPostgres
) -> None:
    others = [await EmbeddedPostgres(home.folder).start() for _ in range(3)]
    kill_keeper(home)
    await until(lambda: not home.server_is_ready())
    await asyncio.gather(*(user.ensure() for user in [server, *others]))
    starts = {await ask(user, "SELECT pg_postmaster_start_time()") for user in [server, *others]}
    for user in others:
        user.close()
    assert len(starts) == 1


@pytest.mark.parametrize(
    "left_behind",
    ["{us}\n/somewhere/else\n1700000000\n5432\n\n\n\nready\n", "{us}\n", ""],
    ids=["of a server said to be ready", "with a number in use again", "empty"],
)
async def test_a_stale_pid_file_is_no_obstacle(home: Home, left_behind: str) -> None:
    home.pid_file.write_text(left_behind.format(us=os.getpid()))
    home.socket.touch()
    home.socket.with_suffix(".5432.lock").touch()
    async with EmbeddedPostgres(home.folder, THROW_AWAY) as server:
        assert await ask(server, "SELECT 1") == 1


async def test_a_cluster_half_made_by_a_killed_keeper_is_no_obstacle(empty_home: Home) -> None:
    first = asyncio.create_task(EmbeddedPostgres(empty_home.folder, THROW_AWAY).start())
    await until((empty_home.unfinished_data / "base").exists)
    kill_keeper(empty_home)
    with pytest.raises(EmbeddedPostgresError, match="without a word"):
        await first
    assert not empty_home.data.exists()
    async with EmbeddedPostgres(empty_home.folder, THROW_AWAY) as server:
        assert await ask(server, "SELECT 1") == 1


async def test_the_path_may_be_as_long_as_a_socket_allows_and_no_longer(home: Home, parent: Path) -> None:
    room = SOCKET_PATH_BYTES - len(os.fsencode(Home(parent / "x").socket)) + 1
    longest = Home(parent / ("x" * room))
    home.folder.rename(longest.folder)
    async with EmbeddedPostgres(longest.folder, THROW_AWAY) as server:
        assert await ask(server, "SELECT 1") == 1
    await until(lambda: is_down(longest))
    longest.folder.rename(home.folder)
    with pytest.raises(EmbeddedPostgresError, match="1 bytes too long for a unix socket"):
        await EmbeddedPostgres(parent / ("x" * (room + 1))).start()


async def test_data_of_another_major_version_is_refused_and_left_alone(home: Home) -> None:
    version = home.data / "PG_VERSION"
    ours = version.read_text()
    version.write_text("17\n")
    with pytest.raises(EmbeddedPostgresError, match="is of PostgreSQL 17, but PostgreSQL 18 is installed"):
        await EmbeddedPostgres(home.folder).start()
    version.write_text(ours)
    async with EmbeddedPostgres(home.folder, THROW_AWAY) as server:
        assert await ask(server, "SELECT 1") == 1


async def test_a_damaged_cluster_is_not_taken_for_an_empty_folder(home: Home) -> None:
    version = (home.data / "PG_VERSION").rename(home.folder / "PG_VERSION")
    with pytest.raises(EmbeddedPostgresError, match="holds files but no database"):
        await EmbeddedPostgres(home.folder).start()
    assert (home.data / "base").exists()
    version.rename(home.data / "PG_VERSION")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root hands the server to a system user")
async def test_a_folder_closed_to_the_system_user_is_named(parent: Path) -> None:
    closed = parent / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(EmbeddedPostgresError, match=f"{server_account().name}, to whom {closed} is closed"):
        await EmbeddedPostgres(closed / "pg").start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
async def test_root_puts_nothing_into_the_folder_of_an_ordinary_user(empty_home: Home) -> None:
    empty_home.make()
    os.chown(empty_home.folder, 65534, 65534)
    with pytest.raises(EmbeddedPostgresError, match="belongs to the user with the number 65534"):
        await EmbeddedPostgres(empty_home.folder).start()
    assert is_empty(empty_home.folder)


async def test_a_server_that_does_not_start_is_reported_in_its_own_words(home: Home) -> None:
    with pytest.raises(EmbeddedPostgresError, match="no_such_setting"):
        await EmbeddedPostgres(home.folder, {"no_such_setting": "1"}).start()
    await until(lambda: is_down(home))


async def test_the_service_is_neither_superuser_nor_above_row_level_security(server: EmbeddedPostgres) -> None:
    rights = "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    assert await ask(server, rights) is False


async def test_the_service_makes_its_own_databases_and_extensions(server: EmbeddedPostgres) -> None:
    await ask(server, "CREATE EXTENSION btree_gist")
    await create_database(server, "copy", template="absensi")
    assert await ask(server, "SELECT extname FROM pg_extension WHERE extname ~ 'btree'", "copy") == "btree_gist"


async def test_nobody_else_on_the_machine_can_open_the_data_the_socket_or_the_logs(
    home: Home, server: EmbeddedPostgres
) -> None:
    private = [home.data, home.socket_folder, home.server_log, home.keeper_log, home.users_lock]
    assert [path.name for path in private if path.stat().st_mode & 0o077] == []


async def test_a_killed_postgres_comes_back_and_loses_no_acknowledged_row(home: Home) -> None:
    """Durable settings; a dozen kills under four writers; every acknowledged number is in the table at the end."""
    async with EmbeddedPostgres(home.folder) as server:
        await ask(server, "CREATE TABLE written (number int)")
        numbers, acknowledged = iter(range(1_000_000)), set[int]()
        async with asyncio.TaskGroup() as writers:
            tasks = [writers.create_task(write(server, numbers, acknowledged)) for _ in range(4)]
            for _ in range(12):
                enough = len(acknowledged) + 20
                await until(lambda enough=enough: len(acknowledged) >= enough)  # type: ignore[misc]  # default binds now
                await kill_postmaster(home)
            for task in tasks:
                task.cancel()
        await server.ensure()
        found = await ask(server, "SELECT array_agg(number) FROM written")
    assert isinstance(found, list)
    assert acknowledged <= set(found)


async def write(server: EmbeddedPostgres, numbers: Iterator[int], acknowledged: set[int]) -> None:
    while True:
        try:
            await write_through_one_connection(await connected(server), numbers, acknowledged)
        except SERVER_LOST:
            await asyncio.sleep(0.05)
            await server.ensure()


async def write_through_one_connection(
    connection: asyncpg.Connection, numbers: Iterator[int], acknowledged: set[int]
) -> None:
    try:
        for number in numbers:
            await connection.execute("INSERT INTO written VALUES ($1)", number)
            acknowledged.add(number)
    finally:
        connection.terminate()
