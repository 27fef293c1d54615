"""The words by which an article credits an outlet: for a report, for an interview, for papers it got.

Called by `bot.stories.trails`. Each pattern finds a name that must still turn out to be an outlet's
(`bot.stories.mastheads`), but for those of `STRONG`, which fit nothing else.
"""

from __future__ import annotations

import re

from bot.stories.phrases import NAME, THE_NAME, either

_PAPER = either("newspaper,website,news site,magazine,newsletter,station,television,TV,news agency", ",")
_REPORT = either("report story article account scoop reporting")
_EARLIER = r"(?:first |earlier |previously |originally )*"

REPORTED = (
    re.compile(rf"(?P<name>{NAME}),? {_PAPER} {_EARLIER}(?:reported|reports|says|said|wrote)\b"),
    re.compile(rf"\b[Aa]s (?P<name>{NAME}) (?:has )?{_EARLIER}(?:reported|reports|noted|wrote)\b"),
    re.compile(rf"(?P<name>{NAME})(?: has| had)? {_EARLIER}(?:reported|reports|revealed)\b"),
    re.compile(
        r"\b(?:reported|broken|published|revealed|disclosed) (?:earlier |first |\w+day )?(?:by|in|on) "
        rf"(?P<name>{THE_NAME})"
    ),
    re.compile(
        rf"\b[Aa]ccording to (?:an? (?:\w+ )?{_REPORT} (?:in|by|from|on) |reporting by )?(?P<name>{THE_NAME})"
    ),
    re.compile(rf"\b{_REPORT} (?:in|by|from|on|of) (?P<name>{THE_NAME})"),
    re.compile(rf"\b(?:citing|via|cited|per) (?P<name>{THE_NAME})"),
    re.compile(rf"(?P<name>{NAME}) (?:says|said|writes|wrote)\b"),
    re.compile(rf"(?P<name>{NAME})(?:'s|\u2019s) (?:{_REPORT}|interview)\b"),
)
"""An outlet is credited with the report."""

DUG = (
    re.compile(rf"\b(?:obtained|reviewed|seen|viewed|first seen) by (?P<name>{THE_NAME})"),
    re.compile(rf"(?P<name>{NAME}) (?:has learned|has found|has confirmed|found|learned)\b"),
    re.compile(
        rf"\ban? (?P<name>{NAME}) (?:review|analysis|investigation|survey|examination|tally|count)\b"
        rf"|\b(?:investigation|review|analysis) by (?P<name2>{THE_NAME})"
    ),
)
"""An outlet's own digging; another outlet's is a credit."""

INTERVIEWED = (
    re.compile(
        r"\b(?:told|tells|interview (?:with|on|in|to)|interviewed (?:by|on)|(?:spoke|speaking) (?:to|with)"
        r"|conversation with|appearance on|appearing on|appeared on|(?:comment|remark|statement)s? to) "
        rf"(?P<name>{THE_NAME})"
    ),
)
"""It was said to an outlet."""

OWN_INTERVIEW = re.compile(
    r"\b(?:in|during) (?:an|a (?:phone|telephone|brief|recent)|an exclusive) interview\b(?! (?:with|on|to))"
)
"""An interview with nobody named is the outlet's own."""

WIRE_LINE = re.compile(
    r"^\W*[A-Z][A-Z .,'\u2019-]+(?:, [A-Z][\w.]+)?\s*\((?P<name>[A-Z][\w .]{1,30})\)\s*[-\u2013\u2014]"
)
"""A dispatch's dateline: "PORT ALDER (AP) -"."""

STRONG = (
    re.compile(
        r"\b(?:first|originally) (?:reported|published|disclosed|revealed) (?:\w+day )?(?:by|in|on) "
        rf"(?P<name>{THE_NAME})"
    ),
    re.compile(rf"(?P<name>{NAME})(?:,| has| had)? (?:was the )?first (?:to )?report(?:ed)?\b"),
    re.compile(rf"\b[Aa]s (?P<name>{NAME}) (?:has )?{_EARLIER}reported\b"),
    re.compile(rf"(?P<name>{NAME}),? {_PAPER} {_EARLIER}(?:reported|reports)\b"),
    WIRE_LINE,
)
"""Only outlets report first: the name is an outlet's whatever it looks like."""
