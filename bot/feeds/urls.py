"""Canonical URLs: one spelling for addresses that lead to the same article.

Called by `bot.feeds.identity`; services use it for addresses that people paste. Pure and idempotent; it
never asks the web where an address leads.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urljoin, urlsplit, urlunsplit

# Parameters that say where a reader came from or who he is, never what is read.
_TRACKING = frozenset(
    [
        "__twitter_impression",
        "_gl",
        "at_campaign",
        "at_format",
        "at_medium",
        "cmp",
        "cmpid",
        "cxrecs_s",
        "dclid",
        "ef_id",
        "emc",
        "epik",
        "fbclid",
        "feedid",
        "from_rss",
        "fromrss",
        "ftag",
        "gbraid",
        "gclid",
        "gclsrc",
        "guccounter",
        "icid",
        "igsh",
        "igshid",
        "ito",
        "jsessionid",
        "li_fat_id",
        "maca",
        "mbid",
        "mc_cid",
        "mc_eid",
        "mkt_tok",
        "msclkid",
        "ncid",
        "ns_campaign",
        "ns_fee",
        "ns_linkname",
        "ns_mchannel",
        "ns_source",
        "ocid",
        "partner_id",
        "phpsessid",
        "rdt_cid",
        "ref_src",
        "ref_url",
        "rss_id",
        "rssfeed",
        "rssid",
        "s_kwcid",
        "scid",
        "session_id",
        "sessionid",
        "share_id",
        "shareid",
        "smid",
        "smprod",
        "smtyp",
        "soc_src",
        "soc_trk",
        "spm",
        "sr_share",
        "srsltid",
        "taid",
        "traffic_source",
        "trk",
        "trkcampaign",
        "ttclid",
        "twclid",
        "wbraid",
        "wt_mc",
        "wt_zmc",
        "xtor",
        "yclid",
    ]
)
_TRACKING_FAMILIES = (
    "__hs",
    "_ga",
    "_hs",
    "at_bbc_",
    "at_custom",
    "at_link_",
    "at_ptr_",
    "guce_",
    "hsa_",
    "mtm_",
    "oly_",
    "piwik_",
    "pk_",
    "utm_",
    "vero_",
)
# Parameters that track only with such values: elsewhere "ref" or "source" can name the thing itself.
_TRACKING_VALUES = re.compile(
    r"^(?:rss\w*|feed\w*|atom|twitter\w*|facebook\w*|email\w*|newsletter\w*|social\w*|homepage|share\w*|bsky|linkedin)$",
    re.IGNORECASE,
)
_PERHAPS_TRACKING = frozenset(
    {"ref", "source", "src", "from", "via", "campaign", "medium", "cid", "s", "mod", "r"}
)
_INVISIBLE = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff\ud800-\udfff]")
# What needs no second look: most addresses are like this, and there are some for every article.
_PLAIN = re.compile(r"https?://[A-Za-z0-9.-]+(?:/[!#-;=?-~]*)?")
_PLAIN_PATH = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)+")
# Addresses whose canonical form differs from them in nothing but fragment and parameters.
_NEARLY_CANONICAL = re.compile(
    r"(https?://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:/[A-Za-z0-9._~!$&'()*+,;=:@-]+)+)(?:\?([!\"$-~]*))?(?:#[!-~]*)?"
)
_PLAIN_PAIR = re.compile(r"[A-Za-z0-9._~=-]+")
_TWINS = ("www", "m.", "amp.", "mobile.")
_PLAIN_ENDS = ("/index.html", "/index.htm", "/index.php", "/amp")
_UNSAFE = re.compile('[ <>"]')
_DEFAULT_PORTS = {("http", 80), ("https", 443)}
_SAFE = "!$&'()*+,;=:@/~-._"
_ASCII = 0x80
_LONGEST = 2000  # longer addresses are not articles; they are kept as they are


@lru_cache(maxsize=4096)
def absolute(href: str, base: str) -> str:
    """An http(s) address made absolute; empty for everything else (``javascript:``, ``mailto:``, broken).

    Args:
        href: As written.
        base: Address that it is relative to.

    >>> absolute("//example.org/a b", "https://x.example"), absolute("javascript:a()", "https://x.example")
    ('https://example.org/a%20b', '')
    """
    if _PLAIN.fullmatch(href):
        return href
    text = _INVISIBLE.sub("", href).strip()
    try:
        joined = urljoin(base, text) if base else text
        parts = urlsplit(joined)
        if parts.scheme.lower() not in {"http", "https"} or not parts.hostname:
            return ""
        _ = parts.port
    except ValueError:
        return ""
    return _UNSAFE.sub(lambda unsafe: quote(unsafe[0]), joined)


@lru_cache(maxsize=8192)
def canonical_url(url: str) -> str:
    """One spelling for an article's address.

    Scheme and host in lower case, ``www.`` kept, default port, user, fragment and tracking parameters gone,
    the other parameters in order, percent-encoding as RFC 3986 (6.2.2) has it, no slash at the end of a
    path. The result is a working address: nothing that could name another page is dropped.

    Args:
        url: Absolute http(s) address.

    Returns:
        The canonical form; what is no http(s) address comes back unchanged.

    >>> canonical_url("HTTPS://Example.org:443/a/b/?utm_source=rss&id=7#top")
    'https://example.org/a/b?id=7'
    >>> canonical_url("https://example.org/?p=2&a=1")
    'https://example.org/?a=1&p=2'
    """
    if len(url) <= _LONGEST and (near := _NEARLY_CANONICAL.fullmatch(url)) is not None:
        query = _query(near[2]) if near[2] else ""
        return f"{near[1]}?{query}" if query else near[1]
    try:
        parts = urlsplit(url.strip())
        scheme, host, port = parts.scheme.lower(), (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return url
    if scheme not in {"http", "https"} or not host or len(url) > _LONGEST:
        return url
    if ":" in host:
        host = f"[{host}]"
    netloc = host if port is None or (scheme, port) in _DEFAULT_PORTS else f"{host}:{port}"
    return urlunsplit((scheme, netloc, _path(parts.path), _query(parts.query), ""))


@lru_cache(maxsize=8192)
def url_key(url: str) -> str:
    """What an address is recognised by: its canonical form without scheme, ``www.`` and ``m.``.

    Args:
        url: Absolute http(s) address.

    >>> url_key("http://www.example.org/a?utm_source=x") == url_key("https://example.org/a/")
    True
    """
    rest = canonical_url(url).partition("://")[2]
    host, slash, tail = rest.partition("/")
    path, mark, query = (slash + tail).partition("?")
    if host.startswith(_TWINS):
        host = re.sub(r"^(?:www\d?|m|amp|mobile)\.(?=.+\.)", "", host)
    if path.endswith(_PLAIN_ENDS):
        path = re.sub(r"/(?:index\.(?:html?|php)|amp)$", "", path)
    return f"{host}{path}{mark}{query}"


def _path(path: str) -> str:
    if _PLAIN_PATH.fullmatch(path):
        return path
    decoded = quote(_unquote_unreserved(path), safe=f"{_SAFE}%")
    collapsed = re.sub(r"/{2,}", "/", decoded)
    return collapsed.rstrip("/") or "/"


def _unquote_unreserved(text: str) -> str:
    """Percent-codes of letters, digits and ``-._~`` decoded, the others in capitals (RFC 3986, 6.2.2)."""

    def replace(match: re.Match[str]) -> str:
        char = unquote(match[0], errors="strict") if int(match[1], 16) < _ASCII else ""
        return char if re.fullmatch(r"[A-Za-z0-9._~-]", char) else match[0].upper()

    return re.sub(r"%([0-9A-Fa-f]{2})", replace, re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", text))


def _query(query: str) -> str:
    kept = []
    for pair in query.split("&"):
        name, _, value = pair.partition("=")
        plain = _PLAIN_PAIR.fullmatch(pair) is not None
        if not pair or _is_tracking((name if plain else unquote(name)).lower(), value):
            continue
        kept.append(pair if plain else quote(_unquote_unreserved(pair), safe=f"{_SAFE}?%[]"))
    return "&".join(sorted(kept))


def _is_tracking(name: str, value: str) -> bool:
    if name in _TRACKING or name.startswith(_TRACKING_FAMILIES):
        return True
    return name in _PERHAPS_TRACKING and bool(_TRACKING_VALUES.match(unquote(value)))
