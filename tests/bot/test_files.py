"""A file is read no further than was asked for, whatever its size was said to be."""

from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetFile

from bot.files import FileUnavailable, FileWanted, fetch


class Source:
    """A bot that hands out endless chunks, or nothing but an error."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error, self.chunks = error, 0

    async def download(self, _file_id: str, destination: Any) -> None:
        if self.error is not None:
            raise self.error
        while True:
            self.chunks += 1
            destination.write(b"x" * 1000)


async def test_an_endless_file_stops_one_byte_beyond_what_was_wanted() -> None:
    source = Source()
    assert len(await fetch(source, FileWanted("id", 2500))) == 2501  # type: ignore[arg-type]  # all it needs of a bot
    assert source.chunks == 3


@pytest.mark.parametrize("error", [TelegramNetworkError(GetFile(file_id="x"), "away"), TimeoutError(), OSError()])
async def test_telegram_being_away_is_a_refusal(error: Exception) -> None:
    with pytest.raises(FileUnavailable):
        await fetch(Source(error), FileWanted("id", 10))  # type: ignore[arg-type]  # as above
