"""Sentences where they are easily wrong: names that end in a dot, one class alone, an account that nobody knows."""

import pytest

from bot.wording import admin_overseeing, refusals
from core.audit import Act
from core.errors import AlreadySettled
from core.roster import ImportPlan
from core.roster.problems import BadRow, Place, Problem
from core.wording import guardian_messages, notices
from core.wording.roster import import_preview
from db.models import AuditEntry, SchoolClass
from tests.school import NOW, TODAY


@pytest.mark.parametrize("who", ["Dedi Kurniawan, S.Kom.", "Dedi Kurniawan"])
def test_a_sentence_that_ends_with_a_name_ends_in_one_full_stop(who: str) -> None:
    assert refusals.refusal(AlreadySettled(who)).endswith(f"oleh {who.rstrip('.')}.")
    said = guardian_messages.notice_decided(
        "Budi", "X RPL 1", reason="S", first=TODAY, last=TODAY, who=who, accepted=False
    )
    assert f"oleh {who.rstrip('.')}. Ada pertanyaan?" in said


@pytest.mark.parametrize(("total", "said"), [(1, "Kelas Anda sudah melapor"), (3, "Semua 3 kelas sudah melapor")])
def test_one_class_is_not_counted(total: int, said: str) -> None:
    assert notices.not_reported(on=TODAY, at=NOW, classes=[], total=total).startswith(said)


@pytest.mark.parametrize(
    ("act", "detail", "who"),
    [
        ("invitation_refused", {"telegram_id": 999}, "(sebuah akun Telegram)"),
        ("import", {}, "(komputer sekolah)"),
    ],
)
def test_a_strangers_wrong_code_is_not_the_schools_own_doing(act: str, detail: dict[str, int], who: str) -> None:
    assert who in admin_overseeing.history([Act(AuditEntry(at=NOW, act=act, detail=detail), None, None)], NOW)


def test_bad_rows_are_counted_where_none_is_listed() -> None:
    bad = [BadRow(Place("Siswa", row), Problem.NO_NAME) for row in range(2, 8)]
    plan = ImportPlan(TODAY, new_classes=[SchoolClass(name="X RPL 1")], bad_rows=bad)
    after_saving = import_preview(plan, bad_rows=0)
    assert "6  baris bermasalah" in after_saving
    assert "Baris bermasalah:" not in after_saving
    assert "dan 4 baris lagi" in import_preview(plan, bad_rows=2)
