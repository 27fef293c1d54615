"""``policybot split``, ``merge``, ``unlink``, ``forget``, ``undo``, ``corrections``: what people put right.

Called by `bot.cli.main`. Parses, calls `bot.services.curate` and prints; it decides nothing. What is
corrected here is the operator's word and holds for everybody.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from bot.cli.common import echo_json, json_option, now_option, opened
from bot.cli.story import channel_option, subscription_of

if TYPE_CHECKING:
    from bot.app import App
    from bot.model.entity import Entity
    from bot.model.workspace import Correction
    from bot.services.curate import By


@click.command(
    epilog="\b\nExamples:\n  policybot split s6vp7c33 a1b2c3d4\n"
    "  policybot split 2 a1b2c3d4 --channel C0123456789"
)
@click.argument("story", metavar="STORY")
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
@channel_option
@json_option
@now_option
def split(
    *, story: str, articles: tuple[str, ...], channel: str | None, as_json: bool, now: datetime | None
) -> None:
    """Make ARTICLEs of a STORY a story of their own; it stays so when stories are grouped afresh.

    `policybot story STORY --format json` prints the ids of its articles.
    """
    from bot.services.overlay import parts_of

    with opened(now) as app:
        made = app.curate.split(story, articles, _by(app, channel))
        _redraw(app, made)
    kept, apart = parts_of(made)
    count = len(apart.article_ids)
    _tell(
        made,
        f"Story {apart.story_id} has {count} of the articles, story {kept.story_id} the others.",
        as_json,
    )


@click.command(epilog="\b\nExample:\n  policybot merge s6vp7c33 sabc2def")
@click.argument("story", metavar="STORY")
@click.argument("other", metavar="STORY")
@channel_option
@json_option
@now_option
def merge(*, story: str, other: str, channel: str | None, as_json: bool, now: datetime | None) -> None:
    """Make two stories one, under the id of the first; it stays so when stories are grouped afresh."""
    from bot.services.overlay import parts_of

    with opened(now) as app:
        made = app.curate.merge(story, other, _by(app, channel))
        _redraw(app, made)
    kept, gone = parts_of(made)
    _tell(made, f"Story {gone.story_id} is part of story {kept.story_id} now.", as_json)


@click.command(
    epilog='\b\nExamples:\n  policybot unlink "Mayor Wu" "Lily Wu"\n'
    '  policybot unlink Wu "Lily Wu" --article a1b2c3d4      nothing in that article is about her'
)
@click.argument("name")
@click.argument("person")
@click.option("--article", "articles", multiple=True, help="Only in this article; repeat for more.")
@json_option
@now_option
def unlink(*, name: str, person: str, articles: tuple[str, ...], as_json: bool, now: datetime | None) -> None:
    """Say that NAME does not mean PERSON: lookups, speakers and stories respect it from now on."""
    from bot.model.article import ArticleId

    with opened(now) as app:
        wrong = app.answer.get_entity(person)
        made = app.curate.not_this_person(name, wrong.id, [ArticleId(i) for i in articles])
    where = f" in {len(articles)} of the articles" if articles else ""
    _tell(made, f"{name} does not mean {wrong.name}{where}.", as_json)


@click.group(
    epilog="\b\nExamples:\n  policybot forget url https://news.example/2026/03/02/a\n"
    '  policybot forget person "Jane Doe" --yes'
)
def forget() -> None:
    """Forget a page or a person on request, in every table at once."""


@forget.command("url", epilog="\b\nExample:\n  policybot forget url https://news.example/2026/03/02/a")
@click.argument("url")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@now_option
def forget_url(*, url: str, yes: bool, as_json: bool, now: datetime | None) -> None:
    """Delete the page at URL everywhere and keep it from coming back. This cannot be undone."""
    with opened(now) as app:
        _ask(f"Delete {url} and all that was read in it? This cannot be undone.", yes)
        made, gone = app.amend.forgetting_url(url, lambda: app.curate.forget_url(url))
    stories, posted = len(gone.stories), len(gone.deliveries)
    _tell(made, f"Forgotten; {stories} stories and {posted} posted messages had it.", as_json, undo=False)


@forget.command("person", epilog='\b\nExample:\n  policybot forget person "Jane Doe"')
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@json_option
@now_option
def forget_person(*, name: str, yes: bool, as_json: bool, now: datetime | None) -> None:
    """Unlink the person of NAME everywhere: no lookup, statement or story names them any more."""
    with opened(now) as app:
        person = _person(app, name)
        _ask(f"Take out every link to {person.name} ({_role(person)})?", yes)
        made, gone = app.amend.forgetting_person(
            person.id, (person.name, *person.aliases), lambda: app.curate.forget_person(person)
        )
    articles, posted = len(gone.articles), len(gone.deliveries)
    _tell(made, f"Forgotten in {articles} articles and {posted} posted messages.", as_json)


@click.command(epilog="\b\nExample:\n  policybot undo c1f2e3d4")
@click.argument("correction", metavar="CORRECTION")
@now_option
def undo(*, correction: str, now: datetime | None) -> None:
    """Take back a CORRECTION (its id was printed when it was made; `policybot corrections` lists them)."""
    from bot.model.workspace import CorrectionKind
    from bot.services.curate import words_of

    with opened(now) as app:
        found = app.curate.undo(correction)
        _redraw(app, found)
    click.echo(f"Undone: {words_of(found)} {found.subject}.")
    if found.kind is CorrectionKind.FORGET_PERSON:
        click.echo("What is stored is linked again by: policybot reread")


@click.command(epilog="\b\nExample:\n  policybot corrections --json")
@json_option
def corrections(*, as_json: bool) -> None:
    """List the corrections that hold, oldest first."""
    from bot.services.curate import words_of

    with opened() as app:
        found = app.curate.corrections()
    for one in found:
        if as_json:
            echo_json(_row(one))
        else:
            click.echo(f"{one.id}  {one.made_at:%Y-%m-%d}  {words_of(one)} {one.subject}")
    if not found and not as_json:
        click.echo("No corrections.")


def _by(app: App, channel: str | None) -> By:
    from bot.services.curate import By

    return By(subscription=subscription_of(app, channel))


def _redraw(app: App, made: Correction) -> None:
    """Draw the posted cards of split or joined stories anew."""
    from bot.services.overlay import GROUPS, parts_of

    if made.kind in GROUPS:
        app.amend.redraw((part.story_id for part in parts_of(made)), workspace=made.workspace_id)


def _ask(question: str, yes: bool) -> None:
    if not yes:
        click.confirm(question, abort=True)


def _person(app: App, name: str) -> Entity:
    """Somebody met under exactly this name, private people too; else as a lookup finds them."""
    from bot.model.entity import EntityId, slug_of

    with app.database.read() as tx:
        met = tx.entities.find(EntityId(f"person:{slug_of(name)}"))
    return met or app.answer.get_entity(name)


def _role(person: Entity) -> str:
    return person.roles[0].title if person.roles else person.id


def _tell(made: Correction, sentence: str, as_json: bool, *, undo: bool = True) -> None:
    if as_json:
        echo_json(_row(made))
        return
    click.echo(sentence)
    if undo:
        click.echo(f"Undo: policybot undo {made.id}")


def _row(one: Correction) -> dict[str, object]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "subject": one.subject,
        "objects": list(one.objects),
        "made": one.made_at.isoformat(),
    }
