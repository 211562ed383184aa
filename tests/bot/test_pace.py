"""No faster than Telegram allows: to a person, to a group, in all."""

from datetime import UTC, datetime

from bot.pace import GROUP, OVERALL, PERSON, Pace

DEWI, AGUS, TEACHERS = 101, 102, -4_000_001


class Stopwatch:
    seconds = 0.0

    def __call__(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)


def write(pace: Pace, chat: int, times: int) -> None:
    for _ in range(times):
        assert pace.wait(chat, is_answer=False) == 0
        pace.count(chat)


def test_a_burst_passes_and_then_one_a_second() -> None:
    watch = Stopwatch()
    pace = Pace(watch)
    write(pace, DEWI, PERSON[0])
    assert pace.wait(DEWI, is_answer=False) == 1
    assert pace.wait(AGUS, is_answer=False) == 0, "others do not wait for Dewi"
    watch.seconds = 1.0
    write(pace, DEWI, 1)
    assert pace.wait(DEWI, is_answer=False) == 1


def test_a_group_gets_twenty_a_minute() -> None:
    watch = Stopwatch()
    pace = Pace(watch)
    write(pace, TEACHERS, GROUP[0])
    assert 2.9 < pace.wait(TEACHERS, is_answer=False) <= 3
    watch.seconds = 60.0
    write(pace, TEACHERS, 20)


def test_all_together_get_thirty_a_second() -> None:
    watch = Stopwatch()
    pace = Pace(watch)
    for chat in range(1, OVERALL[0] + 1):
        write(pace, chat, 1)
    assert 0 < pace.wait_overall(is_answer=False) <= 1 / 30
    watch.seconds = 1.0
    assert pace.wait_overall(is_answer=False) == 0


def test_an_answer_leaves_at_once_and_news_makes_room_for_it() -> None:
    watch = Stopwatch()
    pace = Pace(watch)
    write(pace, DEWI, PERSON[0])
    assert pace.wait(DEWI, is_answer=True) == 0
    assert pace.wait_overall(is_answer=True) == 0
    pace.count(DEWI)
    assert pace.wait(DEWI, is_answer=False) == 2


def test_a_pause_that_telegram_asks_for_is_that_chats_alone() -> None:
    watch = Stopwatch()
    pace = Pace(watch)
    pace.pause(DEWI, datetime.fromtimestamp(30, UTC))
    assert pace.wait(AGUS, is_answer=False) == 0
    watch.seconds = 20.0
    assert pace.wait(DEWI, is_answer=False) == pace.wait(DEWI, is_answer=True) == 10
    watch.seconds = 30.0
    write(pace, DEWI, 1)
