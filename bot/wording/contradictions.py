"""What the bot says when somebody settles a contradiction."""

from core.errors import AlreadySettled, NothingToSettle

NOTED = "Tercatat."


def no_more(refusal: AlreadySettled | NothingToSettle) -> str:
    """Why the button changed nothing."""
    if isinstance(refusal, AlreadySettled):
        return f"Sudah diperiksa oleh {refusal.by}."
    return "Datanya sudah sesuai; tidak perlu diperiksa lagi."
