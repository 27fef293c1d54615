"""What people put right: it holds, survives regrouping and reading again, stays in its team, is undone."""

import json

import pytest

from bot.errors import NotFoundError
from bot.model.article import ArticleId
from bot.model.digest import Subscription
from bot.model.entity import EntityId
from bot.model.lookup import Question
from bot.model.workspace import ChannelId, CorrectionKind, UserId, WorkspaceId
from bot.services.curate import By
from bot.services.material import Cut
from bot.services.overlay import parts_of
from tests.road.delivered import BEFORE, at, opened
from tests.road.test_story import CLAIM, NOW, claim, story_of  # noqa: F401  # the fixture is used by its name

REJECTS = "Boston police commissioner's office rejects claim of quiet help for ICE"
RED = By(workspace=WorkspaceId("T-RED"), user=UserId("U1"))
BLUE = By(workspace=WorkspaceId("T-BLUE"), user=UserId("U2"))


def articles(cli, story):
    """(id, title) of a story's articles."""
    status, out, err = cli("story", story, "--format", "json", *NOW)
    assert status == 0, err
    return {article["title"]: article["id"] for article in json.loads(out)["articles"]}


def test_a_split_survives_regrouping_and_is_undone(cli, claim):  # noqa: F811
    wrong = articles(cli, claim)[REJECTS]
    status, out, _ = cli("split", claim, wrong, "--json", *NOW)
    made = json.loads(out)
    apart = made["objects"][1].split()[0]
    assert (status, made["kind"]) == (0, "split")
    for moment in ("2026-03-05T00:00:00Z", "2026-03-05T06:00:00Z"):
        cli("digest", "--now", moment)
        assert REJECTS not in articles(cli, claim)
        assert set(articles(cli, apart)) == {REJECTS}
    assert made["id"] in cli("corrections")[1]
    assert cli("undo", made["id"], *NOW)[0] == 0
    assert REJECTS in articles(cli, claim)
    assert articles(cli, apart) == articles(cli, claim)
    status, _, err = cli("undo", made["id"], *NOW)
    assert (status, "undone before" in err) == (2, True)


def test_a_merge_survives_regrouping_and_is_undone(cli, claim):  # noqa: F811
    other = story_of(cli, "housing", "Boston plans 402 homes on city parking lots")
    cli("digest", *NOW)
    before = articles(cli, claim), articles(cli, other)
    made = json.loads(cli("merge", claim, other, "--json", *NOW)[1])
    cli("digest", "--now", "2026-03-05T06:00:00Z")
    assert articles(cli, claim) == articles(cli, other) == before[0] | before[1]
    cli("undo", made["id"], "--now", "2026-03-05T07:00:00Z")
    cli("digest", "--now", "2026-03-05T08:00:00Z")
    assert (articles(cli, claim), articles(cli, other)) == before


@pytest.mark.parametrize(
    ("chosen", "words"), [(["x1"], "no article x1"), (None, "all articles")], ids=["unknown", "all"]
)
def test_a_split_must_leave_and_take_something(cli, claim, chosen, words):  # noqa: F811
    status, _, err = cli("split", claim, *(chosen or articles(cli, claim).values()), *NOW)
    assert (status, words in err) == (2, True)
    assert cli("merge", claim, claim, *NOW)[0] == 2


def headlines(app, by):
    """All headlines that a team's digest tells, by story."""
    channel = Subscription(
        id="sub-x",
        workspace_id=by.workspace,
        channel_id=ChannelId("C9"),
        created_at=BEFORE,
    )
    with app.database.read() as tx:
        digest = app.publish.compose(tx, channel, Cut(since_at=at(2), until_at=at(4)))
    told = (*digest.stories, *digest.more)
    return {story.view.story.id: {article.title for article in story.articles} for story in told}


