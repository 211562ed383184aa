"""A guardian writes to the school in Telegram: kept as an SMS is, told to the same people, and answered here."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from core import guardian_words
from core.actors import Actor
from core.answers import is_by_staff
from core.errors import NotFound
from core.guardian_accounts import own_child, own_children
from core.guardians import Child
from core.outbox import shown_as
from core.outcomes import Outcome
from core.sms_language import AbsenceNotice, child_named, understand
from core.storable import storable
from db.models import Announcement, GuardianNotice, InboundSms, OutboxMessage

_TOLD = ("alert:", "alert-correction:", "decided:")


@dataclass(frozen=True, slots=True)
class Writer:
    """Whose words come from which chat. `key` is unique to this update."""

    session: AsyncSession
    actor: Actor
    chat_id: int
    key: str
    now: datetime


@dataclass(frozen=True, slots=True)
class Noted:
    """A notice was recorded. `answers_alert`: it explains what the guardian was told of today."""

    notice: GuardianNotice
    child: Child
    answers_alert: bool


@dataclass(frozen=True, slots=True)
class WhichChild:
    """It may mean several; staff read it meanwhile. `words_id` is for `name_child`."""

    words_id: int
    children: list[Child]


@dataclass(frozen=True, slots=True)
class PassedOn:
    """A person will read it."""


async def note(writer: Writer, said: AbsenceNotice, text: str, student_id: int) -> Noted:
    """Record it for this child. Raises NotFound for anybody else's."""
    child = await own_child(writer.session, writer.actor, student_id)
    return await _note(writer, said, child, await _keep(writer, text, Outcome.NOTICE))


async def take_notice(writer: Writer, said: AbsenceNotice, text: str) -> Noted | WhichChild:
    """Record it for the child that the text means. Raises NotFound for nobody's guardian."""
    children = await _children(writer)
    child = _meant(text, children)
    if child is None:
        words = await _keep(writer, text, Outcome.WHICH_CHILD)
        await _pass_on(writer, words, children)
        return WhichChild(words.id, children)
    return await _note(writer, said, child, await _keep(writer, text, Outcome.NOTICE))


async def take_words(writer: Writer, text: str) -> Noted | PassedOn:
    """The name that was asked for, the answer to an alert, or words for a person to read."""
    children = await _children(writer)
    child = _meant(text, children)
    words = await _keep(writer, text, Outcome.MESSAGE)
    of_sender = InboundSms.person_id == writer.actor.person_id
    pending = await guardian_words.notice_awaiting_child(writer.session, of_sender, words, now=writer.now)
    if pending is not None and child is not None:
        said, told_in = pending
        words.understood_as = Outcome.NOTICE
        return await _note(writer, said, child, told_in)
    await _pass_on(writer, words, [child] if child else children)
    return PassedOn()


async def name_child(writer: Writer, words_id: int, student_id: int) -> Noted:
    """The child was named with a button. Raises NotFound when it is none of theirs, or the words are not."""
    words = await writer.session.get(InboundSms, words_id)
    if words is None or words.person_id != writer.actor.person_id or words.understood_as != Outcome.WHICH_CHILD:
        raise NotFound
    said = understand(words.body, today=words.received_at.astimezone(writer.now.tzinfo).date())
    if not isinstance(said, AbsenceNotice):
        raise NotFound
    return await _note(writer, said, await own_child(writer.session, writer.actor, student_id), words)


async def is_for_guardian(session: AsyncSession, *, chat_id: int, message_id: int) -> bool:
    """Whether a message in a chat was told to its reader as a guardian: by staff, about a child's absence, or announced
    to guardians.
    """
    announced = OutboxMessage.announcement_id.in_(select(Announcement.id).where(Announcement.for_guardians))
    told = or_(is_by_staff(), announced, *(OutboxMessage.dedupe_key.startswith(reason) for reason in _TOLD))
    found = select(OutboxMessage.id).where(*shown_as(chat_id, message_id), told).limit(1)
    return await session.scalar(found) is not None


async def _children(writer: Writer) -> list[Child]:
    children = list(await own_children(writer.session, writer.actor))
    if not children:
        raise NotFound
    return children


def _meant(text: str, children: list[Child]) -> Child | None:
    """The only child, or the one that the text names."""
    if len(children) == 1:
        return children[0]
    index = child_named(text, [child.student.name for child in children])
    return None if index is None else children[index]


async def _keep(writer: Writer, text: str, taken_for: Outcome) -> InboundSms:
    words = InboundSms(
        sender=writer.actor.name,
        person_id=writer.actor.person_id,
        body=storable(text),
        sent_at=writer.now,
        received_at=writer.now,
        handled_at=writer.now,
        dedupe_key=writer.key,
        understood_as=taken_for,
    )
    writer.session.add(words)
    await writer.session.flush()
    return words


async def _pass_on(writer: Writer, words: InboundSms, children: list[Child]) -> None:
    await guardian_words.pass_on(writer.session, words, children, recipient=str(writer.chat_id), now=writer.now)


async def _note(writer: Writer, said: AbsenceNotice, child: Child, words: InboundSms) -> Noted:
    words.student_id, words.understood_as = child.student.id, Outcome.NOTICE
    notice, answers_alert = await guardian_words.record_notice(
        writer.session, said, child, words, recipient=str(writer.chat_id), now=writer.now
    )
    return Noted(notice, child, answers_alert)
