"""Feed lists as OPML 2.0: folders become packs, packs become folders, and nothing is lost between.

Called by services and by `bot.catalog` for ``config/feeds.opml``'s text. Beyond the standard's attributes
an outline may carry ``outlet``, ``place`` (``US-MA``) and ``level`` (``city``): plain attributes, because
people write them by hand and other programs ignore them. It never fetches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urljoin, urlsplit

from lxml import etree

from bot.errors import ParseError
from bot.model.entity import Level
from bot.model.feed import FeedStatus

_BARE_AMPERSAND = re.compile(rb"&(?!#?\w{1,32};)")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_LONGEST_BYTES = 10_000_000
_DEEPEST = 20
_WRONG = "This is no OPML feed list: "
_SLASH = "\u2215"  # stands for a slash inside a folder's name
_PLACE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFeed:
    """One feed of a list.

    Attributes:
        url: Its address, absolute.
        title: Its name in the list.
        outlet: Who publishes it; empty when not said.
        html_url: The page it belongs to; empty when not said.
        place: Home region (``US-MA``); None when not said.
        level: Level of government; None when not said.
        packs: Folders that hold it, outer and inner with ``/`` between.
    """

    url: str
    title: str = ""
    outlet: str = ""
    html_url: str = ""
    place: str | None = None
    level: Level | None = None
    packs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedList:
    """A list as read.

    Attributes:
        title: Its name; empty when it has none.
        feeds: Each address once, in the list's order.
        problems: What could not be taken over, a sentence each with its line.
    """

    title: str = ""
    feeds: tuple[ListedFeed, ...] = ()
    problems: tuple[str, ...] = ()


def read_opml(data: bytes, *, base: str = "") -> FeedList:
    """Read a feed list.

    Args:
        data: The file.
        base: Address that relative ``xmlUrl`` are resolved against; empty for none.

    Returns:
        Its feeds; one that is listed several times has the packs of all.

    Raises:
        ParseError: It is no OPML, too large, broken (with line and column), or declares entities.

    >>> folder = b'<outline text="Boston"><outline text="A" xmlUrl="a.xml"/></outline>'
    >>> data = b"<opml><body>" + folder + b"</body></opml>"
    >>> read_opml(data, base="https://example.org/").feeds[0].packs
    ('Boston',)
    """
    root = _root(data)
    body = root.find("body")
    if root.tag != "opml" or body is None:
        raise ParseError(_WRONG + _what_else(str(root.tag)), status=FeedStatus.NOT_A_FEED)
    feeds: dict[str, ListedFeed] = {}
    problems: list[str] = []
    for outline, folders in _outlines(body, ()):
        try:
            listed = _listed(outline, folders, base)
        except ValueError as error:
            problems.append(f"Line {outline.sourceline}: {error}")
            continue
        if (known := feeds.get(listed.url)) is not None:
            listed = replace(known, packs=tuple(dict.fromkeys((*known.packs, *listed.packs))))
        feeds[listed.url] = listed
    return FeedList(
        title=" ".join((root.findtext("head/title") or "").split()),
        feeds=tuple(feeds.values()),
        problems=tuple(problems),
    )


def _what_else(tag: str) -> str:
    name = tag.rpartition("}")[2].lower()
    if name in {"rss", "feed", "rdf"}:
        return "it is a feed itself, to be added with `feeds add`"
    if name == "opml":
        return "it has no <body>"
    return f"its outermost element is <{name[:40]}>, not <opml>"


def _root(data: bytes) -> etree._Element:
    words = ""
    if not data.strip():
        words = "it is empty"
    elif len(data) > _LONGEST_BYTES:
        words = f"it is larger than {_LONGEST_BYTES // 1_000_000} MB"
    elif _DOCTYPE.search(data.replace(b"\0", b"")):
        words = "it has a DOCTYPE, which may hide entities; remove that line"
    if words:
        raise ParseError(_WRONG + words, status=FeedStatus.NOT_A_FEED)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        return etree.fromstring(_BARE_AMPERSAND.sub(b"&amp;", data.lstrip()), parser)
    except etree.XMLSyntaxError as error:
        words = _WRONG + (error.msg or "its XML is broken")
        raise ParseError(words, status=FeedStatus.NOT_A_FEED) from error


def _outlines(
    parent: etree._Element, folders: tuple[str, ...]
) -> Iterator[tuple[etree._Element, tuple[str, ...]]]:
    """Outlines with an address, each with the names of the folders around it."""
    for outline in parent.iterchildren("outline"):
        name = _value(outline, "text", "title")
        if _value(outline, "xmlUrl"):
            yield outline, folders
            yield from _outlines(outline, folders)
        elif len(folders) < _DEEPEST:
            yield from _outlines(outline, (*folders, name) if name else folders)


def _value(outline: etree._Element, *names: str) -> str:
    """The first of some attributes that is not empty; their names in any case."""
    attributes = {str(key).lower(): str(value) for key, value in outline.attrib.items()}
    for name in names:
        if value := " ".join(attributes.get(name.lower(), "").split()):
            return value
    return ""


def _listed(outline: etree._Element, folders: tuple[str, ...], base: str) -> ListedFeed:
    """One feed.

    Raises:
        ValueError: It cannot be taken over, and why.
    """
    given = re.sub(r"^feed:(?://)?(?=https?:)", "", _value(outline, "xmlUrl"), flags=re.IGNORECASE)
    given = re.sub(r"^feed://", "http://", given, flags=re.IGNORECASE)
    try:
        url = urljoin(base, given)
        parts = urlsplit(url)
    except ValueError as error:
        raise ValueError(f'xmlUrl="{given[:200]}" is no address') from error
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
        raise ValueError(f'xmlUrl="{given[:200]}" is no http or https address')
    place, level = _value(outline, "place").upper(), _value(outline, "level").lower()
    if place and not _PLACE.fullmatch(place):
        raise ValueError(f'place="{place[:40]}" is no region such as US-MA or GB')
    if level and level not in {one.value for one in Level}:
        raise ValueError(f'level="{level[:40]}" is none of {", ".join(one.value for one in Level)}')
    return ListedFeed(
        url=url,
        title=_value(outline, "title", "text"),
        outlet=_value(outline, "outlet"),
        html_url=_value(outline, "htmlUrl"),
        place=place or None,
        level=Level(level) if level else None,
        packs=_packs(folders, _value(outline, "category")),
    )


def _packs(folders: tuple[str, ...], categories: str) -> tuple[str, ...]:
    """The packs of a feed: its folder, and the categories that other programs write (``/a/b,/c``)."""
    path = "/".join(name.replace("/", _SLASH) for name in folders)
    named = (part.strip().strip("/") for part in categories.split(","))
    return tuple(dict.fromkeys(pack for pack in (path, *named) if pack))


def write_opml(feeds: Iterable[ListedFeed], *, title: str) -> bytes:
    """Write a feed list that `read_opml` reads back the same.

    Args:
        feeds: In the order wanted; one with several packs stands in each of their folders.
        title: Name of the list.

    Returns:
        A UTF-8 document, the same for the same list.

    >>> listed = ListedFeed(url="https://example.org/a.xml", title="A", packs=("Boston",))
    >>> read_opml(write_opml([listed], title="T")).feeds == (listed,)
    True
    """
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _printable(title)
    body = etree.SubElement(root, "body")
    folders: dict[tuple[str, ...], etree._Element] = {(): body}
    for feed in feeds:
        for pack in feed.packs or ("",):
            parent = _folder(folders, tuple(filter(None, pack.split("/"))))
            etree.SubElement(parent, "outline", _attributes(feed))
    etree.indent(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def _folder(folders: dict[tuple[str, ...], etree._Element], path: tuple[str, ...]) -> etree._Element:
    if path not in folders:
        parent = _folder(folders, path[:-1])
        folders[path] = etree.SubElement(parent, "outline", text=_printable(path[-1]))
    return folders[path]


def _attributes(feed: ListedFeed) -> dict[str, str]:
    name = feed.title or feed.outlet or feed.url
    values = {
        "type": "rss",
        "text": name,
        "title": feed.title,
        "xmlUrl": feed.url,
        "htmlUrl": feed.html_url,
        "outlet": feed.outlet,
        "place": feed.place or "",
        "level": feed.level or "",
    }
    return {key: _printable(value) for key, value in values.items() if value}


def _printable(text: str) -> str:
    """The text without characters that XML cannot carry."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
