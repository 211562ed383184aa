"""Indonesian sentences of the gate as the bot shows it. HTML, names escaped."""

from collections.abc import Sequence
from datetime import date
from html import escape
from itertools import groupby

from core.gate_flags import FlagKind
from core.gate_watch import GateView, NamedFlag, StationSeen
from core.wording.dates import clock_time, day_long, day_short
from core.wording.gate import station_label
from core.wording.gate_flags import KINDS

_MOST_NAMED = 15  # of one kind


def gate_view(view: GateView, on: date) -> str:
    """How the gates stand today, and what a person should look at."""
    tally = view.tally
    late = f", {tally.late} terlambat" if tally.late else ""
    lines = [f"<b>Gerbang, {day_long(on)}</b>", f"Datang {tally.arrived} orang{late} · pulang {tally.left}", ""]
    lines += ["<b>Alat</b>", *map(_station, view.stations)] if view.stations else ["Belum ada alat yang terdaftar."]
    lines += ["", "<b>Perlu dilihat</b>", *_flags(view.flags)] if view.flags else ["", "Tidak ada yang janggal."]
    return "\n".join(lines)


def _station(seen: StationSeen) -> str:
    label = escape(station_label(seen.name, seen.gate))
    if seen.last_at is None:
        return f"{label}: belum mengirim apa pun hari ini"
    return f"{label}: terakhir pukul {clock_time(seen.last_at)}, {seen.scans} pindaian"


def _flags(flags: Sequence[NamedFlag]) -> list[str]:
    lines = []
    for kind, of_kind in groupby(flags, key=lambda one: one.flag.kind):
        listed = list(of_kind)
        more = [f"… dan {len(listed) - _MOST_NAMED} lagi"] if len(listed) > _MOST_NAMED else []
        lines += [f"⚠️ {KINDS[kind]} ({len(listed)}):", *map(_flag, listed[:_MOST_NAMED]), *more]
    return lines


def _flag(one: NamedFlag) -> str:
    flag = one.flag
    place = f", {escape(one.place)}" if one.place else ""
    who = escape(flag.station or one.name or "seseorang") + place
    day = f"{day_short(flag.at.date())} " if flag.kind is FlagKind.NOT_LEFT else ""
    return f"• {who}: {day}pukul {clock_time(flag.at)}"
