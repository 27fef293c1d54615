"""From an entry to the article that it might be: clean fields, dates that make sense, identity keys.

Called by `bot.services.ingest` for every entry. Pure: the feed and the clock are handed in. Which stored
article a draft is, `bot.feeds.identity` decides.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.feeds.clean import Extract, clean_text, extract, strip_controls
from bot.feeds.tails import drop_tail
from bot.feeds.urls import absolute, canonical_url, url_key
from bot.feeds.words import first_sentence, lead, words_of
from bot.model.article import Article, ArticleId
from bot.model.feed import Entry, Feed

OLDEST = timedelta(days=10 * 365.25)
NEWEST = timedelta(days=1)
_LONG_SUMMARY = 800  # a "summary" beyond this is the text itself; the summary is then its beginning
_LEAD_CHARS = 400
_TITLE_CHARS = 120  # of a title made from the first sentence
_SOME_MARKS = 20  # between title and outlet where a summary repeats them
_TELLING_CHARS = 500  # of a body; two items alike in title, summary and so much are one
_LONGEST_TITLE = 500
_LONGEST_TEXT = 200_000
_LONGEST_GUID = 300
_LONGEST_LINK = 2000  # browsers and Slack take no longer ones
_MOST_LABELS = 20
_MAIL = re.compile(r"[^\s@]+@[^\s@]+(?:\s+\((.+)\))?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry made into an article that is not yet known to be new.

    Attributes:
        article: With the id that it gets if it is new; `Article.feeds` holds the one feed that gave it.
        guid_key: ``guid:<feed>:<guid>``; empty when it has no guid.
        url_key: ``url:<host and path>``, of a private feed ``url:@<workspace> <host and path>``, so that it
            neither changes nor shows what others read; empty when it has no link of its own.
        hash_key: ``hash:<feed>:<digest of the words>``.
    """

    article: Article
    guid_key: str
    url_key: str
    hash_key: str

    @property
    def keys(self) -> tuple[str, ...]:
        """Its identity keys, strongest first."""
        return tuple(key for key in (self.guid_key, self.url_key, self.hash_key) if key)


def draft_article(
    entry: Entry, *, feed: Feed, now: datetime, html_url: str = "", seen_on_add: bool = False
) -> Draft | None:
    """The article that an entry would be.

    Args:
        entry: As parsed.
        feed: Whose it is.
        now: When it was met, aware.
        html_url: The page of the feed as the feed itself says; a link to it identifies no article.
        seen_on_add: Whether this is the feed's first read.

    Returns:
        The draft; None when the entry has neither a title nor any text.
    """
    base = absolute(html_url, feed.url) if html_url else feed.html_url
    base = base if base and len(base) <= _LONGEST_LINK else feed.url
    link = absolute(entry.link, base) if entry.link.strip() else ""
    link = link if len(link) <= _LONGEST_LINK else ""
    texts = _texts(entry, link or base)
    title = _title(entry, texts)
    if not title:
        return None
    summary = "" if _only_repeats(texts.summary, title, entry.source_title) else texts.summary
    published = _dated(entry, now)
    words = _digest(f"{title}\n{summary}\n{texts.body[:_TELLING_CHARS]}")
    hash_key = f"hash:{feed.id}:{words}"
    guid_key = _guid_key(feed, entry.guid)
    own_key = _private_key(feed, _url_key(link, (feed.html_url, html_url, feed.url)))
    credited = clean_text(entry.source_title) if entry.source_title else ""
    own = not credited or credited.casefold() in {feed.outlet.casefold(), feed.title.casefold()}
    article = Article(
        id=article_id(own_key or guid_key or hash_key),
        url=canonical_url(link) if link else _fallback_url(entry, base),
        title=title,
        summary=summary,
        body=texts.body,
        outlet=feed.outlet if own else credited,
        outlet_id=feed.outlet_id if own else None,
        place=feed.place,
        byline=_byline(entry.author),
        language=_language(entry.language),
        links=texts.links,
        categories=tuple(
            filter(None, (clean_text(label)[:100] for label in entry.categories[:_MOST_LABELS]))
        ),
        published_at=published or now,
        first_seen_at=now,
        seen_on_add=seen_on_add,
        feeds=(feed.id,),
        content_sha256=content_hash(title, summary, texts.body),
    )
    return Draft(
        article=article,
        guid_key=guid_key,
        url_key=own_key,
        hash_key=hash_key,
    )


def _private_key(feed: Feed, key: str) -> str:
    return f"url:@{feed.workspace_id} {key.removeprefix('url:')}" if key and feed.workspace_id else key


