"""What an announcement looks like to those who get it; guardians in Telegram: `core.wording.guardian_messages`."""

from html import escape

from core.sms_text import fold, shorten


def for_guardians(text: str, school: str) -> str:
    """`SMK Nusantara: …`, in GSM-7, otherwise in the administrator's own words."""
    return f"{shorten(school, 36)}: {fold(text)}"


def for_task_holders(who: str, text: str) -> str:
    """HTML."""
    return f"📢 <b>Pengumuman</b> dari {escape(who)}\n\n{escape(text)}"
