"""What should come of a press: for each kind of button what the policy asks of whoever presses it, and what must be so
in the school besides. Told from `core.policy` and from rows as they stand, never from what handlers do.
"""

import enum
import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from aiogram.filters.callback_data import CallbackData
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import admin_callbacks as adm
from bot import callbacks as cb
from bot.wording.admin_rules import GROUPS
from core.calendar_facts import require_school
from core.closures import closure_today
from core.contradictions import OUTCOMES, changes_day, reason_after
from core.days import days_of
from core.errors import NoSchoolToday
from core.outbox import is_open, question_at, telegram_body
from core.policy import (
    CLASS_LEADERS,
    WHOLE_SCHOOL,
    Action,
    Actor,
    actor_by_telegram,
    limited_to,
    looking_back,
    may,
    may_anywhere,
    seats_between,
    students_numbered,
    students_of_class,
    students_seated,
    visible_classes,
    visible_seats,
    visible_students,
)
from core.recap_scopes import Place
from core.school_rules import SchoolRules
from core.school_years import current_term
from db.models import (
    Announcement,
    CalendarEntry,
    Card,
    Channel,
    ClassMembership,
    ClassReport,
    Contradiction,
    Department,
    Guardian,
    GuardianNotice,
    InboundSms,
    Invitation,
    Letter,
    MassAlert,
    NumberRequest,
    OutboxMessage,
    PendingImport,
    Person,
    ReportDraft,
    Role,
    RoleGrant,
    SchoolClass,
    Student,
)
from tests.bot.keypad import Press

_IN_CLASSES = frozenset({Role.HOMEROOM_TEACHER, *CLASS_LEADERS})


class Verdict(enum.Enum):
    FORBIDDEN = "refused, and nothing changes"
    UNFIT = "allowed, but not possible just now: refused, and no more than a screen changes"
    DONE = "done"
    EITHER = "allowed; whether possible, the proposal's own tests say"


@dataclass(frozen=True, slots=True)
class Witness:
    """Looks at the school as it is when somebody presses."""

    session: AsyncSession
    actor: Actor
    press: Press
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()

    async def class_of(self, student_id: int | None, action: Action) -> SchoolClass | None:
        """The class of a pupil whom the actor may do this to."""
        [*seen] = await self.session.scalars(visible_students(self.actor).where(Student.id == student_id))
        seats = seats_between(self.today, self.today).where(ClassMembership.student_id == student_id)
        seat = await self.session.scalar(seats)
        if not seen or seat is None:
            return None
        found = await self.session.get_one(SchoolClass, seat.school_class_id)
        return found if may(self.actor, action, found) else None

    async def sees(self, actor: Actor, student_id: int) -> bool:
        return await self.session.scalar(visible_students(actor).where(Student.id == student_id)) is not None

    async def may_correct(self, student_id: int, on: date) -> bool:
        school_class = await self.class_of(student_id, Action.CORRECT)
        seat = await self.session.scalar(seats_between(on, on).where(ClassMembership.student_id == student_id))
        if school_class is None or seat is None or seat.school_class_id != school_class.id:
            return False
        term = (await current_term(self.session, self.today)).starts_on
        own = any(g.role is Role.HOMEROOM_TEACHER and g.school_class_id == school_class.id for g in self.actor.grants)
        days = SchoolRules.model_fields["correction_days"].default if own else 0
        earliest = term if self.actor.holds(Role.ADMINISTRATOR) else max(term, self.today - timedelta(days=days))
        return earliest <= on <= self.today

    async def has_shown(self) -> bool:
        """The pressed message is one of ours."""
        chat, message = self.press.chat_id, self.press.message_id
        return await telegram_body(self.session, chat_id=chat, message_id=message) is not None

    async def asked(self) -> str | None:
        """What kind of question stands under the pressed message."""
        question = await question_at(self.session, chat_id=self.press.chat_id, message_id=self.press.message_id)
        return None if question is None else question["kind"]

    async def is_school_open(self, school_class: SchoolClass) -> bool:
        try:
            await require_school(self.session, school_class, now=self.now)
        except NoSchoolToday:
            return False
        return True


Check = Callable[[Witness, Any], Awaitable[bool | None]]


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
        case fits:
            return Verdict.DONE if fits else Verdict.UNFIT


