"""What the school may set for itself. A change holds at once: rules are read where they are used."""

from datetime import datetime, time
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from core import audit
from core.errors import BadRule
from db.models import SchoolRule

Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=80)]


class SchoolRules(BaseModel):
    """Every rule with its default and its limits. The description is what `settings show` and refusals say."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    school_name: Text = Field("Sekolah", min_length=1, description="text, at most 80 letters")
    school_phone: Text = Field("", description="the number of the school's modem as parents dial it, may be empty")
    alert_hold_minutes: int = Field(10, ge=0, le=240, description="minutes, 0 to 240")
    class_report_cutoff: time = Field(time(12), description="a time, HH:MM")
    chase_reports_at: time = Field(time(9), description="a time, HH:MM")
    keycode_guesses_per_day: int = Field(5, ge=1, le=50, description="a number, 1 to 50")
    help_replies_per_day: int = Field(2, ge=0, le=20, description="a number, 0 to 20")
    sms_daily_cap: int = Field(1000, ge=0, le=100_000, description="a number of SMS, 0 to 100000")
    sms_price_rupiah: int = Field(150, ge=0, le=10_000, description="rupiah a part, 0 to 10000")
    keep_updates_days: int = Field(30, ge=1, le=365, description="days, 1 to 365")


async def school_rules(session: AsyncSession) -> SchoolRules:
    """The rules as they hold now."""
    rows = await session.execute(select(SchoolRule.key, SchoolRule.value))
    return SchoolRules.model_validate({key: value for key, value in rows if key in SchoolRules.model_fields})


async def set_rule(session: AsyncSession, key: str, value: str, *, now: datetime) -> None:
    """Set one rule. Raises BadRule for an unknown name or a value outside its limits; nothing is changed then."""
    field = SchoolRules.model_fields.get(key)
    if field is None:
        raise BadRule(key, value, ", ".join(SchoolRules.model_fields))
    try:
        SchoolRules.model_validate({key: value})
    except ValidationError as error:
        raise BadRule(key, value, field.description or "") from error
    statement = insert(SchoolRule).values(key=key, value=value, changed_at=now)
    await session.execute(
        statement.on_conflict_do_update(index_elements=[SchoolRule.key], set_={"value": value, "changed_at": now})
    )
    audit.record(session, "set_rule", now=now, key=key, value=value)


def as_lines(rules: SchoolRules) -> list[str]:
    """`key value`, one a line; times as HH:MM."""
    return [f"{key} {_shown(value)}" for key, value in rules]


def _shown(value: object) -> str:
    return f"{value:%H:%M}" if isinstance(value, time) else str(value)
