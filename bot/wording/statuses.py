"""How a pupil stands on a day, in a word or two."""

from core.attendance import Source, Status
from core.wording.notices import REASONS
from db.models import AbsenceReason

PRESENT = "Hadir"


def reason_word(reason: AbsenceReason | None) -> str:
    return REASONS[reason.value] if reason else PRESENT


def status_word(status: Status) -> str:
    """`Sakit (kabar orang tua)`."""
    if not status.is_known:
        return "Belum dilaporkan"
    if status.reason is None:
        return PRESENT
    told = " (kabar orang tua)" if status.source is Source.GUARDIAN else ""
    return REASONS[status.reason.value] + told
