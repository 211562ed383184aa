"""`absensi photos`, `settings logo` and `confirmations`, as an operator runs them."""

from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from PIL import Image

from absensi.commands import cards, confirmations, photos, roster, rules
from absensi.errors import CommandRefused
from absensi.sample_school import sample_sheets
from core.policy import student_with_nis
from db.engine import make_engine, transactions
from db.models import Guardian, Keycode
from tests.absensi.conftest import Commands, Run, with_pupils
from tests.school import NOW


@pytest.fixture
async def run(commands: Commands, school_file: str) -> Run:
    return await with_pupils(commands(roster, cards, photos, confirmations, rules), school_file)


def content_of(printed_path: str) -> bytes:
    return Path(printed_path.strip()).read_bytes()


async def test_a_folder_of_photos_is_taken_and_each_bad_file_is_named(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "foto"
    (folder / "sub").mkdir(parents=True)
    nis, nip = sample_sheets()["Siswa"][1][0], sample_sheets()["Guru"][1][1]
    for name, colour in {f"{nis}.jpg": "green", f"{nip}.PNG": "blue", "424242.jpg": "red"}.items():
        Image.new("RGB", (600, 800), colour).save(folder / name)
    (folder / "rusak.jpg").write_bytes(b"\xff\xd8\xff rubbish")
    (folder / "catatan.txt").write_text("bukan foto")
    result = await run("photos", str(folder))
    assert result.exit_code == 0
    assert result.stdout.endswith("2 foto tersimpan.\n")
    for named in ("424242", "rusak.jpg", "catatan.txt", "sub"):
        assert named in result.stdout
    logo = tmp_path / "logo.png"
    Image.new("RGBA", (900, 900), (200, 0, 0, 90)).save(logo)
    assert (await run("settings", "logo", str(logo))).exit_code == 0
    printed = content_of((await run("cards")).stdout)
    assert printed.count(b"/Subtype /Image") == 4  # two faces, and the logo with its mask


async def test_a_folder_without_a_usable_photo_and_a_logo_that_is_none_are_refused(run: Run, tmp_path: Path) -> None:
    empty = tmp_path / "kosong"
    empty.mkdir()
    assert isinstance((await run("photos", str(empty))).exception, CommandRefused)
    assert isinstance((await run("settings", "logo", str(tmp_path / "sekolah.xlsx"))).exception, CommandRefused)


async def test_the_cost_of_a_month_is_said_before_sms_are_switched_on(run: Run) -> None:
    overview = (await run("confirmations")).stdout
    assert "check_in_confirmation telegram" in overview
    assert "Bila SMS dipakai untuk seluruh sekolah" in overview
    assert "sebulan" in (await run("settings", "set", "check_in_confirmation", "sms")).stdout
    assert "check_in_confirmation sms" in (await run("settings", "show")).stdout
    assert "sebulan" not in (await run("settings", "set", "check_in_confirmation", "off")).stdout


async def test_what_a_choice_costs_is_said_and_at_a_terminal_asked_before_it_holds(
    run: Run, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirmations, "sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    monkeypatch.setattr(typer, "confirm", lambda _: False)
    nis = sample_sheets()["Siswa"][1][0]
    engine = make_engine(database_url, sees_whole_school=True)
    async with transactions(engine)() as session:
        pupil = await session.scalar(student_with_nis(nis))
        assert pupil is not None
        keycode = Keycode(student_id=pupil.id, code="OLD", issued_at=NOW, revoked_at=NOW)
        session.add(keycode)
        await session.flush()
        session.add(Guardian(student_id=pupil.id, phone="+6281211112222", keycode_id=keycode.id, registered_at=NOW))
    await engine.dispose()
    unsure = await run("confirmations", "sms", "--nis", nis)
    assert unsure.stdout.startswith("SMS konfirmasi: 1 nomor orang tua")
    assert isinstance(unsure.exception, CommandRefused)
    assert nis not in (await run("confirmations")).stdout
    assert (await run("confirmations", "sms", "--nis", nis, "--yes")).exit_code == 0
    assert f"({nis}): Telegram dan SMS" in (await run("confirmations")).stdout


@pytest.mark.parametrize(
    ("words", "agrees", "holds"), [((), False, "telegram"), ((), True, "sms"), (("--yes",), False, "sms")]
)
async def test_at_a_terminal_the_cost_is_agreed_to_first(
    commands: Commands, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], agrees: bool, holds: str
) -> None:
    run = commands(rules)
    monkeypatch.setattr(confirmations, "sys", SimpleNamespace(stdin=SimpleNamespace(isatty=lambda: True)))
    monkeypatch.setattr(typer, "confirm", lambda _: agrees)
    done = await run("settings", "set", "check_in_confirmation", "sms", *words)
    assert "sebulan" in done.stdout
    assert isinstance(done.exception, CommandRefused) == (holds == "telegram")
    assert f"check_in_confirmation {holds}" in (await run("settings", "show")).stdout


async def test_a_class_or_a_pupil_can_be_an_exception_and_nobody_else(run: Run) -> None:
    nis, class_name = sample_sheets()["Siswa"][1][0], sample_sheets()["Kelas"][1][0]
    chosen = await run("confirmations", "sms", "--class", class_name.lower())
    assert chosen.stdout.startswith("SMS konfirmasi: 0 nomor")
    assert f"\n{class_name}: " in chosen.stdout
    assert (await run("confirmations", "off", "--nis", nis)).exit_code == 0
    overview = (await run("confirmations")).stdout
    assert f"{class_name}: Telegram dan SMS" in overview
    assert f"({nis}): tidak" in overview
    assert (await run("confirmations", "school", "--nis", nis)).exit_code == 0
    assert nis not in (await run("confirmations")).stdout
    assert isinstance((await run("confirmations", "sms", "--nis", "424242")).exception, CommandRefused)
    assert isinstance((await run("confirmations", "sms", "--class", "Z 9")).exception, CommandRefused)
    assert (await run("confirmations", "sms")).exit_code == 2
