"""Settling what a guardian told: the buttons, and what they did."""

ACCEPT, REJECT = "Setujui", "Tolak"


def decided(*, accepted: bool) -> str:
    return "Disetujui." if accepted else "Ditolak."


def decided_below(notice: str, *, accepted: bool) -> str:
    """The notice (HTML) with how it was settled under it."""
    return f"{notice}\n\n<b>{decided(accepted=accepted)}</b>"
