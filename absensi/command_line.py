"""`absensi …`: exit status 0 done, 1 refused or failed with one sentence on standard error, 2 wrong usage."""

import sys

import typer
from sqlalchemy.exc import SQLAlchemyError

from absensi import wording
from absensi.commands import (
    calendar,
    cards,
    confirmations,
    keycodes,
    machines,
    membership,
    photos,
    report,
    roster,
    rules,
    service,
    station,
)
from absensi.errors import CommandRefused
from absensi.settings import SettingsError
from bot.errors import TokenRefused
from core.errors import Refusal
from db.embedded import EmbeddedPostgresError

_ABOUT = "School attendance by Telegram, SMS and QR."

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=_ABOUT)
for module in (
    service,
    roster,
    membership,
    keycodes,
    cards,
    photos,
    confirmations,
    station,
    machines,
    report,
    calendar,
    rules,
):
    module.register(app)


def main() -> None:
    """Run a command; what the school or the machine refuses is one sentence, anything else a traceback."""
    try:
        app()
    except Refusal as refusal:
        _fail(wording.refusal(refusal))
    except (CommandRefused, SettingsError, EmbeddedPostgresError, TokenRefused) as error:
        _fail(str(error))
    except (SQLAlchemyError, OSError) as error:
        _fail(f"The database or a file cannot be used: {error}")


def _fail(sentence: str) -> None:
    sys.stderr.write(f"{sentence}\n")
    sys.exit(1)
