"""``policybot articles``: what is stored, newest first.

Called by `bot.cli.main`. Parses, calls the store and prints; it decides nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import click

from bot.cli.common import echo_json, json_option, now_option, opened

_ALL = 1_000_000

EPILOG = """\b
Examples:
  policybot articles --hours 24
  policybot articles --json | jq -r .title
"""


@click.command(epilog=EPILOG)
@click.option(
    "--hours",
    type=click.FloatRange(min=0, min_open=True),
    default=None,
    help="Only the last HOURS, by publication.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=None,
    help="At most so many (default: all with --json, else 50).",
)
@json_option
@now_option
def articles(*, hours: float | None, limit: int | None, as_json: bool, now: datetime | None) -> None:
    """List stored articles, newest first; with --json one object a line."""
    with opened(now) as app:
        since = app.now() - timedelta(hours=hours) if hours else None
        with app.database.read() as tx:
            found = tx.articles.window(since, None, limit=limit or (_ALL if as_json else 50))
        for article in found:
            if as_json:
                echo_json(
                    {
                        "id": article.id,
                        "feeds": list(article.feeds),
                        "outlet": article.outlet,
                        "title": article.title,
                        "url": article.url,
                        "published": f"{article.published_at:%Y-%m-%dT%H:%M:%SZ}",
                        "first_seen": f"{article.first_seen_at:%Y-%m-%dT%H:%M:%SZ}",
                        "summary": article.summary,
                    }
                )
            else:
                when = f"{article.published_at:%Y-%m-%d %H:%M}"
                click.echo(f"{when}  {article.outlet}: {article.title}\n    {article.url}")
    if not found and not as_json:
        click.echo("No articles in that time. policybot poll reads the feeds.")
