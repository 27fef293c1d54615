"""Who was asked and gave no answer: "did not respond to a request", "could not be reached".

Called by `bot.nlp.attribution.finder` before the cues of speech. "Declined to comment" is an ordinary cue
verb; here are the ways of silence that no cue covers.
"""

from __future__ import annotations

from spacy.tokens import Token

from bot.model.statement import Span
from bot.nlp.attribution.clauses import child, own_subject, subject_of, subtree_span
from bot.nlp.attribution.cues import word_set
from bot.nlp.attribution.record import Attribution, cue_span, source_span

_ANSWERING = frozenset({"respond", "reply", "answer", "comment", "return"})
_ASKED = word_set(
    """
    request requests comment comments inquiry inquiries question questions call calls message messages email
    emails e-mail e-mails interview interviews text texts query queries
    """
)
_DECLINING = frozenset({"decline", "refuse"})
_ALWAYS = frozenset({"respond", "reply", "comment"})


def silence(token: Token) -> Attribution | None:
    """The attribution that tells of a silence, or None ("declined to comment" is left to the verbs).

    Args:
        token: Any verb or adjective of a parsed Doc.

    Returns:
        With what was asked for as content; empty content where the text does not say ("did not respond").
    """
    lemma = token.lemma_.lower()
    if lemma in _ANSWERING and child(token, "neg") is not None:
        asked = _asked(token)
        if asked is None and (lemma not in _ALWAYS or token.right_edge.i > token.i + 1):
            return None
        return _made(token, own_subject(token), asked)
    if lemma in _DECLINING:
        thing = child(token, "dobj")
        asked = _asked(token) if thing is not None and thing.lower_ in _ASKED else None
        return _made(token, subject_of(token), asked) if asked is not None else None
    if lemma == "reach" and (subject := child(token, "nsubjpass")) is not None and _negated(token):
        return _made(token, subject, _asked(token))
    if token.lower_ in {"available", "unavailable"} and token.dep_ == "acomp":
        asked = _asked(token)
        if asked is not None and (token.lower_ == "unavailable" or _negated(token.head)):
            return _made(token, own_subject(token.head), asked)
    return None


def _made(cue: Token, source: Token | None, asked: Span | None) -> Attribution | None:
    if source is None:
        return None
    return Attribution(
        cue=cue,
        cue_span=cue_span(cue),
        source=source,
        source_span=source_span(source, cue),
        content=[asked] if asked is not None else [],
        frame="s",
        speech=False,
    )


def _negated(verb: Token) -> bool:
    return child(verb, "neg") is not None


def _asked(token: Token) -> Span | None:
    """What was asked for: "requests for comment", "calls"."""
    for word in token.rights:
        thing = child(word, "pobj") if word.dep_ == "prep" else word if word.dep_ == "dobj" else None
        if thing is not None and (thing.lower_ in _ASKED or any(w.lower_ in _ASKED for w in thing.subtree)):
            return subtree_span(thing)
    return None
