"""Indonesian sentences for the question before most of the school is alarmed. HTML, names escaped."""

from datetime import datetime
from html import escape

from core.wording.dates import clock_time
from core.wording.full_stops import stop_after


def question(*, pupils: int, percent: int, at: datetime) -> str:
    return (
        f"⚠️ <b>Kabar alfa untuk {pupils} siswa</b>, {percent} % dari kelas yang sudah melapor "
        f"(pukul {clock_time(at)}).\n\n"
        "Sebanyak itu jarang benar, jadi SMS kepada orang tua ditahan dulu. Periksa laporan kelas: "
        "<b>Kirim</b> bila memang benar, <b>Tarik</b> bila tidak."
    )


def decided(*, who: str, send: bool) -> str:
    done = "dikirim setelah masa tunggu" if send else "ditarik, dan hari ini tidak ada yang dikirim"
    return f"Kabar alfa yang ditahan {done}, oleh <b>{escape(who)}</b>{stop_after(who)}"
