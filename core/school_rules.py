"""What the school may set for itself. A change holds at once: rules are read where they are used."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.arrival import Hours
from core.errors import BadRule
from core.sms_templates import DEFAULTS, TemplateRefused, checked
from db.models import SchoolRule

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]
TimeOrNone = Annotated[time | None, BeforeValidator(lambda value: None if value == "" else value)]

_REPORT_TIMES = ("daily_report_at", "report_deadline")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_BELL = "first lesson, HH:MM, or empty: no school that day"
_SMS_TEXT = "a text with {nama}, at most two SMS with the longest names; only the placeholders that it comes with"
_REPORT_AT = "a time, HH:MM, before 16:00 and not after report_deadline"
_DEADLINE = "a time, HH:MM, before 16:00 and not before daily_report_at"
REPORTS_BEFORE = time(16)
"""By then the administration and every homeroom teacher have the day's report, whatever the school sets."""
_HOME = "end of lessons, HH:MM, or empty: leaving is never early"


class SchoolRules(BaseModel):
    """Every rule with its default and its limits. The description is what `settings show` and refusals say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    school_name: Text = Field("Sekolah", min_length=1, description="text, at most 80 letters")
    school_phone: Text = Field("", description="the number of the school's modem as parents dial it, may be empty")
    school_address: Text = Field("", description="text under the school's name on printed sheets, may be empty")
    school_city: Text = Field("", description="where papers are signed, may be empty")
    principal_name: Text = Field("", description="who signs for the school, with titles, may be empty")
    principal_nip: Text = Field("", description="the principal's NIP, may be empty")
    alert_hold_minutes: int = Field(10, ge=0, le=240, description="minutes, 0 to 240")
    class_report_cutoff: time = Field(time(12), description="a time, HH:MM")
    chase_reports_at: time = Field(time(9), description="a time, HH:MM")
    keycode_guesses_per_day: int = Field(5, ge=1, le=50, description="a number, 1 to 50")
    guardian_numbers_need_approval: bool = Field(
        False, description="yes or no: whether a guardian who registers with a keycode waits for the school's yes"
    )
    help_replies_per_day: int = Field(2, ge=0, le=20, description="a number, 0 to 20")
    sms_daily_cap: int = Field(1000, ge=0, le=100_000, description="a number of SMS, 0 to 100000")
    sms_price_rupiah: int = Field(150, ge=0, le=10_000, description="rupiah a part, 0 to 10000")
    mass_alert_percent: int = Field(
        30, ge=1, le=100, description="percent of reported pupils; above it alerts wait for a person, 1 to 100 (never)"
    )
    quiet_from: TimeOrNone = Field(time(20), description="no SMS unasked from then on, HH:MM, or empty: at any hour")
    quiet_until: TimeOrNone = Field(time(5, 30), description="end of the quiet hours, HH:MM, or empty: none")
    bell_monday: TimeOrNone = Field(time(7), description=_BELL)
    bell_tuesday: TimeOrNone = Field(time(7), description=_BELL)
    bell_wednesday: TimeOrNone = Field(time(7), description=_BELL)
    bell_thursday: TimeOrNone = Field(time(7), description=_BELL)
    bell_friday: TimeOrNone = Field(time(7), description=_BELL)
    bell_saturday: TimeOrNone = Field(None, description=_BELL)
    home_monday: TimeOrNone = Field(time(15), description=_HOME)
    home_tuesday: TimeOrNone = Field(time(15), description=_HOME)
    home_wednesday: TimeOrNone = Field(time(15), description=_HOME)
    home_thursday: TimeOrNone = Field(time(15), description=_HOME)
    home_friday: TimeOrNone = Field(time(15), description=_HOME)
    home_saturday: TimeOrNone = Field(time(15), description=_HOME)
    arrival_tolerance_minutes: int = Field(10, ge=0, le=120, description="minutes, 0 to 120")
    sms_text_alert: str = Field(DEFAULTS["sms_text_alert"], description=_SMS_TEXT)
    sms_text_correction: str = Field(DEFAULTS["sms_text_correction"], description=_SMS_TEXT)
    sms_text_notice: str = Field(DEFAULTS["sms_text_notice"], description=_SMS_TEXT)
    keep_letters_days: int = Field(180, ge=7, le=730, description="days, 7 to 730")
    never_scanned_after_minutes: int = Field(60, ge=0, le=480, description="minutes after the bell, 0 to 480")
    cut_warning_days: int = Field(3, ge=2, le=20, description="a number of days, 2 to 20")
    cut_warning_window_days: int = Field(14, ge=2, le=200, description="days, 2 to 200")
    daily_report_at: time = Field(time(15, 30), description=_REPORT_AT)
    report_deadline: time = Field(time(15, 55), description=_DEADLINE)
    check_in_confirmation: Literal["off", "telegram", "sms"] = Field(
        "telegram", description="off, telegram (to whom has linked it), or sms (to guardians as well, which costs)"
    )
    correction_days: int = Field(14, ge=0, le=200, description="days a homeroom teacher may look back, 0 to 200")
    keep_updates_days: int = Field(30, ge=1, le=365, description="days, 1 to 365")

    def hours_on(self, day: date) -> Hours | None:
        """When school begins and ends on an ordinary such weekday; None when there is none. Sunday has no rule: there
        never is. Whether the day is ordinary, the calendar knows.
        """
        weekday = WEEKDAYS[day.weekday()]
        bell: time | None = getattr(self, f"bell_{weekday}", None)
        home: time | None = getattr(self, f"home_{weekday}", None)
        return Hours(bell, home, self.tolerance) if bell else None

    @property
    def tolerance(self) -> timedelta:
        """What is forgiven on both sides of a day."""
        return timedelta(minutes=self.arrival_tolerance_minutes)


async def school_rules(session: AsyncSession) -> SchoolRules:
    """The rules as they hold now."""
    return rules_from(await session.scalar(select(rules_column())))


def rules_column() -> ScalarSelect[dict[str, str] | None]:
    """What the school has set, as one value, for a statement that reads other things as well."""
    return select(func.jsonb_object_agg(SchoolRule.key, SchoolRule.value)).scalar_subquery()


def rules_from(stored: Mapping[str, str] | None) -> SchoolRules:
    """The rules that such a value stands for. A rule of an older version that is none any more is passed over."""
    return SchoolRules.model_validate({k: v for k, v in (stored or {}).items() if k in SchoolRules.model_fields})


async def set_rule(session: AsyncSession, key: str, value: str, *, now: datetime, by: int | None = None) -> None:
    """Set one rule. Raises BadRule for an unknown name or a value outside its limits; nothing is changed then. `by`
    None is the command line.
    """
    value = allowed_value(key, value, await school_rules(session))
    statement = insert(SchoolRule).values(key=key, value=value, changed_at=now)
    await session.execute(
        statement.on_conflict_do_update(index_elements=[SchoolRule.key], set_={"value": value, "changed_at": now})
    )
    audit.record(session, "set_rule", now=now, person_id=by, key=key, value=value)


async def reset_rule(session: AsyncSession, key: str, *, now: datetime, by: int | None = None) -> None:
    """Back to the default. A rule that stands there already stays as it is. Raises BadRule where the default does not
    go with the other rules.
    """
    found = await session.get(SchoolRule, key)
    if found is not None:
        allowed_value(key, rule_shown(SchoolRules.model_fields[key].default), await school_rules(session))
        await session.delete(found)
        audit.record(session, "reset_rule", now=now, person_id=by, key=key)


def allowed_value(key: str, value: str, rules: SchoolRules) -> str:
    """The value as it would be kept beside the other `rules`. Raises BadRule."""
    field = SchoolRules.model_fields.get(key)
    if field is None:
        raise BadRule(key, value, ", ".join(SchoolRules.model_fields))
    try:
        alone = SchoolRules.model_validate({key: value})
        value = checked(key, value) if key in DEFAULTS else value
    except (ValidationError, TemplateRefused) as error:
        raise BadRule(key, value, field.description or "") from error
    if key in _REPORT_TIMES and not _is_in_time(
        getattr(alone, key), rules.model_copy(update={key: getattr(alone, key)})
    ):
        raise BadRule(key, value, field.description or "")
    return value


def _is_in_time(at: time, rules: SchoolRules) -> bool:
    """Of the one that is set alone: a school where both are wrong sets them right one after the other."""
    return at < REPORTS_BEFORE and rules.daily_report_at <= rules.report_deadline


def as_lines(rules: SchoolRules) -> list[str]:
    """`key value`, one a line; times as HH:MM, nothing where a value is empty."""
    return [f"{key} {rule_shown(value)}" for key, value in rules]


def rule_shown(value: object) -> str:
    """As `settings show` prints it and `set` takes it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
