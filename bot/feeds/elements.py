"""Names of elements as feedparser tells them apart, and the text and mark-up that stand in them.

Called by `bot.feeds.strict` and `bot.feeds.strictitem`. Pure over lxml's tree; which names have a meaning
anywhere in an item is written down here once.
"""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import NoReturn

from lxml import etree

from bot.feeds.values import decoded_once_more, mended

# Namespaces that feedparser knows by address, whatever prefix a feed gives them (its mixin.py, 6.0).
_SHORT = {
    "http://backend.userland.com/rss": "",
    "http://blogs.law.harvard.edu/tech/rss": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://example.com/newformat#": "",
    "http://example.com/necho": "",
    "http://purl.org/echo/": "",
    "uri/of/echo/namespace#": "",
    "http://purl.org/pie/": "",
    "http://purl.org/atom/ns#": "",
    "http://www.w3.org/2005/atom": "",
    "http://purl.org/rss/1.0/modules/rss091#": "",
    "http://purl.org/rss/1.0/modules/content/": "content",
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://purl.org/dc/terms/": "dcterms",
    "http://rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "http://example.com/dtds/podcast-1.0.dtd": "itunes",
    "http://search.yahoo.com/mrss": "media",
    "http://search.yahoo.com/mrss/": "media",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    "http://www.w3.org/1999/xhtml": "xhtml",
}
_USERLAND = "backend.userland.com/rss"

MEANINGFUL = frozenset(
    {
        *(
            "item",
            "entry",
            "channel",
            "feed",
            "rss",
            "title",
            "dc_title",
            "link",
            "guid",
            "id",
            "source",
            "image",
        ),
        *("textinput", "svg", "published", "issued", "pubdate", "dcterms_issued", "updated", "modified"),
        *(
            "lastbuilddate",
            "dc_date",
            "dcterms_modified",
            "links",
            "guidislink",
            "published_parsed",
            "updated_parsed",
        ),
    }
)
"""Names that feedparser acts on wherever they stand: below an item's own children they are left to it."""

_SELF_CLOSING_TROUBLE = frozenset(
    {
        *("summary", "description", "content", "category", "author", "name", "body", "abstract", "subtitle"),
        *(
            "rights",
            "info",
            "tagline",
            "copyright",
            "keywords",
            "url",
            "uri",
            "email",
            "generator",
            "language",
        ),
    }
)
HANDLED_IN_MARKUP = MEANINGFUL | _SELF_CLOSING_TROUBLE
"""Names that feedparser takes for a feed's own even inside XHTML content, when they have no namespace."""

_PLAIN_ATTRIBUTES = frozenset({"{http://www.w3.org/XML/1998/namespace}lang"})


class UnreadableError(Exception):
    """The document must be left to feedparser."""


def leave(reason: str) -> NoReturn:
    """Leave the document to feedparser.

    Args:
        reason: What only feedparser knows how to take.

    Raises:
        UnreadableError: Always.
    """
    raise UnreadableError(reason)


class Keys:
    """Keys of tags: ``pubdate``, ``dc_creator``; each tag is looked at once for a document."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        """Keys by tag, for loops that cannot afford a call."""

    def of(self, element: etree._Element) -> str:
        """The key of an element.

        Args:
            element: Of the tree.
        """
        key = self.known.get(element.tag)
        if key is None:
            key = self.known[element.tag] = _key(element)
        return key


def _key(element: etree._Element) -> str:
    """The key of an element, by the address of its namespace or else by its prefix."""
    name = etree.QName(element)
    address = (name.namespace or "").lower()
    short = "" if not address or _USERLAND in address else _SHORT.get(address)
    if short is None:
        short = element.prefix or ""
        if not short and sum(uri == name.namespace for uri in element.nsmap.values()) > 1:
            leave("a namespace with two prefixes")
    local = name.localname.lower()
    return f"{short.lower()}_{local}" if short else local


def attributes_of(element: etree._Element) -> Mapping[str, str]:
    """The attributes of an element by lower-case name; ``rel`` and ``type`` in lower case.

    Args:
        element: Of the tree.
    """
    found: dict[str, str] = {}
    for given, value in element.items():
        name = str(given).lower()
        if name[0] == "{":
            if str(given) not in _PLAIN_ATTRIBUTES:
                leave("an attribute with a namespace")
            continue
        found[name] = str(value).lower() if name in {"rel", "type"} else str(value)
    return found


def text_of(element: etree._Element) -> str:
    """The text of an element that holds nothing else, stripped and mended.

    Args:
        element: Of the tree.
    """
    if len(element):
        leave("mark-up where text is meant")
    text = (element.text or "").strip()
    return text if text.isascii() else mended(text)


def markup_of(element: etree._Element, *, keys: Keys) -> str:
    """What stands inside an element as mark-up: escaped HTML unescaped once, or XHTML written out.

    Args:
        element: A description, summary or content.
        keys: Keys of the document.
    """
    attributes = attributes_of(element)
    kind = attributes.get("type", "")
    if "mode" in attributes:
        leave("content with a mode")
    if not kind and not len(element):
        return decoded_once_more((element.text or "").strip())
    if kind.endswith("xhtml") or kind == "application/xhtml+xml":
        if any(keys.of(inner) in HANDLED_IN_MARKUP for inner in element.iterdescendants()):
            leave("a feed's own names in XHTML")
        parts = [escape(element.text or "", quote=False)]
        parts += [etree.tostring(inner, encoding="unicode") for inner in element]
        return decoded_once_more("".join(parts).strip())
    if kind not in {"", "text", "html", "plain", "text/plain", "text/html"}:
        leave("content of another type")
    return text_of(element)
