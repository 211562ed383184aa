"""What each role is offered: commands, keys and help come from one table."""

from datetime import date

import pytest

from bot import menu
from core.actors import Actor, Grant
from db.models import Role

ON = date(2026, 11, 23)


def somebody(*roles: Role) -> Actor:
    return Actor(1, "Dewi", ON, frozenset(Grant(role, 1) for role in roles))


def offered(*roles: Role) -> set[str]:
    return {command for command, _ in menu.commands_of(somebody(*roles))}


@pytest.mark.parametrize(
    ("role", "first", "last"),
    [
        (Role.CLASS_SECRETARY, "📝 Lapor", "❓ Bantuan"),
        (Role.COUNSELOR, "📋 Hari ini", "❓ Bantuan"),
        (Role.OFFICER, "✋ Catat manual", "❓ Bantuan"),
        (None, "❓ Bantuan", "❓ Bantuan"),
    ],
)
def test_the_keys_are_those_of_the_role_with_help_at_the_end(role: Role | None, first: str, last: str) -> None:
    rows = menu.keyboard(somebody(*([role] if role else []))).keyboard
    assert rows[0][0].text == first
    assert [key.text for key in rows[-1]] == [last]
    assert all(1 <= len(row) <= 2 for row in rows)


def test_several_roles_in_one_account_are_offered_together() -> None:
    assert offered(Role.OFFICER) == {"gerbang", "masuk", "bantuan"}
    both = offered(Role.OFFICER, Role.CLASS_SECRETARY)
    assert both == offered(Role.OFFICER) | offered(Role.CLASS_SECRETARY)


def test_help_names_what_a_person_can_do_and_nothing_else() -> None:
    assert "/" not in menu.help_of(somebody(), [])
    for role in Role:
        text = menu.help_of(somebody(role), [(role, "X RPL 1")])
        for entry in menu.ENTRIES:
            if entry is not menu.HELP:
                line = f"/{entry.command}{' ' * bool(entry.words.example)}{entry.words.example} – {entry.words.line}\n"
                assert (line in f"{text}\n") is entry.who(somebody(role))


@pytest.mark.parametrize("role", [Role.CLASS_PRESIDENT, Role.CLASS_SECRETARY, Role.DUTY_TEACHER])
def test_nobody_is_promised_days_that_they_may_not_look_up(role: Role) -> None:
    line = dict(menu.commands_of(somebody(role)))["rekap"]
    assert "semester" not in line
    assert "semester" in dict(menu.commands_of(somebody(role, Role.COUNSELOR)))["rekap"]
    assert dict(menu.commands_of(somebody(role, Role.STUDENT)))["rekap"] == line  # the own days are no class's


def test_commands_are_such_as_telegram_takes_and_each_is_offered_once() -> None:
    everything = somebody(*Role)
    for actor in (*map(somebody, Role), everything):
        commands = [entry.command for entry in menu.entries_of(actor)]
        assert len(set(commands)) == len(commands)
        keys = [entry.words.key for entry in menu.entries_of(actor) if entry.words.key]
        assert len(set(keys)) == len(keys)
    for entry in menu.ENTRIES:
        assert entry.command == entry.command.lower()
        assert entry.command.replace("_", "").isalnum()
        assert 1 <= len(entry.command) <= 32
        assert 1 <= len(entry.words.line) <= 256


def test_a_pupil_is_not_offered_the_classes_that_have_not_reported() -> None:
    assert "belum_lapor" not in offered(Role.STUDENT)
    assert "belum_lapor" in offered(Role.CLASS_SECRETARY)


def test_groups_have_the_commands_for_groups_and_no_others() -> None:
    assert [command for command, _ in menu.group_commands()] == ["grup_pimpinan", "grup_kelas"]
