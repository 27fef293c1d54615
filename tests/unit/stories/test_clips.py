from bot.stories.clips import LEAD_CHARS, MOST, make_clip
from tests.unit.stories.made import article, clip


def counts(made):
    return dict(zip(made.terms, made.counts, strict=True))


def test_headline_words_count_twice():
    assert counts(clip("a", "Budget vote", "Budget talks")) == {"budget": 3, "talk": 1, "vote": 2}


def test_the_body_stands_in_for_a_missing_summary():
    made = make_clip(article("a", "Vote", "Harbor dredging", summary=""))
    assert "harbor" in made.terms
    assert "harbor" not in make_clip(article("a", "Vote", "Harbor dredging", summary="Short")).terms


def test_only_the_lead_of_a_long_summary_is_compared():
    made = clip("a", "Vote", "harbor " * 100 + "dredging")
    assert len("harbor " * 100) > LEAD_CHARS
    assert "dredg" not in made.terms


def test_counts_fit_into_a_byte():
    assert max(clip("a", "no " + "harbor " * 300).counts) == MOST


def test_region_is_the_feeds_home():
    assert clip("a", "Vote", place="US-MA").region == "US-MA"
    assert clip("a", "Vote").region == ""
