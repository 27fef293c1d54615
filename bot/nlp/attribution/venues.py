"""Where and when a statement was made, and which outlet is credited for it.

Called by `bot.nlp.statements` with the words around the cue (never with what was said). Patterns of
common English and well-known programmes only; it knows no list of outlets and resolves no name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Venue:
    """Where: as written, and its kind (see `bot.model.statement.Statement`); both empty when not told."""

    text: str = ""
    kind: str = ""


_CAP = r"[A-Z0-9][\w.'\u2019&-]*"
_NAME = rf"{_CAP}(?: (?:[A-Z0-9&][\w'\u2019&-]*|of|the|for)){{0,6}}"
_WHOSE = r"(?:an?|his|her|their|its|the|that|this)"
_ADJ = r"(?:(?!(?:in|of|on|to|for|and|with|at|by|as|that) )[\w'\u2019.-]+ ){0,3}"
_OPEN = "[\"'\u201c\u2018]?"
_SHOW = (
    rf"(?:{_CAP} (?:(?:[A-Z&][\w.'\u2019&-]*|of|the|on|with|to) ){{0,5}})?"
    r"(?:Show|Radio|Podcast|Hour|Tonight|Live|Today|Report|Talk|Drive|Edition|TV|Television)"
)
_STATION = (
    r"Meet the Press|Face the Nation|This Week|State of the Union|Good Morning America|60 Minutes"
    r"|Morning Joe|Fox (?:&|and) Friends|Fox News(?: Sunday| Channel)?|Fox Business|CNN|MSNBC|C-SPAN|CNBC"
    r"|NBC(?: News)?|ABC(?: News)?|CBS(?: News| This Morning)?|PBS(?: NewsHour)?|NPR|Newsmax|NewsNation"
    r"|BBC(?: News)?|Sky News|SiriusXM|The View|[WK][A-Z]{3}(?:-(?:TV|FM|AM))?"
)
_AIRED = r"(?:radio|television|TV|podcast|cable)(?: (?:interview|appearance|show|program|segment|host))?"
_PAPERS = (
    r"(?:filings?|lawsuit|complaint|affidavit|brief|court (?:papers|documents|records)|indictment|petition)"
)
_BODY = r"(?:committee|subcommittee|panel|council|board|commission|court|judge|jury|lawmakers|senators)"
_PRESSER = r"(?:(?:press|news) (?:conference|briefing)|briefing|media availability|gaggle)"
_PAPER = r"(?:statement|press release|news release|communique|memo)"
_NETWORK = (
    r"(?:X|Twitter|Facebook|Truth Social|Instagram|Bluesky|Threads|TikTok|LinkedIn|YouTube|Telegram|Reddit"
    r"|social media)"
)
_TALK = r"(?:interview (?:with|on|to)|[Ss]peaking (?:to|with))"
_EVENT = r"(?:rally|speech|debate|forum|town hall|meeting|address|ceremony|call|email|e-mail)"

# In order of how sure they are; the first of a kind that is found counts.
_RULES = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("broadcast", rf"\b(?:[Oo]n|[Dd]uring|told|interview with|host of) (?:the )?{_OPEN}(?P<v>{_SHOW})\b"),
        (
            "broadcast",
            rf"\b(?:[Oo]n|told|[Dd]uring|{_TALK}) (?:the )?{_OPEN}(?P<v>{_STATION})\b",
        ),
        ("broadcast", rf"\b(?:[Ii]n|[Dd]uring|[Oo]n) (?P<v>an? {_ADJ}{_AIRED})\b"),
        ("letter", rf"\b(?:[Ii]n|[Bb]y|sent|wrote|of) (?P<v>{_WHOSE} {_ADJ}letter(?: to (?:the )?{_NAME})?)"),
        ("filing", rf"\b(?:[Ii]n|by) (?P<v>(?:{_WHOSE} )?{_ADJ}{_PAPERS})\b"),
        ("hearing", rf"\b(?:testi\w+|appear\w+) (?:\w+ )?(?P<v>(?:before|to) (?:the |an? )?{_NAME})"),
        ("hearing", rf"\b(?:testi\w+|appear\w+) (?:\w+ )?(?P<v>(?:before|to) (?:the |an? )?{_ADJ}{_BODY})\b"),
        ("hearing", rf"\b(?:[Aa]t|[Dd]uring|[Ii]n) (?P<v>{_WHOSE} {_ADJ}(?:hearing|testimony|deposition))\b"),
        ("hearing", rf"\btold (?P<v>(?:the |a )?{_ADJ}(?:{_BODY}|school board|City Council|Senate|House))\b"),
        ("press conference", rf"\b(?:[Aa]t|[Dd]uring|[Ii]n|from) (?P<v>{_WHOSE} {_ADJ}{_PRESSER})\b"),
        ("press conference", r"\b(?:told|to|with) (?P<v>(?:a group of |the )?(?:reporters|journalists))\b"),
        ("statement", rf"\b(?:[Ii]n|[Tt]hrough|[Vv]ia|issued|released) (?P<v>{_WHOSE} {_ADJ}{_PAPER})\b"),
        ("post", rf"\b(?:[Oo]n|to|[Vv]ia) (?:{_WHOSE} )?(?:[\w-]+ )?(?P<v>{_NETWORK})\b"),
        ("post", rf"\b[Ii]n (?P<v>{_WHOSE} {_ADJ}(?:posts?|tweets?|video|op-ed|thread))\b"),
        ("interview", rf"\b(?:[Ii]n|[Dd]uring) (?P<v>{_WHOSE} {_ADJ}interview(?: with (?:the )?{_NAME})?)"),
        ("", rf"\b(?:[Aa]t|[Dd]uring|[Ii]n) (?P<v>{_WHOSE} {_ADJ}{_EVENT})\b"),
    )
)
_POST_VERBS = frozenset({"tweet", "retweet", "post"})

_PRESS = (
    r"Times|Post|News|Globe|Herald|Journal|Tribune|Press|Reuters|AP|Bloomberg|Politico|POLITICO|Axios"
    r"|Breitbart|CNN|MSNBC|NBC|ABC|CBS|NPR|PBS|BBC|CNBC|Fox|Gazette|Chronicle|Guardian|Observer|Register"
    r"|Examiner|Magazine|Radio|Inquirer|Dispatch|Sentinel|Courier|Telegram|Bulletin|Ledger|Independent|Daily"
    r"|Review|Newsweek|Atlantic|Intercept|Caller|Beast|Newsmax|Monitor|Record|Telegraph|Mail|Advocate|Patriot"
    r"|Eagle|Weekly|Intelligencer|Star|Sun|Banner|Beacon|Voice|Signal|Wire|[WK][A-Z]{3}(?:-TV|-FM)?|\w+\.com"
)
_SECOND = r"(?: (?:News|Radio|Times|Post|Press|Service|Online|Daily|Sunday|Business|Journal|Herald|Globe))*"
_OUTLET = re.compile(
    rf"(?:[Tt]he )?(?P<o>(?:(?:[A-Z][\w.'\u2019&-]*|\d{{1,2}}) (?:of |and )?){{0,4}}(?:{_PRESS}){_SECOND})\b"
)
_CREDIT = re.compile(
    r"\b(?:[Tt]old|interview with|[Ss]peaking (?:to|with)|reported (?:first )?by|[Aa]ccording to|citing|via"
    r"|reported in) $"
)
_REPORTED = re.compile(
    r"(?:first |exclusively |also |has |had )*(?:reported|reports|wrote|revealed|learned|noted|confirmed)\b"
)
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAY = re.compile(
    rf"\b(?:(?P<day>{'|'.join(d.capitalize() for d in _DAYS)})|(?P<rel>[Yy]esterday|[Tt]oday))\b"
)
_DATE = re.compile(
    r"\b(?P<month>Jan|Feb|March|April|May|June|July|Aug|Sept|Sep|Oct|Nov|Dec)[a-z]*\.? "
    r"(?P<dom>[0-3]?\d)(?:st|nd|rd|th)?\b(?:,? (?P<year>20\d\d))?"
)


def find_venue(around: str, cue: str = "") -> Venue:
    """Where something was said, from the words around it.

    Args:
        around: The sentence of the cue without what was said.
        cue: Lemma of the cue; "tweet" alone tells a post.

    >>> find_venue("Lyons said on the Howie Carr Show on Wednesday that")
    Venue(text='Howie Carr Show', kind='broadcast')
    >>> find_venue("she wrote in a letter to the council")
    Venue(text='a letter', kind='letter')
    """
    for kind, rule in _RULES:
        match = rule.search(around)
        if match:
            return Venue(match["v"].strip(" ."), kind)
    return Venue("", "post" if cue in _POST_VERBS else "")


def find_outlet(name: str) -> str:
    """The name if it looks like a news outlet's, else empty.

    >>> find_outlet("the Riverton Gazette"), find_outlet("Ann Lee")
    ('Riverton Gazette', '')
    """
    match = _OUTLET.fullmatch(name.strip())
    return match["o"].strip() if match else ""


def find_relay(around: str) -> str:
    """The outlet credited in the words around a statement; empty when none.

    >>> find_relay("As the Riverton Gazette reported, Lee said")
    'Riverton Gazette'
    >>> find_relay("Lee told WBXY on Monday")
    'WBXY'
    """
    for match in _OUTLET.finditer(around):
        if _CREDIT.search(around, 0, match.start()) or _REPORTED.match(around[match.end() :].lstrip(" ,")):
            return match["o"].strip()
    return ""


def find_day(around: str, published_on: date) -> date | None:
    """The day told in the words around a statement: the last such weekday, or the date as written.

    Args:
        around: The sentence of the cue without what was said.
        published_on: Day of the article.

    Returns:
        A day not after the article's, or None where no day is told.

    >>> find_day("Lyons said on Wednesday", date(2025, 8, 22))
    datetime.date(2025, 8, 20)
    """
    written = _DATE.search(around)
    if written:
        return _dated(written, published_on)
    told = _DAY.search(around)
    if told is None:
        return None
    if told["rel"]:
        return published_on - timedelta(days=told["rel"].lower() == "yesterday")
    back = (published_on.weekday() - _DAYS.index(told["day"].lower())) % len(_DAYS)
    return published_on - timedelta(days=back)


def _dated(written: re.Match[str], published_on: date) -> date | None:
    month = _MONTHS.index(written["month"][:3].lower()) + 1
    year = int(written["year"] or published_on.year)
    try:
        found = date(year, month, int(written["dom"]))
        if found > published_on and not written["year"]:
            found = found.replace(year=year - 1)
    except ValueError:
        return None
    return found if found <= published_on else None
