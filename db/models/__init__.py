"""The tables, one module a subject; imported from here."""

from db.models.administration import Announcement, ModemSighting, PendingImport
from db.models.attendance import (
    AbsenceReason,
    ClassReport,
    ClassReportEntry,
    Correction,
    GuardianNotice,
    ReportDraft,
)
from db.models.base import Base
from db.models.calendar import CalendarEntry, CalendarKind, MassAlert, StaffHours
from db.models.check_ins import Card, Direction, Scan, Station
from db.models.class_groups import ClassGroup
from db.models.confirmations import ConfirmationChoice
from db.models.day_end import (
    Contradiction,
    ContradictionKind,
    ContradictionOutcome,
    OutboxFile,
    StoredDailyReport,
)
from db.models.letters import Letter
from db.models.messages import Channel, InboundSms, OutboxMessage, TelegramUpdate
from db.models.name_showings import NameShowing
from db.models.people import Invitation, LeadershipGroup, Person, Role, RoleGrant, TelegramAccount
from db.models.pictures import Photo, SchoolLogo
from db.models.reader_numbers import ReaderNumber
from db.models.records import AuditEntry, JobRun
from db.models.registration_requests import RegistrationRequest
from db.models.school import Department, SchoolClass, SchoolRule, SchoolYear, Term
from db.models.students import ClassMembership, Guardian, Keycode, Student
from db.models.superseded_verdicts import SupersededVerdict

__all__ = [
    "AbsenceReason",
    "Announcement",
    "AuditEntry",
    "Base",
    "CalendarEntry",
    "CalendarKind",
    "Card",
    "Channel",
    "ClassGroup",
    "ClassMembership",
    "ClassReport",
    "ClassReportEntry",
    "ConfirmationChoice",
    "Contradiction",
    "ContradictionKind",
    "ContradictionOutcome",
    "Correction",
    "Department",
    "Direction",
    "Guardian",
    "GuardianNotice",
    "InboundSms",
    "Invitation",
    "JobRun",
    "Keycode",
    "LeadershipGroup",
    "Letter",
    "MassAlert",
    "ModemSighting",
    "NameShowing",
    "OutboxFile",
    "OutboxMessage",
    "PendingImport",
    "Person",
    "Photo",
    "ReaderNumber",
    "RegistrationRequest",
    "ReportDraft",
    "Role",
    "RoleGrant",
    "Scan",
    "SchoolClass",
    "SchoolLogo",
    "SchoolRule",
    "SchoolYear",
    "StaffHours",
    "Station",
    "StoredDailyReport",
    "Student",
    "SupersededVerdict",
    "TelegramAccount",
    "TelegramUpdate",
    "Term",
]
