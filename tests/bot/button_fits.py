"""What must be so in the school for a button to do what it says, told from the rows as they stand."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from bot import admin_callbacks as adm
from bot import callbacks as cb
from bot import guardian_callbacks as gcb
from bot import recap_callbacks as rcb
from bot.wording.admin_rules import GROUPS
from core.calendar_facts import calendar_between
from core.charts import ChartKind
from core.closures import closure_today
from core.contradictions import OUTCOMES, reason_after
from core.days import days_of
from core.drafts import digest_of
from core.outbox import is_open, question_at
from core.policy import CLASS_LEADERS, looking_back, seats_between, students_numbered, students_of_class
from core.recap_scopes import Place
from core.school_rules import SchoolRules
from db.models import (
    Announcement,
    CalendarEntry,
    Card,
    Channel,
    ClassMembership,
    ClassReport,
    ClassReportEntry,
    Contradiction,
    Department,
    Guardian,
    GuardianNotice,
    InboundSms,
    OutboxMessage,
    Person,
    ReportDraft,
    Role,
    RoleGrant,
    SchoolClass,
    StoredDailyReport,
    Student,
)
from tests.bot.witness import Check, Witness

_IN_CLASSES = frozenset({Role.HOMEROOM_TEACHER, *CLASS_LEADERS})


async def always(_w: Witness, _d: Any) -> bool:
    return True


def exists(kind: Any, field: str) -> Check:
    async def fits(w: Witness, d: Any) -> bool:
        return await w.session.get(kind, getattr(d, field)) is not None

    return fits


def row(kind: Any, field: str, is_so: Callable[[Any, Witness], bool]) -> Check:
    async def fits(w: Witness, d: Any) -> bool:
        row = await w.session.get(kind, getattr(d, field))
        return row is not None and is_so(row, w)

    return fits


async def open_today(w: Witness, d: cb.OpenReport) -> bool:
    opened = await w.is_school_open(await w.session.get_one(SchoolClass, d.school_class))
    return opened and d.day == w.today.toordinal()


async def sits_there(w: Witness, d: cb.TapName) -> bool:
    draft = await w.session.get_one(ReportDraft, d.draft)
    pupils = students_of_class(draft.school_class_id, w.today).with_only_columns(Student.id)
    return d.student in set(await w.session.scalars(pupils))


async def sendable(w: Witness, d: cb.SendReport) -> bool:
    draft = await w.session.get_one(ReportDraft, d.draft)
    last = await w.session.scalar(
        select(ClassReport)
        .where(ClassReport.school_class_id == draft.school_class_id, ClassReport.on_date == w.today)
        .order_by(ClassReport.id.desc())
        .limit(1)
    )
    overtaken = last is not None and last.reported_at > draft.begun_at and last.reported_by != draft.person_id
    opened = await w.is_school_open(await w.session.get_one(SchoolClass, draft.school_class_id))
    return opened and not overtaken and d.shown == digest_of(draft.entries)


async def askable(w: Witness, d: cb.AskGuardian) -> bool:
    """Each question once from a screen."""
    key = f"question:{d.notice}:{d.question}:{w.press.chat_id}:{w.press.message_id}"
    asked = await w.session.scalar(select(OutboxMessage.id).where(OutboxMessage.dedupe_key == key))
    return asked is None and await w.has_shown()


async def waits(w: Witness, d: cb.OpenMessage | cb.CloseMessage) -> bool:
    sms = await w.session.get_one(InboundSms, d.sms)
    answered = await w.session.scalar(
        select(func.count()).where(
            OutboxMessage.inbound_sms_id == sms.id,
            OutboxMessage.channel == Channel.SMS,
            OutboxMessage.dedupe_key.startswith("answer:"),
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


async def waits_here(w: Witness, d: cb.CloseMessage) -> bool:
    return await waits(w, d) and await w.has_shown()


async def letter_fits(w: Witness, d: cb.AttachLetter) -> bool:
    return await was_absent(w, d) and await w.asked() == "whose"


async def was_absent(w: Witness, d: cb.AttachLetter | cb.BringLetter) -> bool:
    """Today; of the own class in the last week; or on the school day before, by the person's own report."""
    on = date.fromordinal(d.day)
    if not timedelta() <= w.today - on <= timedelta(days=7):
        return False
    days = await days_of(w.session, students_numbered([d.student]), on)
    if not days:
        return False
    [day] = days
    sits_in, is_absent = day.school_class, day.status.reason is not None
    if on == w.today:
        return is_absent
    calendar = await calendar_between(w.session, on, w.today)
    own = any(g.role is Role.HOMEROOM_TEACHER and g.school_class_id == sits_in.id for g in w.actor.grants)
    if own and is_absent and calendar.is_school_day(on, sits_in.grade, sits_in.id):
        return True
    since = calendar.school_days(on + timedelta(days=1), w.today - timedelta(days=1), sits_in.grade, sits_in.id)
    return not since and await _reported(w, d.student, sits_in.id, on)


