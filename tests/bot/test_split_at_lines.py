"""Long answers: whole lines, none lost, each piece within Telegram's limit."""

from hypothesis import given
from hypothesis import strategies as st

from bot.reply import LONGEST_TEXT, split_at_lines

LINES = st.lists(st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), max_size=600), max_size=60)


def utf16_length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@given(LINES)
def test_nothing_is_lost_and_no_piece_is_too_long(lines: list[str]) -> None:
    pieces = split_at_lines("\n".join(lines))
    assert "\n".join(pieces) == "\n".join(lines)
    assert all(utf16_length(piece) <= LONGEST_TEXT for piece in pieces)


def test_a_short_answer_stays_one() -> None:
    assert split_at_lines("satu\n\ndua") == ["satu\n\ndua"]


def test_pieces_are_as_long_as_they_can_be() -> None:
    line = "A" * 1023
    assert split_at_lines("\n".join([line] * 5)) == ["\n".join([line] * 4), line]


def test_a_line_of_emoji_counts_twice_as_telegram_counts() -> None:
    line = "\N{GRINNING FACE}" * 1500
    assert split_at_lines(f"{line}\n{line}") == [line, line]
