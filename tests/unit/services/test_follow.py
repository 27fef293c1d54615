"""What follows and mutes ask of stories, as pure values."""

from datetime import UTC, datetime

import pytest

from bot.model.article import Article
from bot.model.lookup import Follow
from bot.model.story import Status, StatusKind, Story, StoryView
from bot.services.alerts import wake_at
from bot.services.follow import Wishes, hides, is_from, wishes_of

AT = datetime(2026, 3, 4, 12, tzinfo=UTC)


def row(target, kind="entity", *, muted=False):
    return Follow(
        id=f"{kind}-{target}-{muted}",
        workspace_id="T1",
        owner="U1",
        target_kind=kind,
        target=target,
        label=target,
        muted=muted,
        created_at=AT,
    )


def article(name, title="Harbor council meets", host="harbor.example"):
    return Article(
        id=name, url=f"https://{host}/{name}", title=title, outlet=host, published_at=AT, first_seen_at=AT
    )


VIEW = StoryView(
    story=Story(id="s1", article_ids=("a1", "a2"), first_at=AT, last_at=AT, updated_at=AT),
    headline_article="a1",
    topics=("housing",),
    entities=("person:ana-reyes", "geonames:1"),
    status=Status(kind=StatusKind.ORIGINS, origins=2, outlets=2, line="2 origins"),
)


def test_a_mute_wins_over_a_follow_of_the_same():
    wishes = wishes_of([row("geonames:1"), row("geonames:1", muted=True), row("housing", "topic")])
    assert wishes.follows == ("housing",)
    assert wishes.muted == ("geonames:1",)


def test_words_are_folded_and_sources_kept_apart():
    wishes = wishes_of([row("Box Office", "word", muted=True), row("a.example", "source", muted=True)])
    assert wishes == Wishes(words=("box office",), sources=("a.example",))


@pytest.mark.parametrize("target", ["s1", "person:ana-reyes", "geonames:1", "housing"])
def test_a_story_is_hidden_by_itself_a_name_in_it_or_its_topic(target):
    assert hides(Wishes(muted=(target,)), VIEW, [article("a1")])
    assert not hides(Wishes(muted=("schools",)), VIEW, [article("a1")])


@pytest.mark.parametrize(
    ("headline", "hidden"),
    [
        ("Box-office record falls", True),
        ("The BOX OFFICE, explained", True),
        ("Mailbox officers meet", False),
        ("Harbor council meets", False),
    ],
)
def test_a_word_hides_by_whole_words_of_the_shown_headline(headline, hidden):
    articles = [article("a1", headline), article("a2", "box office elsewhere")]
    assert hides(Wishes(words=("box office",)), VIEW, articles) is hidden


def test_an_outlet_hides_only_what_nobody_else_carries():
    own, other = article("a1"), article("a2", host="news.other.example")
    assert hides(Wishes(sources=("harbor.example",)), VIEW, [own])
    assert not hides(Wishes(sources=("harbor.example",)), VIEW, [own, other])
    assert hides(Wishes(sources=("harbor.example", "other.example")), VIEW, [own, other])
    assert not hides(Wishes(), VIEW, [])


def test_an_address_without_a_host_is_from_nowhere():
    assert not is_from("not an address", ["example.com"])


@pytest.mark.parametrize(
    ("now", "due"),
    [
        ("2026-03-05T02:59:00+00:00", "2026-03-05T02:59:00+00:00"),  # 21:59
        ("2026-03-05T03:00:00+00:00", "2026-03-05T12:00:00+00:00"),  # 22:00
        ("2026-03-05T11:59:00+00:00", "2026-03-05T12:00:00+00:00"),  # 6:59
        ("2026-03-05T12:00:00+00:00", "2026-03-05T12:00:00+00:00"),  # 7:00
        ("2026-03-08T05:30:00+00:00", "2026-03-08T11:00:00+00:00"),  # the night in which summer time begins
    ],
)
def test_the_night_ends_at_seven_where_the_person_is(now, due):
    assert wake_at(datetime.fromisoformat(now), "America/New_York") == datetime.fromisoformat(due)
