"""What has come about on the stage, whoever did it: each question is about what people see."""

from absensi.demo import wording
from absensi.demo.at_gate import looks_doubtful
from absensi.demo.cast import CLASS
from absensi.demo.stage import Stage
from core.arrival import Outcome
from db.models import Role
from simulator.telegram import Message

MOTHER, FATHER, PASSER_BY = "+6281234567801", "+6281345678902", "+6285712345603"


def both_registered(stage: Stage) -> bool:
    return _got_sms(stage, MOTHER, CLASS) and _got_sms(stage, FATHER, CLASS)


def came_in_time(stage: Stage) -> bool:
    return stage.gate.has_said(Outcome.ON_TIME)


def scanned_again(stage: Stage) -> bool:
    return stage.gate.has_said(Outcome.AGAIN)


def came_late(stage: Stage) -> bool:
    return stage.gate.has_said(Outcome.LATE)


def reported(stage: Stage) -> bool:
    return _got(stage, Role.HOMEROOM_TEACHER, wording.REPORTED, "Alfa:")


def alerted(stage: Stage) -> bool:
    return _got_sms(stage, MOTHER, wording.UNEXPLAINED)


def noticed(stage: Stage) -> bool:
    return _got(stage, Role.HOMEROOM_TEACHER, wording.NOTICE) and _got_sms(stage, FATHER, wording.RECEIVED)


def answered(stage: Stage) -> bool:
    """An answer begins with the name of whoever gave it."""
    staff = (stage.cast.people[role].name for role in (Role.HOMEROOM_TEACHER, Role.DUTY_TEACHER))
    return any(_got_sms(stage, FATHER, f"{name}:") for name in staff)


def accepted(stage: Stage) -> bool:
    return _got(stage, Role.CLASS_SECRETARY, wording.ACCEPTED)


def informed(stage: Stage) -> bool:
    return _has(stage.cast.leadership.chat, wording.FROM_PUBLIC)


def retracted(stage: Stage) -> bool:
    return _got_sms(stage, MOTHER, wording.RETRACTED)


def doubted(stage: Stage) -> bool:
    return bool(_doubts(stage))


def settled(stage: Stage) -> bool:
    return any(wording.SETTLED in text for text in _doubts(stage))


def day_reported(stage: Stage) -> bool:
    return all(_got(stage, role, wording.DAILY_REPORT) for role in (Role.HOMEROOM_TEACHER, Role.ADMINISTRATOR))


def looked(stage: Stage) -> bool:
    return _got(stage, Role.COUNSELOR, wording.TODAY)


def stranger_told(stage: Stage) -> bool:
    return _has(stage.cast.stranger.chat, wording.BY_INVITATION)


def welcomed(stage: Stage) -> bool:
    return _has(stage.cast.newcomer.chat, wording.WELCOME)


def _doubts(stage: Stage) -> list[str]:
    """Messages to the homeroom teacher about the pupil who was called absent and came."""
    chat, card = stage.cast.people[Role.HOMEROOM_TEACHER].chat, stage.cast.cards.doubted
    return [message.text for message in chat if message.from_bot and looks_doubtful(message.text, card)]


def _got(stage: Stage, role: Role, *words: str) -> bool:
    return _has(stage.cast.people[role].chat, *words)


def _has(chat: list[Message], *words: str) -> bool:
    return any(message.from_bot and all(word in message.text for word in words) for message in chat)


def _got_sms(stage: Stage, number: str, word: str) -> bool:
    return any(word in sms.text for sms in stage.network.phone(number).inbox)
