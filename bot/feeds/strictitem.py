"""One item of a well-formed feed, element by element, as feedparser reads it.

Called by `bot.feeds.strict` for every item or entry. The order of elements counts (of two links the last
is the item's), so each element is a step that changes what is known so far. Pure over lxml's tree.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from lxml import etree

from bot.feeds.elements import MEANINGFUL, Keys, attributes_of, leave, markup_of, text_of
from bot.feeds.values import UnknownDateError, joined, link_text, standard_date
from bot.model.feed import Entry

_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_TEXT_TYPES = frozenset({"", "text", "html", "plain", "text/plain", "text/html"})
_PAGE_TYPES = frozenset({"html", "text/html", "xhtml", "application/xhtml+xml"})
_LONGEST_DATE = 100
_SMALL_FEED = frozenset({"item", "entry", "source", "image", "textinput", "svg"})


class ItemReader:
    """An item as known so far.

    Args:
        base: Address that its links are relative to.
        keys: Keys of the document.
    """

    _guid = _title = _author = _language = ""
    _link: str | None = None
    _summary: str | None = None
    _media_summary = _source_title = _source_url = ""
    _published_at: datetime | None = None
    _updated_at: datetime | None = None
    _has_media_title = _title_open = False

    def __init__(self, base: str, keys: Keys) -> None:
        self._base = base
        self._keys = keys
        self._contents: list[str] = []
        self._categories: list[str] = []

    def read(self, item: etree._Element, language: str) -> Entry:
        """The entry that an item is.

        Args:
            item: The element.
            language: Declared for the feed.
        """
        for name, value in item.items():
            if str(name) == _ABOUT:
                self._guid = str(value)
            elif str(name).lower() in {"lastmod", "href"}:
                leave("an item of CDF")
        keys, known, steps = self._keys, self._keys.known, _STEPS
        for child in item:
            step = steps.get(known.get(child.tag) or keys.of(child))
            if step is not None:
                step(self, child)
            elif len(child):
                self._look_below(child)
        if not self._title and self._has_media_title:
            leave("a title that only its media have")
        return self._entry(language)

    def _entry(self, language: str) -> Entry:
        summary = self._summary
        return Entry(
            guid=self._guid,
            link=self._link or "",
            title=self._title,
            summary=self._media_summary if summary is None else summary,
            content=max(self._contents, key=len, default=""),
            author=self._author,
            published_at=self._published_at,
            updated_at=self._updated_at,
            source_title=self._source_title,
            source_url=self._source_url,
            categories=tuple(dict.fromkeys(filter(None, self._categories))),
            language=self._language or language,
        )

    def _look_below(self, element: etree._Element) -> None:
        """Leave the document to feedparser if something inside an element would mean something to it."""
        for inner in element.iterdescendants():
            key = self._keys.of(inner)
            if key in MEANINGFUL:
                leave("a known name further down")
            if key == "media_title":
                self._has_media_title = True
            elif key == "media_description" and not len(inner):
                self._media_summary = self._media_summary or text_of(inner)

    def title(self, element: etree._Element) -> None:
        """The first title that says something counts."""
        attributes = attributes_of(element)
        if attributes.get("type", "") not in _TEXT_TYPES or "mode" in attributes:
            leave("a title that is not text")
        text = text_of(element)
        if not self._title:
            self._title = text
        elif self._title_open:
            leave("a title after a source or an image")

    def media_title(self, element: etree._Element) -> None:
        """A title of a picture, which is not the item's."""
        if len(element) or self._title_open:
            leave("a title of media in an odd place")
        self._has_media_title = True

    def guid(self, element: etree._Element) -> None:
        """The identifier, which is also the link where there is none and it does not say otherwise."""
        is_link = attributes_of(element).get("ispermalink", "true") == "true"
        text = text_of(element)
        self._guid = joined(self._base, text) if is_link and text else text
        if is_link and self._link is None:
            self._link = self._guid

    def link(self, element: etree._Element) -> None:
        """A link: Atom's with its address in an attribute, or RSS's with the address as its text."""
        attributes = attributes_of(element)
        href = attributes.get("url", attributes.get("uri", attributes.get("href")))
        if not href and "href" not in attributes:
            text = text_of(element)
            self._link = link_text(self._base, text)
            return
        if len(element):
            leave("mark-up in a link")
        if (
            attributes.get("rel", "alternate") == "alternate"
            and attributes.get("type", "html") in _PAGE_TYPES
        ):
            self._link = joined(self._base, href or attributes["href"])

    def published(self, element: etree._Element) -> None:
        """The last date of publication counts."""
        self._published_at = date_of(element)

    def updated(self, element: etree._Element) -> None:
        """The last date of change counts."""
        self._updated_at = date_of(element)

    def summary(self, element: etree._Element) -> None:
        """The first summary or description; a second one is content."""
        text = markup_of(element, keys=self._keys)
        if self._summary is None:
            self._summary = text
        else:
            self._contents.append(text)

    def media_summary(self, element: etree._Element) -> None:
        """A description of a picture serves where the item has none."""
        self._media_summary = self._media_summary or text_of(element)

    def content(self, element: etree._Element) -> None:
        """Full text."""
        self._contents.append(markup_of(element, keys=self._keys))

    def author(self, element: etree._Element) -> None:
        """A person by name, or by address where no name is given."""
        if not len(element):
            text = text_of(element)
        else:
            self._look_below(element)
            parts = {self._keys.of(inner): text_of(inner) for inner in element if not len(inner)}
            text = parts.get("name") or parts.get("itunes_name") or parts.get("email") or ""
        if text and text not in self._author:
            self._author = f"{self._author}, {text}" if self._author else text

    def category(self, element: etree._Element) -> None:
        """A label, as attribute or as text."""
        attributes = attributes_of(element)
        label = attributes.get("term") or attributes.get("label") or text_of(element)
        self._categories.append(label.strip())

    def language(self, element: etree._Element) -> None:
        """The item's own language."""
        self._language = text_of(element)

    def source(self, element: etree._Element) -> None:
        """Whom an aggregator credits: RSS has the name as text, Atom a small feed."""
        self._title_open = True
        if not len(element):
            self._source_title = text_of(element)
            self._source_url = attributes_of(element).get("url", "")
            return
        looked = False  # once: everything below is looked at
        for inner in element:
            key = self._keys.of(inner)
            if key == "title" and not len(inner):
                self._source_title = text_of(inner)
            elif key == "link":
                self._source_url = joined(self._base, inner.get("href") or text_of(inner))
            elif key == "id" and not self._source_url:
                self._source_url = joined(self._base, text_of(inner))
            elif not looked and (key in _SMALL_FEED or len(inner)):
                self._look_below(element)
                looked = True

    def picture(self, element: etree._Element) -> None:
        """An image or text field of the item; its own title or link would be taken for the item's."""
        if len(element):
            leave("an image with parts")
        self._title_open = True

    def refuse(self, element: etree._Element) -> None:
        """An element that means something only to feedparser."""
        leave(f"an item with {element.tag!s}")


