"""Which meaning gets which response."""

from datetime import timedelta
from typing import assert_never

from core import guardians, sms_notices
from core.days import days_of
from core.outcomes import Outcome
from core.policy import students_numbered
from core.sms_language import (
    AbsenceNotice,
    CheckStatus,
    FreeText,
    Help,
    MistypedKeycode,
    PublicInfo,
    Register,
    Stop,
    Understood,
)
from core.sms_talk.absence import take_free_text, take_notice
from core.sms_talk.registering import register, wrong_keycode
from core.sms_talk.turn import Turn
from core.sms_talk.waiting import write_while_waiting
from core.wording import sms as wording


async def respond(turn: Turn, said: Understood) -> Outcome:
    """Do what the message asks and say what it was taken for. From a stranger all but a keycode and INFO is unknown."""
    match said:
        case Register(keycode=keycode):
            return await register(turn, keycode)
        case MistypedKeycode():
            return await wrong_keycode(turn)
        case PublicInfo(text=text):
            return await _info(turn, text)
        case CheckStatus() | Stop() | Help() | AbsenceNotice() | FreeText() if not turn.children:
            return await write_while_waiting(turn, said) or await _help_stranger(turn)
        case AbsenceNotice():
            return await take_notice(turn, said)
        case CheckStatus():
            return await _status(turn)
        case Stop():
            return await _stop(turn)
        case Help():
            await turn.answer(wording.help_guardian(turn.rules.school_name))
            return Outcome.HELP
        case FreeText():
            return await take_free_text(turn)
        case _:
            assert_never(said)


async def _info(turn: Turn, text: str) -> Outcome:
    """From anyone, to the school's leaders."""
    await sms_notices.tell_of_info(turn.session, turn.sms, text, now=turn.now)
    await turn.answer(wording.info_received(turn.rules.school_name))
    return Outcome.INFO


async def _help_stranger(turn: Turn) -> Outcome:
    """One short help, a few a day, that never says whether a child or a keycode exists."""
    if await turn.count(Outcome.STRANGER, timedelta(days=1)) < turn.rules.help_replies_per_day:
        await turn.answer(wording.help_stranger(turn.rules.school_name))
    return Outcome.STRANGER


async def _status(turn: Turn) -> Outcome:
    """Today's status of each child of this number, in one SMS a child."""
    ids = [child.student.id for child in turn.children_meant()]
    for day in await days_of(turn.session, students_numbered(ids), turn.now.date()):
        reason = day.status.reason
        await turn.answer(
            wording.status_today(
                day.student.name,
                day.school_class.name,
                turn.now,
                reason.value if reason else None,
                is_known=day.status.is_known,
            ),
            about=f":{day.student.id}",
        )
    return Outcome.STATUS


async def _stop(turn: Turn) -> Outcome:
    leaving = turn.children_meant()
    await guardians.leave(turn.session, [child.guardian for child in leaving], now=turn.now)
    await turn.answer(wording.stopped([child.student.name for child in leaving], turn.rules.school_name))
    return Outcome.STOP
