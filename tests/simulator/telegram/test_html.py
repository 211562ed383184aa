"""Tags become entities counted in UTF-16 units, and entities become tags again."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.telegram.errors import ApiError
from simulator.telegram.formatting import caption_of, text_of
from simulator.telegram.html import parse_html
from simulator.telegram.rendering import render_html


@pytest.mark.parametrize(
    "source",
    [
        "plain &lt;b&gt; text &amp; more",
        "<b>bold <i>both</i></b> rest",
        "👍 <b>after a character of two units</b>",
        '<a href="https://example.com/?a=1&amp;b=2">link</a>',
        '<a href="tg://user?id=7">Dewi</a>',
        '<pre><code class="language-python">x = 1</code></pre>',
        "<blockquote expandable>long</blockquote>",
        "<u>a</u><s>b</s><code>c</code><tg-spoiler>d</tg-spoiler>",
    ],
)
def test_what_is_parsed_renders_as_it_was(source: str) -> None:
    assert render_html(*parse_html(source)) == source


def test_entities_name_their_place_in_utf_16_units() -> None:
    text, entities = parse_html("👍 <b>é</b>")
    assert (text, entities) == ("👍 é", [{"type": "bold", "offset": 3, "length": 1}])


def test_synonyms_give_the_same_entities() -> None:
    strong, bold = (parse_html(f"<{tag}>x</{tag}>") for tag in ("strong", "b"))
    assert strong == bold


def test_a_link_that_is_none_leaves_its_text() -> None:
    assert parse_html('<a href="nowhere">x</a>') == ("x", [])


def test_references_that_are_no_characters_stay_as_they_are() -> None:
    assert parse_html("&nbsp; &#0; &#xD800; & Co")[0] == "&nbsp; &#0; &#xD800; & Co"


def test_blank_edges_are_trimmed_and_entities_move_along() -> None:
    formatted = text_of("\n <b> x </b>\n", "HTML")
    assert formatted.text == "x"
    assert list(formatted.entities) == [{"type": "bold", "offset": 0, "length": 1}]


def test_control_characters_become_blanks() -> None:
    assert text_of("a\x00b\r\nc", None).text == "a b\nc"


def test_the_limit_counts_what_people_see() -> None:
    assert caption_of("<b>" + "x" * 1024 + "</b>", "HTML").text == "x" * 1024
    with pytest.raises(ApiError, match="message caption is too long"):
        caption_of("x" * 1025, "HTML")


def test_markdown_is_refused_with_a_hint() -> None:
    with pytest.raises(ApiError, match="use HTML"):
        text_of("*x*", "MarkdownV2")


@given(st.text(alphabet="<>/&;abip =\"'#x1é👍 \n", max_size=60))
def test_any_text_is_parsed_or_refused_in_words(source: str) -> None:
    with suppress(ApiError):
        text, entities = parse_html(source)
        units = len(text.encode("utf-16-le")) // 2
        assert all(one["offset"] + one["length"] <= units for one in entities)
