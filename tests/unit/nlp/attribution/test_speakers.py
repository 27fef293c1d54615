"""Who is meant: names, titles, pronouns; and when nobody can be told."""

from datetime import UTC, datetime

import pytest

from bot.model.article import Article, ArticleId
from bot.model.entity import EntityId, EntityKind, Mention
from bot.nlp.annotate import FieldText
from bot.nlp.attribution.speakers import Cast, Speaker

AT = datetime(2026, 3, 12, tzinfo=UTC)
PEOPLE = {
    "Dana Okafor",
    "Okafor",
    "Luis Ferrante",
    "Ferrante",
    "Tobias Renner",
    "Marisa Quell",
    "Quell",
    "Lee",
}
BODIES = {"Department of Housing", "Harbor Board"}


@pytest.fixture
def speakers(parse):
    """The speaker of every "said" of a text, in order."""

    def found(text: str) -> list[str | None]:
        doc = parse(text)
        cast = Cast({"text": FieldText(text=text, cased=doc.text, doc=doc, spans=())}, list(mentions(text)))
        answers = []
        for token in doc:
            if token.text in {"said", "says"}:
                subject = next(c for c in token.children if c.dep_ == "nsubj")
                span = (subject.left_edge.idx, subject.right_edge.idx + len(subject.right_edge))
                answers.append(cast.speaker("text", subject, span).entity_id)
        return answers

    return found


def mentions(text: str):
    taken: set[int] = set()
    for name in sorted(PEOPLE | BODIES, key=len, reverse=True):
        at = text.find(name)
        while at >= 0:
            if at not in taken:
                taken.update(range(at, at + len(name)))
                kind = EntityKind.PERSON if name in PEOPLE else EntityKind.ORG
                entity = EntityId(name.split()[-1].lower())
                yield Mention(
                    field="text", start=at, end=at + len(name), text=name, kind=kind, entity_id=entity
                )
            at = text.find(name, at + 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dana Okafor said no.", ["okafor"]),
        ("Mayor Dana Okafor said no. Okafor said it twice.", ["okafor", "okafor"]),
        ("The city's mayor, Dana Okafor, said no.", ["okafor"]),
        ("Dana Okafor, who said no, left.", ["okafor"]),
        ("A spokesman for Dana Okafor said no.", [None]),
        ("Dana Okafor's office said no.", [None]),
        ("A neighbor said no.", [None]),
        ("Dana Okafor and Luis Ferrante said no.", ["okafor"]),
        ("The Department of Housing said no.", ["housing"]),
    ],
)
def test_names(speakers, text, expected):
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mayor Dana Okafor left. The mayor said no.", ["okafor"]),
        ("Dana Okafor, the mayor of Riverton, left. The mayor said no.", ["okafor"]),
        ("Mayor Dana Okafor met Mayor Marisa Quell. The mayor said no.", [None]),
        ("Mayor Dana Okafor left. A mayor said no.", [None]),
        ("Mayor Dana Okafor left. The governor said no.", [None]),
        ("The Department of Housing moved. The department said no.", ["housing"]),
        ("The mayor said no.", [None]),
        ("Council President Luis Ferrante left. The council president said no.", ["ferrante"]),
        ("Council President Luis Ferrante left. The president said no.", [None]),
        ("Police Commissioner Luis Ferrante left. The commissioner said no.", ["ferrante"]),
        ("Riverton Mayor Dana Okafor left. The Riverton mayor said no.", ["okafor"]),
        ("Riverton Mayor Dana Okafor left. The Lakeside mayor said no.", [None]),
        ("Director Luis Ferrante left. The director of the library said no.", [None]),
        ("Police Chief Luis Ferrante left. The chief of staff said no.", [None]),
        ("Mayor Dana Okafor left. The former mayor said no.", [None]),
        ("Former Mayor Dana Okafor left. The former mayor said no.", ["okafor"]),
        ("Former Mayor Dana Okafor left. The mayor said no.", [None]),
    ],
)
def test_titles_and_kinds(speakers, text, expected):
    assert speakers(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dana Okafor left. She said no.", ["okafor"]),
        ("Dana Okafor met Luis Ferrante. He said no.", ["ferrante"]),
        ("Dana Okafor met Luis Ferrante. She said no.", ["okafor"]),
        ("Luis Ferrante met Tobias Renner. He said no.", [None]),
        ("Dana Okafor left. He said no.", [None]),
        ("Dana Okafor said no. She said it twice.", ["okafor", "okafor"]),
        ("Luis Ferrante left. A driver fell. He said no.", [None]),
        ("Dana Okafor met Marisa Quell. They said no.", [None]),
        ("The Harbor Board met. It said no.", ["board"]),
        ("He said no.", [None]),
        ("I said no.", [None]),
    ],
)
def test_pronouns(speakers, text, expected):
    assert speakers(text) == expected


def cast_of(parse, text: str) -> Cast:
    doc = parse(text)
    return Cast({"text": FieldText(text=text, cased=doc.text, doc=doc, spans=())}, list(mentions(text)))


def test_the_longest_name_is_shown(parse, word):
    text = "Okafor left. Dana Okafor said no."
    cast = cast_of(parse, text)
    assert cast.speaker("text", word(text, "Okafor"), (0, 6)) == Speaker(
        "okafor", "Dana Okafor", is_person=True
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("An aide, who asked not to be named, said no.", "An aide"),
        ("The mayor's said no.", "The mayor"),
        ("A spokesman for the port said no.", "A spokesman for the port"),
    ],
)
def test_an_unnamed_speaker_is_shown_as_written(parse, text, shown):
    cast = cast_of(parse, text)
    head = next(t for t in parse(text) if t.text in {"aide", "mayor", "spokesman"})
    assert cast.speaker("text", head, (0, text.index(" said"))) == Speaker(None, shown)


def test_without_a_source_there_is_no_speaker(parse):
    assert cast_of(parse, "Okafor left.").speaker("text", None, None) == Speaker(None, "")


def test_weak_links_and_demonyms_name_nobody(parse, word):
    text = "Okafor said no."
    doc = parse(text)
    weak = Mention(
        field="text", start=0, end=6, text="Okafor", kind=EntityKind.ORG, entity_id=EntityId("x"), weak=True
    )
    cast = Cast({"text": FieldText(text=text, cased=doc.text, doc=doc, spans=())}, [weak])
    assert cast.speaker("text", word(text, "Okafor"), (0, 6)).entity_id is None


def test_pronouns_reach_back_over_fields(parse):
    title, body = "Okafor closes the pier", "She said no."
    fields = {
        name: FieldText(text=text, cased=text, doc=parse(text), spans=())
        for name, text in (("title", title), ("text", body))
    }
    named = Mention(
        field="title", start=0, end=6, text="Okafor", kind=EntityKind.PERSON, entity_id=EntityId("okafor")
    )
    assert Article(id=ArticleId("a"), url="u", title=title, outlet="o", published_at=AT, first_seen_at=AT)
    she = fields["text"].doc[0]
    assert Cast(fields, [named]).speaker("text", she, (0, 3)).entity_id == "okafor"