def date_of(element: etree._Element) -> datetime | None:
    """The date that an element holds.

    Args:
        element: Of the tree.
    """
    text = text_of(element)
    if len(text) > _LONGEST_DATE:
        leave("a long date")
    try:
        return standard_date(text)
    except UnknownDateError:
        leave("a date in another form")


_STEPS: dict[str, Callable[[ItemReader, etree._Element], None]] = {
    **dict.fromkeys(("title", "dc_title"), ItemReader.title),
    **dict.fromkeys(("guid", "id"), ItemReader.guid),
    **dict.fromkeys(("published", "issued", "pubdate", "dcterms_issued"), ItemReader.published),
    **dict.fromkeys(
        ("updated", "modified", "lastbuilddate", "dc_date", "dcterms_modified"), ItemReader.updated
    ),
    **dict.fromkeys(
        ("description", "summary", "abstract", "dc_description", "itunes_summary"), ItemReader.summary
    ),
    **dict.fromkeys(("content", "content_encoded", "fullitem"), ItemReader.content),
    **dict.fromkeys(
        ("author", "dc_creator", "dc_author", "managingeditor", "itunes_author"), ItemReader.author
    ),
    **dict.fromkeys(("category", "keywords", "dc_subject", "media_category"), ItemReader.category),
    **dict.fromkeys(("language", "dc_language"), ItemReader.language),
    **dict.fromkeys(("image", "textinput"), ItemReader.picture),
    **dict.fromkeys(
        (
            "item",
            "entry",
            "channel",
            "feed",
            "rss",
            "svg",
            "links",
            "guidislink",
            "published_parsed",
            "updated_parsed",
            "body",
            "xhtml_body",
        ),
        ItemReader.refuse,
    ),
    "link": ItemReader.link,
    "media_title": ItemReader.media_title,
    "media_description": ItemReader.media_summary,
    "source": ItemReader.source,
}
