"""Long answers: whole lines, none lost, each piece within Telegram's limit and well-formed."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pieces import LONGEST_TEXT, cut_to_fit, split_at_lines
from bot.wording.fitting import CUT, first_lines, first_names, last_lines
from simulator.telegram.html import parse_html, utf16_length

LETTERS = st.characters(exclude_characters="\n<>&", exclude_categories=["Cs"])
LINES = st.lists(st.text(LETTERS, max_size=600), max_size=60)


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


def test_entities_and_formatting_count_as_what_is_shown() -> None:
    assert len(split_at_lines("&lt;" * 4000 + "<b>tebal</b>" * 10)) == 1


def test_a_quotation_that_is_cut_is_closed_and_goes_on() -> None:
    words = "&lt;demam&gt; " * 900
    pieces = split_at_lines(f"<b>Budi</b>\n<blockquote>{words}</blockquote>")
    shown = [parse_html(piece) for piece in pieces]
    assert [[one["type"] for one in entities] for _, entities in shown] == [["bold", "blockquote"], ["blockquote"]]
    assert all(utf16_length(text) <= LONGEST_TEXT for text, _ in shown)
    assert "".join(text for text, _ in shown).count("<demam>") == 900


def test_a_word_without_end_is_cut_somewhere() -> None:
    assert "".join(split_at_lines("A" * 9000)) == "A" * 9000


def test_what_cannot_be_split_is_cut_and_says_so() -> None:
    assert cut_to_fit("<b>satu</b>") == "<b>satu</b>"
    text, entities = parse_html(cut_to_fit("<i>" + "kata " * 2000 + "</i>"))
    assert text.endswith(f"kata\n{CUT}")
    assert utf16_length(text) <= LONGEST_TEXT
    assert [one["type"] for one in entities] == ["italic"]


def test_lists_say_how_many_more_there_are() -> None:
    lines = [f"{number} " + "x" * 300 for number in range(20)]
    first, last = first_lines(lines), last_lines(lines)
    assert (first.startswith("0 "), first.split("\n")[-1]) == (True, "… dan 8 lagi")
    assert (last.split("\n")[0], last.split("\n")[-1]) == ("… 8 sebelumnya", lines[-1])
    assert first_lines(lines[:3]) == last_lines(lines[:3]) == "\n".join(lines[:3])
    assert first_names(["Siti", "Budi & Co", "Andi"], 20) == "Siti, Budi &amp; Co, … dan 1 lagi"
    assert first_names(["Siti"], 20) == "Siti"
