"""Indonesian sentences of the administration about confirming arrivals and leavings."""

from collections.abc import Mapping
from html import escape
from typing import Literal

from bot.wording.admin_rules import monthly_cost
from core.confirmation_choices import MonthlyCost
from core.confirmations import Confirm
from core.wording import confirmations

OPEN = "🔔 Kabar datang & pulang"
CHOICES: Mapping[Literal["off", "telegram", "sms", "school"], str] = {
    "off": "Tidak dikabari",
    "telegram": "Telegram saja",
    "sms": "Telegram dan SMS",
    "school": "Ikuti aturan sekolah",
}


def page(whose: str, held: Confirm | None, rule: Confirm) -> str:
    """`held` None: as the school's `rule` says."""
    return f"<b>Kabar datang dan pulang</b>\n{chosen(whose, held)}\n{confirmations.rule(rule)}"


def proposal(whose: str, choice: Confirm | None, cost: MonthlyCost) -> str:
    return f"{chosen(whose, choice)}\n{monthly_cost(cost)}\n\nSimpan? Langsung berlaku."


def chosen(whose: str, choice: Confirm | None) -> str:
    return confirmations.chosen(escape(whose), choice)
