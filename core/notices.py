"""Who hears in Telegram of a class's report and of a day set right. Every notice goes to people who may look the same
thing up, and says no more than that.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core.class_groups import class_chat
from core.policy import CLASS_LEADERS
from core.recipients import chats_of
from core.telling import tell
from core.wording import notices as wording
from db.models import ClassReport, Correction, Role, SchoolClass, Student


async def tell_of_report(
    session: AsyncSession,
    report: ClassReport,
    school_class: SchoolClass,
    *,
    reporter: str,
    names: Mapping[int, str],
    is_correction: bool,
    now: datetime,
) -> None:
    """The homeroom teacher and both class leaders hear of a report at once; the reporter has it on the screen. The
    class's group gets figures without names: nobody knows who reads along there.
    """
    absent: dict[str, list[str]] = defaultdict(list)
    for entry in report.entries:
        absent[entry.reason.value].append(names[entry.student_id])
    body = wording.class_report(
        school_class=school_class.name,
        on=report.on_date,
        reporter=reporter,
        absent={letter: sorted(listed) for letter, listed in absent.items()},
        is_correction=is_correction,
        students=len(names),
    )
    chats = await chats_of(
        session, (Role.HOMEROOM_TEACHER, *CLASS_LEADERS), on=now.date(), school_class_id=school_class.id
    )
    await tell(session, chats, body, key=f"report:{report.id}", now=now, besides=report.reported_by)
    if (group := await class_chat(session, school_class.id)) is not None:
        counts = {letter: len(listed) for letter, listed in absent.items()}
        figures = wording.class_figures(
            school_class=school_class.name,
            on=report.on_date,
            counts=counts,
            is_correction=is_correction,
            students=len(names),
        )
        await tell(session, [(0, group)], figures, key=f"report:{report.id}:group", now=now)


async def tell_of_correction(
    session: AsyncSession,
    correction: Correction,
    student: Student,
    school_class: SchoolClass,
    *,
    who: str,
    now: datetime,
) -> None:
    """The homeroom teacher hears that a pupil's day was set right, and why; the class leaders of today's alone."""
    before, after = correction.reason_before, correction.reason_after
    body = wording.day_corrected(
        student=student.name,
        school_class=school_class.name,
        on=correction.on_date,
        before=before.value if before else None,
        after=after.value if after else None,
        who=who,
        why=correction.why,
    )
    leaders = CLASS_LEADERS if correction.on_date == now.date() else ()
    chats = await chats_of(session, (Role.HOMEROOM_TEACHER, *leaders), on=now.date(), school_class_id=school_class.id)
    await tell(
        session,
        chats,
        body,
        key=f"correction:{correction.id}",
        now=now,
        besides=correction.corrected_by,
        student_id=student.id,
    )
