"""Parts of the patterns by which sources are found: a name, a verb of saying, a body, a day.

Used by `bot.stories.cues`, `bot.stories.credits` and `bot.stories.occasions` alone. Strings for regular
expressions, each one group or less; nothing is matched here.
"""

from __future__ import annotations


def either(words: str, separator: str | None = None) -> str:
    r"""A group that matches any of these words.

    >>> either("said told")
    '(?:said|told)'
    """
    return f"(?:{'|'.join(words.split(separator))})"


WORD = r"(?:[A-Z][\w\u2019'&.-]*[\w.]|[A-Z])"
"""A capitalised word, an initial, an acronym."""

NAME = rf"{WORD}(?:\s(?:of|the|and|&|for|de|la|van|von)(?=\s[A-Z])|\s(?:{WORD}|\d+)){{0,6}}"
"""A name of up to seven words, with the small words that stand inside names."""

THE_NAME = rf"(?:the )?{NAME}"

SAY = either(
    "said says say told tells tell wrote writes write announced announces claimed claims claim testified "
    "posted tweeted declared warned warns insisted stated promised pledged vowed demanded "
    "acknowledged denied denies estimates estimated estimate predicted urged urges confirmed argued "
    "asked calls called recalled thanked disclosed revealed conceded replied responded accused "
    "praised decried repeated asserted asserts alleged alleges allege contended contends maintained "
    "noted notes explained suggested complained boasted lamented reiterated stressed cautioned "
    "apologized ruled unveiled counted rated"
)
"""Verbs that attribute; "criticised" and "defended" tell of a stance, not of words, and are left out."""

SAID_BY = either(
    "said says wrote writes added recalled explained noted argued insisted lamented testified warned"
)
"""Those after which the speaker stands: "said Ann Lee"; "rated Ann Lee" would be about her."""

ADVERBS = r"(?:(?:also|again|first|later|then|has|had|have|publicly|repeatedly)\s)*"

BODY_NOUNS = (
    "police|sheriff's office|prosecutors|investigators|university|college|department|agency|"
    "office|council|board|district|authority|company|commission|bureau|administration|"
    "ministry|coalition|union|association|service|hospital|guard|committee|group|campaign|"
    "officials|firm|foundation|league|fund|museum|institute|airline|railroad|authorities|"
    "inspectors|regulators|examiner|examiner's office|parliament|court|judge|federation|"
    "alliance|society|chamber|center|centre|clinic|zoo|library|church|team|bank|school|"
    "pentagon"
)
"""Last words of the names of bodies."""

BODY = either("|".join(f"[{word[0].upper()}{word[0]}]{word[1:]}" for word in BODY_NOUNS.split("|")), "|")

PAPERS = either(
    "statement letter release post email memo report speech testimony audit lawsuit message figures "
    "data study survey estimates? forecasts? statistics numbers analysis"
)
"""What somebody writes, issues or counts."""

DAY = either("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
