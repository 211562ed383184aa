"""Indonesian sentences about what ails a modem, and what an administrator can do about it."""

from collections.abc import Mapping
from html import escape

from core.modems import Trouble
from db.models import ModemSighting

TROUBLES: Mapping[Trouble, str] = {
    Trouble.NO_DEVICE: "modem tidak terpasang. Periksa kabel USB atau pasang lagi; layanan menyambung sendiri",
    Trouble.BUSY: "modem dipakai program lain. Tutup program itu; layanan menyambung sendiri",
    Trouble.NOT_PERMITTED: (
        "layanan tidak diizinkan memakai modem. Di komputer sekolah, tambahkan layanan ke grup dialout"
    ),
    Trouble.NO_NETWORK: "tidak ada jaringan. Periksa antena, letak modem, dan masa aktif kartu SIM",
    Trouble.NO_SIM: "kartu SIM tidak terbaca. Keluarkan dan pasang lagi kartunya",
    Trouble.SIM_LOCKED: "kartu SIM meminta PIN. Pasang di HP, matikan PIN-nya, lalu kembalikan ke modem",
    Trouble.NO_SERVICE_CENTRE: "kartu SIM belum punya alamat pusat SMS. Isi lewat HP, atau minta kepada operator",
    Trouble.SILENT: "modem tidak menjawab. Layanan memulainya lagi sendiri; bila berulang, cabut lalu pasang lagi",
    Trouble.LOST: "modem terputus. Layanan memulainya lagi sendiri; bila berulang, cabut lalu pasang lagi",
}


def trouble(modem: ModemSighting) -> str:
    """HTML: what it is and what helps, with the gateway's own words for whoever is asked for help."""
    known = next((one for one in Trouble if one == modem.trouble), Trouble.LOST)  # None, or of another version
    return f"{TROUBLES[known]} <code>{escape(modem.problem or known.value)}</code>"
