"""Indonesian words of the recap of one pupil. HTML, names escaped."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from bot.wording.recaps import attended
from core.charts import ChartKind
from core.pupil_recaps import PupilRecap
from core.wording.charts import REASONS
from core.wording.periods import period_name

OPEN = "📊 Rekap & berkas"
CHARTS: Mapping[ChartKind, str] = {ChartKind.PUPIL: "🗓 Hari demi hari", ChartKind.REASONS: "📊 Alasan"}


def recap(found: PupilRecap) -> str:
    """What the days came to, and their dates by reason."""
    asked, tally = found.asked, found.tally
    sat_in = f" · {escape(', '.join(found.classes))}" if found.classes else ""
    head = f"<b>Rekap {escape(asked.scope.name)}</b>{sat_in}\n{period_name(asked.period)}"
    if not tally.days:
        return f"{head}\n\nBelum ada yang bisa direkap."
    lines = [head, f"Hari efektif: {tally.days} · {attended(tally)}"]
    lines += [f"Belum dilaporkan: {tally.unknown} hari"] if tally.unknown else []
    named = [_days(REASONS[letter], found.days[letter]) for letter in REASONS if letter in found.days]
    named = named or (["Tidak ada ketidakhadiran."] if tally.known else [])
    return "\n".join([*lines, *(["", *named] if named else [])])


def _days(reason: str, days: Sequence[date]) -> str:
    return f"<b>{reason}</b> ({len(days)}): {', '.join(f'{day.day}/{day.month}' for day in days)}"
