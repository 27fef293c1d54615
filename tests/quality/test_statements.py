"""The project's own statements: invented articles in every form, with floors that never drop.

Data: `data/statements.txt` (articles and what they report), `data/statements-cast.txt` (who is meant by a
name).
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.model.article import Article, ArticleId
from bot.model.entity import EntityId, EntityKind, Mention
from bot.model.statement import Statement
from bot.nlp.annotate import Annotated, Annotator
from bot.nlp.statements import find_statements, quotation_key

DATA = Path(__file__).parent / "data"
PUBLISHED = datetime(2026, 3, 12, 12, tzinfo=UTC)
KINDS = {"person": EntityKind.PERSON, "org": EntityKind.ORG, "place": EntityKind.PLACE}
FIELD_OF = {"T": "title", "S": "summary", "B": "body"}


@dataclass
class Expected:
    who: str
    stance: str
    words: str
    keys: dict[str, str]


@dataclass
class Case:
    name: str
    forms: list[str]
    parts: dict[str, str] = field(default_factory=dict)
    expected: list[Expected] = field(default_factory=list)


@dataclass
class Outcome:
    counts: Counter = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def note(self, what: str, right: bool, where: str) -> None:
        self.counts[what] += 1
        self.counts[f"{what} right"] += right
        if not right:
            self.faults.append(f"{what}: {where}")

    def share(self, what: str) -> float:
        return self.counts[f"{what} right"] / self.counts[what]


def read_cases() -> list[Case]:
    cases: list[Case] = []
    for line in (DATA / "statements.txt").read_text("utf-8").splitlines():
        if line.startswith("== "):
            name, *forms = line[3:].split()
            cases.append(Case(name, forms))
        elif line.startswith("> "):
            who, stance, words, *rest = (part.strip() for part in line[2:].split(" | "))
            keys = dict(pair.split("=", 1) for pair in rest)
            cases[-1].expected.append(Expected(who, stance, "" if words == "-" else words, keys))
        elif line[:2] in {"T:", "S:", "B:"}:
            cases[-1].parts[FIELD_OF[line[0]]] = line[2:].strip().replace("¶", "\n\n")
    return cases


def read_cast() -> list[tuple[str, str]]:
    lines = (DATA / "statements-cast.txt").read_text("utf-8").splitlines()
    pairs = [line.split(" = ") for line in lines if line and not line.startswith("#")]
    names = [(name.strip(), entity) for entity, names in pairs for name in names.split(",")]
    return sorted(names, key=lambda pair: -len(pair[0]))


def mentions_of(annotated: Annotated, cast: list[tuple[str, str]]) -> list[Mention]:
    found = []
    for name, part in annotated.fields.items():
        taken: set[int] = set()
        for words, entity in cast:
            for match in re.finditer(rf"\b{re.escape(words)}\b", part.text):
                if taken.isdisjoint(range(*match.span())):
                    taken.update(range(*match.span()))
                    kind = KINDS[entity.split(":")[0]]
                    found.append(
                        Mention(
                            field=name,
                            start=match.start(),
                            end=match.end(),
                            text=words,
                            kind=kind,
                            entity_id=EntityId(entity),
                        )
                    )
    return found


def article_of(case: Case) -> Article:
    return Article(
        id=ArticleId(case.name),
        url=f"https://news.example/{case.name}",
        outlet="Test Courier",
        published_at=PUBLISHED,
        first_seen_at=PUBLISHED,
        **case.parts,
    )


def judge(case: Case, found: list[Statement], outcome: Outcome) -> None:
    free = list(found)
    for expected in sorted(case.expected, key=lambda e: not e.words):
        same = [s for s in free if quotation_key(s.words) == quotation_key(expected.words)]
        same.sort(key=lambda s: (s.stance.value != expected.stance, s.speaker != expected.who))
        where = f"{case.name} {expected.who} {expected.words!r}"
        outcome.note("found", bool(same), where)
        if not same:
            continue
        statement = same[0]
        free.remove(statement)
        outcome.note(
            "speaker", (statement.speaker or "-") == expected.who, f"{where} got {statement.speaker}"
        )
        outcome.note("stance", statement.stance.value == expected.stance, f"{where} got {statement.stance}")
        day = statement.said_on.isoformat() if statement.said_on else ""
        got = {"venue": statement.venue_kind, "at": statement.venue, "relay": statement.relay, "on": day}
        for key in ("venue", "at", "relay", "on") if expected.keys else ("venue", "relay", "on"):
            if key in expected.keys or key != "at":
                outcome.note(key, got[key] == expected.keys.get(key, ""), f"{where} got {got[key]!r}")
    for statement in free:
        if statement.words:
            outcome.note("extra", False, f"{case.name} {statement.speaker_text}: {statement.words!r}")


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    cases, cast = read_cases(), read_cast()
    found = Outcome()
    annotated = Annotator().iter_annotated([article_of(case) for case in cases], parse=True)
    for case, one in zip(cases, annotated, strict=True):
        judge(case, list(find_statements(one, mentions_of(one, cast))), found)
    return found


def test_there_are_enough_articles_in_every_form() -> None:
    cases = read_cases()
    forms = Counter(form for case in cases for form in case.forms)
    assert len(cases) >= 120
    for form in (
        "quote",
        "reported",
        "broadcast",
        "letter",
        "filing",
        "hearing",
        "denied",
        "declined",
        "relay",
    ):
        assert forms[form] >= 3, form


@pytest.mark.parametrize(
    ("what", "floor"),
    [("found", 0.95), ("speaker", 0.97), ("stance", 0.97), ("venue", 0.97), ("relay", 0.97), ("on", 0.97)],
)
def test_floors(outcome: Outcome, what: str, floor: float) -> None:
    assert outcome.share(what) >= floor, "\n".join(f for f in outcome.faults if f.startswith(what))


def test_nothing_is_put_into_anybodys_mouth(outcome: Outcome) -> None:
    assert outcome.counts["extra"] <= 2, "\n".join(f for f in outcome.faults if f.startswith("extra"))
