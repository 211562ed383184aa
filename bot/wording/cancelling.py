"""Somebody wants nothing after all."""


def cancelled() -> str:
    return "Dibatalkan. Tidak ada yang berubah."


def nothing_asked() -> str:
    return (
        "Tidak ada yang perlu dibatalkan, dan tidak ada yang berubah. "
        "Pertanyaan yang tidak Anda balas tidak mengubah apa pun."
    )