def shared_key(key: str) -> str:
    """The key that the same link has in a shared feed.

    >>> shared_key("url:@T1 example.org/1"), shared_key("guid:f1:7")
    ('url:example.org/1', 'guid:f1:7')
    """
    return f"url:{key.partition(' ')[2]}" if key.startswith("url:@") else key


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    summary: str
    body: str
    links: tuple[str, ...]


def _texts(entry: Entry, base: str) -> _Texts:
    """Summary and body told apart, whatever element the feed put them in."""
    short = extract(entry.summary, base, paragraphs=True)
    same = entry.content == entry.summary
    full = Extract(text="") if same else extract(entry.content, base, paragraphs=True)
    summary, body = drop_tail(short.text), drop_tail(full.text)[:_LONGEST_TEXT]
    if len(body) <= len(summary):
        summary, body = (summary, "") if summary else (body, "")
    if not body and len(summary) > _LONG_SUMMARY:
        body, summary = summary[:_LONGEST_TEXT], ""
    one_line = (summary or lead(body, _LEAD_CHARS)).replace("\n", " ")
    if len(one_line) > _LONG_SUMMARY:
        one_line = lead(one_line, _LEAD_CHARS)
    links = dict.fromkeys(canonical_url(link) for link in (*short.links, *full.links))
    return _Texts(summary=one_line, body=body, links=tuple(links))


def _title(entry: Entry, texts: _Texts) -> str:
    """The title without the credit that aggregators append; the first sentence where there is none."""
    title = clean_text(entry.title)
    credit = clean_text(entry.source_title)
    if credit and title.casefold().endswith(f" - {credit.casefold()}"):
        title = title[: -len(credit) - 3].rstrip()
    if not title:
        title = first_sentence(texts.summary or " ".join(texts.body[:_LONG_SUMMARY].split()), _TITLE_CHARS)
    return lead(title, _LONGEST_TITLE)


def _only_repeats(summary: str, title: str, credit: str) -> bool:
    """Whether a summary says nothing that title and outlet do not."""
    if (
        len(summary) > len(title) + len(credit) + _SOME_MARKS
        or summary[:1].casefold() != title[:1].casefold()
    ):
        return False
    said = words_of(f"{title} {clean_text(credit)}")
    return words_of(summary) in {said, words_of(title)}


def _dated(entry: Entry, now: datetime) -> datetime | None:
    """The entry's own date, if it is believable: from ten years ago to a day ahead."""
    at = entry.published_at or entry.updated_at
    return at if at is not None and now - OLDEST <= at <= now + NEWEST else None


def _fallback_url(entry: Entry, base: str) -> str:
    """Where an entry without a link leads: to its guid if that is an address, else to the feed's page."""
    if re.match(r"https?://", entry.guid, re.IGNORECASE) and len(entry.guid) <= _LONGEST_LINK:
        return canonical_url(absolute(entry.guid, base)) or base
    return base


def _byline(author: str) -> str:
    """The name in an author line; RSS wants ``desk@example.org (Name)`` there."""
    text = clean_text(author)[:_LONGEST_TITLE]
    mail = _MAIL.match(text)
    return text if mail is None else mail[1] or ""


def _guid_key(feed: Feed, guid: str) -> str:
    text = strip_controls(guid).strip()
    if not text:
        return ""
    return f"guid:{feed.id}:{text if len(text) <= _LONGEST_GUID else _digest(text)}"


def _url_key(link: str, pages: tuple[str, ...]) -> str:
    """The key of a link, empty where the link is a front page or the feed's own."""
    if not link:
        return ""
    key = url_key(link)
    if "/" not in key.rstrip("/") and "?" not in key:
        return ""
    if key in {url_key(page) for page in pages if page}:
        return ""
    return f"url:{key if len(key) <= _LONGEST_GUID else _digest(key)}"


def _language(declared: str) -> str:
    """Primary subtag of a declared language, ``und`` where none is declared."""
    match = re.match(r"[A-Za-z]{2,3}(?![A-Za-z])", declared.strip())
    return match[0].lower() if match else "und"


def content_hash(title: str, summary: str, body: str) -> str:
    """SHA-256 of an article's words, in hex.

    Args:
        title: Clean text.
        summary: Clean text.
        body: Clean text.

    >>> content_hash("a", "b", "") == content_hash("ab", "", "")
    False
    """
    return hashlib.sha256(f"{title}\x00{summary}\x00{body}".encode()).hexdigest()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:24]


def article_id(key: str) -> ArticleId:
    """The id of the article that was first known by `key`: 16 hex digits.

    >>> article_id("url:example.org/a")
    '43dd31611c9d8cfe'
    """
    return ArticleId(hashlib.sha256(key.encode()).hexdigest()[:16])
