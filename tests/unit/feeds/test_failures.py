"""Failures in words."""

from __future__ import annotations

import ssl

import aiohttp
import pytest
from yarl import URL

from bot.feeds.exchange import FetchLimits
from bot.feeds.failures import by_status, describe

URL_ = URL("https://example.org/feed")


@pytest.mark.parametrize(
    ("code", "status"),
    [
        (200, None), (204, None), (299, None), (100, "network_error"), (300, "redirect_error"),
        (399, "redirect_error"), (400, "client_error"), (404, "client_error"), (410, "gone"),
        (429, "rate_limited"), (500, "server_error"), (503, "server_error"), (599, "server_error"),
        (600, "client_error"), (999, "client_error"),
    ],
)  # fmt: skip
def test_every_code_has_a_word(code, status):
    found = by_status(code, "")
    assert (found and found[0]) == status
    if found:
        assert str(code) in found[1]


def test_an_unknown_phrase_is_cut_and_printable():
    assert by_status(499, "No\x00pe" + "x" * 100)[1].startswith("The server answered 499 Nopexxx")
    assert len(by_status(499, "x" * 1000)[1]) < 100


KEY = aiohttp.client_reqrep.ConnectionKey("example.org", 443, True, True, None, None, None, None)
REFUSED = ConnectionRefusedError(111, "Connection refused")
EXPIRED = ssl.SSLCertVerificationError("old")


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (TimeoutError(), "timeout", "within 30 s"),
        (aiohttp.ClientConnectorDNSError(KEY, OSError("x")), "network_error", "could not be found"),
        (aiohttp.ClientConnectorError(KEY, REFUSED), "network_error", "refused"),
        (aiohttp.ClientConnectorCertificateError(KEY, EXPIRED), "network_error", "certificate"),
        (aiohttp.ClientConnectorSSLError(KEY, OSError(1, "x")), "network_error", "No secure connection"),
        (aiohttp.ServerDisconnectedError(), "network_error", "broke off"),
        (ConnectionResetError(), "network_error", "broke off"),
        (aiohttp.ClientPayloadError("x"), "network_error", "middle of the feed"),
        (ValueError("odd\nthing"), "network_error", "odd thing"),
    ],
)  # fmt: skip
def test_every_error_has_a_sentence(error, status, words):
    found = describe(error, URL_, FetchLimits())
    assert found[0] == status
    assert words in found[1]
    assert "example.org" in found[1]


def test_long_errors_are_cut():
    assert len(describe(ValueError("x" * 5000), URL_, FetchLimits())[1]) < 220
