import pytest

from bot.stories.figures import conflicts, figures
from tests.unit.stories.made import article


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,200 arrests", [("1,200", "arrests", 1200)]),
        ("a $3.5 million grant", [("$3.5 million", "grant", 3_500_000)]),
        ("six federal officers", [("six", "officers", 6)]),
        ("a 12 percent raise", [("12 percent", "raise", 12)]),
        ("in 2026 elections were held", []),
        ("after 12 years", []),
        ("on Route 9 and 10", []),
    ],
)
def test_quantities(text, expected):
    assert [(f.written, f.what, f.value) for f in figures(text)] == expected


def story(*texts):
    return [article(f"a{n}", "News", text, hours=n) for n, text in enumerate(texts)]


def test_two_values_for_one_quantity_are_flagged_with_both_articles():
    (conflict,) = conflicts(story("They made 12 arrests.", "They made 15 arrests.", "There were 12 arrests."))
    assert conflict.what == "arrests"
    assert conflict.values == (("12", "a0"), ("15", "a1"), ("12", "a2"))


def test_words_and_digits_are_one_value():
    assert conflicts(story("They made six arrests.", "They made 6 arrests.")) == ()


def test_money_percent_and_plain_numbers_are_three_quantities():
    assert conflicts(story("a 12 percent raise", "a $12 raise", "12 raises")) == ()


def test_an_article_that_tells_a_change_is_left_out():
    assert conflicts(story("From 12 arrests to 15 arrests.", "They made 15 arrests.")) == ()
