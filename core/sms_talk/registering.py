"""A keycode comes in: the number is registered, or the guess is counted."""

from datetime import timedelta

from core import guardians
from core.outcomes import Outcome
from core.sms_talk.turn import Turn
from core.sms_talk.waiting import ask_to_speak
from core.wording import sms as wording


async def register(turn: Turn, keycode: str) -> Outcome:
    if await _guesses_today(turn) >= turn.rules.keycode_guesses_per_day:
        await turn.answer(wording.too_many_guesses(turn.rules.school_name))
        return Outcome.TOO_MANY_GUESSES
    if turn.rules.guardian_numbers_need_approval and not await guardians.speaks_by(turn.session, turn.phone, keycode):
        return await ask_to_speak(turn, keycode) or await wrong_keycode(turn)
    registered = await guardians.register(turn.session, turn.phone, keycode, now=turn.now)
    if registered is None:
        return await wrong_keycode(turn)
    child, is_new = registered
    turn.sms.student_id = child.student.id
    say = wording.registered if is_new else wording.already_registered
    await turn.answer(say(child.student.name, child.school_class.name, turn.rules.school_name))
    return Outcome.REGISTERED


async def wrong_keycode(turn: Turn) -> Outcome:
    """The same words for a slip of the thumb and for letters that nobody was given: guessing teaches nothing."""
    if await _guesses_today(turn) >= turn.rules.keycode_guesses_per_day:
        await turn.answer(wording.too_many_guesses(turn.rules.school_name))
        return Outcome.TOO_MANY_GUESSES
    await turn.answer(wording.keycode_wrong(turn.rules.school_name))
    return Outcome.WRONG_KEYCODE


async def _guesses_today(turn: Turn) -> int:
    return await turn.count(Outcome.WRONG_KEYCODE, timedelta(days=1))
