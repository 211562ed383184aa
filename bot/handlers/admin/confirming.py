"""How a class's or a pupil's arrivals are confirmed, where not as the school's; what it costs is said first."""

from datetime import datetime

from aiogram import Router
from aiogram.types import CallbackQuery
from sqlalchemy.ext.asyncio import AsyncSession

from bot.admin_callbacks import ChooseConfirmation, ConfirmationOf
from bot.keyboards import admin as keyboards
from bot.keyboards import admin_confirming as confirming_keyboards
from bot.questions import ChooseConfirming
from bot.reply import Reply
from bot.wording import admin_confirming as wording
from core.actions import Action
from core.actors import Actor
from core.confirmation_choices import choice_of, choose, cost_of_choice
from core.confirmations import Confirm
from core.errors import NotFound
from core.policy import class_for, student_for
from core.school_rules import school_rules


def router() -> Router:
    r = Router(name="admin confirmations")
    r.callback_query.register(on_open, ConfirmationOf.filter())
    r.callback_query.register(on_choice, ChooseConfirmation.filter())
    return r


async def on_open(
    _callback: CallbackQuery, callback_data: ConfirmationOf, session: AsyncSession, actor: Actor, reply: Reply
) -> None:
    school_class, student = callback_data.school_class, callback_data.student
    name = await _name(session, actor, school_class, student)
    held = await choice_of(session, student_id=student, school_class_id=school_class)
    rule = Confirm((await school_rules(session)).check_in_confirmation)
    await reply.redraw(wording.page(name, held, rule), confirming_keyboards.choices(school_class, student))


async def on_choice(
    _callback: CallbackQuery,
    callback_data: ChooseConfirmation,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    proposal = ChooseConfirming(**callback_data.model_dump())
    name = await _name(session, actor, proposal.school_class, proposal.student)
    cost = await cost_of_choice(
        session,
        proposal.wanted,
        student_id=proposal.student,
        school_class_id=proposal.school_class,
        on=now.date(),
    )
    await reply.ask(wording.proposal(name, proposal.wanted, cost), keyboards.confirm(), proposal)


async def on_confirmed(
    _callback: CallbackQuery,
    question: ChooseConfirming,
    session: AsyncSession,
    actor: Actor,
    now: datetime,
    reply: Reply,
) -> None:
    name = await _name(session, actor, question.school_class, question.student)
    await choose(
        session,
        question.wanted,
        student_id=question.student,
        school_class_id=question.school_class,
        now=now,
        by=actor.person_id,
    )
    await reply.redraw(wording.chosen(name, question.wanted), keyboards.back())


async def _name(session: AsyncSession, actor: Actor, school_class: int | None, student: int | None) -> str:
    """Whose choice it is, checked as everything of the administration. Raises the refusals of `student_for`."""
    if student is not None and school_class is None:
        return (await student_for(session, actor, student, Action.ADMINISTER))[0].name
    if school_class is not None and student is None:
        return (await class_for(session, actor, school_class, Action.ADMINISTER)).name
    raise NotFound
