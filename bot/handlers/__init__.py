"""What the bot does with an update, one module a subject. The order matters: the first that fits handles it."""

from aiogram import Router

from bot.handlers import (
    answering,
    by_hand,
    card_printing,
    card_scanning,
    contradictions,
    correcting,
    deciding,
    fallback,
    groups,
    linking,
    looking,
    reporting,
)


def router() -> Router:
    root = Router(name="root")
    root.include_routers(
        groups.router(),
        card_scanning.router(),  # before invitations: both come by /start
        linking.router(),
        by_hand.router(),
        card_printing.router(),
        correcting.router(),
        answering.router(),
        reporting.router(),
        looking.router(),
        deciding.router(),
        contradictions.router(),
        fallback.router(),
    )
    return root
