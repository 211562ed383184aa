"""What the bot does with an update, one module a subject. The order matters: the first that fits handles it."""

from aiogram import Router

from bot.handlers import (
    answering,
    calendar,
    contradictions,
    correcting,
    deciding,
    fallback,
    gate_view,
    groups,
    linking,
    looking,
    mass_alerts,
    reporting,
)


def router() -> Router:
    root = Router(name="root")
    root.include_routers(
        groups.router(),
        linking.router(),
        correcting.router(),
        calendar.router(),
        answering.router(),
        reporting.router(),
        looking.router(),
        deciding.router(),
        contradictions.router(),
        mass_alerts.router(),
        gate_view.router(),
        fallback.router(),
    )
    return root
