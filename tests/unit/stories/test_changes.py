from dataclasses import replace

from bot.model.article import ArticleVersion
from bot.model.story import (
    Changes,
    NumberConflict,
    Origin,
    OriginGraph,
    OriginKind,
    Status,
    StatusKind,
    Story,
    StoryView,
)
from bot.stories.changes import compare
from tests.unit.stories.made import NOON, article, statement

STORY = Story(id="s1", article_ids=("a1",), first_at=NOON, last_at=NOON, updated_at=NOON)
ONE = Origin(id="o-a1", kind=OriginKind.STATEMENT, label="one interview", article_ids=("a1",))
VIEW = StoryView(
    story=STORY, headline_article="a1", outlets=("Courier",), graph=OriginGraph(origins=(ONE,)),
    status=Status(kind=StatusKind.ONE_ORIGIN, origins=1, outlets=1, line=""), statements=(statement(),),
)  # fmt: skip


def version(title, body=""):
    return ArticleVersion(article_id="a1", title=title, summary="", body=body, url="", replaced_at=NOON)


def test_a_story_never_seen_is_new():
    assert compare(None, VIEW) == Changes(is_new=True)


def test_nothing_changed_is_an_answer():
    assert compare(VIEW, VIEW, [article("a1")]).is_empty


def test_an_outlet_an_origin_and_a_statement_that_joined():
    other = Origin(id="o-a2", kind=OriginKind.DOCUMENT, label="an audit", article_ids=("a2",))
    said = statement("s2", "a2", "No.", speaker="person:b")
    now = replace(
        VIEW,
        outlets=("Courier", "Globe"),
        graph=OriginGraph(origins=(ONE, other)),
        statements=(*VIEW.statements, said),
    )
    assert compare(VIEW, now) == Changes(outlets=("Globe",), origins=("an audit",), statements=(said,))


def test_an_origin_is_no_new_one_because_another_article_leads_it():
    grown = replace(ONE, id="o-a0", article_ids=("a0", "a1"))
    assert compare(VIEW, replace(VIEW, graph=OriginGraph(origins=(grown,)))).origins == ()


def test_the_same_words_in_another_article_are_no_new_statement():
    assert compare(VIEW, replace(VIEW, statements=(statement("s9", "a9"),))).statements == ()


def test_the_former_status():
    now = replace(VIEW, status=replace(VIEW.status, kind=StatusKind.DISPUTED))
    assert compare(VIEW, now).status_from is StatusKind.ONE_ORIGIN


def test_an_edited_headline_old_and_new():
    changed = compare(VIEW, VIEW, [article("a1", "New")], [version("Oldest"), version("Older")])
    assert changed.edits == (("Oldest", "New"),)


def test_a_correction_counts_once_it_is_there():
    corrected = article("a1", "Up", "Correction: An earlier version of this article misstated it.")
    assert compare(VIEW, VIEW, [corrected], [version("Up")]).corrections == ("a1",)
    assert compare(VIEW, VIEW, [corrected], [version("Up", corrected.body)]).corrections == ()
    assert compare(VIEW, VIEW, [corrected]).corrections == ()


def test_a_retraction_that_joins_counts():
    retracted = article("a2", "Retraction: Story withdrawn")
    assert compare(VIEW, VIEW, [retracted]).corrections == ("a2",)


def test_a_figure_that_changed():
    then = replace(VIEW, conflicts=(NumberConflict(what="arrests", values=(("12", "a1"), ("15", "a2"))),))
    now = replace(VIEW, conflicts=(NumberConflict(what="arrests", values=(("12", "a1"), ("18", "a3"))),))
    assert compare(then, now).figures == (("arrests", "15", "18"),)
    assert compare(VIEW, then).figures == (("arrests", "12", "15"),)
    assert compare(then, then).figures == ()
