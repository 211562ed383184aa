"""Guardians in Telegram: the way in with the printed keycode, and the way out.

An account is asked before it is registered: the slip is shown first, and a press of a button is the consent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from core import accounts, audit, guardians, registration_requests
from core.actors import Actor
from core.errors import NotFound, TooManyGuesses
from core.guardians import Child, children_of_person, of_pupil
from core.policy import pupil_of_slip
from core.school_rules import school_rules
from db.models import Keycode, SchoolClass, Student

_REFUSED = "keycode_refused"


@dataclass(frozen=True, slots=True)
class ShownSlip:
    """Whose slip it is; `keycode_id` is for `register`. `needs_approval`: the school will be asked first, and until
    its yes nobody is told whose slip it is.
    """

    keycode_id: int
    student: Student
    school_class: SchoolClass
    needs_approval: bool


async def show_slip(session: AsyncSession, telegram_id: int, keycode: str | None, *, now: datetime) -> ShownSlip | None:
    """The pupil of this keycode (unspaced; None: it cannot be one). None: nobody's, and counted against the account.

    Raises TooManyGuesses, for right letters too: as many wrong ones a day as a number has.
    """
    rules = await school_rules(session)
    guesses = await audit.count_today(session, _REFUSED, telegram_id=telegram_id, now=now)
    if guesses >= rules.keycode_guesses_per_day:
        raise TooManyGuesses
    found = await pupil_of_slip(session, Keycode.code == keycode, on=now.date()) if keycode is not None else None
    if found is None:
        audit.record(session, _REFUSED, now=now, telegram_id=telegram_id)
        return None
    issued, student, school_class = found
    needs_approval = await _needs_approval(session, telegram_id, student.id, now=now)
    return ShownSlip(issued.id, student, school_class, needs_approval)


async def register(
    session: AsyncSession, keycode_id: int, *, telegram_id: int, telegram_name: str, now: datetime
) -> tuple[Child, bool] | None:
    """The account has said yes: it speaks for the pupil. Returns the child and whether it is new; None where the school
    looks at guardians first: it waits. Staff keep their account, which then does both. Raises NotFound when the slip
    has died since it was shown, and NotAllowed for the pupil's own account.
    """
    found = await pupil_of_slip(session, Keycode.id == keycode_id, on=now.date())
    if found is None:
        raise NotFound
    issued, student, school_class = found
    if await _needs_approval(session, telegram_id, student.id, now=now):
        await registration_requests.ask_by_account(
            session,
            issued,
            student,
            school_class,
            telegram_id=telegram_id,
            telegram_name=telegram_name,
            now=now,
        )
        return None
    person, is_new = await guardians.enter_account(
        session, issued, telegram_id=telegram_id, telegram_name=telegram_name, now=now
    )
    child = of_pupil(await children_of_person(session, person.id, now.date()), student.id)
    if child is None:
        raise NotFound
    return child, is_new


async def _needs_approval(session: AsyncSession, telegram_id: int, student_id: int, *, now: datetime) -> bool:
    """Whether the school looks at guardians first, and this account is not one of the pupil's already."""
    if not (await school_rules(session)).guardian_numbers_need_approval:
        return False
    person = await accounts.person_of_account(session, telegram_id)
    children = await children_of_person(session, person.id, now.date()) if person is not None else []
    return of_pupil(children, student_id) is None


async def own_children(session: AsyncSession, actor: Actor) -> Sequence[Child]:
    """Those who sit in a class today, in the order of registering."""
    return await children_of_person(session, actor.person_id, actor.on) if actor.children else []


async def own_child(session: AsyncSession, actor: Actor, student_id: int) -> Child:
    """One of them. Raises NotFound for anybody else's."""
    child = of_pupil(await own_children(session, actor), student_id)
    if child is None:
        raise NotFound
    return child


async def stop(session: AsyncSession, actor: Actor, student_id: int, *, now: datetime) -> Child:
    """The account no longer speaks for this child. Returns who it was; raises NotFound as `own_child` does."""
    child = await own_child(session, actor, student_id)
    await guardians.leave(session, [child.guardian], now=now)
    return child
