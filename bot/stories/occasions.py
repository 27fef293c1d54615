"""Where words were said and which papers news rests on: kinds of venue, kinds of document, days.

Called by `bot.stories.trails`. One table of venues and one of papers; a kind is only ever compared with the
same kind of another article, so its name matters to nobody but the reader of ``why``.
"""

from __future__ import annotations

import re

from bot.stories.phrases import DAY, NAME, WORD, either

_AIR = either("radio television TV podcast broadcast on-air televised")
_OPEN, _CLOSE = '[\u201c"]', ',?[\u201d"]'

BROADCAST = re.compile(
    rf"\b(?:on|of|to|told) (?:the |his |her )?{_OPEN}?"
    rf"(?P<name>(?:The )?{WORD}(?:\s(?:{WORD}|with|of|the|and))*"
    rf"\s(?:Show|Podcast|Hour|Tonight|Live|Table|Program|Report)){_CLOSE}?"
    rf"|\b(?:on|to|of) (?:the |his |her |{NAME}(?:'s|\u2019s) )?{_OPEN}(?P<name2>{NAME}){_CLOSE}"
    rf"|\b(?:program|show|podcast) {_OPEN}?(?P<name3>{NAME}){_CLOSE}?"
    rf"|\bon (?:the |his |her )?(?P<name4>{NAME}) (?:podcast|show|program|radio show)\b"
    rf"|\b(?:{_AIR} |talk show )?host (?P<name5>{NAME})"
    rf"|\b{_AIR} (?:interview|appearance|show|program|host|segment|debate)\b"
)
_MESSAGE = either("statement,release,news release,press release,text message,message,email,e-mail", ",")

_PLATFORM = either("X,Twitter,Facebook,Truth Social,Instagram,Bluesky,Threads,TikTok,social media", ",")

VENUES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("broadcast", BROADCAST),
    ("letter", re.compile(r"\b(?:letter|wrote to)\b")),
    ("press conference", re.compile(r"\b(?:press|news) conference\b|\btold reporters\b|\bbriefing\b")),
    (
        "statement",
        re.compile(
            rf"\b[Ii]n (?:an?|the|its|his|her|their) (?:\w+ ){{0,2}}{_MESSAGE}\b"
            r"|\b(?:statement|news release|press release|email) (?:on|from|sent|issued|released|\w+day)\b"
            r"|\ban? (?:statement|news release|press release)\b"
        ),
    ),
    (
        "post",
        re.compile(
            rf"\b(?:post(?:ed|s)?|wrote|said) (?:\w+day )?(?:on|to) {_PLATFORM}\b"
            r"|\b(?:a|social media|Facebook) post\b|\btweet(?:ed|s)?\b|\bin a video\b"
        ),
    ),
    (
        "hearing",
        re.compile(
            r"\btestif(?:ied|ying|y|ies)\b|\btestimony\b|\b(?:hearing|Committee|committee)\b"
            r"|\b(?:told|to|in) (?:lawmakers|senators|commissioners|parliament|Congress)\b"
        ),
    ),
    ("speech", re.compile(r"\b(?:speech|address|keynote|sermon|rally|commencement|remarks (?:at|to))\b")),
    ("op-ed", re.compile(r"\b(?:op-ed|opinion (?:piece|column)|essay|guest commentary)\b")),
)
"""Where something was said; the groups of a pattern hold the venue's name."""

_STUDY = either("report forecast study survey analysis data figures estimates? assessment")

DOCUMENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "filing",
        re.compile(
            r"\b(?:lawsuit|suit|complaint|petition|affidavit|sued?"
            r"|court (?:filing|documents|papers|records))\b"
        ),
    ),
    ("indictment", re.compile(r"\bindict(?:ment|ed|s)\b")),
    (
        "ruling",
        re.compile(r"\b(?:ruled\b(?! out)|(?:judge|court|justices)(?:'s)? ruling|court order|injunction)\b"),
    ),
    ("audit", re.compile(r"\baudit\b")),
    (
        "report",
        re.compile(
            rf"\b{_STUDY} (?:\w+ ){{0,3}}"
            r"(?:by|from|released|published|issued|of|says?|finds?|found|shows?|that)\b"
            rf"|\b(?:new|annual|quarterly|inspection|final|interim|draft) {_STUDY}\b"
            r"|\b[Ii]n (?:a|its|the|his|her) (?:\w+ )?(?:report|study|survey)\b"
        ),
    ),
    ("memo", re.compile(r"\bmemo(?:randum)?\b")),
    (
        "emails",
        re.compile(r"\b(?:emails|e-mails|text messages|internal (?:documents|records)|invoices)\b"),
    ),
    ("letter", re.compile(r"\bletter\b")),
    ("warning", re.compile(r"\b(?:issued|issues) an? \w+ (?:warning|watch|advisory|alert|order|recall)\b")),
)
"""A paper that the news rests on."""

_AHEAD = ("by", "until", "before", "after", "since", "next", "through", "for", "of")
_NOT_YET = "".join(f"(?<!{word} )" for word in _AHEAD)
DAYS = re.compile(rf"{_NOT_YET}\b({DAY})\b")
"""Days on which something was said, not those by or until which it will be done."""
