"""Whom a statement's source names: the entity behind a name, a title or a pronoun.

Called by `bot.nlp.statements` for each attribution in reading order. It resolves inside one article only and
prefers no answer to a wrong one; it links no name itself (`bot.nlp.names` did that).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Token

from bot.model.entity import EntityId, EntityKind, Field, Mention
from bot.model.statement import Span
from bot.nlp.annotate import FIELDS, FieldText
from bot.nlp.attribution.clauses import child
from bot.nlp.attribution.cues import word_set
from bot.nlp.given_names import gender_of
from bot.nlp.titles import HONORIFICS, OFFICES, bare, title_before

_PRONOUNS = {"he": "m", "she": "f"}
_RELATIVE = frozenset({"who", "which", "that"})
_BODIES = word_set(
    """
    department agency council board committee commission union court senate bureau coalition alliance
    university institute foundation association authority district office administration ministry league
    federation institution center campaign company group
"""
)
_PEOPLE_ENDS = ("er", "or", "ist", "man", "woman", "person", "ent", "ant", "eer", "ian")
_PEOPLE = word_set(
    "boy girl mother father wife husband friend guard nurse cop student clerk judge chief aide"
)
_AMBIGUOUS = frozenset({"president", "secretary", "chief", "leader", "manager"})  # of what?
_MODIFIERS = frozenset({"acting", "new", "outgoing", "longtime", "embattled", "republican", "democratic"})
_BESIDE = 50  # code points before a name in which its title stands
_BEHIND = re.compile(r",? (?:who is |is )?(?:the |an? )?([^,.;:()\n\"]{3,60})")
_DETERMINERS = frozenset({"the", "this", "that"})

At = tuple[int, int]
"""A place in the article: number of the field in reading order, code point."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who, and how to name them; no entity where it could not be told."""

    entity_id: EntityId | None
    text: str
    is_person: bool = False


@dataclass(slots=True)
class _Known:
    """What the article says of one entity: longest name, gender, offices, and the words around its name."""

    kind: EntityKind
    name: str
    gender: str = ""
    offices: set[str] = field(default_factory=set)
    beside: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class _Named:
    at: At
    mention: Mention
    subject: bool


