"""The words by which an article says where its news comes from, found sentence by sentence.

Called by `bot.stories.trails`. Patterns over plain text, so that an article counts even where it was not
parsed; names of outlets are told from other names by `bot.stories.mastheads`. Nothing is resolved here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.model.article import Article
from bot.model.entity import Field

_CAP = r"[A-Z][\w\u2019'&.-]*[\w.]|[A-Z]"
_NAME = rf"(?:{_CAP})(?:\s(?:of|the|and|&|for|de|la|van|von)(?=\s[A-Z])|\s(?:{_CAP}|\d+)){{0,6}}"
_SAY = (
    r"(?:said|says|told|tells|wrote|writes|write|announced|announces|claimed|claims|testified|posted|tweeted|"
    r"declared|warned|warns|insisted|added|stated|promised|pledged|vowed|demanded|acknowledged|denied|denies|"
    r"estimates|estimated|estimate|predicted|urged|urges|confirmed|argued|asked|calls|called|recalled|thanked|"
    r"disclosed|revealed|conceded|replied|responded|accused|praised|decried|repeated)"
)
_ORG = (
    r"police|sheriff's office|prosecutors|investigators|university|college|department|agency|office|council|"
    r"board|district|authority|company|commission|bureau|administration|ministry|coalition|union|association|"
    r"service|hospital|guard|committee|group|campaign|officials|firm|foundation|league|fund"
)
ORG_WORDS = _ORG
"""Last words of a body's name."""

_ORG_ANY = "|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in _ORG.split("|"))

_QUOTED = re.compile(
    r"[\u201c\"]([^\u201c\u201d\"]{3,600})[\u201d\"]|(?<!\w)[\u2018']([^'\u2018\u2019\"]{6,200})[\u2019'](?!\w)"
)
_BOUNDARY = re.compile(r"(?<=[.!?])[\u201d\"')]*\s+(?=[\u201c\"'(]?[A-Z0-9])")
_ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Gov|Sen|Rep|Sgt|Lt|Capt|Col|Gen|St|No|Jr|Sr|Inc|Corp|Co|vs|Mt|Rev|Prof|U\.S|D\.C"
    r"|a\.m|p\.m|Jan|Feb|Aug|Sept|Oct|Nov|Dec)|\b[A-Z])\.$"
)

SUBJECT = re.compile(
    rf"(?P<name>{_NAME})(?:,\s(?P<who>[^,.\u201c\"]{{2,110}}),)?"
    rf"\s(?:also\s|again\s|first\s|later\s|then\s|has\s|had\s|have\s|publicly\s|repeatedly\s)*(?P<verb>{_SAY})\b"
)
"""Somebody before the verb: "Ruth Calloway said", "Lund, who leads the agency, told"."""

INVERTED = re.compile(
    rf"\b(?P<verb>{_SAY})\s(?:(?!(?:in|on|at|to|from|by|that|for|with|it|he|she|they)\s)[a-z][\w-]*\s){{0,6}}(?P<name>{_NAME})"
)
"""Somebody behind it: "said engineer Lou Barca"."""

BODY = re.compile(
    rf"(?<![\w-])(?P<name>(?:(?:{_CAP}|state|city|county|federal|local|campus)\s){{0,5}}(?:{_ORG_ANY}))"
    rf"(?:,\s[^,.]{{2,80}},)?\s(?:also\s|has\s|had\s|have\s)*(?P<verb>{_SAY}|issued|released)\b"
)
"""A body before the verb: "the university said", "Brook County police announced"."""

ACCORDING = re.compile(
    rf"\b[Aa]ccording to (?P<what>(?:(?:the|a|an|its|his|her|state|local)\s)*)(?P<name>{_NAME})"
)

AUTHOR = re.compile(
    rf"\b(?:statement|letter|release|post|email|memo|report|speech|testimony|audit|lawsuit|message) (?:\w+day )?"
    rf"(?:from|by) (?P<name>(?:the |its |his |her )?(?:{_NAME}(?: (?:{_ORG_ANY}))?|(?:[a-z]+ )?(?:{_ORG_ANY})))"
)
"""Whose paper it is: "a news release from Brook County police"."""

