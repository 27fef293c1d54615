"""An origin in words for a person: "one interview", "a letter", "own reporting by The Ledger".

Called by `bot.stories.origins`. The same words for every speaker and outlet; nothing of the news itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.model.story import OriginKind
from bot.stories.bonds import Witness
from bot.stories.trail import Trail

VENUE_LABELS = {
    "broadcast": "one interview",
    "interview": "one interview",
    "letter": "a letter",
    "press conference": "a press conference",
    "statement": "a statement",
    "post": "a post",
    "filing": "a court filing",
    "hearing": "a hearing",
    "speech": "a speech",
    "op-ed": "an opinion piece",
}
NOTICE = "notice"
"""The kind of paper that a page of a government or a court is by itself."""

DOCUMENT_LABELS = {
    NOTICE: "an official document",
    "filing": "a court filing",
    "indictment": "an indictment",
    "ruling": "a ruling",
    "audit": "an audit",
    "report": "a report",
    "memo": "a memo",
    "emails": "internal records",
    "letter": "a letter",
    "warning": "an official notice",
}


def kind_of(group: Sequence[Trail]) -> OriginKind:
    """What a group of articles goes back to.

    >>> kind_of([Trail()]).value, kind_of([Trail(people=(("lund",),)), Trail()]).value
    ('unnamed', 'statement')
    """
    if any(trail.is_own for trail in group):
        return OriginKind.REPORTING
    if any(trail.has_speaker or trail.given_to or trail.role for trail in group):
        return OriginKind.STATEMENT
    if any(trail.documents for trail in group):
        return OriginKind.DOCUMENT
    if any(trail.credits or trail.is_anonymous for trail in group):
        return OriginKind.REPORTING
    return OriginKind.UNNAMED


def label_of(kind: OriginKind, group: Sequence[Witness]) -> str:
    """The origin of a group in words.

    Args:
        kind: As `kind_of` gives it.
        group: In order of publication.
    """
    trails = [witness.trail for witness in group]
    if kind is OriginKind.UNNAMED:
        return "no source named"
    if kind is OriginKind.REPORTING:
        return _reporting(group)
    if kind is OriginKind.STATEMENT:
        venue = _most([kind for trail in trails for kind in sorted(trail.venues)])
        if venue in VENUE_LABELS:
            return VENUE_LABELS[venue]
        return "one interview" if any(trail.given_to for trail in trails) else "one statement"
    paper = _most([kind for trail in trails for kind in sorted(trail.documents)])
    return DOCUMENT_LABELS.get(paper, "a document")


def _reporting(group: Sequence[Witness]) -> str:
    own = next((w.article.outlet for w in group if w.trail.is_own), None)
    if own is None:
        own = next((w.article.outlet for w in group if w.trail.is_anonymous and not w.trail.credits), None)
    if own is not None:
        return f"own reporting by {own}"
    credit = next((min(w.trail.credits) for w in group if w.trail.credits), "")
    named = next((w.article.outlet for w in group if w.outlet == credit), credit.title())
    return f"a report by {named}"


def _most(kinds: Sequence[str]) -> str:
    """The kind met most often, the first of equals; empty for none."""
    counts = Counter(kinds)
    return max(counts, key=lambda kind: counts[kind], default="")
