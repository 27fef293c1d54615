"""Pieces of HTML that story and entity pages share: links, dates, statements, sections.

Used by those two alone. Everything is escaped here; addresses are http(s) only.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from html import escape

from bot.messages.blocks import rich, safe_url
from bot.messages.html import blocks_html
from bot.messages.wording import clock, words_line
from bot.model.article import Article
from bot.model.statement import Stance, Statement


def text(words: str) -> str:
    """Words, escaped.

    >>> text("A & <b>")
    'A &amp; &lt;b&gt;'
    """
    return escape(words, quote=True)


def link(words: str, url: str) -> str:
    """Words linked to where they were read; plain where the address must not be a link.

    >>> link("A", "javascript:alert(1)")
    'A'
    """
    address = safe_url(url)
    if address is None:
        return text(words)
    return f'<a href="{text(address)}" rel="noopener noreferrer nofollow">{text(words)}</a>'


def way(words: str, address: str) -> str:
    """Words that lead to another page of ours; plain where there is no way.

    >>> way("A", "/story/a"), way("A", "")
    ('<a href="/story/a">A</a>', 'A')
    """
    return f'<a href="{text(address)}">{text(words)}</a>' if address else text(words)


def moment(at: datetime, zone: str) -> str:
    """An instant, for people and for programs."""
    return f'<time datetime="{at.isoformat()}">{text(clock(at, zone))}</time>'


def section(key: str, heading: str, body: str) -> str:
    """A part of a page under its heading; empty where it holds nothing."""
    if not body:
        return ""
    return f'<section aria-labelledby="{key}">\n<h2 id="{key}">{text(heading)}</h2>\n{body}\n</section>'


def rows(items: Iterable[str], *, kind: str = "plain", ordered: bool = False) -> str:
    """A list; empty without any item."""
    inner = "".join(f"<li>{item}</li>\n" for item in items)
    tag = "ol" if ordered else "ul"
    return f'<{tag} class="{kind}">\n{inner}</{tag}>' if inner else ""


def article_row(article: Article, zone: str) -> str:
    """When, by whom, and the headline, linked."""
    head = f'{moment(article.published_at, zone)} · <span class="outlet">{text(article.outlet)}</span>'
    return f"{head}<br>{link(article.title, article.url)}"


def statement_row(statement: Statement, article: Article, *, today: date, zone: str) -> str:
    """Where and when it was said, and the words, linked; empty where they are not verbatim in the article."""
    line = words_line(statement, article, today, zone)
    if not line:
        return ""
    stance = "Denial · " if statement.stance is Stance.DENIED else ""
    outlet = f' <span class="outlet">({text(article.outlet)})</span>'
    return f"{stance}{blocks_html([rich(line)])}{outlet}"