async def _reported(w: Witness, student_id: int, school_class_id: int, on: date) -> bool:
    """The class's last report of the day is this person's and names the pupil."""
    last = await w.session.scalar(
        select(ClassReport)
        .where(ClassReport.school_class_id == school_class_id, ClassReport.on_date == on)
        .order_by(ClassReport.id.desc())
        .limit(1)
    )
    if last is None or last.reported_by != w.actor.person_id:
        return False
    entry = select(ClassReportEntry).where(ClassReportEntry.class_report_id == last.id)
    return await w.session.scalar(entry.where(ClassReportEntry.student_id == student_id)) is not None


async def settleable(w: Witness, d: cb.SettleContradiction) -> bool:
    row = await w.session.get_one(Contradiction, d.contradiction)
    if row.outcome is not None or row.withdrawn_at is not None or d.outcome not in OUTCOMES[row.kind]:
        return False
    [day] = await days_of(w.session, students_numbered([row.student_id]), row.on_date)
    needs = day.status.is_changed_by(reason_after(d.outcome, row.said))
    return not needs or await w.may_correct(row.student_id, row.on_date)


async def is_proposal(w: Witness, d: cb.SettleProposal) -> bool:
    entry = await w.session.get(CalendarEntry, d.entry)
    return entry is not None and (d.accept or (entry.confirmed_at is None and entry.removed_at is None))


async def closing_proposed(w: Witness, d: cb.SettleClosing) -> bool:
    """Closed already it stays closed, and open it may stay."""
    return await w.asked() == "close" and not (d.yes and await closure_today(w.session, now=w.now))


async def is_closed(w: Witness, _d: cb.Reopen) -> bool:
    return await closure_today(w.session, now=w.now) is not None


async def belongs(w: Witness, d: Any) -> bool:
    """Exactly one of them is meant: a pupil in a class, or one who works here and is no pupil."""
    if d.student is not None:
        seats = seats_between(w.today, w.today).where(ClassMembership.student_id == d.student)
        return d.person is None and await w.session.scalar(seats) is not None
    person = await w.session.get(Person, d.person) if d.person is not None else None
    return person is not None and person.student_id is None and await works_here(w, d)


async def holds_role(w: Witness, d: Any) -> bool:
    grants = await w.session.scalars(select(RoleGrant).where(RoleGrant.person_id == d.person))
    return any(holds(grant, w) and grant.valid_from <= w.today for grant in grants)


async def works_here(w: Witness, d: Any) -> bool:
    grants = await w.session.scalars(
        select(RoleGrant).where(RoleGrant.person_id == d.person, RoleGrant.role.not_in({*CLASS_LEADERS, Role.STUDENT}))
    )
    return any(holds(grant, w) and grant.valid_from <= w.today for grant in grants)


def holds(grant: RoleGrant, w: Witness) -> bool:
    return grant.withdrawn_at is None and (grant.valid_until is None or grant.valid_until >= w.today)


async def card_or_another_day(w: Witness, d: cb.ScanCard) -> bool:
    """A card of another day is said to be out of date, whatever it is."""
    return d.day != w.today.toordinal() or await w.session.get(Card, d.card) is not None


async def is_period(_w: Witness, d: rcb.ChooseScope) -> bool:
    return 0 <= d.last - d.first < 400


async def has_begun(w: Witness, d: rcb.FileRecap) -> bool:
    return d.first <= w.today.toordinal()


async def was_sent(w: Witness, d: rcb.SentReports) -> bool:
    """Without a version there is always something to say; else of the last day that had a report."""
    until = StoredDailyReport.on_date <= date.fromordinal(d.day)
    last = await w.session.scalar(select(func.max(StoredDailyReport.on_date)).where(until))
    if d.version is None or last is None:
        return d.version is None
    return await w.session.get(StoredDailyReport, (last, d.version)) is not None


