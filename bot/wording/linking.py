"""The first words to an account that an invitation has linked."""

from html import escape

from core.wording.roles import ROLES
from db.models import Role


def welcome(name: str, role: Role, place: str | None) -> str:
    where = f" {escape(place)}" if place else ""
    who = f"Selamat datang, {escape(name)}! Anda terdaftar sebagai <b>{ROLES[role]}{where}</b>."
    return f"{who}\n\nKetik /bantuan untuk melihat yang bisa dilakukan."
