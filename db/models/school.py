"""The school's own shape: years, terms, departments, classes and the rules it has set."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from db.models.base import Base


class SchoolYear(Base):
    """A school year, July to June: `2026/2027`."""

    __tablename__ = "school_years"
    __table_args__ = (CheckConstraint("starts_on < ends_on", name="order"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    starts_on: Mapped[date] = mapped_column(unique=True)
    ends_on: Mapped[date]


class Term(Base):
    """One of the two semesters of a year; both days belong to it."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("school_year_id", "number"), CheckConstraint("number IN (1, 2)", name="number"))
    id: Mapped[int] = mapped_column(primary_key=True)
    school_year_id: Mapped[int] = mapped_column(ForeignKey("school_years.id"))
    number: Mapped[int]
    starts_on: Mapped[date]
    ends_on: Mapped[date]


class Department(Base):
    __tablename__ = "departments"
    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]


class SchoolClass(Base):
    """A class of one school year: next year's X-1 is another row, so last year's recap keeps its own."""

    __tablename__ = "school_classes"
    __table_args__ = (UniqueConstraint("school_year_id", "name"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    school_year_id: Mapped[int] = mapped_column(ForeignKey("school_years.id"))
    name: Mapped[str]
    grade: Mapped[int | None]
    department_id: Mapped[int | None] = mapped_column(ForeignKey("departments.id"), index=True)
    department: Mapped[Department | None] = relationship(lazy="raise")


class SchoolRule(Base):
    """A rule that the school has set away from its default; `core.school_rules` knows names, meaning and limits."""

    __tablename__ = "school_rules"
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    changed_at: Mapped[datetime]
