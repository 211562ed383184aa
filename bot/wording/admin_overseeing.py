"""Indonesian sentences about the service's state and the record of administrative acts."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from html import escape

from bot.wording import modems
from bot.wording.fitting import first_lines, first_names
from core.audit import Act
from core.group_standing import OurGroup
from core.modems import is_silent
from core.service_state import ServiceState
from core.wording.dates import clock_time, day_short
from core.wording.groups import group
from core.wording.numbers import rupiah, thousands
from core.wording.roles import ROLES
from db.models import ModemSighting, Role

OLDER = "Lebih lama ›"
_LATE = 600.0  # seconds a message may wait before it is worth a warning
_DETAIL_LETTERS = 60
_ROOM = 900
"""Letters for each list in the status: there are three."""

ACTS: Mapping[str, str] = {
    "announce": "mengirim pengumuman",
    "stop_announcement": "menghentikan pengumuman",
    "add_station": "menambah stasiun pemindai",
    "remove_station": "mencabut stasiun pemindai",
    "renew_station": "mengganti alamat stasiun pemindai",
    "give_role": "memberi tugas",
    "withdraw_role": "mengakhiri tugas",
    "name_deputy": "menunjuk wakil pelapor",
    "name_class_group": "menetapkan grup kelas",
    "confirm_calendar": "menyetujui usulan libur",
    "add_to_calendar": "menambah kalender",
    "remove_from_calendar": "menghapus dari kalender",
    "decide_mass_alert": "memutuskan kabar alfa massal",
    "register_numbers": "mendaftarkan kartu mesin",
    "ask_to_show_names": "diminta menampilkan nama yang belum hadir",
    "answer_showing": "menjawab permintaan menampilkan nama",
    "show_names": "menampilkan nama yang belum hadir",
    "hide_names": "menyembunyikan nama",
    "keep_gate": "menjaga gerbang di alat pemindai",
    "enter_by_hand_earlier": "mencatat manual jam yang sudah lewat",
    "keep_photos": "menyimpan foto",
    "keep_logo": "mengganti logo sekolah",
    "choose_confirmation": "memilih kabar datang dan pulang",
    "name_leader": "mengganti ketua/sekretaris kelas",
    "import": "mengimpor data",
    "invite": "membuat undangan",
    "withdraw_invitation": "mencabut undangan",
    "redeem": "memakai undangan",
    "invitation_refused": "undangan salah ditolak",
    "keycode_refused": "huruf slip salah ditolak",
    "unlink": "memutuskan HP",
    "name_leadership_group": "menetapkan grup pimpinan",
    "leadership_group_moved": "grup pimpinan berpindah alamat",
    "reissue_card": "membuat kartu baru",
    "issue_temporary_card": "membuat kartu sementara",
    "reissue_keycode": "membuat slip kode wali baru",
    "withdraw_number": "mencabut pendaftaran orang tua",
    "approve_number": "menyetujui pendaftaran orang tua",
    "refuse_number": "menolak pendaftaran orang tua",
    "set_rule": "mengubah aturan",
    "reset_rule": "mengembalikan aturan",
    "group_lost": "bot dikeluarkan dari grup",
    "group_silent": "bot tidak boleh lagi menulis di grup",
    "group_heard": "bot bisa menulis lagi di grup",
    "print_slips": "mencetak slip kode wali",
    "print_cards": "mencetak kartu",
    "close_school": "meliburkan sekolah mendadak",
    "reopen_school": "membatalkan libur mendadak",
    "propose_holidays": "mengusulkan hari libur",
    "set_staff_hours": "mengatur jam kerja guru",
    "clear_staff_hours": "menghapus jam kerja guru",
}
"""What is recorded (core.audit), in words."""
_ADDED, _MOVED, _LEFT = "masuk", "pindah", "keluar"


def status(state: ServiceState, now: datetime) -> str:
    blocks = [
        f"<b>Status layanan</b>\nVersi {escape(state.version)} · basis data baik",
        f"<b>Modem</b>\n{_modems(state.modems, now)}",
        _queues(state),
        _costs(state),
        _groups(state.groups, now),
    ]
    if state.unreachable:
        names = first_names(state.unreachable, _ROOM)
        blocks.append(f"<b>Tidak terjangkau di Telegram ({len(state.unreachable)})</b>\n{names}")
    return "\n\n".join(blocks)


def _modems(seen: Sequence[ModemSighting], now: datetime) -> str:
    return first_lines([_modem(modem, now) for modem in seen], _ROOM) or "belum ada yang pernah terlihat"


def _modem(modem: ModemSighting, now: datetime) -> str:
    seen = f"terlihat {_ago(now - modem.seen_at)}"
    if is_silent(modem, now):
        return f"🔴 {escape(modem.name)}: layanan SMS tidak berjalan, {seen}"
    if modem.problem:
        return f"🔴 {escape(modem.name)}: {modems.trouble(modem)}, {seen}"
    if not modem.ready:
        return f"🟡 {escape(modem.name)}: sedang mulai, {seen}"
    signal = f"sinyal {modem.signal} %" if modem.signal is not None else "sinyal belum diketahui"
    return f"🟢 {escape(modem.name)}: {signal}, {escape(modem.network or 'tanpa jaringan')}, {seen}"


def _queues(state: ServiceState) -> str:
    waiting = state.vitals
    return "\n".join(
        [
            "<b>Antrean</b>",
            f"SMS: {waiting.sms_open}{_waits(waiting.sms_oldest_seconds)}",
            f"Telegram: {waiting.telegram_open}{_waits(waiting.telegram_oldest_seconds)}",
            f"SMS masuk belum dibaca: {waiting.inbound_open}",
            f"Hari ini tidak terkirim: {state.given_up_today} SMS, tidak pasti: {state.uncertain_today}",
        ]
    )


def _waits(seconds: float) -> str:
    if seconds <= 0:
        return ""
    mark = "⚠️ " if seconds > _LATE else ""
    return f", {mark}terlama menunggu {_span(timedelta(seconds=seconds))}"


def _costs(state: ServiceState) -> str:
    used = f"{thousands(state.sms_today.messages)} dari {thousands(state.rules.sms_daily_cap)}"
    today = rupiah(state.sms_today.parts * state.rules.sms_price_rupiah)
    return f"<b>Biaya SMS</b>\nHari ini: {used} SMS, {today}\nBulan ini: {rupiah(state.rupiah_this_month)}"


def _groups(groups: Sequence[OurGroup], now: datetime) -> str:
    """The leaders' always, a class's by name only where the bot cannot write to it."""
    lines = [_group(one, now) for one in groups if one.row.silent_since is not None or not one.is_of_class]
    if well := sum(one.is_of_class and one.row.silent_since is None for one in groups):
        lines.append(f"🟢 grup kelas: {well}")
    return "<b>Grup Telegram</b>\n" + (first_lines(lines, _ROOM) if lines else "belum ada")


def _group(one: OurGroup, now: datetime) -> str:
    name = group(one.name, of_class=one.is_of_class)
    if one.row.silent_since is None:
        return f"🟢 {name}"
    at = one.row.silent_since.astimezone(now.tzinfo)
    why = "bot tidak boleh menulis" if one.row.left_at is None else "bot dikeluarkan"
    return f"🔴 {name}: {why}, sejak {day_short(at.date())} {clock_time(at)}"


def _ago(age: timedelta) -> str:
    return "baru saja" if age < timedelta(minutes=1) else f"{_span(age)} lalu"


def _span(age: timedelta) -> str:
    minutes = int(age.total_seconds()) // 60
    if minutes < 1:
        return "kurang dari 1 menit"
    if minutes < 120:
        return f"{minutes} menit"
    return f"{minutes // 60} jam" if minutes < 48 * 60 else f"{minutes // 1440} hari"


def history(acts: Sequence[Act], now: datetime) -> str:
    if not acts:
        return "<b>Riwayat</b>\nBelum ada."
    return "<b>Riwayat</b>\n" + "\n".join(_act(act, now) for act in acts)


def _act(act: Act, now: datetime) -> str:
    at = act.entry.at.astimezone(now.tzinfo)
    nobody = "(sebuah akun Telegram)" if "telegram_id" in act.entry.detail else "(komputer sekolah)"
    who = escape(act.who) if act.who else nobody
    what = ACTS.get(act.entry.act, act.entry.act)
    whom = f" · {escape(act.whom)}" if act.whom else ""
    return f"· {day_short(at.date())} {clock_time(at)} {who}: {escape(what)}{whom}{_detail(act.entry.detail)}"


def _detail(detail: Mapping[str, object]) -> str:
    """The few particulars that people ask for."""
    said = []
    if "role" in detail:
        said.append(ROLES[Role(detail["role"])])
    if "key" in detail:
        said.append(f"{detail['key']}" + (f" = {detail['value']}" if "value" in detail else ""))
    if "added" in detail:
        said.append(f"{detail['added']} {_ADDED}, {detail['moved']} {_MOVED}, {detail['left']} {_LEFT}")
    for name in ("phone", "station", "title", "school_class", "messages"):
        if detail.get(name):
            said.append(str(detail[name]))
    return f" ({escape(_cut(', '.join(said)))})" if said else ""


def _cut(text: str) -> str:
    return text if len(text) <= _DETAIL_LETTERS else text[: _DETAIL_LETTERS - 1] + "…"