class Cast:
    """The named people and bodies of one article, and who spoke last.

    Args:
        fields: Its analysed fields, parsed.
        mentions: Its linked mentions, in any order.
    """

    def __init__(self, fields: Mapping[Field, FieldText], mentions: Sequence[Mention]) -> None:
        self._fields = fields
        self._known: dict[EntityId, _Known] = {}
        self._named: dict[Field, list[_Named]] = {name: [] for name in fields}
        self._sentences = {name: [s.start_char for s in part.doc.sents] for name, part in fields.items()}
        self._told: list[tuple[int, int, int]] = []
        self._last: tuple[At, EntityId | None] | None = None
        for mention in sorted(mentions, key=lambda m: (FIELDS.index(m.field), m.start, m.end)):
            if mention.field in fields and not mention.weak and not mention.demonym:
                self._meet(mention)

    def speaker(
        self, name: Field, head: Token | None, span: Span | None, content: Sequence[Span] = ()
    ) -> Speaker:
        """Who a source names.

        Args:
            name: Field of the source.
            head: Its head word.
            span: The source as written.
            content: What was said; names in it are not who speaks next.

        Returns:
            The entity where it is safe to tell; the text falls back to the source as written.
        """
        self._told.extend((FIELDS.index(name), *span) for span in content)
        if head is None or span is None:
            return Speaker(None, "")
        entity = self._entity(name, head)
        if entity is None or self._known[entity].kind is EntityKind.PERSON:
            self._last = ((FIELDS.index(name), head.idx), entity)
        if entity is not None:
            known = self._known[entity]
            return Speaker(entity, known.name, is_person=known.kind is EntityKind.PERSON)
        return Speaker(None, _as_written(self._fields[name].text, span))

    def _meet(self, mention: Mention) -> None:
        part = self._fields[mention.field]
        start, end = mention.start, mention.end
        subject = any(t.dep_ in {"nsubj", "nsubjpass"} for t in _tokens(part, start, end))
        self._named[mention.field].append(_Named((FIELDS.index(mention.field), start), mention, subject))
        if mention.entity_id is None:
            return
        known = self._known.setdefault(mention.entity_id, _Known(mention.kind, mention.text))
        known.name = max(known.name, mention.text, key=len)
        if mention.kind is not EntityKind.PERSON:
            return
        title = title_before(part.text, start)
        known.gender = (
            known.gender or (title.gender if title else "") or gender_of(bare(mention.text.split()[0]))
        )
        known.offices |= {title.office} if title and title.office else set()
        known.offices |= _offices_behind(part.text, end)
        known.beside |= _words_beside(part.text, start, end)

    def _entity(self, name: Field, head: Token) -> EntityId | None:
        word = head.lower_
        if word in _RELATIVE and head.head.dep_ == "relcl":
            head, word = head.head.head, head.head.head.lower_
        if word in _PRONOUNS:
            return self._pronoun(name, head, _PRONOUNS[word])
        if word == "it":
            return self._body_pronoun(name, head)
        if head.pos_ == "PRON":
            return None
        named = self._covering(name, head)
        if named is None:
            named = next(
                (n for c in head.children if c.dep_ == "appos" and (n := self._covering(name, c))), None
            )
        if named is not None:
            return named.mention.entity_id
        return self._described(name, head)

    def _covering(self, name: Field, token: Token) -> _Named | None:
        """The mention that a word belongs to; places speak only where they stand alone ("Russia said")."""
        return next((n for n in self._named[name] if n.mention.start <= token.idx < n.mention.end), None)

    def _described(self, name: Field, head: Token) -> EntityId | None:
        """The one person of an office ("the mayor"), or the one body of a kind ("the department"), so far."""
        determiner = child(head, "det", "poss")
        if determiner is None or (determiner.dep_ == "det" and determiner.lower_ not in _DETERMINERS):
            return None
        word = head.lower_
        before = self._before(name, head)
        if word in OFFICES:
            holders = {n.mention.entity_id for n in before if self._holds(n, head)}
            return holders.pop() if len(holders) == 1 else None
        if word in _BODIES:
            bodies = {n.mention.entity_id for n in before if word in n.mention.text.lower().split()}
            return bodies.pop() if len(bodies) == 1 else None
        return None

    def _holds(self, named: _Named, head: Token) -> bool:
        """Whether a person holds the office of "the acting police chief", as far as the article tells."""
        entity = named.mention.entity_id
        if entity is None or child(head, "prep") is not None:
            return False  # "the director of the library" may be somebody else
        known = self._known[entity]
        office, other = _office_of(head)
        unknown = any(word not in known.beside for word in other)
        if unknown or ("former" in known.beside) != ("former" in other):
            return False
        shortened = office not in _AMBIGUOUS and child(head, "poss") is None
        return office in known.offices or (shortened and office in {o.split()[-1] for o in known.offices})

    def _before(self, name: Field, token: Token) -> list[_Named]:
        at = (FIELDS.index(name), token.idx)
        return [n for part in self._named.values() for n in part if n.at < at and n.mention.entity_id]

    def _pronoun(self, name: Field, token: Token, gender: str) -> EntityId | None:
        """The person whom "he" or "she" must mean: the only one, the one who just spoke, or the subject."""
        people = [n for n in self._before(name, token) if self._fits(n, gender)]
        if not people:
            return None
        if self._last is not None:
            at, last = self._last
            newer = {n.mention.entity_id for n in people if n.at > at and n.subject and not self._is_told(n)}
            if newer <= {last}:
                return last if any(n.mention.entity_id == last for n in people) else None
        if self._stranger_before(name, token):
            return None
        near = {n.mention.entity_id for n in people if self._is_near(n, name, token) and not self._is_told(n)}
        found = near or {n.mention.entity_id for n in people}
        return found.pop() if len(found) == 1 else None

    def _is_told(self, named: _Named) -> bool:
        """Whether a name stands only in what somebody said."""
        field_number, at = named.at
        return any(number == field_number and start <= at < end for number, start, end in self._told)

    def _stranger_before(self, name: Field, token: Token) -> bool:
        """Whether the sentence before introduces somebody without a name ("A driver was pulled …")."""
        first = token.sent.start
        if not first:
            return False
        before = self._fields[name].doc[first - 1].sent
        return any(_is_stranger(word) for word in before if word.dep_ in {"nsubj", "nsubjpass"})

    def _fits(self, named: _Named, gender: str) -> bool:
        entity = named.mention.entity_id
        known = self._known[entity] if entity is not None else None
        return known is not None and known.kind is EntityKind.PERSON and known.gender in {"", gender}

    def _is_near(self, named: _Named, name: Field, token: Token) -> bool:
        """Whether a mention stands in the sentence of the token or the one before."""
        if named.mention.field != name:
            return False
        starts = self._sentences[name]
        return bisect_right(starts, token.idx) - bisect_right(starts, named.mention.start) <= 1

    def _body_pronoun(self, name: Field, token: Token) -> EntityId | None:
        bodies = [
            n
            for n in self._before(name, token)
            if n.mention.kind is EntityKind.ORG and n.subject and self._is_near(n, name, token)
        ]
        found = {n.mention.entity_id for n in bodies}
        return found.pop() if len(found) == 1 else None


