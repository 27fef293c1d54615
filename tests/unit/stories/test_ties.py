from datetime import timedelta

import pytest

from bot.stories.ties import alike, conflicting, longest_shared, same_document, same_statement
from bot.stories.trail import Trail


def bag(words):
    return frozenset(words.split())


SOON, LATE = timedelta(hours=3), timedelta(hours=49)


def lund(*, quote="", content="", **more):
    fields = {key: frozenset(value) for key, value in more.items()}
    quotes = (tuple(quote.split()),) if quote else ()
    return Trail(people=(("lund",),), quotes=quotes, content=frozenset(content.split()), **fields)


@pytest.mark.parametrize(
    ("one", "two", "tied"),
    [
        (
            lund(venue_names=["corbin"], venues=["broadcast"]),
            lund(venue_names=["corbin"], venues=["broadcast"]),
            True,
        ),
        (lund(venues=["letter"]), lund(venues=["letter"]), True),
        (lund(given_to=["wkld"]), lund(given_to=["wkld"]), True),
        (lund(quote="flood the zone"), lund(quote="we flood the zone now"), True),
        (lund(quote="flood the zone"), lund(quote="flood the zone", venues=["letter"]), False),
        (lund(quote="we flood the zone"), lund(quote="we flood the zone", venues=["letter"]), True),
        (lund(content="close two libraries"), lund(content="libraries close two today"), True),
        (lund(content="close two libraries"), lund(content="hire more officers"), False),
    ],
)
def test_one_statement_or_two(one, two, tied):
    assert same_statement(one, two, SOON) is tied
    assert same_statement(two, one, SOON) is tied
    assert not same_statement(one, two, LATE)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (lund(given_to=["wkld"]), lund(given_to=["wkrp"])),
        (
            lund(venues=["broadcast"], venue_names=["corbin"]),
            lund(venues=["broadcast"], venue_names=["mike"]),
        ),
        (lund(venues=["letter"]), lund(venues=["hearing"])),
        (lund(days=["Monday"]), lund(days=["Friday"])),
        (lund(given_to=["wkld"]), lund(venues=["press conference"])),
    ],
)
def test_a_stock_phrase_on_two_occasions_is_two_statements(one, two):
    assert conflicting(one, two)
    phrase = ("not", "one", "dollar", "more")
    quoted = [Trail(**{**{n: getattr(t, n) for n in t.__slots__}, "quotes": (phrase,)}) for t in (one, two)]
    assert not same_statement(*quoted, SOON)


def test_one_occasion_may_have_two_names_of_kin():
    assert not conflicting(lund(venues=["statement"]), lund(venues=["post"]))
    assert not conflicting(lund(given_to=["wkld"]), lund(venues=["broadcast"]))


def test_a_director_speaks_for_the_museum():
    museum = Trail(bodies=(("halvorsen", "museum"),), venues=frozenset({"statement"}), content=bag("a b c"))
    holt = Trail(people=(("holt",),), venues=frozenset({"statement"}), content=bag("museum a b"))
    assert same_statement(museum, holt, SOON)
    assert not same_statement(museum, lund(venues=["statement"], content="x y z"), SOON)


def test_papers_of_one_kind_in_like_words():
    one = Trail(documents=frozenset({"audit"}), content=bag("phone family overcharge"))
    two = Trail(documents=frozenset({"audit"}), content=bag("family overcharge million"))
    other = Trail(documents=frozenset({"audit"}), content=bag("bridge crack"))
    assert same_document(one, two)
    assert not same_document(one, other)
    assert not same_document(one, Trail(documents=frozenset({"memo"}), content=two.content))
    assert not same_document(one, Trail(documents=two.documents, content=two.content, is_own=True))


def test_shares_and_runs():
    assert alike(Trail(content=frozenset("ab")), Trail(content=frozenset("abcd"))) == 1.0
    assert alike(Trail(), Trail(content=frozenset("a"))) == 0.0
    assert longest_shared([], [("a",)]) == 0
    assert longest_shared([tuple("abcd")], [tuple("xbcy"), tuple("abc")]) == 3
