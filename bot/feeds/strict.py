"""The fast way to read well-formed RSS, RSS 1.0 and Atom: lxml and our own extraction.

Called by `bot.feeds.parse` first of all. It reads a feed exactly as feedparser would (same id, link, title
and dates) or says that it cannot, and then feedparser does; whatever is unusual is left to feedparser. No
DOCTYPE, no entities, no network, no xml:base, no mark-up where text is meant.
"""

from __future__ import annotations

import re

from lxml import etree

from bot.feeds.elements import Keys, UnreadableError, leave
from bot.feeds.parsed import MOST_ENTRIES, ParsedFeed
from bot.feeds.strictitem import ItemReader
from bot.feeds.values import joined, link_text, mended, skip_days, skip_hours, ttl_s
from bot.model.feed import Entry

_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_FIRST_ELEMENT = re.compile(rb"<[A-Za-z_]")
_ROOTS = frozenset({"rss", "rdf_rdf", "feed"})
_ITEMS = frozenset({"item", "entry"})
_PARSER = etree.XMLParser(
    encoding="utf-8",
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    remove_comments=True,
    remove_pis=True,
    huge_tree=False,
    collect_ids=False,  # a table of all id attributes, which nobody asks for
)
_MAY_HAVE_BASE = re.compile(rb"base\s*=")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def parse(document: bytes, *, url: str) -> ParsedFeed | None:
    """Read a feed, if it can be read exactly.

    Args:
        document: From `bot.feeds.charset.to_utf8`.
        url: Where it came from, for relative links.

    Returns:
        The feed; None when feedparser has to read it.

    >>> parse(b"<rss><channel><item><title>A</title></item></channel></rss>", url="").entries[0].title
    'A'
    >>> parse(b"<rss><channel><title>A &undefined; B</title></channel></rss>", url="")
    """
    if has_doctype(document):
        return None
    try:
        root = etree.fromstring(document, _PARSER)
        base = _base(root, url) if _MAY_HAVE_BASE.search(document) else url
        return _Document(base).read(root)
    except (etree.XMLSyntaxError, UnreadableError, ValueError):
        return None


def has_doctype(document: bytes) -> bool:
    """Whether a document declares entities or may; also when it has no element at all.

    >>> has_doctype(b"<!DOCTYPE rss><rss/>"), has_doctype(b"<rss/>")
    (True, False)
    """
    first = _FIRST_ELEMENT.search(document)
    return first is None or _DOCTYPE.search(document, 0, first.start()) is not None


def _base(root: etree._Element, url: str) -> str:
    """The address that links are relative to: the feed's, or the one that its root names."""
    named = [element for element in root.iter() if element.get(_BASE) or element.get("base")]
    if not named:
        return url
    base = joined(url, root.get(_BASE) or root.get("base") or "")
    if named != [root] or not base.startswith(("http://", "https://")):
        leave("an address as base that is not the root's")
    return base


class _Document:
    """One document: its keys, and what is known of the feed so far."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._keys = Keys()

    def read(self, root: etree._Element) -> ParsedFeed:
        """The feed that the document is."""
        if self._keys.of(root) not in _ROOTS:
            leave("another root")
        heads = [child for child in root if self._keys.of(child) == "channel"] or [root]
        if len(heads) > 1:
            leave("several channels")
        parents = heads if heads[0] is root else [heads[0], root]
        items: list[etree._Element] = []
        feed: dict[str, etree._Element] = {}
        for child in (child for parent in parents for child in parent):
            if (key := self._keys.of(child)) in _ITEMS:
                items.append(child)
            elif child is not heads[0]:
                self._check(child)
                feed.setdefault(key, child)
        language = root.get(_LANG) or self._text(feed, "language") or self._text(feed, "dc_language")
        return ParsedFeed(
            title=self._text(feed, "title"),
            html_url=self._page(heads[0]),
            language=language,
            ttl_s=ttl_s(self._text(feed, "ttl")),
            skip_hours=skip_hours(self._parts(feed, "skiphours")),
            skip_days=skip_days(self._parts(feed, "skipdays")),
            entries=tuple(self._entry(item, language) for item in items[:MOST_ENTRIES]),
        )

    def _entry(self, item: etree._Element, language: str) -> Entry:
        return ItemReader(self._base, self._keys).read(item, item.get(_LANG) or language)

    def _check(self, element: etree._Element) -> None:
        """Leave the document to feedparser if an item hides inside another element."""
        if len(element) and any(self._keys.of(inner) in _ITEMS for inner in element.iterdescendants()):
            leave("an item further down")

    @staticmethod
    def _text(feed: dict[str, etree._Element], key: str) -> str:
        element = feed.get(key)
        return "" if element is None else mended("".join(str(part) for part in element.itertext()).strip())

    def _page(self, head: etree._Element) -> str:
        """The page that the feed belongs to."""
        for child in head:
            if self._keys.of(child) != "link":
                continue
            href = child.get("href")
            if href is None and (child.text or "").strip():
                return link_text(self._base, (child.text or "").strip())
            if href and child.get("rel", "alternate").lower() == "alternate":
                return joined(self._base, href)
        return ""

    def _parts(self, feed: dict[str, etree._Element], key: str) -> tuple[str, ...]:
        element = feed.get(key)
        return () if element is None else tuple((part.text or "").strip() for part in element)
