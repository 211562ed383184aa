"""Indonesian sentences of the school's rules: what each is called, what it may be, what it costs; and the SMS texts."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import assert_never

from core.confirmation_choices import MonthlyCost
from core.rule_limits import EMPTY, NO, YES, RuleKind, limits_of
from core.school_rules import REPORTS_BEFORE, SchoolRules, rule_shown
from core.sms_budget import SmsToday
from core.sms_templates import DEFAULTS, Sample
from core.wording.numbers import rupiah
from core.wording.sms_templates import PLACEHOLDERS

GROUPS: Sequence[tuple[str, Sequence[str]]] = (
    (
        "🏫 Sekolah",
        ("school_name", "school_phone", "school_address", "school_city", "principal_name", "principal_nip"),
    ),
    (
        "🔔 Bel masuk",
        ("bell_monday", "bell_tuesday", "bell_wednesday", "bell_thursday", "bell_friday", "bell_saturday"),
    ),
    (
        "🏠 Jam pulang",
        ("home_monday", "home_tuesday", "home_wednesday", "home_thursday", "home_friday", "home_saturday"),
    ),
    (
        "📝 Laporan",
        (
            "arrival_tolerance_minutes",
            "class_report_cutoff",
            "chase_reports_at",
            "daily_report_at",
            "report_deadline",
            "correction_days",
        ),
    ),
    (
        "🔎 Data berbeda",
        ("never_scanned_after_minutes", "cut_warning_days", "cut_warning_window_days"),
    ),
    (
        "📨 SMS",
        (
            "alert_hold_minutes",
            "check_in_confirmation",
            "sms_daily_cap",
            "sms_price_rupiah",
            "mass_alert_percent",
            "quiet_from",
            "quiet_until",
            "keycode_guesses_per_day",
            "guardian_numbers_need_approval",
            "help_replies_per_day",
        ),
    ),
    ("💬 Teks SMS", tuple(DEFAULTS)),
    ("🗄️ Penyimpanan", ("keep_letters_days", "keep_updates_days")),
)

_TITLES: Mapping[str, str] = {
    "school_name": "Nama sekolah",
    "school_phone": "HP modem sekolah",
    "school_address": "Alamat sekolah",
    "school_city": "Kota di surat",
    "principal_name": "Nama kepala sekolah",
    "principal_nip": "NIP kepala sekolah",
    "bell_monday": "Senin masuk",
    "bell_tuesday": "Selasa masuk",
    "bell_wednesday": "Rabu masuk",
    "bell_thursday": "Kamis masuk",
    "bell_friday": "Jumat masuk",
    "bell_saturday": "Sabtu masuk",
    "home_monday": "Senin pulang",
    "home_tuesday": "Selasa pulang",
    "home_wednesday": "Rabu pulang",
    "home_thursday": "Kamis pulang",
    "home_friday": "Jumat pulang",
    "home_saturday": "Sabtu pulang",
    "arrival_tolerance_minutes": "Toleransi terlambat (menit)",
    "class_report_cutoff": "Batas perbaikan laporan",
    "correction_days": "Perbaikan mundur wali kelas (hari)",
    "chase_reports_at": "Menagih laporan pukul",
    "daily_report_at": "Laporan harian pukul",
    "report_deadline": "Batas laporan harian",
    "never_scanned_after_minutes": "Dianggap tidak pindai (menit)",
    "cut_warning_days": "Bolos: peringatan sesudah (hari)",
    "cut_warning_window_days": "Bolos: dihitung dalam (hari)",
    "alert_hold_minutes": "Jeda SMS alfa (menit)",
    "check_in_confirmation": "Konfirmasi masuk dan pulang",
    "sms_daily_cap": "Jatah SMS sehari",
    "sms_price_rupiah": "Harga SMS (rupiah)",
    "keycode_guesses_per_day": "Salah kode wali sehari",
    "guardian_numbers_need_approval": "Wali perlu disetujui dulu",
    "help_replies_per_day": "Jawaban bantuan sehari",
    "mass_alert_percent": "Tanya dulu bila alfa di atas (persen)",
    "quiet_from": "Jam tenang SMS mulai",
    "quiet_until": "Jam tenang SMS selesai",
    "keep_letters_days": "Simpan foto surat (hari)",
    "keep_updates_days": "Simpan pesan Telegram (hari)",
    "sms_text_alert": "Kabar alfa",
    "sms_text_correction": "Ralat",
    "sms_text_notice": "Kabar diterima",
}

_BESIDES: Mapping[str, str] = {
    "daily_report_at": f", sebelum {REPORTS_BEFORE:%H.%M} dan tidak sesudah {_TITLES['report_deadline']}",
    "report_deadline": f", sebelum {REPORTS_BEFORE:%H.%M} dan tidak sebelum {_TITLES['daily_report_at']}",
}
"""Of times: what else they must keep to."""

RESET = "Kembalikan ke asal"
_COSTLY = ("sms_daily_cap", "sms_price_rupiah", "alert_hold_minutes", *DEFAULTS)


def title(key: str) -> str:
    return _TITLES[key]


def groups() -> str:
    return "<b>Aturan sekolah</b>\nPerubahan langsung berlaku."


def group(name: str) -> str:
    return f"<b>{escape(name)}</b>\nPilih yang hendak diubah."


def rule_label(key: str, rules: SchoolRules) -> str:
    """`Jatah SMS sehari: 1000`; long texts are left to the rule's own screen."""
    shown = _said(key, rule_shown(getattr(rules, key)))
    return f"{title(key)}: {shown or '–'}" if key not in DEFAULTS else title(key)


