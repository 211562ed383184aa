"""What does an SMS from a person say? Pure: words and a day in, a meaning out; when torn, `FreeText` for a person."""

from core.sms_language.children import child_named
from core.sms_language.meanings import (
    AbsenceNotice,
    CheckStatus,
    FreeText,
    Help,
    MistypedKeycode,
    NoticeReason,
    PublicInfo,
    Register,
    Stop,
    Understood,
)
from core.sms_language.understanding import understand

__all__ = [
    "AbsenceNotice",
    "CheckStatus",
    "FreeText",
    "Help",
    "MistypedKeycode",
    "NoticeReason",
    "PublicInfo",
    "Register",
    "Stop",
    "Understood",
    "child_named",
    "understand",
]
