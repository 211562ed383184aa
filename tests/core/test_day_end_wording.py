"""The messages at the end of a day: HTML that Telegram takes, under its limit with the longest names and classes."""

from datetime import time

import pytest

from bot.keyboards.contradictions import settling
from core.contradiction_list import MOST_SHOWN, Shown, first_of
from core.contradictions import OUTCOMES
from core.daily_report import ClassPart, DailyReport, FlagLine, Presence, PupilLine, TeacherLine
from core.daily_report_changes import changes_between
from core.gate_flags import FlagKind
from core.wording import contradictions, daily_report
from core.wording.daily_report_messages import class_message, school_message
from db.models import AbsenceReason, ContradictionKind, ContradictionOutcome
from simulator.telegram.html import parse_html, utf16_length
from tests.school import NOW, TODAY

LONGEST = "Raden Mas Muhammad Abdurrahman Kusumawardhana Sastronegoro & <b>Hadiningrat"
SCREEN = 4096


def length(html: str) -> int:
    text, _ = parse_html(html)
    return utf16_length(text)


def shown(i: int, kind: ContradictionKind, outcome: ContradictionOutcome | None = None) -> Shown:
    by = LONGEST if outcome else None
    return Shown(i, i, LONGEST, LONGEST, kind, AbsenceReason.UNEXCUSED, NOW, outcome=outcome, by=by)


@pytest.mark.parametrize("kind", ContradictionKind)
@pytest.mark.parametrize("is_settled", [False, True])
def test_a_whole_class_of_contradictions_fits(kind: ContradictionKind, is_settled: bool) -> None:
    found = [shown(i, kind, OUTCOMES[kind][-1] if is_settled else None) for i in range(1, 41)]
    first = first_of(found)
    assert length(contradictions.listed(first, TODAY, more=len(found) - len(first))) <= SCREEN
    keyboard = settling([(n, one.id, one.kind) for n, one in enumerate(first, start=1)], may_correct=True)
    assert keyboard is not None
    buttons = [button for row in keyboard.inline_keyboard for button in row]
    assert len(buttons) <= 100
    assert all(len((button.callback_data or "").encode()) <= 64 for button in buttons)


def test_of_too_many_the_open_ones_come_up_in_their_turn() -> None:
    kind = ContradictionKind.ABSENT_BUT_IN
    found = [shown(i, kind, ContradictionOutcome.CUT if i <= 15 else None) for i in range(1, 31)]
    assert [one.id for one in first_of(found)] == [*range(16, 31), *range(1, 6)]
    assert [one.id for one in first_of(found[:MOST_SHOWN])] == list(range(1, MOST_SHOWN + 1))


def test_whoever_may_not_correct_has_no_button_for_what_only_a_correction_can_say() -> None:
    assert settling([(1, 1, ContradictionKind.NEVER_SCANNED)], may_correct=False) is None


def pupil(i: int, reason: AbsenceReason | None) -> PupilLine:
    return PupilLine(
        id=i, name=LONGEST, reason=reason, is_known=True, gate=Presence(came=time(7), late=20, left_early=True)
    )


@pytest.mark.parametrize("reasons", [[reason] for reason in AbsenceReason] + [list(AbsenceReason)])
def test_the_longest_report_fits(reasons: list[AbsenceReason]) -> None:
    pupils = tuple(pupil(i, reasons[i % len(reasons)]) for i in range(100))
    classes = tuple(
        ClassPart(id=i, name=LONGEST, has_reported=False, pupils=pupils, contradictions=()) for i in range(60)
    )
    flags = tuple(FlagLine(kind=kind, at=NOW, who=LONGEST, place=LONGEST) for kind in FlagKind for _ in range(999))
    made = DailyReport(
        on=TODAY, school=LONGEST, version=2, made_at=NOW, is_late=True, classes=classes, teachers=(), flags=flags
    )
    before = made.model_copy(update={"classes": tuple(_otherwise(part) for part in classes[1:]), "flags": ()})
    teachers = tuple(TeacherLine(name=f"{n} {LONGEST}", gate=Presence(came=time(7))) for n in range(60))
    changes = changes_between(before, made.model_copy(update={"teachers": teachers}))
    assert length(school_message(made, classes, changes)) <= SCREEN
    assert length(class_message(made, classes[1], changes.classes[0], reopened_until=time(15, 55))) <= SCREEN


def _otherwise(part: ClassPart) -> ClassPart:
    """As a class was before everybody of it had a reason."""
    unknown = tuple(pupil.model_copy(update={"reason": None}) for pupil in part.pupils)
    return part.model_copy(update={"pupils": unknown, "has_reported": True})


def test_a_file_is_named_so_that_every_phone_can_keep_it() -> None:
    made = DailyReport(on=TODAY, school="SMK", version=2, made_at=NOW, is_late=False, classes=(), teachers=())
    name = daily_report.file_name(made, "../XI TKRO 1/2", "pdf")
    assert name == "Laporan harian 2026-11-23 ..-XI TKRO 1-2 dikoreksi 2.pdf"
