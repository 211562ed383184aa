"""Who hears of a contradiction: the homeroom teacher of all, counselors where a pupil seems to have cut class."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.contradiction_list import Shown, first_of, told_together
from core.contradictions import concerns_counselor
from core.policy import students_of_class
from core.recipients import chats_of
from core.telling import tell
from core.wording import contradictions as wording
from db.models import Contradiction, ContradictionOutcome, Role, SchoolClass, Student

_Chats = Sequence[tuple[int, int]]


async def tell_of_found(
    session: AsyncSession, school_class_id: int, on: date, *, found_at: datetime, now: datetime
) -> None:
    """One message a class for what one look at a day has found, with a row of buttons for each pupil."""
    students = students_of_class(school_class_id, on)
    listed = await told_together(session, students, school_class_id, on, found_at=found_at)
    corrects, watches = await _teachers(session, school_class_id, now), await _counselors(session, now)
    key = f"contradictions:{school_class_id}:{on}:{found_at.isoformat()}"
    await _tell_of(session, on, listed, corrects, key=f"{key}:class", may_correct=True, now=now)
    cut = [one for one in listed if concerns_counselor(one.kind, one.said)]
    told = {person for person, _ in corrects}
    others = [chat for chat in watches if chat[0] not in told]
    await _tell_of(session, on, cut, others, key=f"{key}:counselor", may_correct=False, now=now)


async def tell_of_settled(
    session: AsyncSession,
    settled: Contradiction,
    student: Student,
    school_class: SchoolClass,
    *,
    who: str,
    is_corrected: bool,
    now: datetime,
) -> None:
    """The others see that it is settled, and counselors hear of every cut class. Of a correction the homeroom
    teacher hears anyway.
    """
    assert settled.outcome is not None  # it has just been settled
    chats = [] if is_corrected else [*await _teachers(session, school_class.id, now)]
    if settled.outcome is ContradictionOutcome.CUT or concerns_counselor(settled.kind, settled.said):
        chats += await _counselors(session, now)
    body = wording.settled_by(student.name, school_class.name, settled.on_date, settled.kind, settled.outcome, who)
    key = f"contradiction-settled:{settled.id}"
    await tell(session, chats, body, key=key, now=now, besides=settled.settled_by, student_id=student.id)


async def _tell_of(
    session: AsyncSession,
    on: date,
    listed: Sequence[Shown],
    chats: _Chats,
    *,
    key: str,
    may_correct: bool,
    now: datetime,
) -> None:
    if not listed:
        return
    shown = first_of(listed)
    body = wording.listed(shown, on, more=len(listed) - len(shown))
    buttons = {"of": [[one.id, one.kind.value] for one in shown], "may_correct": may_correct}
    await tell(session, chats, body, key=key, now=now, extras={"contradictions": buttons})


async def _teachers(session: AsyncSession, school_class_id: int, now: datetime) -> _Chats:
    """The homeroom teacher; in a class where none can be reached, the duty teacher."""
    own = await chats_of(session, (Role.HOMEROOM_TEACHER,), on=now.date(), school_class_id=school_class_id)
    return own or await chats_of(session, (Role.DUTY_TEACHER,), on=now.date())


async def _counselors(session: AsyncSession, now: datetime) -> _Chats:
    return await chats_of(session, (Role.COUNSELOR,), on=now.date())
