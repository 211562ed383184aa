"""PostgreSQL's own pgbench with the statements that a scan is: what this database does on this machine without us.

They are those that the service sends, listened to while one scan is settled. What differs from scan to scan (card,
pupil, nonce, day, direction) is put in by pgbench's variables.
"""

import asyncio
import re
from asyncio.subprocess import DEVNULL, PIPE
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from sqlalchemy import event, make_url, text

from benchmarks.ground import MORNING, Ground
from db.embedded.binaries import installed_bin_folder
from db.engine import make_engine, transactions
from station.deliveries import Delivered
from station.intake import Delivery, Intake

SPELLED = "'A1' || lpad(translate({}::text, '0123456789', 'ABCDEFGHIJ'), 13, 'A')"
"""SQL for a card's code that can be told from its pupil's id."""

_NONCE = "nonce-of-the-model"
_THREADS = "2"
_RATE = re.compile(rb"tps = ([0-9.]+)")

_Statement = tuple[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Model:
    """The scan that is listened to: the first of `pupils`, whose ids follow one another, as do those of their cards."""

    secret: str
    code: str
    student_id: int
    card_id: int
    pupils: int


async def pgbench(house: Ground, model: Model, *, clients: int, days: int) -> float:
    """Every pupil in and out on each of some days, before MORNING. Returns scans a second. Leaves their rows."""
    script = house.folder / "scan.sql"
    statements = [_filled_in(model, *sent) for sent in await _listen(house, model)]
    script.write_text("\n".join([*_variables(model, clients, days), "BEGIN;", *statements, "COMMIT;", ""]))
    turns = str(2 * days * model.pupils // clients)
    where = make_url(house.database_url)
    process = await asyncio.create_subprocess_exec(
        installed_bin_folder() / "pgbench",
        *("--no-vacuum", "--protocol=prepared", f"--client={clients}", f"--jobs={_THREADS}", f"--transactions={turns}"),
        *("--define=i=-1", f"--file={script}", f"--host={where.query['host']}", f"--username={where.username}"),
        str(where.database),
        env={"PGOPTIONS": "-c absensi.scope=* -c timezone=UTC"},  # as the service's own connections
        stdin=DEVNULL,
        stdout=PIPE,
    )
    said, _ = await process.communicate()
    found = _RATE.search(said)
    if process.returncode or found is None:
        raise RuntimeError(f"pgbench failed: {said!r}")
    return float(found[1])


async def _listen(house: Ground, model: Model) -> list[_Statement]:
    """What the service sends for one scan, which is taken away again."""
    sent: list[_Statement] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: Sequence[Any], *_: object) -> None:
        sent.append((statement, parameters))

    engine = make_engine(house.database_url, sees_whole_school=True)
    intake = Intake(transactions(engine), lambda: MORNING)
    event.listen(engine.sync_engine, "before_cursor_execute", note)
    await intake.settle([Delivery(model.secret, [Delivered(model.code, _NONCE, MORNING, None)])])
    await engine.dispose()
    async with house.transaction() as session:
        await session.execute(text("DELETE FROM scans WHERE nonce = :nonce"), {"nonce": _NONCE})
    return sent


def _variables(model: Model, clients: int, days: int) -> list[str]:
    """`i` counts a client's turns, `k` everybody's: each is another pupil, day and direction."""
    return [
        "\\set i :i + 1",
        f"\\set k :client_id + {clients} * :i",
        f"\\set student {model.student_id} + :k % {model.pupils}",
        f"\\set card {model.card_id} + :k % {model.pupils}",
        f"\\set day 1 + :k / {model.pupils} % {days}",
        f"\\set way 1 + :k / {model.pupils * days}",
    ]


def _filled_in(model: Model, statement: str, parameters: Sequence[Any]) -> str:
    values = [_literal(model, value) for value in parameters]
    return re.sub(r"\$(\d+)", lambda place: values[int(place[1]) - 1], statement).replace("\n", " ") + ";"


def _literal(model: Model, value: Any) -> str:
    match value:
        case None:
            return "NULL"
        case str() if _NONCE in value:
            return _varying(model, value)
        case str():
            return "'" + value.replace("'", "''") + "'"
        case date() | datetime():
            return f"'{value.isoformat()}'"
        case list() | tuple():
            return "ARRAY[" + ", ".join(map(partial(_literal, model), value)) + "]"
        case _:
            return str(value)


def _varying(model: Model, rows: str) -> str:
    """The scan's row in JSON, put together from the variables."""
    places = {
        model.code: SPELLED.format("(:student)"),
        _NONCE: "(:client_id)::text || '-' || (:i)::text",
        f"{MORNING:%Y-%m-%d}": f"(date '{MORNING:%Y-%m-%d}' - (:day)::int)::text",
        f'"student_id": {model.student_id},': "'\"student_id\": ' || (:student)::text || ','",
        f'"card_id": {model.card_id},': "'\"card_id\": ' || (:card)::text || ','",
        '"in"': "(ARRAY['\"in\"', '\"out\"'])[(:way)::int]",
    }
    literal = rows.replace("'", "''")
    for constant, expression in places.items():
        literal = literal.replace(constant, f"' || {expression} || '")
    return f"('{literal}')"
