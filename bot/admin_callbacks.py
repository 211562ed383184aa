"""What the buttons of the administration carry; as all of `bot.callbacks`, checked again when one is pressed."""

import enum
from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from pydantic import Field

from bot.callbacks import Id, Page
from db.models import Role

Key = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
"""The name of a school rule."""


PlaceId = Annotated[int, Field(ge=0, le=2**31 - 1)]
"""A class or a department, as the role has it; 0: the role is held in the school."""


class Section(enum.Enum):
    """A screen that the administration's menu leads to."""

    MENU = "menu"
    IMPORT = "import"
    INVITATIONS = "invite"
    PEOPLE = "people"
    CLASSES = "classes"
    NUMBERS = "numbers"
    SLIPS = "slips"
    RULES = "rules"
    ANNOUNCEMENTS = "announce"
    STATUS = "status"
    HISTORY = "history"


class OpenSection(CallbackData, prefix="adm"):
    section: Section
    page: Page = 0


class Settle(CallbackData, prefix="settle"):
    """Ya or Batal under a proposal, which is kept with the message (`bot.questions`)."""

    yes: bool


class SettleImport(CallbackData, prefix="imp"):
    pending: Id
    yes: bool


class InviteRole(CallbackData, prefix="inv"):
    role: Role
    page: Page = 0


class InviteTo(CallbackData, prefix="invto"):
    """`place`: a class or a department, as the role has it."""

    role: Role
    place: Id


class WithdrawInvitation(CallbackData, prefix="invx"):
    invitation: Id


class OpenPerson(CallbackData, prefix="per"):
    person: Id


class InvitePerson(CallbackData, prefix="perinv"):
    person: Id


class UnlinkPerson(CallbackData, prefix="perx"):
    person: Id


class GiveToPerson(CallbackData, prefix="give"):
    person: Id


class GiveRoleTo(CallbackData, prefix="giver"):
    person: Id
    role: Role
    page: Page = 0


class GiveAt(CallbackData, prefix="giveat"):
    person: Id
    role: Role
    place: PlaceId


class AskGiveDates(CallbackData, prefix="givewhen"):
    person: Id
    role: Role
    place: PlaceId


class GiveFor(CallbackData, prefix="giveto"):
    """`days` from today on, today included; 0: without end."""

    person: Id
    role: Role
    place: PlaceId
    days: Annotated[int, Field(ge=0, le=366)]


class EndPost(CallbackData, prefix="end"):
    grant: Id


class OpenClass(CallbackData, prefix="cls"):
    school_class: Id


class ReplaceLeader(CallbackData, prefix="lead"):
    school_class: Id
    role: Role
    page: Page = 0


class PickLeader(CallbackData, prefix="leadto"):
    school_class: Id
    role: Role
    student: Id


class OpenPupil(CallbackData, prefix="pup"):
    student: Id


class InvitePupil(CallbackData, prefix="pupinv"):
    student: Id


class ReissueSlip(CallbackData, prefix="slipnew"):
    student: Id


class DropNumber(CallbackData, prefix="numx"):
    guardian: Id


class SlipsOf(CallbackData, prefix="slips"):
    school_class: Id


class OpenRules(CallbackData, prefix="rules"):
    group: Annotated[int, Field(ge=0, le=20)]


class OpenRule(CallbackData, prefix="rule"):
    key: Key


class ResetRule(CallbackData, prefix="rulex"):
    key: Key


class AnnounceFor(CallbackData, prefix="annfor"):
    """Guardians, or people with a task."""

    guardians: bool


class AnnounceTo(CallbackData, prefix="annto"):
    """To everybody, or next: which class, department or role?"""

    guardians: bool
    whom: Annotated[str, Field(pattern="^(all|class|department|role)$")]
    page: Page = 0


class AnnounceAt(CallbackData, prefix="annat"):
    guardians: bool
    whom: Annotated[str, Field(pattern="^(class|department)$")]
    place: Id


class AnnounceRole(CallbackData, prefix="annrole"):
    role: Role


class SettleAnnouncement(CallbackData, prefix="ann"):
    announcement: Id
    yes: bool


class StopAnnouncement(CallbackData, prefix="annx"):
    announcement: Id


class OlderHistory(CallbackData, prefix="hist"):
    before: Id


class ConfirmationOf(CallbackData, prefix="conf"):
    """A class's, or a pupil's."""

    school_class: Id | None = None
    student: Id | None = None


class ChooseConfirmation(CallbackData, prefix="confto"):
    """`school`: as the school's rule says."""

    school_class: Id | None = None
    student: Id | None = None
    choice: Literal["off", "telegram", "sms", "school"]