async def names_for(session: AsyncSession, chat_id: int, press: Press, on: date) -> set[str]:
    """The pupils who may be named in this chat in consequence of a press."""
    actor = await actor_by_telegram(session, chat_id, on=on)
    if actor is None:
        return set()
    if may_anywhere(actor, Action.ADMINISTER):
        return set(await session.scalars(select(Student.name)))  # in the record of acts also those who have left
    students = visible_students(actor)
    if type(read(press.data)) in AT_GATE and may_anywhere(actor, Action.CHECK_IN):
        students = students_seated(on)
    return set(await session.scalars(students.with_only_columns(Student.name)))


def read(data: str) -> CallbackData | None:
    for kind in KINDS:
        try:
            return kind.unpack(data)
        except (TypeError, ValueError):
            continue
    return None


KINDS: tuple[type[CallbackData], ...] = tuple(
    kind
    for module in (cb, adm)
    for kind in vars(module).values()
    if inspect.isclass(kind) and issubclass(kind, CallbackData) and kind.__module__ == module.__name__
)


# What the policy asks.


async def _anybody(_w: Witness, _d: Any) -> bool:
    return True


def _who_may(*actions: Action) -> Check:
    async def permits(w: Witness, _d: Any) -> bool:
        return all(may_anywhere(w.actor, action) for action in actions)

    return permits


def _to_class(action: Action) -> Check:
    async def permits(w: Witness, d: Any) -> bool:
        found = await w.session.scalar(visible_classes(w.actor).where(SchoolClass.id == d.school_class))
        return found is not None and may(w.actor, action, found)

    return permits


def _to_pupil(action: Action) -> Check:
    async def permits(w: Witness, d: Any) -> bool:
        return await w.class_of(d.student, action) is not None

    return permits


def _to_pupil_of(kind: Any, field: str, action: Action) -> Check:
    """The pupil whom a row is about."""

    async def permits(w: Witness, d: Any) -> bool:
        row = await w.session.get(kind, getattr(d, field))
        return row is not None and await w.class_of(row.student_id, action) is not None

    return permits


async def _own_draft(w: Witness, d: cb.ChooseReason | cb.TapName | cb.SendReport) -> bool:
    draft = await w.session.get(ReportDraft, d.draft)
    if draft is None or draft.person_id != w.actor.person_id or draft.on_date != w.today:
        return False
    found = await w.session.scalar(visible_classes(w.actor).where(SchoolClass.id == draft.school_class_id))
    return found is not None and may(w.actor, Action.REPORT, found)


async def _correctable(w: Witness, d: cb.CorrectDay | cb.SetDay) -> bool:
    return await w.may_correct(d.student, date.fromordinal(d.day))


async def _to_answer(w: Witness, d: cb.OpenMessage | cb.CloseMessage) -> bool:
    sms = await w.session.get(InboundSms, d.sms)
    if sms is None or not may_anywhere(w.actor, Action.ANSWER_GUARDIAN):
        return False
    if sms.student_id is not None:
        return await w.sees(limited_to(w.actor, Action.ANSWER_GUARDIAN), sms.student_id)
    forwarded = select(OutboxMessage.id).where(
        OutboxMessage.inbound_sms_id == sms.id,
        OutboxMessage.channel == Channel.TELEGRAM,
        OutboxMessage.recipient == str(w.press.chat_id),
    )
    return await w.session.scalar(forwarded.limit(1)) is not None


async def _letter_seen(w: Witness, d: cb.ShowLetter) -> bool:
    letter = await w.session.get(Letter, d.letter)
    return letter is not None and await w.sees(limited_to(w.actor, Action.SEE_LETTER), letter.student_id)


async def _card_sheet(w: Witness, d: cb.CardSheet) -> bool:
    wanted = _who_may(Action.MANAGE_CARDS) if d.school_class is None else _to_class(Action.MANAGE_CARDS)
    return bool(await wanted(w, d))


async def _other_classes(w: Witness, d: cb.TurnClasses) -> bool:
    wanted = {"report": Action.REPORT, "deputy": Action.NAME_DEPUTY, "cards": Action.MANAGE_CARDS}
    return may_anywhere(w.actor, wanted[d.to])


