"""Who did what to the service itself, and which job has run for which slot."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class AuditEntry(Base):
    """An administrative act. `person_id` is empty for the command line."""

    __tablename__ = "audit_entries"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    act: Mapped[str]
    detail: Mapped[dict[str, Any]]


class JobRun(Base):
    """A scheduled job has done its work for a slot; inserted in the same transaction as what the job owes."""

    __tablename__ = "job_runs"
    job: Mapped[str] = mapped_column(primary_key=True)
    slot: Mapped[str] = mapped_column(primary_key=True)
    ran_at: Mapped[datetime]
