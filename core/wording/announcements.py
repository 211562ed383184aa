"""What an announcement looks like to those who get it."""

from html import escape

from core.sms_text import fold, shorten


def by_sms(text: str, school: str) -> str:
    """`SMK Nusantara: …`, in GSM-7, otherwise in the administrator's own words."""
    return f"{shorten(school, 36)}: {fold(text)}"


def by_telegram(who: str, text: str) -> str:
    """HTML."""
    return f"📢 <b>Pengumuman</b> dari {escape(who)}\n\n{escape(text)}"