async def _scope(w: Witness, d: cb.ShowRecap | cb.DrawRecap | cb.FileRecap) -> bool:
    """The school, a department or a class, of pupils whom the actor may see on those days."""
    if not await _is_period(w, d):
        return False
    first, last = date.fromordinal(d.first), date.fromordinal(d.last)
    sight = w.actor if first == last == w.today else looking_back(w.actor)
    sat_in = visible_seats(sight, first, last).with_only_columns(ClassMembership.school_class_id)
    classes = (await w.session.scalars(select(SchoolClass).where(SchoolClass.id.in_(sat_in)))).all()
    whole = sight.holds(*WHOLE_SCHOOL)
    match d.place:
        case Place.SCHOOL:
            return whole and bool(classes) and d.id == 0
        case Place.DEPARTMENT:
            heads = any(g.role is Role.DEPARTMENT_HEAD and g.department_id == d.id for g in sight.grants)
            return (whole or heads) and d.id in {one.department_id for one in classes}
        case Place.CLASS:
            return d.id in {one.id for one in classes}


async def _sees_today(w: Witness, d: cb.ShowPupil) -> bool:
    return await w.sees(w.actor, d.student)


async def _sees_past(w: Witness, d: cb.ChooseDay) -> bool:
    return await w.sees(looking_back(w.actor), d.student)


async def _sees_day(w: Witness, d: cb.ExplainDay) -> bool:
    on = date.fromordinal(d.day)
    sight = w.actor if on == w.today else looking_back(w.actor)
    seat = visible_seats(sight, on, on).where(ClassMembership.student_id == d.student)
    return on <= w.today and await w.sees(sight, d.student) and await w.session.scalar(seat) is not None


_administers = _who_may(Action.ADMINISTER)


# What must be so besides.


def _exists(kind: Any, field: str) -> Check:
    async def fits(w: Witness, d: Any) -> bool:
        return await w.session.get(kind, getattr(d, field)) is not None

    return fits


def _row(kind: Any, field: str, is_so: Callable[[Any, Witness], bool]) -> Check:
    async def fits(w: Witness, d: Any) -> bool:
        row = await w.session.get(kind, getattr(d, field))
        return row is not None and is_so(row, w)

    return fits


async def _open_today(w: Witness, d: cb.OpenReport) -> bool:
    return await w.is_school_open(await w.session.get_one(SchoolClass, d.school_class))


async def _sits_there(w: Witness, d: cb.TapName) -> bool:
    draft = await w.session.get_one(ReportDraft, d.draft)
    pupils = students_of_class(draft.school_class_id, w.today).with_only_columns(Student.id)
    return d.student in set(await w.session.scalars(pupils))


async def _sendable(w: Witness, d: cb.SendReport) -> bool:
    draft = await w.session.get_one(ReportDraft, d.draft)
    last = await w.session.scalar(
        select(ClassReport)
        .where(ClassReport.school_class_id == draft.school_class_id, ClassReport.on_date == w.today)
        .order_by(ClassReport.id.desc())
        .limit(1)
    )
    overtaken = last is not None and last.reported_at > draft.begun_at and last.reported_by != draft.person_id
    opened = await w.is_school_open(await w.session.get_one(SchoolClass, draft.school_class_id))
    return opened and not overtaken and d.nihil == (not draft.entries)


async def _has_shown(w: Witness, _d: Any) -> bool:
    return await w.has_shown()


async def _waits(w: Witness, d: cb.OpenMessage | cb.CloseMessage) -> bool:
    sms = await w.session.get_one(InboundSms, d.sms)
    answered = await w.session.scalar(
        select(func.count()).where(
            OutboxMessage.inbound_sms_id == sms.id,
            OutboxMessage.channel == Channel.SMS,
            or_(OutboxMessage.dedupe_key.startswith("answer:"), OutboxMessage.dedupe_key.startswith("question:")),
        )
    )
    undecided = await w.session.scalar(
        select(func.count()).where(
            GuardianNotice.inbound_sms_id == sms.id,
            GuardianNotice.accepted.is_(None),
            GuardianNotice.last_day >= w.today,
        )
    )
    for_people = sms.understood_as in ("message", "which_child", "info", "failed") or undecided
    return sms.closed_at is None and not answered and bool(for_people)


async def _waits_here(w: Witness, d: cb.CloseMessage) -> bool:
    return await _waits(w, d) and await w.has_shown()


