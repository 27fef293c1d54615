"""What a cue says of the words: said, denied, or declined to say.

Called by `bot.nlp.statements` for each attribution. It reads the cue and what hangs on it, never the
content's truth.
"""

from __future__ import annotations

import re

from spacy.tokens import Token

from bot.model.statement import Stance
from bot.nlp.attribution.clauses import child, text_of
from bot.nlp.attribution.cues import word_set
from bot.nlp.attribution.record import Attribution

_DENY = frozenset({"deny", "dispute", "refute", "rebut", "disavow", "contradict", "disclaim"})
_DENY_CLAIM = frozenset({"reject", "dismiss", "contest", "repudiate", "challenge", "debunk"})
_CLAIMS = word_set(
    """
    claim allegation accusation charge assertion suggestion report notion idea characterization criticism
    argument
    rumor rumour story account contention insinuation complaint version theory narrative
    """
)
_REQUESTS = word_set(
    """
    request motion application bail permit appeal petition access entry asylum permission license bid relief
    """
)
_FALSE = word_set(
    """
    false untrue baseless lie lies wrong inaccurate fabricated nonsense unfounded misleading bogus hoax
    ridiculous
    absurd incorrect fiction invented
    """
)
_TO_ANSWER = word_set(
    """
    comment say answer discuss respond elaborate speak talk specify disclose explain reply interview address
    confirm provide identify name give
    """
)
_SPREAD = 12  # words behind the cue among which "false" is looked for
_NOT_SO = re.compile(
    r"\b(?:is|was|are|were|it.s|that.s)(?: \w+){0,2} (?:not true|untrue|false|lies?|no truth|baseless"
    r"|made up|nonsense|fake news)\b|\b(?:never|did not|didn.t) happen"
    r"|^\W*(?:not true|untrue|false|no truth)\b",
    re.IGNORECASE,
)
_NO_COMMENT = re.compile(r"\W*no comment\W*", re.IGNORECASE)
_HYPOTHETICAL = frozenset({"if", "unless", "whether"})
_CARRIED_OUT = frozenset({"go", "continue", "begin", "start"})
_QUESTIONS = ("whether ", "if ", "how ", "why ", "what ", "who ", "when ", "where ", "which ")
_OPENING = 10  # code points in which those words stand
_DEMANDS = frozenset({"demand", "ask", "urge", "request", "order", "propose", "recommend", "require"})
_LONGEST_DENIAL = 12  # words; in a longer statement "false" is about something else


def stance_of(attribution: Attribution) -> Stance:
    """The stance that an attribution's cue takes to its content.

    Args:
        attribution: Complete, quotations tied.

    Returns:
        DENIED for a verb of denial, for a claim called false, and for a short statement that says "not true".
    """
    cue = attribution.cue
    lemma = cue.lemma_.lower()
    if attribution.frame == "s" or _declines(cue, lemma) or _NO_COMMENT.fullmatch(_content(attribution)):
        return Stance.DECLINED
    if not _is_fact(attribution) or child(cue, "dative") is not None:
        return Stance.SAID
    thing = child(cue, "dobj", "nsubjpass")
    noun = thing.lemma_.lower() if thing is not None else ""
    denies = (lemma in _DENY and noun not in _REQUESTS) or (lemma in _DENY_CLAIM and noun in _CLAIMS)
    return Stance.DENIED if denies or _calls_false(attribution) or _says_not_so(attribution) else Stance.SAID


def is_asserted(attribution: Attribution) -> bool:
    """Whether the text says that the words were said, not that they might be, were not, or were asked about.

    "Did not say that", "would say that", "wants to say that", "if she says that" and "asked whether" assert
    nothing, and a demand ("asked that he leave") read without its cue would turn into a claim.
    """
    lemma = attribution.cue.lemma_.lower()
    opening = text_of(attribution.cue.doc)[attribution.content[0][0] :] if attribution.content else ""
    opening = opening[:_OPENING].lower()
    asked = opening.startswith(_QUESTIONS) or (lemma in _DEMANDS and opening.startswith("that "))
    return _is_fact(attribution) and not (attribution.frame in {"c", "x", "p"} and asked)


def _is_fact(attribution: Attribution) -> bool:
    """Whether the cue is neither negated nor only possible, wanted or supposed."""
    cue = attribution.cue
    for word in cue.lefts:
        inside = attribution.cue_span[0] <= word.idx
        if inside and (word.dep_ == "neg" or word.tag_ == "MD"):
            return False
        if word.dep_ == "mark" and word.lower_ in _HYPOTHETICAL:
            return False
    infinitive = any(word.dep_ == "aux" and word.lower_ == "to" for word in cue.children)
    return not infinitive or cue.head.lemma_.lower() in _CARRIED_OUT


def _content(attribution: Attribution) -> str:
    return " ".join(text_of(attribution.cue.doc)[start:end] for start, end in attribution.content)


def _declines(cue: Token, lemma: str) -> bool:
    """Tells "declined to comment" from "declined to run"."""
    if lemma not in {"decline", "refuse"}:
        return False
    to_do, thing = child(cue, "xcomp"), child(cue, "dobj")
    asked = thing is not None and thing.lemma_.lower() in {"comment", "interview", "request"}
    return asked or (to_do is not None and to_do.lemma_.lower() in _TO_ANSWER)


def _calls_false(attribution: Attribution) -> bool:
    """Tells "called the claim false" from "called the claim serious"."""
    cue = attribution.cue
    if cue.lemma_.lower() not in {"call", "describe", "label", "brand", "deem", "dismiss", "denounce"}:
        return False
    behind = cue.doc[cue.i + 1 : min(cue.right_edge.i, cue.i + _SPREAD) + 1]
    return any(t.lower_ in _FALSE for t in behind) and any(
        t.lemma_.lower() in _CLAIMS | {"it"} for t in behind
    )


def _says_not_so(attribution: Attribution) -> bool:
    words = _content(attribution)
    return (
        attribution.speech
        and attribution.frame in {"c", "f", "q", ":"}
        and len(words.split()) <= _LONGEST_DENIAL
        and _NOT_SO.search(words) is not None
    )
