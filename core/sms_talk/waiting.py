"""A number that waits for the school's yes: as a stranger it learns nothing, and what it writes is passed on."""

from collections.abc import Sequence
from datetime import timedelta

from core import registration_requests, sms_notices
from core.outcomes import Outcome
from core.registration_requests import Waiting
from core.sms_language import AbsenceNotice, FreeText, Stop, Understood
from core.sms_talk.turn import Turn
from core.wording import sms as wording


async def ask_to_speak(turn: Turn, keycode: str) -> Outcome | None:
    """A good keycode: the number waits. None: no living keycode."""
    waiting = await registration_requests.ask(turn.session, turn.phone, keycode, now=turn.now)
    if waiting is None:
        return None
    await _say_that_it_waits(turn)
    return Outcome.WAITING


async def write_while_waiting(turn: Turn, said: Understood) -> Outcome | None:
    """None: it waits for nobody, and is a stranger."""
    waiting = await registration_requests.of_number(turn.session, turn.phone, on=turn.now.date())
    if not waiting:
        return None
    if isinstance(said, Stop):
        await registration_requests.take_back(turn.session, [one.request for one in waiting], now=turn.now)
        await turn.answer(wording.registration_taken_back(turn.rules.school_name))
        return Outcome.STOP
    await _say_that_it_waits(turn)
    if not isinstance(said, AbsenceNotice | FreeText):
        return Outcome.WAITING
    await _pass_on(turn, waiting)
    return Outcome.MESSAGE


async def _say_that_it_waits(turn: Turn) -> None:
    """Once for the keycode, and no more often a day than strangers are helped."""
    said = [await turn.count(outcome, timedelta(days=1)) for outcome in (Outcome.WAITING, Outcome.MESSAGE)]
    if sum(said) < max(turn.rules.help_replies_per_day, 1):
        await turn.answer(wording.registration_waits(turn.rules.school_name))


async def _pass_on(turn: Turn, waiting: Sequence[Waiting]) -> None:
    if len(waiting) == 1:
        turn.sms.student_id = waiting[0].student.id
    for one in waiting:
        await sms_notices.tell_of_message(
            turn.session,
            turn.sms,
            one.student,
            one.school_class,
            about_alert=False,
            is_approved=False,
            now=turn.now,
        )