async def _letter_fits(w: Witness, d: cb.AttachLetter) -> bool:
    [day] = await days_of(w.session, students_numbered([d.student]), w.today)
    return day.status.reason is not None and await w.asked() == "whose"


async def _settleable(w: Witness, d: cb.SettleContradiction) -> bool:
    row = await w.session.get_one(Contradiction, d.contradiction)
    if row.outcome is not None or row.withdrawn_at is not None or d.outcome not in OUTCOMES[row.kind]:
        return False
    [day] = await days_of(w.session, students_numbered([row.student_id]), row.on_date)
    needs = changes_day(day.status, reason_after(d.outcome, row.said))
    return not needs or await w.may_correct(row.student_id, row.on_date)


async def _is_proposal(w: Witness, d: cb.SettleProposal) -> bool:
    entry = await w.session.get(CalendarEntry, d.entry)
    return entry is not None and (d.accept or (entry.confirmed_at is None and entry.removed_at is None))


async def _is_closed(w: Witness, _d: cb.Reopen) -> bool:
    return await closure_today(w.session, now=w.now) is not None


async def _belongs(w: Witness, d: Any) -> bool:
    """Exactly one of them is meant: a pupil in a class, or one who works here and is no pupil."""
    if d.student is not None:
        seats = seats_between(w.today, w.today).where(ClassMembership.student_id == d.student)
        return d.person is None and await w.session.scalar(seats) is not None
    person = await w.session.get(Person, d.person) if d.person is not None else None
    return person is not None and person.student_id is None and await _holds_role(w, d)


async def _gets_card(w: Witness, d: cb.NewCard | cb.TemporaryCard) -> bool:
    """Pupils and teachers do."""
    if not await _belongs(w, d) or d.student is not None:
        return await _belongs(w, d)
    grants = await w.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == d.person, RoleGrant.role == Role.TEACHER)
    )
    return any(_holds(grant, w) and grant.valid_from <= w.today for grant in grants)


async def _gets_one_today(w: Witness, d: cb.TemporaryCard) -> bool:
    """A button of another day is said to be out of date."""
    return await _belongs(w, d) and (d.day != w.today.toordinal() or await _gets_card(w, d))


async def _holds_role(w: Witness, d: Any) -> bool:
    grants = await w.session.scalars(select(RoleGrant).where(RoleGrant.person_id == d.person))
    return any(_holds(grant, w) and grant.valid_from <= w.today for grant in grants)


def _holds(grant: RoleGrant, w: Witness) -> bool:
    return grant.withdrawn_at is None and (grant.valid_until is None or grant.valid_until >= w.today)


async def _card_or_another_day(w: Witness, d: cb.ScanCard) -> bool:
    """A card of another day is said to be out of date, whatever it is."""
    return d.day != w.today.toordinal() or await w.session.get(Card, d.card) is not None


async def _is_period(_w: Witness, d: cb.ChooseScope) -> bool:
    return 0 <= d.last - d.first < 400


async def _has_begun(w: Witness, d: cb.FileRecap) -> bool:
    return d.first <= w.today.toordinal()


async def _month_has_begun(w: Witness, d: cb.ShowPupil | cb.ChooseDay) -> bool:
    return date.fromordinal(d.day).replace(day=1) <= w.today


async def _month_or_today(w: Witness, d: cb.ShowPupil) -> bool:
    return not await w.sees(looking_back(w.actor), d.student) or await _month_has_begun(w, d)


async def _proposed(w: Witness, d: adm.Settle) -> bool | None:
    if not d.yes:
        return True
    is_ours = await w.asked() in ("give", "end", "unlink", "leader", "number", "reissue", "set_rule")
    return None if is_ours else False


async def _is_place(w: Witness, d: adm.InviteTo) -> bool:
    if d.role in _IN_CLASSES:
        return await w.session.get(SchoolClass, d.place) is not None
    if d.role is Role.DEPARTMENT_HEAD:
        return await w.session.get(Department, d.place) is not None
    return d.role is not Role.STUDENT


async def _no_pupil(_w: Witness, d: adm.InviteRole) -> bool:
    return d.role is not Role.STUDENT


async def _place_or_person(w: Witness, d: adm.GiveRoleTo) -> bool:
    return d.role in _IN_CLASSES | {Role.DEPARTMENT_HEAD} or await w.session.get(Person, d.person) is not None


