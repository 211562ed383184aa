"""What should come of a press: for each kind of button what the policy asks of whoever presses it, and what must be so
in the school besides. Told from `core.policy` and from rows as they stand, never from what handlers do.
"""

import enum
import inspect
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from aiogram.filters.callback_data import CallbackData
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import admin_callbacks as adm
from bot import callbacks as cb
from bot import guardian_callbacks as gcb
from bot import recap_callbacks as rcb
from core.actions import Action
from core.actors import actor_by_telegram
from core.name_showings import Standing, standing_of
from core.policy import looking_back, may_anywhere, students_numbered, students_seated, visible_seats, visible_students
from db.models import (
    CalendarEntry,
    ClassMembership,
    Contradiction,
    GuardianNotice,
    Invitation,
    MassAlert,
    NameShowing,
    PendingImport,
    Person,
    RegistrationRequest,
    RoleGrant,
    Student,
)
from tests.bot import button_fits as fits
from tests.bot import button_permits as permits
from tests.bot.keypad import Press
from tests.bot.witness import Check, Witness


class Verdict(enum.Enum):
    FORBIDDEN = "refused, and nothing changes"
    UNFIT = "allowed, but not possible just now: refused, and no more than a screen changes"
    DONE = "done"
    EITHER = "allowed; whether possible, the proposal's own tests say"


@dataclass(frozen=True, slots=True)
class Rule:
    """`permits` is the policy's part; `fits` is about the state of things, None when that is not told here."""

    permits: Check
    fits: Check


async def verdict(session: AsyncSession, press: Press, now: datetime) -> Verdict:
    found = read(press.data)
    actor = await actor_by_telegram(session, press.who, on=now.date())
    if found is None or actor is None or not press.is_at_home:
        return Verdict.FORBIDDEN
    witness, rule = Witness(session, actor, press, now), RULES[type(found)]
    if not await rule.permits(witness, found):
        return Verdict.FORBIDDEN
    match await rule.fits(witness, found):
        case None:
            return Verdict.EITHER
        case possible:
            return Verdict.DONE if possible else Verdict.UNFIT


async def names_for(session: AsyncSession, chat_id: int, press: Press, on: date) -> set[str]:
    """The pupils who may be named in this chat in consequence of a press."""
    actor = await actor_by_telegram(session, chat_id, on=on)
    if actor is None:
        return set()
    if may_anywhere(actor, Action.ADMINISTER):
        return set(await session.scalars(select(Student.name)))  # in the record of acts also those who have left
    students, pressed = visible_students(actor), read(press.data)
    if type(pressed) in AT_GATE and may_anywhere(actor, Action.CHECK_IN):
        students = students_seated(on)
    named = set(await session.scalars(students.with_only_columns(Student.name)))
    if isinstance(pressed, rcb.ChooseScope):  # a recap names also those who sat in a visible class and have left it
        period = date.fromordinal(pressed.first), date.fromordinal(pressed.last)
        sat = visible_seats(looking_back(actor), *period).with_only_columns(ClassMembership.student_id)
        before = students_numbered((await session.scalars(sat)).all()).with_only_columns(Student.name)
        named |= set(await session.scalars(before))
    return named


def read(data: str) -> CallbackData | None:
    for kind in KINDS:
        try:
            return kind.unpack(data)
        except (TypeError, ValueError):
            continue
    return None


KINDS: tuple[type[CallbackData], ...] = tuple(
    kind
    for module in (cb, adm, gcb, rcb)
    for kind in vars(module).values()
    if inspect.isclass(kind) and issubclass(kind, CallbackData) and kind.__module__ == module.__name__
)


_person_exists = fits.exists(Person, "person")

AT_GATE = {cb.ScanCard, cb.AtGate, cb.EnterByHand, cb.TemporaryCard, cb.NewCard}
"""At the gate everybody of the school may be named to who keeps it."""

