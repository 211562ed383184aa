"""Buttons of announcements: to whom, Kirim and Hentikan."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.admin_callbacks import (
    AnnounceFor,
    AnnounceRole,
    AnnounceTo,
    Section,
    SettleAnnouncement,
    StopAnnouncement,
)
from bot.keyboards import admin as keyboards
from bot.keyboards.admin import button, grid
from bot.wording import admin_announcing as wording
from core.announcements import Costs
from db.models import Announcement, Role


def overview(running: Sequence[Announcement]) -> InlineKeyboardMarkup:
    """Staff or guardians, and a stop for each announcement that is still on its way."""
    audiences = [
        button(wording.STAFF, AnnounceFor(guardians=False)),
        button(wording.GUARDIANS, AnnounceFor(guardians=True)),
    ]
    stops = [
        button(f"{wording.STOP}: {one.body[:20]}", StopAnnouncement(announcement=one.id), "danger") for one in running
    ]
    return grid(audiences, 1, under=stops)


def whom(*, for_guardians: bool) -> InlineKeyboardMarkup:
    """Guardians hold no roles."""
    offered = [name for name in wording.WHOM if name != "role" or not for_guardians]
    buttons = [button(wording.WHOM[name], AnnounceTo(guardians=for_guardians, whom=name)) for name in offered]
    return grid(buttons, 2, back=Section.ANNOUNCEMENTS)


def roles() -> InlineKeyboardMarkup:
    return keyboards.roles(list(Role), lambda role: AnnounceRole(role=role), Section.ANNOUNCEMENTS)


def settle(announcement_id: int, costs: Costs) -> InlineKeyboardMarkup:
    """Without anybody to send it to there is only a way back."""
    if not costs.messages:
        return keyboards.back(Section.ANNOUNCEMENTS)
    yes, no = (SettleAnnouncement(announcement=announcement_id, yes=yes) for yes in (True, False))
    return keyboards.yes_or_no(wording.SEND, yes, no)


def stop(announcement_id: int) -> InlineKeyboardMarkup:
    return grid([button(wording.STOP, StopAnnouncement(announcement=announcement_id), "danger")], 1)