async def _number_of_pupil(w: Witness, d: adm.DropNumber) -> bool:
    guardian = await w.session.get(Guardian, d.guardian)
    return guardian is not None and guardian.left_at is None


async def _is_group(_w: Witness, d: adm.OpenRules) -> bool:
    return d.group < len(GROUPS)


async def _is_rule(_w: Witness, d: adm.OpenRule | adm.ResetRule) -> bool:
    return d.key in SchoolRules.model_fields


async def _not_roles_by_sms(_w: Witness, d: adm.AnnounceTo) -> bool:
    return (d.channel, d.whom) != (Channel.SMS, "role")


async def _by_telegram(_w: Witness, d: adm.AnnounceRole) -> bool:
    return d.channel is Channel.TELEGRAM


async def _is_audience(w: Witness, d: adm.AnnounceAt) -> bool:
    kind: Any = SchoolClass if d.whom == "class" else Department
    return await w.session.get(kind, d.place) is not None


async def _still_leaving(w: Witness, d: adm.StopAnnouncement) -> bool:
    waiting = select(OutboxMessage.id).where(OutboxMessage.announcement_id == d.announcement, *is_open())
    return await w.session.scalar(waiting.limit(1)) is not None


_person_exists = _exists(Person, "person")

AT_GATE = {cb.ScanCard, cb.AtGate, cb.EnterByHand, cb.TemporaryCard, cb.NewCard}
"""At the gate everybody of the school may be named to who keeps it."""

