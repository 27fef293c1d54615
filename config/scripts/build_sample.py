"""Make the demo's feeds from ``config/sample/articles.toml``: one folder a day, one file an outlet.

Run by hand (``python config/scripts/build_sample.py``) after editing the articles; a house test proves that
the files are what this script writes. Never imported by the product.
"""

from __future__ import annotations

import json
import tomllib
from datetime import UTC, datetime
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

SAMPLE = Path(__file__).resolve().parents[1] / "sample"
FIRST = 2  # 2 March 2026 is day 1
DAYS = 3
READ_AT = "23:00"  # each day's snapshot is what a reader finds at this time, UTC
NOTE = "Sample feed of Policy Digest: invented articles of an invented outlet."
ENDING = {"rss": "xml", "atom": "atom", "json": "json"}

Row = dict[str, Any]


def moment(text: str) -> datetime:
    """A day of March 2026 and a UTC time, such as ``3 13:10``."""
    day, clock = text.split()
    return datetime.strptime(f"2026-03-{int(day):02d} {clock}", "%Y-%m-%d %H:%M").replace(tzinfo=UTC)


def link(outlet: Row, article: Row) -> str:
    """The article's address: outlet, date and the words of the first headline."""
    words = "".join(c if c.isalnum() else " " for c in article["title"].lower()).split()
    return f"{outlet['home']}/2026/03/{moment(article['at']):%d}/{'-'.join(words[:7])}"


def snapshot(outlet: Row, articles: list[Row], until: datetime) -> list[Row]:
    """What the outlet's feed shows at a time, newest first, in the wording of that time."""
    shown = []
    for article in articles:
        if article["outlet"] == outlet["slug"] and moment(article["at"]) <= until:
            later = article.get("corrected")
            wording = later if later and moment(f"{FIRST - 1 + later['day']} {READ_AT}") <= until else article
            row = {k: wording.get(k, "") for k in ("title", "summary", "body")}
            shown.append(row | {"at": moment(article["at"]), "url": link(outlet, article)})
    return sorted(shown, key=lambda row: row["at"], reverse=True)


def rss(outlet: Row, rows: list[Row]) -> str:
    """RSS 2.0 with full text in content:encoded."""
    items = "".join(
        f"<item><title>{escape(r['title'])}</title><link>{r['url']}</link>"
        f'<guid isPermaLink="true">{r["url"]}</guid><pubDate>{format_datetime(r["at"])}</pubDate>'
        f"<description>{escape('<p>' + r['summary'] + '</p>')}</description>"
        + (f"<content:encoded>{escape('<p>' + r['body'] + '</p>')}</content:encoded>" if r["body"] else "")
        + "</item>\n"
        for r in rows
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>\n'
        f"<title>{escape(outlet['name'])}</title><link>{outlet['home']}</link>"
        f"<description>{NOTE}</description><language>en-US</language>\n{items}</channel></rss>\n"
    )


def atom(outlet: Row, rows: list[Row]) -> str:
    """Atom 1.0 with HTML summaries and content."""
    entries = "".join(
        f"<entry><title>{escape(r['title'])}</title><link href={quoteattr(r['url'])}/><id>{r['url']}</id>"
        f"<published>{r['at']:%Y-%m-%dT%H:%M:%SZ}</published><updated>{r['at']:%Y-%m-%dT%H:%M:%SZ}</updated>"
        f'<summary type="html">{escape("<p>" + r["summary"] + "</p>")}</summary>'
        + (f'<content type="html">{escape("<p>" + r["body"] + "</p>")}</content>' if r["body"] else "")
        + "</entry>\n"
        for r in rows
    )
    updated = max((r["at"] for r in rows), default=moment(f"{FIRST} 00:00"))
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
        f"<title>{escape(outlet['name'])}</title><subtitle>{NOTE}</subtitle><id>{outlet['home']}/</id>"
        f"<author><name>{escape(outlet['name'])}</name></author><link href={quoteattr(outlet['home'])}/>"
        f"<updated>{updated:%Y-%m-%dT%H:%M:%SZ}</updated>\n{entries}</feed>\n"
    )


def json_feed(outlet: Row, rows: list[Row]) -> str:
    """JSON Feed 1.1."""
    items = [
        {
            "id": r["url"],
            "url": r["url"],
            "title": r["title"],
            "summary": r["summary"],
            "content_text": r["body"] or r["summary"],
            "date_published": f"{r['at']:%Y-%m-%dT%H:%M:%SZ}",
        }
        for r in rows
    ]
    head = {"version": "https://jsonfeed.org/version/1.1", "title": outlet["name"], "description": NOTE}
    feed = head | {"home_page_url": outlet["home"], "language": "en", "items": items}
    return json.dumps(feed, indent=1, ensure_ascii=False) + "\n"


WRITERS = {"rss": rss, "atom": atom, "json": json_feed}


def files() -> dict[str, str]:
    """Every file of the sample, by its path below ``config/sample``."""
    source = tomllib.loads((SAMPLE / "articles.toml").read_text(encoding="utf-8"))
    written = {}
    for day in range(1, DAYS + 1):
        until = moment(f"{FIRST - 1 + day} {READ_AT}")
        for outlet in source["outlet"]:
            name = f"day-{day}/{outlet['slug']}.{ENDING[outlet['format']]}"
            written[name] = WRITERS[outlet["format"]](outlet, snapshot(outlet, source["article"], until))
    outlines = "".join(
        f'    <outline type="rss" text={quoteattr(o["name"])} xmlUrl="{o["slug"]}.{ENDING[o["format"]]}"'
        f' htmlUrl={quoteattr(o["home"])} outlet="{o["slug"]}" place="{o["place"]}"/>\n'
        for o in source["outlet"]
    )
    written["feeds.opml"] = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<opml version="2.0">\n'
        f"  <head><title>Sample feeds</title></head>\n  <body>\n{outlines}  </body>\n</opml>\n"
    )
    written["outlets.toml"] = (
        "# Invented outlets of the sample, made by config/scripts/build_sample.py.\n"
        + "".join(
            f'\n[[outlet]]\nid = "{o["slug"]}"\nname = "{o["name"]}"\nfamily = "{o["family"]}"\n'
            f'owner = "{o["owner"]}"\ntype = "{o["type"]}"\nplace = "{o["place"]}"\n'
            f'domains = ["{o["home"].removeprefix("https://")}"]\n'
            for o in sorted(source["outlet"], key=lambda o: o["slug"])
        )
    )
    return written


def main() -> None:
    """Write the files."""
    for name, text in files().items():
        path = SAMPLE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    print(f"{len(files())} files below {SAMPLE}")


if __name__ == "__main__":
    main()
