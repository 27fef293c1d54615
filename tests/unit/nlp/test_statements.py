"""Statements as records: verbatim, stable, in order; the forms are in tests/quality/test_statements.py."""

import re
import time
from dataclasses import fields
from datetime import UTC, date, datetime
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.article import Article, ArticleId
from bot.model.entity import EntityId, EntityKind, Mention
from bot.model.statement import Stance, Statement
from bot.nlp.annotate import Annotator
from bot.nlp.statements import find_statements, quotation_key

AT = datetime(2026, 3, 12, 12, tzinfo=UTC)
OKAFOR = EntityId("person:dana-okafor")


@lru_cache(maxsize=1)
def annotator() -> Annotator:
    return Annotator()


def article(title: str = "", summary: str = "", body: str = "") -> Article:
    return Article(
        id=ArticleId("a1"),
        url="https://news.example/1",
        title=title,
        summary=summary,
        body=body,
        outlet="Example",
        published_at=AT,
        first_seen_at=AT,
    )


def read(made: Article, *, parse: bool = True) -> tuple[Statement, ...]:
    (annotated,) = annotator().iter_annotated([made], parse=parse)
    mentions = [
        Mention(
            field=name,
            start=met.start(),
            end=met.end(),
            text="Dana Okafor",
            kind=EntityKind.PERSON,
            entity_id=OKAFOR,
        )
        for name, part in annotated.fields.items()
        for met in re.finditer("Dana Okafor", part.text)
    ]
    return find_statements(annotated, mentions)


def one(body: str) -> Statement:
    (found,) = read(article(body=body))
    return found


def test_a_whole_statement():
    found = one("“We will close the old pier,” Mayor Dana Okafor said in a letter on Monday.")
    assert found.words == "We will close the old pier"
    assert (found.quoted, found.stance, found.field) == (True, Stance.SAID, "text")
    assert (found.speaker, found.speaker_text) == (OKAFOR, "Dana Okafor")
    assert (found.venue, found.venue_kind, found.said_on) == ("a letter", "letter", date(2026, 3, 9))
    assert found.relay == ""


def test_the_spans_point_into_the_stored_text():
    body = "“We will close the old pier,” Mayor Dana Okafor said."
    found = one(body)
    assert body[slice(*found.cue)] == "said"
    assert body[slice(*found.source)] == "Mayor Dana Okafor"
    assert [body[slice(*span)] for span in found.content] == ["“We will close the old pier,”"]


@pytest.mark.parametrize(
    ("body", "words", "quoted"),
    [
        ("Dana Okafor said that the pier will close.", "the pier will close", False),
        ("Dana Okafor said the pier was “dead” by May.", "the pier was “dead” by May", False),
        ("Dana Okafor called the deal “a gift to the few”.", "a gift to the few", True),
        ("“One is enough for us,” Dana Okafor said. “Two is a crowd here.”", "One is enough for us", True),
        ("“No,” Dana Okafor said. “We will never close the pier.”", "We will never close the pier.", True),
        ("Dana Okafor condemned “the few” and “the many” alike.", "", False),
        ("“Yes,” Dana Okafor said.", "Yes", True),
        ("Dana Okafor wants to close the pier.", "", False),
        ("Dana Okafor criticized the plan.", "", False),
        ("Dana Okafor did not say that the pier is safe.", "", False),
        ("Dana Okafor denied the allegation.", "the allegation", False),
        (
            "RIVERTON (AP) — The pier will close in May, Dana Okafor said.",
            "The pier will close in May",
            False,
        ),
    ],
)
def test_what_may_be_shown(body, words, quoted):
    found = one(body)
    assert (found.words, found.quoted) == (words, quoted)


def test_curly_marks_and_odd_spaces_are_kept_as_stored():
    found = one("Dana Okafor said the\u00a0city\u2019s pier will close.")
    assert found.words == "the\u00a0city\u2019s pier will close"


def test_ids_depend_on_article_field_and_place_alone():
    body = "Dana Okafor said the pier will close. Dana Okafor said the bridge will open."
    first, second = read(article(body=body))
    again, _ = read(article(body=body))
    assert first.id == again.id != second.id
    (summary,) = read(article(summary="Dana Okafor said the pier will close."))
    assert summary.id != first.id


def test_fields_come_in_reading_order():
    found = read(
        article(
            title="Dana Okafor says pier will close",
            summary="Dana Okafor said the pier will close.",
            body="Dana Okafor said the pier will close in May.",
        )
    )
    assert [s.field for s in found] == ["title", "summary", "text"]