RULES: Mapping[type[CallbackData], Rule] = {
    cb.OpenReport: Rule(_to_class(Action.REPORT), _open_today),
    cb.TurnClasses: Rule(_other_classes, _anybody),
    cb.ChooseReason: Rule(_own_draft, _anybody),
    cb.TapName: Rule(_own_draft, _sits_there),
    cb.SendReport: Rule(_own_draft, _sendable),
    cb.DecideNotice: Rule(
        _to_pupil_of(GuardianNotice, "notice", Action.DECIDE_NOTICE),
        _row(GuardianNotice, "notice", lambda notice, _w: notice.accepted is None),
    ),
    cb.AskGuardian: Rule(_to_pupil_of(GuardianNotice, "notice", Action.DECIDE_NOTICE), _has_shown),
    cb.CorrectDay: Rule(_correctable, _anybody),
    cb.SetDay: Rule(_correctable, _anybody),
    cb.ListMessages: Rule(_who_may(Action.ANSWER_GUARDIAN), _anybody),
    cb.OpenMessage: Rule(_to_answer, _waits),
    cb.CloseMessage: Rule(_to_answer, _waits_here),
    cb.AttachLetter: Rule(_to_pupil(Action.REPORT), _letter_fits),
    cb.TurnAbsent: Rule(_who_may(Action.REPORT), _anybody),
    cb.ShowLetter: Rule(_letter_seen, _anybody),
    cb.ChooseDeputy: Rule(_to_pupil(Action.NAME_DEPUTY), _anybody),
    cb.DeputyOfClass: Rule(_to_class(Action.NAME_DEPUTY), _anybody),
    cb.SettleContradiction: Rule(
        _to_pupil_of(Contradiction, "contradiction", Action.SETTLE_CONTRADICTION), _settleable
    ),
    cb.ShowMonth: Rule(_who_may(Action.SEE_CALENDAR), _anybody),
    cb.ShowRemovable: Rule(_who_may(Action.KEEP_CALENDAR), _anybody),
    cb.RemoveEntry: Rule(
        _who_may(Action.KEEP_CALENDAR), _row(CalendarEntry, "entry", lambda entry, _w: entry.removed_at is None)
    ),
    cb.ShowProposals: Rule(_who_may(Action.KEEP_CALENDAR), _anybody),
    cb.SettleProposal: Rule(_who_may(Action.KEEP_CALENDAR), _is_proposal),
    cb.ConfirmYear: Rule(_who_may(Action.KEEP_CALENDAR), _anybody),
    cb.AskCalendar: Rule(_who_may(Action.KEEP_CALENDAR), _anybody),
    cb.Reopen: Rule(_who_may(Action.KEEP_CALENDAR), _is_closed),
    cb.DecideMassAlert: Rule(
        _who_may(Action.SETTLE_MASS_ALERT),
        _row(MassAlert, "alert", lambda alert, w: alert.on_date == w.today and alert.send is None),
    ),
    cb.ScanCard: Rule(_who_may(Action.CHECK_IN), _card_or_another_day),
    cb.AtGate: Rule(_who_may(Action.CHECK_IN), _belongs),
    cb.EnterByHand: Rule(_who_may(Action.CHECK_IN), _belongs),
    cb.TemporaryCard: Rule(_who_may(Action.CHECK_IN), _gets_one_today),
    cb.NewCard: Rule(_who_may(Action.CHECK_IN, Action.MANAGE_CARDS), _gets_card),
    cb.CardSheet: Rule(_card_sheet, _anybody),
    cb.ChooseScope: Rule(_anybody, _is_period),
    cb.TurnScopes: Rule(_anybody, _is_period),
    cb.ShowRecap: Rule(_scope, _anybody),
    cb.DrawRecap: Rule(_scope, _anybody),
    cb.FileRecap: Rule(_scope, _has_begun),
    cb.ShowPupil: Rule(_sees_today, _month_or_today),
    cb.ChooseDay: Rule(_sees_past, _month_has_begun),
    cb.ExplainDay: Rule(_sees_day, _anybody),
    cb.ListNumbers: Rule(_who_may(Action.APPROVE_NUMBER), _anybody),
    cb.DecideNumber: Rule(
        _to_pupil_of(NumberRequest, "request", Action.APPROVE_NUMBER),
        _row(NumberRequest, "request", lambda request, _w: request.accepted is None),
    ),
    adm.OpenSection: Rule(_administers, _anybody),
    adm.Settle: Rule(_administers, _proposed),
    adm.SettleImport: Rule(
        _administers,
        _row(PendingImport, "pending", lambda p, w: p.person_id == w.actor.person_id and p.expires_at > w.now),
    ),
    adm.InviteRole: Rule(_administers, _no_pupil),
    adm.InviteTo: Rule(_administers, _is_place),
    adm.WithdrawInvitation: Rule(
        _administers,
        _row(Invitation, "invitation", lambda one, _w: one.redeemed_at is None and one.withdrawn_at is None),
    ),
    adm.OpenPerson: Rule(_administers, _person_exists),
    adm.InvitePerson: Rule(_administers, _holds_role),
    adm.UnlinkPerson: Rule(_administers, _person_exists),
    adm.GiveToPerson: Rule(_administers, _person_exists),
    adm.GiveRoleTo: Rule(_administers, _place_or_person),
    adm.GiveAt: Rule(_administers, _person_exists),
    adm.AskGiveDates: Rule(_administers, _person_exists),
    adm.GiveFor: Rule(_administers, _person_exists),
    adm.EndPost: Rule(_administers, _row(RoleGrant, "grant", _holds)),
    adm.OpenClass: Rule(_to_class(Action.ADMINISTER), _anybody),
    adm.ReplaceLeader: Rule(_to_class(Action.ADMINISTER), _anybody),
    adm.PickLeader: Rule(_to_pupil(Action.ADMINISTER), _anybody),
    adm.OpenPupil: Rule(_to_pupil(Action.ADMINISTER), _anybody),
    adm.InvitePupil: Rule(_to_pupil(Action.ADMINISTER), _anybody),
    adm.ReissueSlip: Rule(_to_pupil(Action.ADMINISTER), _anybody),
    adm.DropNumber: Rule(_administers, _number_of_pupil),
    adm.SlipsOf: Rule(_to_class(Action.ADMINISTER), _anybody),
    adm.OpenRules: Rule(_administers, _is_group),
    adm.OpenRule: Rule(_administers, _is_rule),
    adm.ResetRule: Rule(_administers, _is_rule),
    adm.AnnounceBy: Rule(_administers, _anybody),
    adm.AnnounceTo: Rule(_administers, _not_roles_by_sms),
    adm.AnnounceAt: Rule(_administers, _is_audience),
    adm.AnnounceRole: Rule(_administers, _by_telegram),
    adm.SettleAnnouncement: Rule(
        _administers,
        _row(
            Announcement,
            "announcement",
            lambda one, w: one.written_by == w.actor.person_id and not (one.confirmed_at or one.dropped_at),
        ),
    ),
    adm.StopAnnouncement: Rule(_administers, _still_leaving),
    adm.OlderHistory: Rule(_administers, _anybody),
}
