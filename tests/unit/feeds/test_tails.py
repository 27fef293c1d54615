"""What publishing systems append."""

from __future__ import annotations

import pytest

from bot.feeds.tails import drop_tail

SAID = "The council met until midnight."


@pytest.mark.parametrize(
    "tail",
    [
        "The post Council meets late appeared first on Exampleton Times.",
        "The post Council meets late first appeared on Exampleton Times.",
        "This article originally appeared on Exampleton Times: Council meets late",
        "This story was originally published in The Exampleton Times.",
        "Continue reading...",
        "Continue reading “Council meets late”",
        "Continue reading Council meets late →",
        "Keep reading",
        "Read more",
        "Read more »",
        "[Read more…]",
        "(Read More)",
        "Read the full story",
        "Read full article here",
        "Learn more",
        "See more",
        "Click here to view the original article",
        "More »",
        "(more…)",
        "»",
        "→",
        "Read more The post Council appeared first on Times.",
    ],
)
def test_it_is_taken_off(tail):
    assert drop_tail(f"{SAID} {tail}") == SAID


@pytest.mark.parametrize(
    "cut", ["[…]", "[...]", "[ ... ]", "...", "(…)", "[…] The post A appeared first on B."]
)
def test_a_text_that_was_cut_says_so_once(cut):
    assert drop_tail(f"The council met until {cut}") == "The council met until …"


@pytest.mark.parametrize(
    "text",
    [
        "",
        SAID,
        "She told students to read more.",
        "The post office closed.",
        "He will read more bills. The rest can wait until May.",
        "They said (more than once) that it was late.",
        "Read more",
        "It was seen on [Monday]",
    ],
)
def test_other_texts_stay_as_they_are(text):
    assert drop_tail(text) == text


def test_a_long_text_is_only_looked_at_from_behind():
    text = "Read more " * 500 + SAID
    assert drop_tail(text) == text
