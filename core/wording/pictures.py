"""Indonesian sentences of the command line about portraits and the school's logo."""

from core.pictures import LARGEST_BYTES


def photos_kept(count: int) -> str:
    return f"{count} foto tersimpan."


def no_photo_kept(folder: str) -> str:
    return f"Tidak ada foto yang tersimpan dari {folder}; namai berkasnya NIS.jpg untuk siswa, NIP.jpg untuk guru."


def picture_unusable(name: str) -> str:
    return f"{name}: bukan gambar JPEG, PNG, atau WebP yang utuh, atau lebih dari {LARGEST_BYTES // 1024**2} MB."


def number_unknown(number: str) -> str:
    return f"{number}: tidak ada siswa atau guru dengan nomor ini."


def logo_kept() -> str:
    return "Logo tersimpan; kartu yang dicetak dari sekarang memakainya."
