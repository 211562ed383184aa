"""What the bot does with an update, one module a subject. The order matters: the first that fits handles it."""

from aiogram import Router

from bot.filters_in_place import run_in_place
from bot.handlers import (
    admin,
    answering,
    approvals,
    by_hand,
    calendar,
    cancelling,
    card_printing,
    card_scanning,
    contradictions,
    correcting,
    deciding,
    deputies,
    fallback,
    gate_view,
    groups,
    guardian_linking,
    guardian_notices,
    guardians,
    late_arrivals,
    letters,
    linking,
    looking,
    mass_alerts,
    messages,
    name_showings,
    pupils,
    recaps,
    reporting,
    sent_reports,
)


def router() -> Router:
    root = Router(name="root")
    root.include_routers(
        groups.router(),
        cancelling.router(),  # before every question, whoever was asked
        card_scanning.router(),  # before invitations: both come by /start
        guardian_linking.router(),
        linking.router(),
        guardians.router(),
        guardian_notices.router(),
        by_hand.router(),
        card_printing.router(),
        correcting.router(),
        calendar.router(),
        admin.router(),
        answering.router(),
        reporting.router(),
        looking.router(),
        recaps.router(),
        late_arrivals.router(),
        pupils.router(),
        deciding.router(),
        messages.router(),
        approvals.router(),
        letters.router(),
        deputies.router(),
        contradictions.router(),
        mass_alerts.router(),
        gate_view.router(),
        sent_reports.router(),
        name_showings.router(),
        guardian_notices.words_router(),
        fallback.router(),
    )
    run_in_place(root)
    return root
