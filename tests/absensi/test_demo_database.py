"""The demo's database is made anew at each start, whatever the server is doing with the last one."""

from absensi.demo.database import empty_database
from db.embedded import EmbeddedPostgres
from tests.db_cluster import THROW_AWAY, connect, open_folder
from tests.flows.looking import eventually

VACUUMS_AT_ONCE_AND_FOR_HOURS = {
    "autovacuum_naptime": "1",
    "autovacuum_vacuum_threshold": "1",
    "autovacuum_vacuum_cost_delay": "100",
    "autovacuum_vacuum_cost_limit": "1",
}
WORKERS = "SELECT count(*) FROM pg_stat_activity WHERE datname = 'demo' AND backend_type = 'autovacuum worker'"
TABLES = "SELECT count(*) FROM pg_tables WHERE tableowner = 'absensi'"


async def test_the_last_school_is_dropped_also_while_the_server_vacuums_it() -> None:
    with open_folder() as folder:
        async with EmbeddedPostgres(folder / "postgres", THROW_AWAY | VACUUMS_AT_ONCE_AND_FOR_HOURS) as server:
            last = await connect(await empty_database(server))
            watcher = await connect(server.url(user="postgres"))
            await last.execute("CREATE TABLE pupils AS SELECT n FROM generate_series(1, 100000) AS n")
            await last.execute("DELETE FROM pupils")
            await last.close()  # now the server counts what it did
            await eventually(lambda: watcher.fetchval(WORKERS), "nothing is vacuumed")
            school = await connect(await empty_database(server))
            assert await school.fetchval(TABLES) == 0
            for connection in (school, watcher):
                await connection.close()