RULES: Mapping[type[CallbackData], Rule] = {
    cb.OpenReport: Rule(permits.to_class(Action.REPORT), fits.open_today),
    cb.TurnClasses: Rule(permits.other_classes, fits.always),
    cb.ChooseReason: Rule(permits.own_draft, fits.always),
    cb.TapName: Rule(permits.own_draft, fits.sits_there),
    cb.SendReport: Rule(permits.own_draft, fits.sendable),
    cb.SendAsked: Rule(permits.own_draft, fits.sendable),
    cb.DecideNotice: Rule(
        permits.to_pupil_of(GuardianNotice, "notice", Action.DECIDE_NOTICE),
        fits.row(GuardianNotice, "notice", lambda notice, _w: notice.accepted is None),
    ),
    cb.AskGuardian: Rule(permits.to_pupil_of(GuardianNotice, "notice", Action.DECIDE_NOTICE), fits.askable),
    cb.CorrectDay: Rule(permits.correctable, fits.always),
    cb.SetDay: Rule(permits.correctable, fits.always),
    cb.ListMessages: Rule(permits.who_may(Action.ANSWER_GUARDIAN), fits.always),
    cb.OpenMessage: Rule(permits.to_answer, fits.waits),
    cb.CloseMessage: Rule(permits.to_answer, fits.waits_here),
    cb.AttachLetter: Rule(permits.to_pupil(Action.REPORT), fits.letter_fits),
    cb.BringLetter: Rule(permits.to_pupil(Action.REPORT), fits.was_absent),
    cb.TurnAbsent: Rule(permits.who_may(Action.REPORT), fits.always),
    cb.ShowLetter: Rule(permits.letter_seen, fits.always),
    cb.ChooseDeputy: Rule(permits.to_pupil(Action.NAME_DEPUTY), fits.always),
    cb.DeputyOfClass: Rule(permits.to_class(Action.NAME_DEPUTY), fits.always),
    cb.SettleContradiction: Rule(
        permits.to_pupil_of(Contradiction, "contradiction", Action.SETTLE_CONTRADICTION), fits.settleable
    ),
    cb.ListContradictions: Rule(permits.who_may(Action.SETTLE_CONTRADICTION), fits.always),
    cb.SettleListed: Rule(
        permits.to_pupil_of(Contradiction, "contradiction", Action.SETTLE_CONTRADICTION), fits.settleable
    ),
    cb.ShowMonth: Rule(permits.who_may(Action.SEE_CALENDAR), fits.always),
    cb.ShowRemovable: Rule(permits.who_may(Action.KEEP_CALENDAR), fits.always),
    cb.RemoveEntry: Rule(
        permits.who_may(Action.KEEP_CALENDAR),
        fits.row(CalendarEntry, "entry", lambda entry, _w: entry.removed_at is None),
    ),
    cb.ShowProposals: Rule(permits.who_may(Action.KEEP_CALENDAR), fits.always),
    cb.SettleProposal: Rule(permits.who_may(Action.KEEP_CALENDAR), fits.is_proposal),
    cb.ConfirmYear: Rule(permits.who_may(Action.KEEP_CALENDAR), fits.always),
    cb.AskCalendar: Rule(permits.who_may(Action.KEEP_CALENDAR), fits.always),
    cb.SettleClosing: Rule(permits.who_may(Action.KEEP_CALENDAR), fits.closing_proposed),
    cb.Reopen: Rule(permits.who_may(Action.KEEP_CALENDAR), fits.is_closed),
    cb.DecideMassAlert: Rule(
        permits.who_may(Action.SETTLE_MASS_ALERT),
        fits.row(MassAlert, "alert", lambda alert, w: alert.on_date == w.today and alert.send is None),
    ),
    cb.ScanCard: Rule(permits.who_may(Action.CHECK_IN), fits.card_or_another_day),
    cb.AtGate: Rule(permits.who_may(Action.CHECK_IN), fits.belongs),
    cb.EnterByHand: Rule(permits.who_may(Action.CHECK_IN), fits.belongs),
    cb.TemporaryCard: Rule(permits.who_may(Action.CHECK_IN), fits.belongs),
    cb.NewCard: Rule(permits.who_may(Action.CHECK_IN, Action.MANAGE_CARDS), fits.belongs),
    cb.CardSheet: Rule(permits.card_sheet, fits.always),
    rcb.ChooseScope: Rule(permits.anybody, fits.is_period),
    rcb.TurnScopes: Rule(permits.anybody, fits.is_period),
    rcb.ShowLate: Rule(permits.late_on, fits.always),
    rcb.ShowRecap: Rule(permits.scope, fits.always),
    rcb.DrawRecap: Rule(permits.scope, fits.can_be_drawn),
    rcb.FileRecap: Rule(permits.scope, fits.has_begun),
    rcb.SentReports: Rule(permits.who_may(Action.SEE_SENT_REPORTS), fits.was_sent),
    rcb.SentFile: Rule(permits.who_may(Action.SEE_SENT_REPORTS), fits.was_sent_that_day),
    cb.ShowPupil: Rule(permits.sees_today, fits.month_or_today),
    cb.ChooseDay: Rule(permits.sees_past, fits.month_has_begun),
    cb.ExplainDay: Rule(permits.sees_day, fits.always),
    cb.ListRegistrations: Rule(permits.who_may(Action.APPROVE_GUARDIAN), fits.always),
    cb.DecideRegistration: Rule(
        permits.to_pupil_of(RegistrationRequest, "request", Action.APPROVE_GUARDIAN),
        fits.row(RegistrationRequest, "request", lambda request, _w: request.accepted is None),
    ),
    gcb.BecomeGuardian: Rule(permits.a_guardian, fits.consented),
    gcb.NoticeFor: Rule(permits.own_child, fits.always),
    gcb.AwayWhy: Rule(permits.own_child, fits.always),
    gcb.AwayFor: Rule(permits.own_child, fits.begins_now),
    gcb.SendAway: Rule(permits.a_guardian, fits.away_of_own),
    gcb.ChildMeant: Rule(permits.own_child, fits.words_wait),
    gcb.StopChild: Rule(permits.own_child, fits.always),
    cb.AnswerShowing: Rule(
        permits.asked_to_show,
        fits.row(NameShowing, "showing", lambda asked, w: standing_of(asked, w.now) is Standing.WAITING),
    ),
    adm.OpenSection: Rule(permits.administers, fits.always),
    adm.Settle: Rule(permits.administers, fits.proposed),
    adm.SettleImport: Rule(
        permits.administers,
        fits.row(PendingImport, "pending", lambda p, w: p.person_id == w.actor.person_id and p.expires_at > w.now),
    ),
    adm.InviteRole: Rule(permits.administers, fits.no_pupil),
    adm.InviteTo: Rule(permits.administers, fits.is_place),
    adm.WithdrawInvitation: Rule(
        permits.administers,
        fits.row(Invitation, "invitation", lambda one, _w: one.redeemed_at is None and one.withdrawn_at is None),
    ),
    adm.OpenPerson: Rule(permits.administers, _person_exists),
    adm.InvitePerson: Rule(permits.administers, fits.holds_role),
    adm.UnlinkPerson: Rule(permits.administers, _person_exists),
    adm.GiveToPerson: Rule(permits.administers, _person_exists),
    adm.GiveRoleTo: Rule(permits.administers, fits.place_or_person),
    adm.GiveAt: Rule(permits.administers, _person_exists),
    adm.AskGiveDates: Rule(permits.administers, _person_exists),
    adm.GiveFor: Rule(permits.administers, _person_exists),
    adm.EndPost: Rule(permits.administers, fits.row(RoleGrant, "grant", fits.holds)),
    adm.OpenClass: Rule(permits.to_class(Action.ADMINISTER), fits.always),
    adm.ReplaceLeader: Rule(permits.to_class(Action.ADMINISTER), fits.always),
    adm.PickLeader: Rule(permits.to_pupil(Action.ADMINISTER), fits.always),
    adm.OpenPupil: Rule(permits.to_pupil(Action.ADMINISTER), fits.always),
    adm.InvitePupil: Rule(permits.to_pupil(Action.ADMINISTER), fits.always),
    adm.ReissueSlip: Rule(permits.to_pupil(Action.ADMINISTER), fits.always),
    adm.DropNumber: Rule(permits.administers, fits.number_of_pupil),
    adm.SlipsOf: Rule(permits.to_class(Action.ADMINISTER), fits.always),
    adm.OpenRules: Rule(permits.administers, fits.is_group),
    adm.OpenRule: Rule(permits.administers, fits.is_rule),
    adm.ResetRule: Rule(permits.administers, fits.is_rule),
    adm.AnnounceFor: Rule(permits.administers, fits.always),
    adm.AnnounceTo: Rule(permits.administers, fits.not_roles_of_guardians),
    adm.AnnounceAt: Rule(permits.administers, fits.is_audience),
    adm.AnnounceRole: Rule(permits.administers, fits.always),
    adm.SettleAnnouncement: Rule(permits.administers, fits.own_announcement),
    adm.StopAnnouncement: Rule(permits.administers, fits.still_leaving),
    adm.OlderHistory: Rule(permits.administers, fits.always),
    adm.ConfirmationOf: Rule(permits.to_class_or_pupil(Action.ADMINISTER), fits.always),
    adm.ChooseConfirmation: Rule(permits.to_class_or_pupil(Action.ADMINISTER), fits.always),
}
