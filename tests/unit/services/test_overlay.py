"""What a team put right, laid over shared stories."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.model.article import Article, ArticleId
from bot.model.entity import EntityId, EntityKind, Mention
from bot.model.reading import Reading
from bot.model.statement import Statement, StatementId
from bot.model.story import Story, StoryId
from bot.model.workspace import Correction, CorrectionKind, UserId, WorkspaceId
from bot.services.overlay import (
    Part,
    dated,
    excluded_names,
    overlaid,
    parts_of,
    relinked,
    rulings_of,
    written,
)

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)
WU = EntityId("person:ada-wu-salem")


def story(name, *ids):
    articles = tuple(map(ArticleId, ids))
    return Story(id=StoryId(name), article_ids=articles, first_at=NOON, last_at=NOON, updated_at=NOON)


def part(name, *ids):
    return Part(story_id=StoryId(name), article_ids=tuple(map(ArticleId, ids)))


def correction(kind, *parts, subject="s1", objects=()):
    return Correction(
        id="c1",
        workspace_id=WorkspaceId("T1"),
        kind=kind,
        subject=subject,
        objects=objects or written(parts),
        by=UserId("U1"),
        made_at=NOON,
    )


def split(*parts):
    return correction(CorrectionKind.SPLIT, *parts)


def merge(*parts):
    return correction(CorrectionKind.MERGE, *parts)


def members(stories):
    return {s.id: set(s.article_ids) for s in stories}


def test_a_split_takes_its_articles_out():
    found = overlaid([story("s1", "a", "b", "c")], [split(part("s1", "a", "b"), part("s2", "c"))])
    assert members(found) == {"s1": {"a", "b"}, "s2": {"c"}}


def test_an_article_that_came_later_stays_with_the_story():
    found = overlaid([story("s1", "a", "c", "new")], [split(part("s1", "a"), part("s2", "c"))])
    assert members(found) == {"s1": {"a", "new"}, "s2": {"c"}}


def test_a_split_that_the_shared_stories_made_too_changes_nothing():
    shared = [story("s1", "a"), story("s2", "c")]
    assert members(overlaid(shared, [split(part("s1", "a"), part("s2", "c"))])) == members(shared)


def test_a_split_survives_regrouping_under_another_id():
    found = overlaid([story("s9", "a", "c")], [split(part("s1", "a"), part("s2", "c"))])
    assert members(found) == {"s9": {"a"}, "s2": {"c"}}


def test_a_merge_joins_whole_stories():
    shared = [story("s1", "a", "later"), story("s2", "b"), story("s3", "x")]
    found = overlaid(shared, [merge(part("s1", "a"), part("s2", "b"))])
    assert members(found) == {"s1": {"a", "later", "b"}, "s3": {"x"}}


def test_of_two_that_contradict_the_later_holds():
    shared = [story("s1", "a", "b")]
    apart, joined = split(part("s1", "a"), part("s2", "b")), merge(part("s1", "a"), part("s2", "b"))
    assert members(overlaid(shared, [apart, joined])) == {"s1": {"a", "b"}}
    assert members(overlaid(shared, [joined, apart])) == {"s1": {"a"}, "s2": {"b"}}


IDS = st.sampled_from("abcdef")
PARTS = st.lists(st.sets(IDS, min_size=1), min_size=2, max_size=3)


@given(st.lists(st.tuples(st.booleans(), PARTS), max_size=4))
def test_no_article_is_lost_or_doubled(rows):
    corrections = []
    for is_split, groups in rows:
        left, parts = set("abcdef"), []
        for n, group in enumerate(groups):
            parts.append(part(f"s{n + 1}", *sorted(group & left)))
            left -= group
        corrections.append(split(*parts) if is_split else merge(*parts))
    found = overlaid([story("s1", "a", "b", "c"), story("s2", "d", "e", "f")], corrections)
    assert sorted(i for one in found for i in one.article_ids) == list("abcdef")


def test_parts_are_read_as_they_were_written():
    parts = (part("s1", "a", "b"), part("s2", "c"))
    assert parts_of(split(*parts)) == parts


def test_grouping_obeys_splits_and_merges():
    apart, joined = split(part("s1", "a"), part("s2", "b")), merge(part("s1", "a"), part("s2", "b"))
    named = correction(CorrectionKind.NOT_THIS_PERSON, subject="Wu", objects=(WU,))
    assert [r.groups for r in rulings_of([apart, named, joined])] == [(("a",), ("b",)), (("a", "b"),)]


def test_a_story_is_dated_by_the_articles_that_are_there():
    articles = {
        ArticleId(i): Article(
            id=ArticleId(i),
            url=f"https://harbor.example/{i}",
            title=i,
            outlet="Harbor Ledger",
            published_at=NOON + timedelta(hours=n),
            first_seen_at=NOON,
        )
        for n, i in enumerate("ba")
    }
    found = dated(story("s1", "a", "b", "gone"), articles)
    assert (found.article_ids, found.first_at) == (("b", "a"), NOON)
    assert found.last_at == NOON + timedelta(hours=1)


def reading():
    said = Statement(
        id=StatementId("x1"),
        article_id=ArticleId("x"),
        field="text",
        source=(0, 2),
        cue=(3, 7),
        content=((8, 10),),
        words="no",
        quoted=True,
        speaker=WU,
        speaker_text="Wu",
    )
    full = Mention(field="title", start=0, end=6, text="Ada Wu", kind=EntityKind.PERSON, entity_id=WU)
    short = Mention(field="text", start=0, end=2, text="Wu", kind=EntityKind.PERSON, entity_id=WU)
    return Reading(article_id=ArticleId("x"), version="1", mentions=(full, short), statements=(said,))


def test_not_this_person_takes_out_one_spelling():
    wrong = correction(CorrectionKind.NOT_THIS_PERSON, subject="wu", objects=(WU,))
    found = relinked(reading(), [wrong])
    assert [m.entity_id for m in found.mentions] == [WU, None]
    assert [s.speaker for s in found.statements] == [None]
    assert excluded_names([wrong]) == {("wu", WU)}


def test_not_this_person_in_an_article_takes_out_every_link_of_it():
    here = correction(CorrectionKind.NOT_THIS_PERSON, subject="Wu", objects=(WU, "x"))
    elsewhere = correction(CorrectionKind.NOT_THIS_PERSON, subject="Wu", objects=(WU, "y"))
    assert [m.entity_id for m in relinked(reading(), [here]).mentions] == [None, None]
    assert relinked(reading(), [elsewhere]) == reading()
