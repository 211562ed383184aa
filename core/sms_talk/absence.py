"""A guardian writes about a child: a notice that can be recorded, or words for a person to read."""

from core import guardian_words
from core.guardians import Child
from core.outcomes import Outcome
from core.sms_language import AbsenceNotice
from core.sms_talk.turn import Turn
from core.wording import sms as wording
from db.models import GuardianNotice, InboundSms


async def take_notice(turn: Turn, notice: AbsenceNotice, told_in: InboundSms | None = None) -> Outcome:
    """Record it for the one child it means and tell whom it concerns; several possible: ask, and let staff read
    it meanwhile.
    """
    child = turn.child_meant()
    if child is None:
        await guardian_words.pass_on(turn.session, turn.sms, turn.children, recipient=turn.phone, now=turn.now)
        await turn.answer(wording.which_child([c.student.name for c in turn.children], notice.reason.value))
        return Outcome.WHICH_CHILD
    await _record(turn, notice, child, told_in or turn.sms)
    return Outcome.NOTICE


async def take_free_text(turn: Turn) -> Outcome:
    """The name that was asked for, the answer to an alert, or words for a person to read."""
    of_sender = InboundSms.phone == turn.phone
    pending = await guardian_words.notice_awaiting_child(turn.session, of_sender, turn.sms, now=turn.now)
    if pending is not None and turn.child_meant() is not None:
        said, told_in = pending
        return await take_notice(turn, said, told_in)
    meant = turn.children_meant()
    await guardian_words.pass_on(turn.session, turn.sms, meant, recipient=turn.phone, now=turn.now)
    await turn.answer(wording.passed_on(turn.rules.school_name))
    return Outcome.MESSAGE


async def _record(turn: Turn, said: AbsenceNotice, child: Child, told_in: InboundSms) -> None:
    turn.sms.student_id = child.student.id
    notice, answers_alert = await guardian_words.record_notice(
        turn.session, said, child, told_in, recipient=turn.phone, now=turn.now
    )
    await turn.answer(_acknowledgement(turn, notice, child, answers_alert=answers_alert))


def _acknowledgement(turn: Turn, notice: GuardianNotice, child: Child, *, answers_alert: bool) -> str:
    """An answer to our alert is thanked for as such; any other notice is read back with its days."""
    name, school_class = child.student.name, child.school_class.name
    if answers_alert:
        return wording.explained(name, school_class, turn.now.date())
    return wording.notice_received(
        name,
        school_class,
        notice.reason.value,
        notice.first_day,
        notice.last_day,
        turn.rules.school_name,
        template=turn.rules.sms_text_notice,
    )
