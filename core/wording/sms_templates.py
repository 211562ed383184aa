"""The SMS that a school may put in its own words: their texts as they come, and what may stand in them."""

import re
from collections.abc import Mapping

ALERT = (
    "{sekolah}: Yth. Bapak/Ibu, ananda {nama} ({kelas}) hari ini, {tanggal}, tercatat tidak hadir tanpa keterangan. "
    "Bila sakit atau izin, mohon balas SMS ini dengan alasannya. Terima kasih."
)
CORRECTION = (
    "{sekolah}: Ralat. Ananda {nama} ({kelas}) pada {tanggal} tercatat {keadaan}. "
    "Mohon abaikan SMS kami sebelumnya. Maaf atas kekeliruan ini."
)
NOTICE = (
    "Terima kasih. Kabar {keadaan} {nama} ({kelas}) untuk {tanggal} sudah kami terima dan teruskan ke wali kelas. "
    "{doa} Bila harinya keliru, balas SMS ini."
)

PLACEHOLDERS: Mapping[str, frozenset[str]] = {
    ALERT: frozenset({"nama", "kelas", "tanggal", "sekolah"}),
    CORRECTION: frozenset({"nama", "kelas", "tanggal", "sekolah", "keadaan"}),
    NOTICE: frozenset({"nama", "kelas", "tanggal", "sekolah", "keadaan", "doa"}),
}
"""What may stand in a text, by the text that it replaces. `doa` is a wish for the sick, and nothing for others."""

_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def placeholders_in(template: str) -> set[str]:
    return set(_PLACEHOLDER.findall(template))


def fill(template: str, values: Mapping[str, str]) -> str:
    """Values are not looked into: braces in a name stay braces. A placeholder without a value stays as it is."""
    filled = _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), template)
    return re.sub(r" {2,}", " ", filled).strip()
