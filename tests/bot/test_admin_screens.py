"""The administration's screens within Telegram's limits, with the largest school and the longest names."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from aiogram.types import InlineKeyboardMarkup

from bot import menu
from bot.admin_callbacks import GiveAt, GiveFor, OpenClass, OpenSection, PickLeader, ReplaceLeader, Section
from bot.handlers.admin.inviting import INVITABLE
from bot.handlers.admin.overseeing import ACTS_SHOWN
from bot.keyboards import admin, admin_announcing, admin_people, admin_pupils, admin_rules
from bot.questions import Question
from bot.wording import admin_announcing as announcing_wording
from bot.wording import admin_overseeing as overseeing_wording
from bot.wording import admin_people as people_wording
from bot.wording import admin_pupils as pupil_wording
from bot.wording import admin_rules as rule_wording
from bot.wording.admin_people import post_label
from core.actors import Actor, Grant
from core.announcements import LONGEST_TELEGRAM, Costs, Progress
from core.audit import Act
from core.guardians import Child
from core.invitations import OpenInvitation
from core.inviting import Invited
from core.posts import Member, Post
from core.school_rules import SchoolRules
from core.sms_budget import SmsToday
from core.sms_templates import DEFAULTS, sample
from db.models import Announcement, AuditEntry, Guardian, Person, Role, SchoolClass, Student
from simulator.telegram.html import parse_html, utf16_length
from tests.bot.button_rules import KINDS

LARGEST = 2**31 - 1
NAME = 'Raden Mas Muhammad </b>Abdurrahman & "Kusumawardhana" Sastronegoro <a href=x>Hadiningrat bin Sulaiman'
NOW = datetime(2026, 11, 23, 7, 5, tzinfo=ZoneInfo("Asia/Jakarta"))
WHO = Member(Person(id=LARGEST, name=NAME, nip="1" * 18), NOW, None)
POSTS = [Post(LARGEST, LARGEST - n, NAME, Role.CLASS_SECRETARY, NAME, date(2026, 7, 1), NOW.date()) for n in range(8)]
WAITING = [OpenInvitation(LARGEST, Role.DEPARTMENT_HEAD, NAME, NAME, NOW) for _ in range(90)]
NUMBER = Guardian(id=LARGEST, phone="+6281211112222", registered_at=NOW)
CHILD = Child(NUMBER, Student(id=LARGEST, name=NAME), SchoolClass(id=LARGEST, name=NAME))
ANNOUNCED = Announcement(id=LARGEST, for_guardians=False, body="&" * LONGEST_TELEGRAM, written_at=NOW)
TO_GUARDIANS = Announcement(id=LARGEST, for_guardians=True, body="&" * 459, written_at=NOW)
COSTS, RULES = Costs(2160, 940, 3, 972_000, 1000), SchoolRules()
MANY = [(LARGEST - n, f"{NAME} {n}") for n in range(120)]
ACT = Act(
    AuditEntry(id=LARGEST, at=NOW, act="set_rule", detail={"key": "sms_text_alert", "value": NAME * 3}), NAME, NAME
)

SCREENS: dict[str, InlineKeyboardMarkup] = {
    "menu": admin.menu(),
    "confirm": admin.confirm(),
    "roles": admin.roles(list(Role), lambda role: GiveAt(person=LARGEST, role=role, place=LARGEST), Section.MENU),
    "classes": admin.leafed(
        MANY, lambda n: OpenClass(school_class=n), Section.MENU, OpenSection(section=Section.CLASSES, page=0)
    ),
    "pupils": admin.leafed(
        MANY,
        lambda n: PickLeader(school_class=LARGEST, role=Role.CLASS_SECRETARY, student=n),
        Section.CLASSES,
        ReplaceLeader(school_class=LARGEST, role=Role.CLASS_SECRETARY, page=1),
    ),
    "invitations": admin_people.invitations(INVITABLE, WAITING),
    "older invitations": admin_people.invitations(INVITABLE, WAITING, 1),
    "person": admin_people.person(WHO, POSTS),
    "spans": admin_people.spans(GiveAt(person=LARGEST, role=Role.DEPARTMENT_HEAD, place=LARGEST)),
    "class": admin_people.school_class(CHILD.school_class, POSTS),
    "pupil": admin_pupils.pupil(CHILD.student, [NUMBER] * 5),
    "rule groups": admin_rules.groups(),
    "rules": admin_rules.group(list(SchoolRules.model_fields), RULES),
    "reset": admin_rules.reset("arrival_tolerance_minutes"),
    "announcements": admin_announcing.overview([ANNOUNCED] * 5),
    "audience": admin_announcing.whom(for_guardians=False),
    "announced roles": admin_announcing.roles(),
    "announcement": admin_announcing.settle(LARGEST, COSTS),
    "stop": admin_announcing.stop(LARGEST),
}

TEXTS: dict[str, str] = {
    "person": people_wording.person_page(WHO, POSTS, NOW),
    "invitations": people_wording.invitations(WAITING, NOW),
    "confirm give": people_wording.confirm_give(NAME, Role.HOMEROOM_TEACHER, NAME, NOW.date(), NOW.date()),
    "confirm end": people_wording.confirm_end(POSTS[0]),
    "unlink": people_wording.confirm_unlink(NAME),
    "class": people_wording.class_page(NAME, POSTS),
    "leader": people_wording.confirm_leader(NAME, Role.CLASS_PRESIDENT, NAME),
    "pupil": pupil_wording.pupil_page(NAME, NAME, [NUMBER] * 5, NOW),
    "registered": pupil_wording.registered_today([CHILD] * 300, NOW),
    "number": pupil_wording.confirm_withdraw_number(NUMBER, NAME),
    "preview": announcing_wording.preview(ANNOUNCED, NAME.replace("<", "").replace("&", ""), COSTS),
    "preview for guardians": announcing_wording.preview(TO_GUARDIANS, NAME.replace("<", "").replace("&", ""), COSTS),
    "announced": announcing_wording.confirmed(COSTS),
    "announcements": announcing_wording.overview([(ANNOUNCED, NAME)] * 5, NOW),
    "stopped": announcing_wording.stopped(Progress(0, 1, 2)),
    "history": overseeing_wording.history([ACT] * ACTS_SHOWN, NOW),
    "reissue": pupil_wording.confirm_reissue(NAME, NAME),
    **{
        f"rule {key}": rule_wording.rule_page(key, RULES, SmsToday(1, 2))
        for key in SchoolRules.model_fields
        if key not in DEFAULTS
    },
    **{
        f"text {key}": rule_wording.sms_text_page(key, RULES, sample(key, text, school=NAME, price=150))
        for key, text in DEFAULTS.items()
    },
}


@pytest.mark.parametrize("screen", SCREENS.values(), ids=SCREENS)
def test_every_screen_keeps_within_telegrams_limits(screen: InlineKeyboardMarkup) -> None:
    buttons = [button for row in screen.inline_keyboard for button in row]
    assert 0 < len(buttons) <= 100
    assert all(screen.inline_keyboard), "no row is empty"
    for button in buttons:
        assert button.text
        assert 1 <= len((button.callback_data or "").encode()) <= 64


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_text_is_html_that_fits_into_one_message(text: str) -> None:
    said, _ = parse_html(text)
    assert utf16_length(said) <= 4096


def test_an_invitations_caption_fits_under_its_picture() -> None:
    invited = Invited("A" * 14, Role.DEPARTMENT_HEAD, NAME, NAME, NOW + timedelta(days=14))
    said, _ = parse_html(people_wording.invitation_text(invited, "https://t.me/absensi_bot?start=AAAA"))
    assert utf16_length(said) <= 1024


def test_prefixes_and_kinds_of_questions_are_each_their_own() -> None:
    prefixes = [kind.__prefix__ for kind in KINDS]
    assert len(set(prefixes)) == len(prefixes)
    names = [kind.model_fields["kind"].default for kind in Question.__args__]
    assert len(set(names)) == len(names)


def test_the_longest_role_and_the_largest_numbers_fit_a_button() -> None:
    data = GiveFor(person=LARGEST, role=Role.DEPARTMENT_HEAD, place=LARGEST, days=366).pack()
    assert len(data.encode()) <= 64


def test_only_administrators_are_offered_it() -> None:
    for role in Role:
        who = Actor(1, "Dewi", NOW.date(), frozenset({Grant(role, 1)}))
        offered = {command for command, _ in menu.commands_of(who)}
        assert ({"admin", "status", "riwayat"} <= offered) is (role is Role.ADMINISTRATOR)


def test_every_rule_stands_in_one_group() -> None:
    placed = [key for _, keys in rule_wording.GROUPS for key in keys]
    assert sorted(placed) == sorted(SchoolRules.model_fields)


def test_a_post_that_is_still_to_come_says_from_when() -> None:
    begins, ends = date(2026, 12, 1), date(2026, 12, 5)
    to_come = Post(1, 1, NAME, Role.COUNSELOR, None, begins, ends, is_to_come=True)
    assert post_label(to_come) == "guru BK (mulai 1/12/2026 sampai 5/12/2026)"
    assert post_label(replace(to_come, is_to_come=False, valid_until=None)) == "guru BK"
