"""Repairs where a parse joins what the writer kept apart, or loses what he put together.

Called by `bot.nlp.attribution.verbs`. Each rule mends one slip that the parser makes again and again in news
prose; it finds no cue of its own.
"""

from __future__ import annotations

from spacy.tokens import Token

from bot.model.statement import Span
from bot.nlp.attribution.clauses import child, own_subject, phrase, subtree_span
from bot.nlp.attribution.cues import VERBS

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "PART"})
_HEADS = frozenset({"NOUN", "PROPN", "PRON"})
_BETWEEN = frozenset({"ADV", "AUX"})
_CONCESSIONS = frozenset({"though", "although", "while", "as", "but", "even", "whereas"})
_SHORTEST_CLAUSE = 3  # words; fewer before an inverted verb are an adverbial
_LONGEST_NAME = 8  # words of a title and name that stand before "said"
_LONGEST_APPOSITION = 25  # words between the two commas of "Lee, …, said"


def clause_span(verb: Token) -> Span:
    """A clause without what only seems to belong to it: the next sentence's attribution, an afterthought.

    "Lee said the city would pay and warned of more" gives two attributions, not one: a finite verb of
    saying behind a clause of another form, or behind comma and conjunction with a subject of its own, goes
    with the outer verb.
    """
    end = verb.right_edge
    for word in verb.rights:
        if _breaks_off(verb, word):
            end = verb.doc[max(word.left_edge.i - 1, verb.i)]
            break
    while end.i > verb.i and (end.dep_ in {"cc", "punct"} or end.lower_ in _CONCESSIONS):
        end = verb.doc[end.i - 1]
    return phrase(verb.left_edge, end)


def outer_verb(verb: Token) -> Token:
    """The verb whose clause a verb stands in: its own, or the one that `clause_span` gives it back to."""
    if (
        verb.dep_ == "conj"
        and verb.head.dep_ == "ccomp"
        and own_subject(verb) is None
        and _breaks_off(verb.head, verb)
    ):
        return verb.head.head
    return verb


def thing_span(noun: Token) -> Span:
    """A thing spoken of, without a relative clause that the writer set off with a comma."""
    for word in noun.rights:
        if (
            word.dep_ == "relcl"
            and word.left_edge.i > noun.i + 1
            and noun.doc[word.left_edge.i - 1].text == ","
        ):
            return phrase(noun.left_edge, noun.doc[word.left_edge.i - 1])
    return subtree_span(noun)


def _breaks_off(verb: Token, word: Token) -> bool:
    cue = VERBS.get(word.lemma_.lower())
    if cue is None or not cue.speech or word.tag_ not in {"VBD", "VBZ", "VBP"}:
        return False
    subject = own_subject(word)
    if word.dep_ == "conj":
        if subject is None:
            silent = word.lemma_ in {"decline", "refuse"} and child(word, "xcomp", "dobj") is not None
            apart = silent or _behind_comma(word) or verb.tag_ in {"VB", "VBG"}
            return word.tag_ == "VBD" and apart
        return child(word, "mark") is None and _behind_comma(word)
    if word.dep_ == "advcl" and subject is not None:
        first = word.left_edge
        return first.lower_ in _CONCESSIONS and first.i > 0 and verb.doc[first.i - 1].text == ","
    return False


def _behind_comma(word: Token) -> bool:
    """Whether a comma stands before the conjunction that leads a clause (", and ordered …")."""
    return word.doc[max(word.left_edge.i - 2, 0)].text == ","


def inverted_clause(verb: Token) -> Span | None:
    """The words before ", argues Ines Duartes", where the parse has lost their verb; None elsewhere."""
    doc = verb.doc
    subject = own_subject(verb)
    if subject is None or subject.i < verb.i or not verb.i or doc[verb.i - 1].text != ",":
        return None
    start, end = verb.sent.start, verb.i - 2
    if end - start < _SHORTEST_CLAUSE or doc[end].text == '"':
        return None
    return phrase(doc[start], doc[end])


def nominal_before(verb: Token) -> tuple[Token | None, Span | None]:
    """The words right before a verb that name who says it, where the parse has no subject.

    Returns:
        Head word and span of "Chief Ann Lee" in "…, Chief Ann Lee said" or of "Lee, a nurse," in "Lee, a
        nurse, said"; twice None where something else stands there.
    """
    doc, last = verb.doc, verb.i - 1
    while last >= 0 and doc[last].pos_ in _BETWEEN:
        last -= 1
    head = last
    if head >= 0 and doc[head].text == ",":
        head -= 1
        while head > max(0, last - _LONGEST_APPOSITION) and doc[head].text not in {",", '"'}:
            head -= 1
        if doc[head].text != ",":
            return None, None
        head -= 1
    if head < 0 or doc[head].pos_ not in _HEADS:
        return None, None
    first = head
    while (
        first > max(0, head - _LONGEST_NAME) and doc[first - 1].pos_ in _NOMINAL and doc[first].dep_ != "det"
    ):
        first -= 1
    return doc[head], (doc[first].idx, doc[last].idx + len(doc[last]))
