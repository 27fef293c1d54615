"""What went wrong with a request, as a status word and a sentence that a person understands.

Called by `bot.feeds.fetch`. Pure; it maps what the HTTP client raised and what a server answered.
"""

from __future__ import annotations

import ssl
from http import HTTPStatus

import aiohttp
from yarl import URL

from bot.feeds.exchange import FetchLimits
from bot.model.feed import FeedStatus

_HINTS = {
    401: "it wants a password",
    402: "it wants to be paid",
    403: "it does not let us in",
    404: "there is nothing at this address",
    451: "it may not show this for legal reasons",
    500: "it has a fault of its own",
    502: "the server behind it does not answer",
    503: "it is overloaded or being maintained",
    504: "the server behind it is too slow",
}
_SUCCESS = 2
_BY_CODE = {
    410: (FeedStatus.GONE, ": the feed was removed for good"),
    429: (FeedStatus.RATE_LIMITED, ": it wants to be asked less often"),
}
_BY_FAMILY = {
    1: (FeedStatus.NETWORK_ERROR, ", which is no answer to a request for a feed"),
    3: (FeedStatus.REDIRECT_ERROR, ", which names no address to go on to"),
    5: (FeedStatus.SERVER_ERROR, ""),
}
_LONGEST_WORDS = 160


def by_status(code: int, reason: str) -> tuple[FeedStatus, str] | None:
    """What an HTTP status means for the feed, None where a body should follow.

    Args:
        code: As answered; redirects and 304 are dealt with before.
        reason: The server's own words.

    Returns:
        Status word and sentence.

    >>> by_status(404, "")[1]
    'The server answered 404 Not Found: there is nothing at this address'
    >>> by_status(200, "OK")
    """
    family = code // 100
    if family == _SUCCESS:
        return None
    said = f"The server answered {code} {_phrase(code, reason)}".strip()
    status, more = _BY_CODE.get(code) or _BY_FAMILY.get(family) or (FeedStatus.CLIENT_ERROR, "")
    return status, said + more + (f": {_HINTS[code]}" if code in _HINTS else "")


def _phrase(code: int, reason: str) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return "".join(c for c in reason if c.isprintable())[:60]


def describe(error: Exception, url: URL, limits: FetchLimits) -> tuple[FeedStatus, str]:
    """What an exception of the HTTP client means for the feed.

    Args:
        error: As raised.
        url: What was being asked.
        limits: Named in the sentence about time.

    Returns:
        Status word and sentence.

    >>> describe(TimeoutError(), URL("https://example.org/"), FetchLimits())
    (<FeedStatus.TIMEOUT: 'timeout'>, 'No complete answer from example.org within 30 s')
    """
    host = url.host or str(url)
    if isinstance(error, TimeoutError):
        return FeedStatus.TIMEOUT, f"No complete answer from {host} within {limits.total_s:g} s"
    return FeedStatus.NETWORK_ERROR, _network_words(error, host)


def _network_words(error: Exception, host: str) -> str:
    """The sentence for a failure below HTTP."""
    for kinds, words in _NETWORK:
        if isinstance(error, kinds):
            return words.format(host=host, error=_short(error))
    return f"{host} could not be asked: {_short(error)}"


# The first that fits: aiohttp's errors inherit from each other, so that the order counts.
_NETWORK: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    ((aiohttp.ClientConnectorDNSError,), "The name {host} could not be found"),
    (
        (aiohttp.ClientConnectorCertificateError, ssl.CertificateError),
        "The certificate of {host} is not valid: {error}",
    ),
    ((aiohttp.ClientSSLError, ssl.SSLError), "No secure connection to {host}: {error}"),
    ((aiohttp.ClientConnectorError,), "No connection to {host}: {error}"),
    (
        (aiohttp.ServerDisconnectedError, ConnectionError),
        "{host} broke off the connection without an answer",
    ),
    ((aiohttp.ClientPayloadError,), "{host} broke off the connection in the middle of the feed"),
    ((aiohttp.ClientResponseError,), "What {host} answered is not HTTP: {error}"),
)


def _short(error: Exception) -> str:
    strerror = error.strerror if isinstance(error, OSError) else ""
    words = " ".join(str(strerror or error).split()) or type(error).__name__
    return words if len(words) <= _LONGEST_WORDS else f"{words[:_LONGEST_WORDS]}…"
