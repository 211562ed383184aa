"""From an SMS to its meaning: a keyword at the start decides, then a keycode, then what the sentences say."""

import re
from datetime import date

from core.keycodes import asks_to_register, looks_like_keycode, read_keycode
from core.sms_language.days import combine, find_phrases
from core.sms_language.lexicon import Word, close_up, meaning_of, unstretched
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
from core.sms_language.plain import LONGEST, plain
from core.sms_language.sentences import Findings, findings_in, has_meaning

_INFO = frozenset({"info"})
_CHECK = frozenset({"cek", "check", "chek", "cec", "ceck"})
_STOP = frozenset({"berhenti", "brhenti", "berenti", "stop", "stopp", "unreg", "unregister"})
_HELP = frozenset({"bantuan", "help", "tolong", "menu", "daftar", "reg", "info", "absensi", "absen"})
_ABSENCE = frozenset({"absensi", "absen", "apsen", "apsensi"})
_SICK = frozenset({"sakit", "skt", "sakt", "sakid"})
_LEAVE = frozenset({"izin", "ijin", "ijn", "izn", "idzin"})
_GLUED = re.compile(r"(sakit|izin|ijin)(?!nya|kan|in\b|an\b)([a-z]{3,})")

_FEW_WORDS = 5  # behind a command: a name and a politeness, not a story
_ONLY_A_NAME = 4  # "ABSENSI Muhammad Rizky Ramadhan"
_SHORT = 8  # words that matter in "Budi izin ya bu, besok ke Bandung"


def understand(text: str, *, today: date) -> Understood:
    """What an SMS says, as of `today` in the school's zone. Total: any text has a meaning, `FreeText` the last."""
    text = text[:LONGEST]
    message = plain(text)
    closed = close_up(message)
    return (
        _command(_words(message), text)
        or _keycode(closed, text)
        or _notice(closed, text, today)
        or FreeText(" ".join(text.split()))
    )


def _words(message: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", message)


def _command(words: list[str], text: str) -> Understood | None:
    if len(words) == 1 and words[0] in _HELP:
        return Help()
    first, is_short = (words or [""])[0], len(words) <= _FEW_WORDS
    if first in _INFO:
        return PublicInfo(_behind_first_word(text))
    if first in _CHECK and is_short and "?" not in text:
        return CheckStatus()
    if first in _STOP and is_short and "sekolah" not in words:
        return Stop(_behind_first_word(text))
    return None


def _behind_first_word(text: str) -> str:
    return " ".join(re.sub(r"^[\W_]*[^\W_]+[\W_]*", "", text).split())


def _keycode(closed: str, text: str) -> Understood | None:
    """Words of illness and leave are no code, unless DAFTAR stands before them."""
    if not asks_to_register(text) and (_leading_keyword(_words(closed)) or has_meaning(closed)):
        return None
    if keycode := read_keycode(text):
        return Register(keycode)
    return MistypedKeycode() if looks_like_keycode(text) else None


def _leading_keyword(words: list[str]) -> Word | None:
    """SAKIT, IZIN or ABSENSI (also glued to what follows) as the first word; ABSENSI before another one gives way."""
    if not words:
        return None
    glued = _GLUED.fullmatch(words[0])
    first = glued[1] if glued else unstretched(words[0])
    if first in _ABSENCE:
        return _leading_keyword(words[1:2]) or Word.AWAY
    return Word.SICK if first in _SICK else Word.LEAVE if first in _LEAVE else None


def _notice(closed: str, text: str, today: date) -> AbsenceNotice | None:
    words = _words(closed)
    keyword = _leading_keyword(words)
    if keyword:
        closed = _GLUED.sub(r"\1 \2", closed, count=1)
    if keyword in (Word.LEAVE, Word.AWAY) and _is_opener(words):
        keyword, closed = None, closed.partition(words[0])[2]
    marked, phrases = find_phrases(closed, today)
    found = findings_in(marked, phrases, today)
    reason = _reason(found, None if found.opens_with_question else keyword)
    days = combine(found.days, today) if reason else None
    if reason is None or days is None:
        return None
    detail = " ".join(text.split())
    return AbsenceNotice(reason, days.first, days.last, bool(found.days), days.doubtful, days.words, detail)


def _is_opener(words: list[str]) -> bool:
    """ "Izin bertanya pak", "ijin bu mau menyampaikan": politeness, not leave."""
    return any(meaning_of(word) is Word.SPEECH for word in words[1:5])


def _reason(found: Findings, keyword: Word | None) -> NoticeReason | None:
    """The reason announced; None when the text announces no absence, or leaves room for doubt."""
    if found.is_denied or found.is_partial or found.is_back:
        return None
    if found.is_recovered and not found.is_absent:
        return None
    is_certain = keyword is not None or found.is_absent
    if found.asks_about_days or (found.is_question and not is_certain):
        return None
    if found.is_sick or (is_certain and found.may_be_sick) or keyword is Word.SICK:
        return NoticeReason.SICK
    return NoticeReason.EXCUSED if _is_excused(found, keyword) else None


def _is_excused(found: Findings, keyword: Word | None) -> bool:
    if keyword is Word.LEAVE or (keyword is Word.AWAY and (found.is_absent or found.words <= _ONLY_A_NAME)):
        return True
    if found.is_absent:
        return found.asks_leave or found.has_cause
    return found.asks_leave and (found.has_cause or found.words <= _SHORT)
