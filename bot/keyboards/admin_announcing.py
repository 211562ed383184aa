"""Buttons of announcements: by which channel, to whom, Kirim and Hentikan."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.admin_callbacks import (
    AnnounceBy,
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
from db.models import Announcement, Channel, Role


def overview(running: Sequence[Announcement]) -> InlineKeyboardMarkup:
    """The two channels, and a stop for each announcement that is still on its way."""
    channels = [
        button(wording.STAFF, AnnounceBy(channel=Channel.TELEGRAM)),
        button(wording.GUARDIANS, AnnounceBy(channel=Channel.SMS)),
    ]
    stops = [
        button(f"{wording.STOP}: {one.body[:20]}", StopAnnouncement(announcement=one.id), "danger") for one in running
    ]
    return grid(channels, 1, under=stops)


def whom(channel: Channel) -> InlineKeyboardMarkup:
    """Guardians hold no roles."""
    offered = [name for name in wording.WHOM if channel is Channel.TELEGRAM or name != "role"]
    buttons = [button(wording.WHOM[name], AnnounceTo(channel=channel, whom=name)) for name in offered]
    return grid(buttons, 2, back=Section.ANNOUNCEMENTS)


def roles(channel: Channel) -> InlineKeyboardMarkup:
    return keyboards.roles(list(Role), lambda role: AnnounceRole(channel=channel, role=role), Section.ANNOUNCEMENTS)


def settle(announcement_id: int, costs: Costs) -> InlineKeyboardMarkup:
    """Without anybody to send it to there is only a way back."""
    if not costs.messages:
        return keyboards.back(Section.ANNOUNCEMENTS)
    yes, no = (SettleAnnouncement(announcement=announcement_id, yes=yes) for yes in (True, False))
    return keyboards.yes_or_no(wording.SEND, yes, no)


def stop(announcement_id: int) -> InlineKeyboardMarkup:
    return grid([button(wording.STOP, StopAnnouncement(announcement=announcement_id), "danger")], 1)
