"""Attributions whose cue is a verb: "said that", "urged them to", "was criticized by".

Called by `bot.nlp.attribution.finder` for every verb. It looks at one verb and what hangs on it; quotations
beside the clause are tied to it later.
"""

from __future__ import annotations

from spacy.tokens import Token

from bot.model.statement import Span
from bot.nlp.attribution.clauses import agent_of, child, is_passive, phrase, subject_of, subtree_span
from bot.nlp.attribution.cues import MEDIA, MISREAD, PARTICLE_VERBS, VERBS, VerbCue
from bot.nlp.attribution.record import Attribution, cue_span, source_span, token_span, without
from bot.nlp.attribution.splits import clause_span, inverted_clause, nominal_before, outer_verb, thing_span

_NO_CUE = frozenset({"amod", "compound", "nmod"})
_JUDGING = frozenset({"as", "for", "of", "to", "with", "over"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_NOBODY = frozenset({"ADV", "VERB", "AUX", "ADP", "SCONJ", "PUNCT"})
_UNSPOKEN = frozenset({"expl", "csubj"})


def verb_attribution(verb: Token) -> Attribution | None:
    """The attribution that a verb makes, or None.

    Args:
        verb: Any verb of a parsed Doc.

    Returns:
        With empty content where the verb takes a quotation that its own clause does not hold.
    """
    cue = cue_of(verb)
    if cue is None or verb.dep_ in _NO_CUE:
        return None
    if is_passive(verb):
        return _passive(verb, cue)
    frame, content = _content(verb, cue)
    takes_quote = cue.speech and ("c" in cue.frames or "q" in cue.frames)
    if not content and not takes_quote:
        return None
    source, span = _source(verb, cue)
    if source is None or span is None:
        return None
    found = Attribution(
        cue=verb,
        cue_span=cue_span(verb),
        source=source,
        source_span=span,
        frame=frame,
        takes_quote=takes_quote,
        speech=cue.speech,
    )
    found.content = without(verb.doc, content, found.clause)
    return found


def cue_of(verb: Token) -> VerbCue | None:
    """What the lexicon knows of a verb, with its particle where it has one ("point out")."""
    lemma = verb.lemma_.lower()
    for part in verb.rights:
        if part.dep_ in {"prt", "advmod"} and (cue := PARTICLE_VERBS.get(f"{lemma} {part.lower_}")):
            return cue
    return VERBS.get(MISREAD.get(lemma, lemma))


def _source(verb: Token, cue: VerbCue) -> tuple[Token | None, Span | None]:
    """Who says it: the subject, or for a verb of saying the words right before it that the parse lost."""
    source = subject_of(outer_verb(verb))
    if source is not None and source.pos_ not in _NOBODY:
        return (None, None) if source.dep_ in _UNSPOKEN else (source, source_span(source, verb))
    if not cue.speech or "c" not in cue.frames or verb.tag_ not in _FINITE:
        return None, None
    behind = child(verb, "dobj")
    if behind is not None and behind.i > verb.i and verb.doc[max(verb.i - 1, 0)].text in {",", '"'}:
        return behind, source_span(behind, verb)  # "The cap will fail, warned Luis Ferrante"
    return nominal_before(verb)


def _content(verb: Token, cue: VerbCue) -> tuple[str, list[Span]]:
    """Frame and spans of an active verb's content; the surest construction first."""
    frame, content = _clausal(verb, cue.frames)
    if not content:
        frame, content = _nominal(verb, cue)
    return (frame, content) if content else _prepositional(verb, cue)


def _clausal(verb: Token, frames: str) -> tuple[str, list[Span]]:
    """Content that is a clause or an infinitive."""
    for word in verb.children:
        if word.dep_ == "ccomp" and ("c" in frames or "a" in frames or "x" in frames):
            return ("c" if "c" in frames else "x", [clause_span(word)])
        if word.dep_ == "xcomp" and word.i > verb.i and "x" in frames:
            return "x", [subtree_span(word)]
    return _beside(verb) if "c" in frames else ("c", _told_by(verb))


def _beside(verb: Token) -> tuple[str, list[Span]]:
    """Content of a verb of saying that the parse hangs elsewhere: around it, before it, or on a noun."""
    loose = _loose_clause(verb)
    if loose is not None:
        return "c", [subtree_span(loose)]
    before = inverted_clause(verb)
    if before is not None:
        return "f", [before]
    return ("f", _fronted(verb)) if _closes_sentence(verb) else ("c", _told_by(verb))


def _nominal(verb: Token, cue: VerbCue) -> tuple[str, list[Span]]:
    """Content that is a thing, with what is said of it."""
    frames = cue.frames
    thing = child(verb, "dobj")
    if thing is not None and thing.i > verb.i:
        judged = [w for w in verb.rights if w.i > thing.i and _judges(w)]
        if "a" in frames and judged:
            return "a", [phrase(thing.left_edge, judged[-1].right_edge)]
        if "o" in frames and thing.pos_ != "PRON":
            return "o", [thing_span(thing)]
        quoted = next((w for w in verb.rights if w.text == '"' and w.i > thing.left_edge.i), None)
        if "a" in frames and cue.speech and quoted is not None:
            return "a", [phrase(thing.left_edge, thing.right_edge)]
    return "", []


def _judges(word: Token) -> bool:
    """Whether a word behind the object says what is thought of it ("as a threat", "for his silence")."""
    return word.dep_ == "oprd" or (word.dep_ == "prep" and word.lower_ in _JUDGING)


def _closes_sentence(verb: Token) -> bool:
    """Whether the sentence around a verb is its content: "The plan is dead, she said"."""
    if child(verb, "nsubj") is None:
        return False
    if verb.dep_ == "parataxis":
        return True
    first = verb.left_edge
    comma = "," in {first.text, verb.doc[max(first.i - 1, 0)].text}
    return comma and verb.dep_ in {"ccomp", "conj"} and verb.head.i < first.i


def _told_by(verb: Token) -> list[Span]:
    """The clause of "alleged in a lawsuit that …", which the parser hangs on the lawsuit."""
    for word in verb.rights:
        thing = child(word, "pobj") if word.dep_ == "prep" else None
        if thing is not None and thing.lemma_.lower() in MEDIA:
            clause = child(thing, "relcl", "acl")
            if clause is not None and clause.left_edge.lower_ == "that":
                return [subtree_span(clause)]
    return []


def _loose_clause(verb: Token) -> Token | None:
    """The clause of "said after the vote she would stay", which the parser takes for an adverbial."""
    for word in verb.rights:
        if word.dep_ == "advcl" and child(word, "nsubj") is not None and word.tag_ not in {"VBG", "VBN"}:
            opener = word.left_edge
            if opener.dep_ == "prep" or (
                opener.pos_ in {"DET", "PRON", "PROPN", "NOUN"} and not child(word, "mark")
            ):
                return word
    return None


def _fronted(verb: Token) -> list[Span]:
    """The sentence around "…, she said, …"."""
    head = verb.head
    right = verb.right_edge
    hole = (verb.left_edge.idx, right.idx + len(right))
    return without(verb.doc, [phrase(head.left_edge, head.right_edge)], hole)


def _prepositional(verb: Token, cue: VerbCue) -> tuple[str, list[Span]]:
    for word in verb.rights:
        if word.dep_ == "prep" and word.lower_ in cue.preps:
            thing = child(word, "pobj", "pcomp")
            if thing is not None and thing.ent_type_ not in {"DATE", "TIME"}:
                return "p", [thing_span(thing)]
    return "", []


def _passive(verb: Token, cue: VerbCue) -> Attribution | None:
    """Reads "the plan was criticized by Lee": the agent is the source, the patient the content."""
    agent = agent_of(verb)
    if agent is None or not set("aco").intersection(cue.frames):
        return None
    clause = child(verb, "xcomp", "ccomp")
    patient = child(verb, "nsubjpass")
    if clause is not None:
        content = [subtree_span(clause)]
    elif patient is not None:
        content = [subtree_span(patient)]
    elif verb.dep_ == "acl" and verb.head.i < verb.i:
        content = [phrase(verb.head.left_edge, verb.nbor(-1))]
    else:
        return None
    return Attribution(
        cue=verb,
        cue_span=token_span(verb),
        source=agent,
        source_span=source_span(agent, verb),
        content=content,
        frame="o",
        speech=cue.speech,
    )