async def was_sent_that_day(w: Witness, d: rcb.SentFile) -> bool:
    return await w.session.get(StoredDailyReport, (date.fromordinal(d.day), d.version)) is not None


async def can_be_drawn(_w: Witness, d: rcb.DrawRecap) -> bool:
    """The picture of one pupil's days is of one pupil."""
    return d.kind is not ChartKind.PUPIL or d.place is Place.PUPIL


async def month_has_begun(w: Witness, d: cb.ShowPupil | cb.ChooseDay) -> bool:
    return date.fromordinal(d.day).replace(day=1) <= w.today


async def month_or_today(w: Witness, d: cb.ShowPupil) -> bool:
    return not await w.sees(looking_back(w.actor), d.student) or await month_has_begun(w, d)


async def proposed(w: Witness, d: adm.Settle) -> bool | None:
    """Of Ya and Batal the first takes the proposal."""
    if not d.yes:
        return await w.asked() is not None
    is_ours = await w.asked() in ("give", "end", "unlink", "leader", "number", "reissue", "set_rule")
    return None if is_ours else False


async def is_place(w: Witness, d: adm.InviteTo) -> bool:
    if d.role in _IN_CLASSES:
        return await w.session.get(SchoolClass, d.place) is not None
    if d.role is Role.DEPARTMENT_HEAD:
        return await w.session.get(Department, d.place) is not None
    return d.role is not Role.STUDENT


async def no_pupil(_w: Witness, d: adm.InviteRole) -> bool:
    return d.role is not Role.STUDENT


async def place_or_person(w: Witness, d: adm.GiveRoleTo) -> bool:
    return d.role in _IN_CLASSES | {Role.DEPARTMENT_HEAD} or await w.session.get(Person, d.person) is not None


async def number_of_pupil(w: Witness, d: adm.DropNumber) -> bool:
    guardian = await w.session.get(Guardian, d.guardian)
    return guardian is not None and guardian.left_at is None


async def is_group(_w: Witness, d: adm.OpenRules) -> bool:
    return d.group < len(GROUPS)


async def is_rule(_w: Witness, d: adm.OpenRule | adm.ResetRule) -> bool:
    return d.key in SchoolRules.model_fields


async def not_roles_of_guardians(_w: Witness, d: adm.AnnounceTo) -> bool:
    return not d.guardians or d.whom != "role"


async def is_audience(w: Witness, d: adm.AnnounceAt) -> bool:
    kind: Any = SchoolClass if d.whom == "class" else Department
    return await w.session.get(kind, d.place) is not None


async def own_announcement(w: Witness, d: adm.SettleAnnouncement) -> bool:
    """A draft is sent on the day on which it was written, and dropped on any."""
    draft = await w.session.get(Announcement, d.announcement)
    if draft is None or draft.written_by != w.actor.person_id or draft.confirmed_at or draft.dropped_at:
        return False
    return not d.yes or draft.written_at.astimezone(w.now.tzinfo).date() == w.today


async def still_leaving(w: Witness, d: adm.StopAnnouncement) -> bool:
    waiting = select(OutboxMessage.id).where(OutboxMessage.announcement_id == d.announcement, *is_open())
    return await w.session.scalar(waiting.limit(1)) is not None


async def consented(w: Witness, _d: gcb.BecomeGuardian) -> bool:
    return await w.asked() == "consent"


async def begins_now(w: Witness, d: gcb.AwayFor) -> bool:
    return d.first - w.today.toordinal() in (0, 1) and 1 <= d.days <= 7


async def away_of_own(w: Witness, _d: gcb.SendAway) -> bool:
    asked = await question_at(w.session, chat_id=w.press.chat_id, message_id=w.press.message_id) or {}
    is_away = asked.get("kind") == "away" and asked["student"] in w.actor.children
    return is_away and date.fromisoformat(asked["first"]) >= w.today


async def words_wait(w: Witness, _d: gcb.ChildMeant) -> bool:
    asked = await question_at(w.session, chat_id=w.press.chat_id, message_id=w.press.message_id) or {}
    words = await w.session.get(InboundSms, asked["words"]) if asked.get("kind") == "meant" else None
    return words is not None and words.understood_as == "which_child"