def _office_of(head: Token) -> tuple[str, list[str]]:
    """The office that a noun phrase names, and its other words: "the Riverton police chief" → Riverton."""
    words = [w for w in head.lefts if w.dep_ in {"compound", "amod", "nmod"}]
    names = [w.lower_ for w in words]
    for size in range(len(names), -1, -1):
        phrase = " ".join([*names[len(names) - size :], head.lower_])
        if phrase in OFFICES:
            return OFFICES[phrase], [w for w in names[: len(names) - size] if w not in _MODIFIERS]
    return head.lower_, names


def _words_beside(text: str, start: int, end: int) -> set[str]:
    """The words of the title before a name and of the apposition behind it, in lower case."""
    behind = _BEHIND.match(text, end)
    around = text[max(0, start - _BESIDE) : start] + " " + (behind[1] if behind else "")
    return {word.lower() for word in re.findall(r"[\w.]+", around)}


def _is_stranger(subject: Token) -> bool:
    determiner = child(subject, "det")
    if subject.pos_ != "NOUN" or determiner is None or determiner.lower_ not in {"a", "an", "another", "one"}:
        return False
    return subject.lower_.endswith(_PEOPLE_ENDS) or subject.lower_ in _PEOPLE


def _tokens(part: FieldText, start: int, end: int) -> Sequence[Token]:
    span = part.doc.char_span(start, min(end, len(part.cased)), alignment_mode="expand")
    return list(span) if span is not None else []


def _offices_behind(text: str, end: int) -> set[str]:
    """Offices told right behind a name: "Ann Lee, the mayor of Salem"."""
    behind = _BEHIND.match(text, end)
    if behind is None or not behind[0].startswith((",", " is", " who")):
        return set()
    words = [bare(w) for w in behind[1].split()][:6]
    return {OFFICES[w] for w in words if w in OFFICES and w not in HONORIFICS}


def _as_written(text: str, span: Span) -> str:
    """The source up to its first apposition or relative clause, possessive ending dropped."""
    words = re.split(r", (?=[a-z])|\s+\(|,$", text[span[0] : span[1]].strip(), maxsplit=1)[0]
    return re.sub(r"['\u2019]s?$", "", " ".join(words.split())) if words else ""