CREDITS = (
    re.compile(
        rf"\b[Aa]s (?P<name>{_NAME}) (?:has )?(?:first |earlier |previously )?(?:reported|reports|noted|wrote)\b"
    ),
    re.compile(
        rf"(?P<name>{_NAME})(?: has| had)? (?:first |earlier |previously )?(?:reported|reports|revealed)\b"
    ),
    re.compile(
        rf"\b(?:reported|broken|published|revealed|disclosed) (?:earlier |first |\w+day )?(?:by|in|on) (?P<name>(?:the )?{_NAME})"
    ),
    re.compile(
        rf"\b[Aa]ccording to (?:a (?:\w+ )?(?:report|story|article|account) (?:in|by|from|on) |reporting by )?(?P<name>(?:the )?{_NAME})"
    ),
    re.compile(
        rf"\b(?:reporting|report|story|article|scoop|account) (?:in|by|from|on|of) (?P<name>(?:the )?{_NAME})"
    ),
    re.compile(rf"\b(?:citing|via|cited) (?P<name>(?:the )?{_NAME})"),
    re.compile(rf"(?P<name>{_NAME}) (?:says|said|writes|wrote)\b"),
    re.compile(
        rf"(?P<name>{_NAME})(?:'s|\u2019s) (?:report|reporting|story|scoop|article|account|interview)\b"
    ),
)
"""An outlet is credited; the name must turn out to be one."""

OBTAINED = re.compile(rf"\b(?:obtained|reviewed|seen|viewed|first seen) by (?P<name>(?:the )?{_NAME})")
LEARNED = re.compile(
    rf"(?P<name>{_NAME}) (?:has learned|has found|has confirmed|found|learned)\b"
    rf"|\ba(?:n)? (?P<name2>{_NAME}) (?:review|analysis|investigation|survey|examination|tally|count)\b"
)
"""An outlet's own digging; another outlet's is a credit."""

INTERVIEW = re.compile(
    rf"\b(?:told|tells|interview with|interviewed (?:by|on)|spoke (?:to|with)|speaking (?:to|with)|an interview (?:on|in|to)"
    rf"|conversation with|appearance on|appearing on|appeared on|in comments to) (?P<name>(?:the )?{_NAME})"
)
"""Said to an outlet; the name must turn out to be one."""

LABEL = re.compile(rf"^(?P<name>{_NAME}): ")
"""A speaker as headlines have it: "Draper: 'I never took a dime'"."""

FULL_NAME = re.compile(rf"(?:{_CAP})(?:\s(?:{_CAP})){{1,4}}")
NO_NAMES = frozenset(
    {
        "I",
        "The",
        "A",
        "But",
        "And",
        "In",
        "He",
        "She",
        "They",
        "It",
        "We",
        "You",
        "That",
        "This",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    }
)

VENUES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "broadcast",
        re.compile(
            rf"\b(?:on|host of|of) (?:the |his |her )?[\u201c\"]?(?P<name>(?:The )?(?:{_CAP})(?:\s(?:{_CAP}|with|of|the|and))*"
            rf"\s(?:Show|Podcast|Hour|Tonight|Live|Table|Program))[\u201d\"]?"
            rf"|\b(?:on|to) (?:the |his |her |{_NAME}'s )?[\u201c\"](?P<name2>{_NAME}),?[\u201d\"](?: podcast| show| program)?"
            rf"|\bon (?:the |his |her )?(?P<name3>{_NAME}) (?:podcast|show|program|radio show)\b"
            rf"|\b(?:radio |talk show |podcast |television |TV )?host (?P<name4>{_NAME})"
            rf"|\b(?:radio|television|TV|podcast|broadcast|on-air) (?:interview|appearance|show|program|host|segment)\b"
        ),
    ),
    ("letter", re.compile(r"\b(?:letter|wrote to)\b")),
    (
        "press conference",
        re.compile(r"\b(?:press|news) conference\b|\btold reporters\b|\bbriefing\b|\bnews briefing\b"),
    ),
    (
        "statement",
        re.compile(
            r"\b[Ii]n (?:a|its|his|her|their) (?:\w+ ){0,2}(?:statement|news release|press release|email|e-mail)\b"
            r"|\b(?:statement|news release|press release|email) (?:on|from|sent|issued|released|\w+day)\b|\bin a statement\b"
            r"|\ban? (?:statement|news release|press release)\b"
        ),
    ),
    (
        "post",
        re.compile(
            r"\b(?:post(?:ed|s)?|wrote|said) (?:\w+day )?(?:on|to) (?:X|Twitter|Facebook|Truth Social|Instagram|Bluesky|social media)\b"
            r"|\b(?:a|social media|Facebook) post\b|\btweet(?:ed|s)?\b|\bin a (?:video|thread)\b"
        ),
    ),
    (
        "hearing",
        re.compile(
            r"\btestif(?:ied|ying|y|ies)\b|\btestimony\b|\b(?:hearing|Committee|committee)\b|\btold (?:lawmakers|senators|commissioners)\b"
        ),
    ),
    ("speech", re.compile(r"\b(?:speech|address|keynote|sermon|rally|commencement|remarks (?:at|to))\b")),
    ("op-ed", re.compile(r"\b(?:op-ed|opinion (?:piece|column)|column|essay|guest commentary)\b")),
)
"""Where something was said. The first name group that matched is the venue's name."""

DOCUMENTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "filing",
        re.compile(
            r"\b(?:lawsuit|complaint|court (?:filing|documents|papers|records)|petition|affidavit|sued?)\b|\bsuit\b"
        ),
    ),
    ("indictment", re.compile(r"\bindict(?:ment|ed|s)\b")),
    (
        "ruling",
        re.compile(
            r"\b(?:(?:judge|court|justices)(?:'s)? rul(?:ing|ed)|court order|injunction|opinion by)\b"
        ),
    ),
    ("audit", re.compile(r"\baudit\b")),
    (
        "report",
        re.compile(
            r"\b(?:report|study|survey|analysis|data|figures|estimates?|assessment|census) (?:\w+ ){0,3}(?:by|from|released|published|issued|of|says|said|finds|found|shows?|showed|that)\b|\b(?:new|annual|quarterly) (?:report|study|survey|data|figures)\b"
        ),
    ),
    ("memo", re.compile(r"\bmemo(?:randum)?\b")),
    (
        "emails",
        re.compile(r"\b(?:emails|e-mails|text messages|internal documents|internal records|invoices)\b"),
    ),
    ("letter", re.compile(r"\bletter\b")),
    ("warning", re.compile(r"\b(?:issued|issues) an? \w+ (?:warning|watch|advisory|alert|order|recall)\b")),
)
"""A paper that the news rests on."""

ANONYMOUS = re.compile(
    r"\b(?:on (?:the )?condition of anonymity|asked not to be (?:named|identified)|not authorized to (?:speak|discuss)"
    r"|(?:people|persons?|officials?|sources?|aides?|employees?) (?:\w+ ){0,4}(?:familiar with|with knowledge of|briefed on"
    r"|close to|who (?:were not|was not|asked|spoke))|sources (?:said|say|told))"
)
DAYS = re.compile(
    r"(?<!by )(?<!until )(?<!before )(?<!after )(?<!since )(?<!next )(?<!through )(?<!for )(?<!of )\b(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)
"""Days on which something was said, not those by or until which it will be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence of an article.

    Attributes:
        field: Part of the article.
        start: Where it begins there.
        text: As it stands.
    """

    field: Field
    start: int
    text: str

    @property
    def is_title(self) -> bool:
        """Whether it is the headline."""
        return self.field == "title"

    def holds(self, field: Field, at: int) -> bool:
        """Whether a code point of a field lies in it."""
        return field == self.field and self.start <= at < self.start + len(self.text)


def sentences(article: Article) -> Iterator[Sentence]:
    """The headline, then the sentences of summary and body; one that stood before is left out."""
    yield Sentence(field="title", start=0, text=article.title)
    seen: set[str] = set()
    parts: tuple[tuple[Field, str], ...] = (("summary", article.summary), ("text", article.body))
    for field, part in parts:
        for start, text in split(part):
            if text not in seen:
                seen.add(text)
                yield Sentence(field=field, start=start, text=text)


def split(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a text, each with its first code point.

    >>> list(split("Gov. Ann Lee said so. It passed."))
    [(0, 'Gov. Ann Lee said so.'), (22, 'It passed.')]
    """
    start = 0
    for match in _BOUNDARY.finditer(text):
        if not _ABBREVIATED.search(text[start : match.start()]):
            yield start, text[start : match.end()].rstrip()
            start = match.end()
    if text[start:].strip():
        yield start, text[start:]


def quotations(text: str) -> tuple[str, ...]:
    """The words inside quotation marks, in order.

    >>> quotations('He said "we will win" and left.')
    ('we will win',)
    """
    return tuple(double or single for double, single in _QUOTED.findall(text))
