"""`absensi cards`, as an operator runs it."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import Result

from absensi.commands import cards, roster
from absensi.errors import CommandRefused
from absensi.sample_school import sample_sheets
from core.card_codes import is_card_code
from tests.absensi.conftest import Commands, Run, with_pupils


@pytest.fixture
def empty(commands: Commands) -> Run:
    return commands(roster, cards)


@pytest.fixture
async def run(empty: Run, school_file: str) -> Run:
    return await with_pupils(empty, school_file)


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result.stdout)))


def look_at(file: Path) -> tuple[bytes, int]:
    return file.read_bytes()[:4], file.stat().st_mode


async def test_everybody_has_a_row_and_the_same_command_gives_the_same_codes(run: Run):
    found = rows(await run("cards", "--format", "csv"))
    assert list(found[0]) == ["kind", "id", "name", "class", "payload"]
    in_file = sample_sheets()
    assert {row["id"] for row in found if row["kind"] == "student"} == {row[0] for row in in_file["Siswa"][1:]}
    office = {row[0] for row in in_file["Petugas"][1:] if row[1] == "Administrator"}
    teachers = {row[0] for row in in_file["Guru"][1:]}
    assert {row["name"] for row in found if row["kind"] == "teacher"} == teachers | office
    assert all(is_card_code(row["payload"]) for row in found)
    assert len({row["payload"] for row in found}) == len({row["id"] for row in found}) == len(found)
    assert rows(await run("cards", "--format", "csv")) == found


async def test_a_class_and_the_teachers_are_printed_apart_or_together(run: Run):
    everybody = rows(await run("cards", "--format", "csv"))
    of_class = rows(await run("cards", "--class", "x rpl 1", "--format", "csv"))
    of_teachers = rows(await run("cards", "--teachers", "--format", "csv"))
    assert of_class == [row for row in everybody if row["class"] == "X RPL 1"]
    assert of_teachers == [row for row in everybody if row["kind"] == "teacher"]
    assert rows(await run("cards", "--class", "X RPL 1", "--teachers", "--format", "csv")) == of_class + of_teachers


@pytest.mark.parametrize(
    ("words", "name"),
    [((), "cards.pdf"), (("--class", "x rpl 1"), "cards-x-rpl-1.pdf"), (("--teachers",), "cards-teachers.pdf")],
)
async def test_the_cards_are_a_file_that_only_its_owner_reads(run: Run, words: tuple[str, ...], name: str):
    printed = await run("cards", *words)
    path = Path(printed.stdout.strip())
    assert "tanpa kode QR yang dibuka dengan kamera HP" in printed.stderr, "there is no token"
    begins, mode = look_at(path)
    assert path.name == name
    assert begins == b"%PDF"
    assert mode & 0o077 == 0


@pytest.mark.parametrize("kind", ["student", "teacher", "teacher without NIP"])
async def test_a_reissue_prints_the_new_row_alone_and_changes_nobody_elses(run: Run, kind: str):
    before = rows(await run("cards", "--format", "csv"))
    lost = next(
        row for row in before if row["kind"] == kind.split()[0] and row["id"].startswith("P") == ("without" in kind)
    )
    [new] = rows(await run("cards", "--reissue", lost["id"], "--format", "csv"))
    assert new["payload"] != lost["payload"]
    assert new == lost | {"payload": new["payload"]}
    assert rows(await run("cards", "--format", "csv")) == [new if row is lost else row for row in before]


async def test_what_cannot_be_done_is_one_sentence(run: Run):
    for words, part in {("--class", "X RPL 9"): "X RPL 9", ("--reissue", "999999"): "999999"}.items():
        refused = (await run("cards", *words)).exception
        assert isinstance(refused, CommandRefused)
        assert part in str(refused)
        assert "\n" not in str(refused)


async def test_an_empty_school_has_no_cards(empty: Run):
    for words in ((), ("--teachers",)):
        refused = (await empty("cards", *words)).exception
        assert isinstance(refused, CommandRefused)
        assert "absensi import" in str(refused)


async def test_wrong_usage_is_status_two(empty: Run):
    assert (await empty("cards", "--class", "X", "--reissue", "1")).exit_code == 2
    assert (await empty("cards", "--teachers", "--reissue", "1")).exit_code == 2
    assert (await empty("cards", "--format", "xml")).exit_code == 2