def test_a_team_splits_and_merges_for_itself_alone(cli, claim):  # noqa: F811
    wrong = articles(cli, claim)[REJECTS]
    other = story_of(cli, "housing", "Boston plans 402 homes on city parking lots")
    with opened(at(4)) as app:
        before = headlines(app, BLUE)
        made = app.curate.split(claim, [wrong], RED)
        apart = parts_of(made)[1].story_id
        assert headlines(app, RED)[apart] == {REJECTS}
        assert REJECTS not in headlines(app, RED)[claim]
        merged = app.curate.merge(apart, other, RED)
        assert headlines(app, RED)[apart] == {REJECTS} | before[other]
        assert headlines(app, BLUE) == before
        with pytest.raises(NotFoundError):
            app.curate.undo(made.id, BLUE)
        app.curate.undo(merged.id, RED)
        app.curate.undo(made.id, RED)
        assert headlines(app, RED) == before
        with app.database.read() as tx:
            entries = tx.audit.of_workspace(RED.workspace, since=BEFORE)
            assert not tx.audit.of_workspace(BLUE.workspace, since=BEFORE)
    assert len(entries) == 4


def test_what_a_team_was_shown_of_its_own_split_is_remembered(cli, claim):  # noqa: F811
    wrong = articles(cli, claim)[REJECTS]
    with opened(at(4)) as app:
        apart = parts_of(app.curate.split(claim, [wrong], RED))[1].story_id
        with app.database.read() as tx:
            row = tx.stories.get(apart)
    assert (row.article_ids, row.merged_into) == ((), claim)


def test_not_this_person_is_respected_by_lookups(cli, read):
    cli("unlink", "Harlan Pryce", "Harlan Pryce", *NOW)
    status, out, _ = cli("lookup", "Harlan Pryce", "--format", "json", *NOW)
    answer = json.loads(out)
    assert status == 1
    assert all(candidate["name"] != "Harlan Pryce" for candidate in answer["candidates"])
    made = cli("corrections")[1].split()[0]
    cli("undo", made)
    assert cli("lookup", "Harlan Pryce", *NOW)[0] == 0


def test_not_this_person_in_one_article_takes_that_article_out(cli, claim):  # noqa: F811
    one = articles(cli, claim)[CLAIM]
    with opened(at(4)) as app:
        wrong = app.answer.get_entity("Harlan Pryce").id
        before = app.answer.reply_to("Harlan Pryce").answer.articles
        app.curate.not_this_person("Pryce", EntityId(wrong), [ArticleId(one)], RED)
        red = app.answer.reply(Question(name="Harlan Pryce"), workspace=RED.workspace)
        blue = app.answer.reply(Question(name="Harlan Pryce"), workspace=BLUE.workspace)
    assert (red.answer.articles, blue.answer.articles) == (before - 1, before)


def test_a_forgotten_page_is_gone_and_stays_away(cli, samples):
    cli("feeds", "import", samples.opml_url)
    cli("poll", "--all", *NOW)
    _, out, _ = cli("articles", "--json")
    url = json.loads(out.splitlines()[0])["url"]
    status, out, _ = cli("forget", "url", url, "--yes", "--json")
    made = json.loads(out)
    assert (status, made["kind"]) == (0, "forget_url")
    cli("poll", "--all", *NOW)
    assert url not in cli("articles", "--json")[1]
    status, _, err = cli("undo", made["id"])
    assert (status, "cannot be brought back" in err) == (2, True)
    assert cli("forget", "url", url, "--yes")[0] == 2


def test_a_forgotten_person_is_not_linked_again(cli, read, settings):
    assert cli("forget", "person", "Harlan Pryce", "--yes", *NOW)[0] == 0
    assert cli("lookup", "Harlan Pryce", *NOW)[0] == 1
    (settings / "bikes.toml").write_text('[bikes]\nname = "Bikes"\n[bikes.phrases]\n"bike" = 8\n')
    cli("topics", "add", "bikes.toml", "--yes")
    cli("reread", *NOW)
    assert cli("lookup", "Harlan Pryce", *NOW)[0] == 1
    with opened(at(4)) as app:
        (made,) = app.curate.corrections()
        assert made.kind is CorrectionKind.FORGET_PERSON
        app.curate.undo(made.id)
    cli("topics", "undo", "bikes")
    cli("reread", *NOW)
    assert cli("lookup", "Harlan Pryce", *NOW)[0] == 0
