"""What publishing systems append to a summary, taken off: "The post … appeared first on …" and the like.

Called by `bot.feeds.draft`. Pure; a text that is nothing but such words is left as it is.
"""

from __future__ import annotations

import re

_WITHIN = 600  # characters at the end in which a tail can begin
_WITHIN_SHORT = 180  # the same for all but the two kinds that repeat a title
# One of these stands in every tail; looking for them first spares most texts the expression below.
_LONG_SIGNS = ("appeared", "published")
_SHORT_SIGNS = ("eading", "Read ", "Learn ", "See ", "Show ", " here", "More", "[", "(", "»", "\u203a", "→")
# What publishing systems append to a summary: WordPress, Drupal, Feedburner and the like.
_MARK = "(?:…|\\.\\.\\.|»|\u203a|→|>>?)"
_TAILS = re.compile(
    rf"""(?:
        The\ post\ .{{1,300}}?\ (?:first\ appeared|appeared\ first)\ on\ .{{1,120}}
      | This\ (?:article|story|post|piece)\ (?:originally\ appeared|first\ appeared|appeared\ first
            |was\ (?:originally|first)\ published)\ (?:on|in|at|by)\ .{{1,120}}
      | (?:Continue|Keep)\ [Rr]eading\b[^.!?]{{0,160}}{_MARK}?
      | (?:Click|Tap)\ here\ (?:to|for)\b[^.!?]{{0,100}}
      | \[?\(?\s*(?:Read|Learn|See|Show)\ (?:[Mm]ore|the\ rest|(?:the\ )?full\ (?:story|article|post))
            \b(?:\ (?:about|at|below|from|here|in|on|via)\b[^.!?\]]{{0,80}})?\s*{_MARK}?\s*\)?\]?
      | More\s*{_MARK}
      | \[\s*(?:…|\.\.\.)\s*\] | \(\s*(?:more)?\s*(?:…|\.\.\.)?\s*\) | [»\u203a→]
    )\s*\.?\s*$""",
    re.VERBOSE,
)
_CUT = re.compile(r"\s*(?:[\[(]\s*(?:…|\.\.\.)\s*[\])]|\.\.\.)$")


def drop_tail(text: str) -> str:
    """A summary without what publishing systems append to it; a cut is marked by one "…".

    Args:
        text: Clean text.

    >>> drop_tail("The council met. The post Council meets appeared first on Example Times.")
    'The council met.'
    >>> drop_tail("The council met and then […]")
    'The council met and then …'
    """
    kept = text
    if not _may_have_tail(text):
        return _CUT.sub(" …", kept) if kept.endswith("...") else kept
    while match := _TAILS.search(kept, max(0, len(kept) - _WITHIN)):
        left = kept[: match.start()].rstrip(" \n-\u2013—|·")
        if not left:
            break  # a summary that is nothing but this is left to the reader
        if _CUT.match(match[0]) and left[-1] not in '.!?…”"':
            return f"{left} …"
        kept = left
    return _CUT.sub(" …", kept) if kept.endswith(("...", "]", ")")) else kept


def _may_have_tail(text: str) -> bool:
    end = text[-_WITHIN_SHORT:]
    for sign in _SHORT_SIGNS:
        if sign in end:
            return True
    end = text[-_WITHIN:]
    return any(sign in end for sign in _LONG_SIGNS)
