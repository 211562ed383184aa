"""A group of the staff around a class."""

from html import escape


def group_named(school_class: str) -> str:
    return (
        f"Grup ini sekarang grup kelas <b>{escape(school_class)}</b>. "
        "Setelah kelas melapor, jumlahnya dikirim ke sini, tanpa nama siswa."
    )


def which_class() -> str:
    return "Tulis juga nama kelasnya, misalnya: /grup_kelas X RPL 1"


def only_in_group() -> str:
    return "Perintah ini dipakai di dalam grup guru kelas itu."
