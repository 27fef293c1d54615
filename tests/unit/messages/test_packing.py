"""Blocks into as few messages as the limits allow."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.messages.blocks import context, header, rich, text
from bot.messages.limits import fits
from bot.messages.packing import as_messages, packed

GROUPS = st.lists(
    st.tuples(st.integers(0, 99), st.lists(st.integers(1, 2_900), max_size=30)), min_size=1, max_size=6
)


@given(GROUPS)
def test_every_member_is_in_some_page_and_every_page_fits(groups: list[tuple[int, list[int]]]) -> None:
    made = [(context(str(label)), [rich([text("x" * size)]) for size in sizes]) for label, sizes in groups]
    pages = packed(made, head=[header("head")], foot=[context("foot")])
    members = [block for page in pages for block in page if block["type"] == "rich_text"]
    assert members == [member for _, inside in made for member in inside]
    assert all(fits(page) for page in pages)
    assert pages[0][0] == header("head")
    assert pages[-1][-1] == context("foot")


def test_label_is_repeated_where_its_group_goes_on() -> None:
    label = context("Housing")
    pages = packed([(label, [rich([text("x" * 2_900)])] * 7)])
    assert len(pages) == 3
    assert [page[0] for page in pages] == [label] * 3


def test_group_without_members_shows_no_label() -> None:
    assert packed([(context("Empty"), [])]) == []


def test_first_text_opens_with_the_given_words() -> None:
    first, second = as_messages([[rich([text("a")])], [rich([text("b")])]], "Why:")
    assert (first["text"], second["text"]) == ("Why:\na", "b")
