"""Small questions to a dependency parse: whose verb is this, and how far does a phrase reach.

Asked by `bot.nlp.attribution.finder` and `bot.nlp.attribution.venues`. Knows spaCy's English labels and
nothing of cues or quotations; it never builds a record.
"""

from __future__ import annotations

from spacy.tokens import Doc, Token

from bot.model.statement import Span

_SUBJECTS = frozenset({"nsubj", "csubj", "expl"})
_TEXT = "joined text"
_NOUNS = frozenset({"NOUN", "PROPN", "PRON"})
_SHARES_SUBJECT = frozenset({"conj", "advcl", "xcomp", "prep", "pcomp", "ccomp", "acl"})
_TRIM_LEFT = " \t\r\n\u00a0,;:.!?-\u2013\u2014\u2015\u2026"
_TRIM_RIGHT = " \t\r\n\u00a0,;:-\u2013\u2014\u2015"
_SHORT_FORM = 4  # "Mass." and "Sen." keep their full stop, "Massachusetts." does not
_MAX_CLIMB = 6  # a chain of coordinated or embedded verbs longer than this is a parse gone wrong


def text_of(doc: Doc) -> str:
    """The text of a Doc, joined once: spaCy joins the tokens anew whenever it is asked."""
    text: str | None = doc.user_data.get(_TEXT)
    if text is None:
        text = doc.user_data[_TEXT] = doc.text
    return text


def child(token: Token, *labels: str) -> Token | None:
    """First child with one of the labels, or None."""
    return next((c for c in token.children if c.dep_ in labels), None)


def is_passive(verb: Token) -> bool:
    """Whether a verb is passive, reduced relatives ("the plan proposed by her") included."""
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children):
        return True
    return verb.tag_ == "VBN" and verb.dep_ == "acl"


def agent_of(verb: Token) -> Token | None:
    """The noun behind "by" of a passive verb, or None."""
    by = child(verb, "agent")
    return child(by, "pobj") if by is not None else None


def own_subject(verb: Token) -> Token | None:
    """The subject of a verb's own clause, the nearest where a quotation's lost subject hangs there too."""
    subjects = [c for c in verb.children if c.dep_ in _SUBJECTS]
    return min(subjects, key=lambda c: abs(c.i - verb.i)) if subjects else None


def subject_of(verb: Token) -> Token | None:
    """Who does what a verb says: its subject, or the one it shares with the verb it hangs on.

    Args:
        verb: Any verb of a parsed Doc.

    Returns:
        The head noun or pronoun, or None where the clause has no subject ("to say", an imperative).
    """
    for _ in range(_MAX_CLIMB):
        own = own_subject(verb)
        if own is not None:
            return own
        found, verb_above = _shared_subject(verb)
        if verb_above is None:
            return found
        verb = verb_above
    return None


def _shared_subject(verb: Token) -> tuple[Token | None, Token | None]:
    """The subject of a verb without one of its own, or the verb whose subject it shares."""
    head = verb.head
    if verb.dep_ == "relcl":
        return head, None
    if verb.dep_ == "acl" and head.pos_ in _NOUNS:
        return (head if verb.tag_ == "VBG" else None), None
    if verb.dep_ not in _SHARES_SUBJECT:
        return None, None
    controlled = child(head, "dobj", "dative") if verb.dep_ == "xcomp" else None
    if controlled is not None and controlled.i < verb.i:
        return controlled, None
    return None, head


def phrase(first: Token, last: Token) -> Span:
    """Code points from one token to another, without punctuation that only divides."""
    doc = first.doc
    return trimmed(doc, first.idx, last.idx + len(last))


def trimmed(doc: Doc, start: int, end: int) -> Span:
    """The same span without blanks and dividing punctuation at its ends; may be empty."""
    text = text_of(doc)
    while end > start and text[end - 1] in _TRIM_RIGHT:
        end -= 1
    if end > start and text[end - 1] == "." and text[start:end].count(".") and not _abbreviated(text, end):
        end -= 1
    while start < end and text[start] in _TRIM_LEFT:
        start += 1
    return (start, end)


def _abbreviated(text: str, end: int) -> bool:
    """Whether the full stop before `end` belongs to a short form ("U.S.", "D-Mass.")."""
    word = text[max(0, end - 8) : end].split()[-1:]
    return bool(word) and ("." in word[0][:-1] or (word[0][:1].isupper() and len(word[0]) <= _SHORT_FORM))


def subtree_span(token: Token) -> Span:
    """Code points of a token with all that hangs on it."""
    return phrase(token.left_edge, token.right_edge)
