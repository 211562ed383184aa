"""Indonesian sentences of the command line about confirming arrivals and leavings."""

from collections.abc import Sequence

_CHOICES = {"off": "tidak", "telegram": "Telegram", "sms": "Telegram dan SMS"}


def rule(choice: str) -> str:
    return f"Aturan sekolah: {_CHOICES[choice]} (check_in_confirmation {choice})."


def exceptions(found: Sequence[tuple[str, str]]) -> str:
    """(class or pupil, choice), one a line; nothing where there is none."""
    return "\n".join(f"{whose}: {_CHOICES[choice]}" for whose, choice in found)


def cost(numbers: int, messages: int, rupiah: int) -> str:
    """Of a month, estimated."""
    return (
        f"SMS konfirmasi: {numbers} nomor orang tua, masuk dan pulang setiap hari sekolah, "
        f"sekitar {_thousands(messages)} SMS atau Rp{_thousands(rupiah)} sebulan. "
        "Paling banyak separuh sms_daily_cap sehari; separuh lagi untuk kabar yang lebih penting."
    )


def cost_if_all(sentence: str) -> str:
    return f"Bila SMS dipakai untuk seluruh sekolah. {sentence}"


def switch_on() -> str:
    """The question after the cost; y or n follows."""
    return "Nyalakan konfirmasi lewat SMS?"


def left_as_it_was() -> str:
    return "Tidak diubah."


def chosen(whose: str, choice: str | None) -> str:
    return f"{whose}: {'mengikuti aturan sekolah' if choice is None else _CHOICES[choice]}."


def _thousands(number: int) -> str:
    return f"{number:,}".replace(",", ".")