def test_a_relayed_statement_is_shown_once():
    said, reported = read(
        article(body="Dana Okafor said the pier will close, the Riverton Gazette reported.")
    )
    assert (said.speaker, said.words, said.relay) == (OKAFOR, "the pier will close", "Riverton Gazette")
    assert (reported.words, reported.relay) == ("", "Riverton Gazette")


def test_who_goes_on_is_still_at_the_same_place():
    body = "Dana Okafor told WQRV on Monday that the pier will close. She said the bridge will open."
    first, second = read(article(body=body))
    assert (second.venue, second.venue_kind, second.relay) == (first.venue, "broadcast", "WQRV")
    assert second.said_on == date(2026, 3, 9)


def test_who_tells_the_host_is_still_on_the_show():
    said = "Dana Okafor said on The Carla Finch Show that the pier will close."
    body = f"{said} “It is not safe for us,” Dana Okafor told the host."
    first, second = read(article(body=body))
    assert (first.venue, second.venue) == ("The Carla Finch Show", "The Carla Finch Show")


def test_the_place_may_be_told_in_the_sentence_before():
    body = "Dana Okafor spoke on The Carla Finch Show on Monday. “We will close the old pier,” she said."
    (found,) = read(article(body=body))
    assert (found.venue, found.said_on) == ("The Carla Finch Show", date(2026, 3, 9))


def test_a_belief_has_no_place():
    (found,) = read(article(body="Dana Okafor believed on Monday in a letter that the pier will close."))
    assert (found.venue, found.said_on, found.words) == ("", None, "")


def test_an_unparsed_article_is_refused():
    with pytest.raises(ValueError, match="parsed"):
        read(article(body="Dana Okafor said no."), parse=False)


def test_nothing_in_nothing_out():
    assert read(article(title="Pier closed")) == ()
    assert read(article()) == ()


@pytest.mark.parametrize(
    "body",
    [
        "x" * 5_000,
        "said" * 1_000,
        "“" * 500,
        "said “ " * 200,
        "Dana Okafor said\n" * 100,
        "\u200b\u200d\ufeff said “…” — ",
        "他说 “我们会赢。” 市长说。",
        "قال العمدة “سنفوز”",
        "🙂 said 🙂 “🙂”",
    ],
)
def test_odd_texts_are_survived(body):
    for statement in read(article(title="T", body=body)):
        assert statement.words in body or statement.words == "T"


PIECES = [
    "Dana Okafor", " said ", "“We will win,”", " told WQRV ", "She added", ", according to the Gazette", ". ",
    "\n\n", "‘no’ ", " that the pier will close", " denied ", "the claim", " declined to comment", "—",
    "\u00a0", "🙂", '"Go on," ',
]  # fmt: skip


def test_a_very_long_text_is_read_in_time():
    (annotated,) = Annotator(words=None).iter_annotated(
        [article(body="“We will win again,” Dana Okafor said on Monday.\n" * 100)], parse=True
    )
    started = time.perf_counter()
    assert len(find_statements(annotated, [])) == 100
    assert time.perf_counter() - started < 5


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14))
@settings(max_examples=25, deadline=None)
def test_words_are_always_verbatim(pieces):
    made = article(title="T", body="".join(pieces))
    found = read(made)
    for statement in found:
        text = made.title if statement.field == "title" else made.body
        assert statement.words in text
        spans = [statement.cue, *statement.content, *([statement.source] if statement.source else [])]
        assert all(0 <= start < end <= len(text) for start, end in spans)
    assert len({s.id for s in found}) == len(found)


def test_records_hold_plain_values():
    found = one("“We will close the old pier,” Mayor Dana Okafor said.")
    kinds = {type(getattr(found, f.name)).__module__ for f in fields(found)}
    assert kinds <= {"builtins", "bot.model.statement", "datetime"}


@pytest.mark.parametrize(
    ("one_way", "other_way"),
    [
        ("We’ll “flood” the zone,", "we'll flood the zone"),
        ("A  plan — at last!", "a plan at last"),
        ("", "…"),
    ],
)
def test_the_same_quotation_has_one_key(one_way, other_way):
    assert quotation_key(one_way) == quotation_key(other_way)


@given(st.text(max_size=60))
def test_a_key_is_its_own_key(words):
    assert quotation_key(quotation_key(words)) == quotation_key(words)
