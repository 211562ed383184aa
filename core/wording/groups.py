"""Indonesian sentences for administrators about a group that the bot cannot write to. HTML, names escaped."""

from html import escape


def lost(name: str, *, of_class: bool) -> str:
    command = f"/grup_kelas {escape(name)}" if of_class else "/grup_pimpinan"
    return (
        f"⚠️ Bot dikeluarkan dari {group(name, of_class=of_class)}. {_instead(of_class=of_class)}\n"
        f"Untuk memakainya lagi: masukkan bot ke grup itu, lalu ketik {command} di sana."
    )


def silent(name: str, *, of_class: bool) -> str:
    return (
        f"⚠️ Bot tidak boleh menulis di {group(name, of_class=of_class)}: izinnya dicabut, atau topiknya ditutup. "
        f"{_instead(of_class=of_class)}\nBeri bot izin menulis; sesudah itu semuanya berjalan lagi dengan sendirinya."
    )


def group(name: str, *, of_class: bool) -> str:
    return f"{'grup kelas' if of_class else 'grup pimpinan'} <b>{escape(name)}</b>"


def _instead(*, of_class: bool) -> str:
    if of_class:
        return "Jumlah dari laporan kelas tidak sampai ke sana."
    return "INFO dari masyarakat dikirim langsung kepada setiap pimpinan dan administrator."