def rule_page(key: str, rules: SchoolRules, sent: SmsToday) -> str:
    """The question for the new value, to be answered by a reply."""
    now = escape(_said(key, rule_shown(getattr(rules, key)))) or "kosong"
    lines = [f"<b>{escape(title(key))}</b>", f"Sekarang: <code>{now}</code>", f"Yang boleh: {allowed(key)}"]
    if key in _COSTLY:
        lines.append(_cost(rules, sent))
    return "\n".join([*lines, "", "Balas pesan ini dengan isinya yang baru."])


def monthly_cost(cost: MonthlyCost) -> str:
    """What it would cost to confirm comings and goings to guardians by SMS."""
    return f"💰 Perkiraan: {cost.numbers} HP wali, {cost.messages} SMS, {rupiah(cost.rupiah)} sebulan."


def _cost(rules: SchoolRules, sent: SmsToday) -> str:
    most = rules.sms_daily_cap * rules.sms_price_rupiah
    return (
        f"💰 Hari ini {sent.messages} SMS ({sent.parts} bagian, {rupiah(sent.parts * rules.sms_price_rupiah)}). "
        f"Bila jatah {rules.sms_daily_cap} SMS habis: paling sedikit {rupiah(most)} sehari."
    )


def allowed(key: str) -> str:
    limits = limits_of(key)
    match limits.kind:
        case RuleKind.TIME:
            return f"jam, misalnya 07.00{_BESIDES.get(key, '')}"
        case RuleKind.TIME_OR_NONE:
            return f"jam, misalnya 07.00, atau {EMPTY} bila tidak ada"
        case RuleKind.NUMBER:
            return f"angka {limits.least} sampai {limits.most}"
        case RuleKind.YES_OR_NO:
            return f"{YES} atau {NO}"
        case RuleKind.CHOICE:
            return ", ".join(limits.choices)
        case RuleKind.SMS_TEXT:
            names = ", ".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS[DEFAULTS[key]]))
            return f"teks dengan {{nama}}, paling panjang dua SMS; tersedia {names}"
        case RuleKind.TEXT:
            return f"tulisan paling panjang 80 huruf, atau {EMPTY} untuk mengosongkan"
        case _:
            assert_never(limits.kind)


def sms_text_page(key: str, rules: SchoolRules, shown: Sample) -> str:
    """As `rule_page`, with what a guardian with the longest names reads and pays for."""
    current = getattr(rules, key)
    return (
        f"<b>Teks SMS: {title(key)}</b>\n<code>{escape(current)}</code>\n\n{sample(shown)}\n\n"
        f"Yang boleh: {allowed(key)}.\n\nBalas pesan ini dengan teks yang baru."
    )


def sample(shown: Sample) -> str:
    return (
        f"<b>Contoh dengan nama terpanjang</b>\n<i>{escape(shown.text)}</i>\n"
        f"📏 {len(shown.text)} huruf, {shown.parts} SMS · 💰 {rupiah(shown.rupiah_per_hundred)} per 100 orang"
    )


def bad_value(key: str) -> str:
    """Plain, for a refusal."""
    return f"Itu tidak bisa dipakai untuk {title(key)}. Yang boleh: {allowed(key)}."


def confirm_set(key: str, before: str, after: str, shown: Sample | None) -> str:
    lines = [
        f"<b>{escape(title(key))}</b>",
        f"dari: <code>{escape(_said(key, before)) or 'kosong'}</code>",
        f"menjadi: <code>{escape(_said(key, after)) or 'kosong'}</code>",
    ]
    if shown is not None:
        lines += ["", sample(shown)]
    return "\n".join([*lines, "", "Simpan? Langsung berlaku."])


def rule_set(key: str, value: str) -> str:
    return f"✅ {escape(title(key))}: {escape(_said(key, value)) or 'kosong'}"


def _said(key: str, value: str) -> str:
    """`ya` for a rule that is kept as `yes`."""
    return {"yes": YES, "no": NO}.get(value, value) if limits_of(key).kind is RuleKind.YES_OR_NO else value


def rule_reset(key: str) -> str:
    return f"✅ {escape(title(key))} kembali seperti asalnya."


def changed_from_default(key: str) -> str:
    return f"{escape(title(key))} sudah diubah dari asalnya."
