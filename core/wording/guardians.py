"""How a guardian is named to staff: by the masked number, or by the name in Telegram."""

from core import phone
from db.models import Guardian, InboundSms, RegistrationRequest


def registered_as(guardian: Guardian) -> str:
    """Plain text. Of one in Telegram the `person` must be loaded."""
    if guardian.phone is not None:
        return phone.masked(guardian.phone)
    return _in_telegram(guardian.person.name if guardian.person else "")


def asked_by(request: RegistrationRequest) -> str:
    """Plain text: who would be a guardian."""
    return phone.masked(request.phone) if request.phone is not None else _in_telegram(request.telegram_name or "")


def sender(message: InboundSms) -> str:
    """Plain text: who has written it."""
    return phone.masked(message.sender) if message.person_id is None else _in_telegram(message.sender)


def _in_telegram(name: str) -> str:
    return f"{name} (Telegram)"
