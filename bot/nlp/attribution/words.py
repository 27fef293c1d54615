"""Attributions whose cue is no verb: "her claim that", "is worried about", "according to".

Called by `bot.nlp.attribution.finder` for every noun, adjective and "according". It looks at one word and
what hangs on it.
"""

from __future__ import annotations

from spacy.tokens import Token

from bot.model.statement import Span
from bot.nlp.attribution.clauses import child, phrase, subject_of, subtree_span
from bot.nlp.attribution.cues import ADJECTIVES, LIGHT_VERBS, NOUNS, PARTISANS
from bot.nlp.attribution.record import Attribution, source_span, token_span, without

_OF = frozenset({"of", "about", "for", "on", "against", "to", "over", "with"})
_RELATIVE = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
_OWN_CLAUSE = frozenset({"ROOT", "ccomp", "conj", "parataxis"})
_FEELING = frozenset({"about", "of", "by", "at", "over", "with", "for"})


def noun_attribution(noun: Token) -> Attribution | None:
    """The attribution that a noun makes ("Lee's claim that …"), or None.

    Args:
        noun: Any noun of a parsed Doc.
    """
    if noun.lemma_.lower() not in NOUNS | PARTISANS:
        return None
    owner = child(noun, "poss")
    if noun.lemma_.lower() in PARTISANS:
        source = subject_of(noun.head) if noun.dep_ == "attr" else None
        content = _phrase_of(noun)
    else:
        source = owner if owner is not None else _author_of(noun)
        content = _clause_of(noun) or (_phrase_of(noun) if owner is not None else None)
    if content is None or source is None:
        return None
    return Attribution(
        cue=noun,
        cue_span=token_span(noun),
        source=source,
        source_span=source_span(source, noun),
        content=[content],
        frame="n",
    )


def adjective_attribution(adjective: Token) -> Attribution | None:
    """The attribution that a state of mind makes ("is confident that …"), or None.

    Args:
        adjective: Any adjective or participle of a parsed Doc.
    """
    if adjective.lower_ not in ADJECTIVES:
        return None
    linked = adjective.dep_ in {"acomp", "oprd"}
    source = subject_of(adjective.head) if linked else child(adjective, "nsubj", "nsubjpass")
    content = next(filter(None, (_felt(word) for word in adjective.rights)), None)
    if source is None or source.dep_ == "expl" or content is None:
        return None
    return Attribution(
        cue=adjective,
        cue_span=token_span(adjective),
        source=source,
        source_span=source_span(source, adjective),
        content=[content],
        frame="j",
        speech=False,
    )


def according_attribution(according: Token) -> Attribution | None:
    """The attribution of "according to …", whose content is the rest of the clause, or None.

    Args:
        according: The word "according".
    """
    doc = according.doc
    to = doc[according.i + 1] if according.i + 1 < len(doc) else None
    source = child(to, "pobj") if to is not None and to.lower_ == "to" else None
    if to is None or source is None:
        return None
    source, end = _sourced(according, source)
    hole = (according.idx, end)
    head = _clause_head(according)
    return Attribution(
        cue=according,
        cue_span=(according.idx, to.idx + len(to)),
        source=source,
        source_span=(doc[to.i + 1].idx, end),
        content=without(doc, [phrase(head.left_edge, head.right_edge)], hole),
        frame="d",
        takes_quote=True,
    )


def _clause_head(according: Token) -> Token:
    """Head of the clause that is sourced; a phrase set off by a comma sources the whole sentence."""
    head = according.head
    first = according.i == according.sent.start
    if first or according.doc[according.i - 1].text == ",":
        while head.dep_ not in _OWN_CLAUSE and head.head.i != head.i:
            head = head.head
    return head


def _sourced(according: Token, source: Token) -> tuple[Token, int]:
    """Head and end of the source; "According to the Gazette, Lee said" is often parsed as one apposition."""
    doc, right = source.doc, source.right_edge
    if according.i == according.sent.start:
        for word in doc[source.left_edge.i + 1 : right.i]:
            if word.text == "," and doc[word.i + 1].pos_ in {"PROPN", "PRON"}:
                return doc[word.i - 1], word.idx
    return source, right.idx + len(right)


def _clause_of(noun: Token) -> Span | None:
    """The clause that spells out a noun: "that …", "to …"."""
    for word in noun.rights:
        spells_out = word.dep_ == "ccomp" or (
            word.dep_ in {"acl", "relcl"} and child(word, "mark") is not None
        )
        to_do = word.dep_ == "acl" and word.tag_ == "VB"
        if spells_out or to_do:
            return subtree_span(word)
    return None


def _opens_with_that(verb: Token) -> bool:
    """Whether a clause opens with "that" as a conjunction, not as its own subject or object."""
    first = verb.left_edge
    return child(verb, "mark") is not None or (first.lower_ == "that" and first.dep_ not in _RELATIVE)


def _phrase_of(noun: Token) -> Span | None:
    for word in noun.rights:
        if word.dep_ == "prep" and word.lower_ in _OF:
            thing = child(word, "pobj", "pcomp")
            if thing is not None:
                return subtree_span(thing)
    return None


def _author_of(noun: Token) -> Token | None:
    """Whose noun it is: "a claim by Lee", "Lee made a claim"."""
    for word in noun.rights:
        if word.dep_ in {"prep", "agent"} and word.lower_ in {"by", "from"}:
            return child(word, "pobj")
    if noun.dep_ == "dobj" and noun.head.lemma_.lower() in LIGHT_VERBS:
        return subject_of(noun.head)
    return None


def _felt(word: Token) -> Span | None:
    if word.dep_ in {"ccomp", "xcomp"}:
        return subtree_span(word)
    if word.dep_ == "prep" and word.lower_ in _FEELING:
        thing = child(word, "pobj", "pcomp")
        return subtree_span(thing) if thing is not None else None
    return None
