"""Pairs of articles that go back to one origin: each rule alone, and which comes first."""

from datetime import timedelta

import pytest

from bot.model.feed import Outlet, OutletType
from bot.model.story import TieReason
from bot.stories.bonds import Bond, Witness, bonds, is_satire
from bot.stories.copies import print_of
from bot.stories.mastheads import Masthead
from bot.stories.outlets import OutletBook
from bot.stories.trail import Trail
from tests.unit.stories.made import article

BOOK = OutletBook(
    (
        Outlet(id="courier", name="The Courier", family="harbor"),
        Outlet(id="herald", name="The Herald", family="harbor"),
        Outlet(id="beaver", name="The Beaver", family="beaver", type=OutletType.SATIRE),
    )
)
BODY = (
    "The council voted seven to two on Tuesday night to close two branch libraries and to hire nine more "
    "officers, after a hearing at which forty people spoke against the cuts for three hours and more."
)


def bag(words):
    return frozenset(words.split())


def lund(**more):
    return Trail(people=(("tobias", "lund"),), **more)


def witness(name, *, outlet="a", family="", trail=None, hours=0.0, satire=False, **more):
    made = article(name, hours=hours, outlet=outlet, **more)
    return Witness(
        article=made,
        outlet=outlet,
        family=family or outlet,
        trail=trail or Trail(),
        print=print_of(made),
        masthead=Masthead(made, [made], BOOK),
        is_satire=satire,
    )


def found(*witnesses):
    return [(bond.later, bond.earlier, bond.reason) for bond in bonds(witnesses)]


def test_strangers_have_no_bond():
    assert found(witness("a1"), witness("a2", outlet="b", hours=1)) == []
    assert found(witness("a1")) == []
    assert found() == []


def test_a_copy_goes_back_to_the_earlier_text():
    one, two = witness("a1", body=BODY), witness("a2", outlet="b", hours=1, body=f"BOSTON (AP) - {BODY}")
    assert found(one, two) == [(1, 0, TieReason.COPY)]


def test_three_copies_are_three_pairs():
    three = [witness(f"a{n}", outlet=f"o{n}", hours=n, body=BODY) for n in range(3)]
    assert [pair[:2] for pair in found(*three)] == [(1, 0), (2, 0), (2, 1)]


@pytest.mark.parametrize(
    "title",
    ["Correction: Council passes budget", "CLARIFICATION - the vote", "Editor's note: on the vote",
     "Editor\u2019s note on the vote", "\u201cRetraction\u201d"],
)  # fmt: skip
def test_a_correction_goes_back_to_its_own_outlets_article(title):
    own, other = witness("a1"), witness("a2", outlet="b", hours=1)
    assert found(own, other, witness("a3", hours=2, title=title)) == [(2, 0, TieReason.COPY)]


@pytest.mark.parametrize(
    "title", ["Correctional officers strike", "The correction facility", "No correction"]
)
def test_a_word_like_correction_is_none(title):
    assert found(witness("a1"), witness("a2", hours=1, title=title)) == []


def test_a_correction_is_of_the_article_most_like_it():
    libraries = witness("a1", trail=Trail(content=bag("close two libraries")))
    officers = witness("a2", hours=1, trail=Trail(content=bag("hire nine officers")))
    note = witness("a3", hours=2, title="Correction: libraries", trail=Trail(content=bag("two libraries")))
    assert found(libraries, officers, note) == [(2, 0, TieReason.COPY)]


def test_a_relay_goes_back_to_the_credited_outlet():
    told = bag("harbor bridge closes for repairs")
    first = witness("a1", outlet="courier", trail=Trail(is_own=True, content=told))
    second = witness("a2", outlet="b", hours=1, trail=Trail(credits=frozenset({"courier"}), content=told))
    (bond,) = bonds((first, second))
    assert bond == Bond(later=1, earlier=0, reason=TieReason.RELAY, relay="courier")


def test_two_that_credit_an_absent_report_go_back_to_it_together():
    credit = Trail(credits=frozenset({"courier"}))
    assert found(
        witness("a1", outlet="b", trail=credit), witness("a2", outlet="c", hours=1, trail=credit)
    ) == [(1, 0, TieReason.RELAY)]
    assert found(witness("a1", outlet="b", trail=credit)) == []


@pytest.mark.parametrize(
    ("words", "meant"),
    [("bridge opens in fall", True), ("school opens in the fall", False)],
    ids=["a quarter of the words", "none of them"],
)
def test_the_credited_outlets_article_of_another_speaker_is_meant_where_the_words_are_alike(words, meant):
    theirs = Trail(people=(("ada", "quist"),), content=bag(words))
    relay = lund(credits=frozenset({"courier"}), content=bag("harbor bridge closes soon"))
    pair = witness("a1", outlet="courier", trail=theirs), witness("a2", outlet="b", hours=1, trail=relay)
    assert found(*pair) == ([(1, 0, TieReason.RELAY)] if meant else [])


def test_the_credited_outlets_article_is_meant_where_one_of_them_names_nobody():
    theirs = Trail(is_own=True, content=bag("school opens in the fall"))
    relay = lund(credits=frozenset({"courier"}), content=bag("harbor bridge closes soon"))
    pair = witness("a1", outlet="courier", trail=theirs), witness("a2", outlet="b", hours=1, trail=relay)
    assert found(*pair) == [(1, 0, TieReason.RELAY)]


def test_the_one_speakers_other_occasion_is_not_meant():
    letter = lund(venues=frozenset({"letter"}))
    hearing = lund(venues=frozenset({"hearing"}), credits=frozenset({"courier"}))
    pair = witness("a1", outlet="courier", trail=letter), witness("a2", outlet="b", hours=1, trail=hearing)
    assert found(*pair) == []


def test_a_link_shows_the_source_of_an_article_that_names_none():
    first = witness("a1", outlet="courier")
    link = "https://www.example.org/a1/?utm_source=x#top"
    assert found(first, witness("a2", outlet="b", hours=1, links=(link,))) == [(1, 0, TieReason.RELAY)]
    told = witness("a2", outlet="b", hours=1, links=(link,), trail=lund())
    assert found(first, told) == [], "it names a source of its own"


def test_one_statement_ties_two_reports():
    letter = lund(venues=frozenset({"letter"}))
    pair = witness("a1", trail=letter), witness("a2", outlet="b", hours=3, trail=letter)
    assert found(*pair) == [(1, 0, TieReason.SHARED_STATEMENT)]


def test_a_statement_two_days_later_is_another():
    letter = lund(venues=frozenset({"letter"}))
    within, after = timedelta(hours=48), timedelta(hours=48, minutes=1)
    for apart, tied in ((within, True), (after, False)):
        later = witness("a2", outlet="b", hours=apart / timedelta(hours=1), trail=letter)
        assert bool(found(witness("a1", trail=letter), later)) is tied


def test_one_paper_ties_two_reports():
    audit = Trail(documents=frozenset({"audit"}), content=bag("audit finds city overpaid contractors"))
    pair = witness("a1", trail=audit), witness("a2", outlet="b", hours=3, trail=audit)
    assert found(*pair) == [(1, 0, TieReason.DOCUMENT)]


def test_outlets_of_one_owner_count_once_where_each_reports_itself():
    own = Trail(is_own=True)
    pair = (
        witness("a1", outlet="courier", family="harbor", trail=own),
        witness("a2", outlet="herald", family="harbor", hours=2, trail=own),
    )
    assert found(*pair) == [(1, 0, TieReason.FAMILY)]


@pytest.mark.parametrize(
    ("outlet", "family", "trail"),
    [
        ("courier", "harbor", Trail(is_own=True)),
        ("herald", "other", Trail(is_own=True)),
        ("herald", "harbor", lund()),
        ("herald", "harbor", Trail()),
    ],
    ids=["the same outlet", "another owner", "somebody's word", "no source"],
)
def test_no_family_bond(outlet, family, trail):
    first = witness("a1", outlet="courier", family="harbor", trail=Trail(is_own=True))
    assert found(first, witness("a2", outlet=outlet, family=family, hours=2, trail=trail)) == []


def test_satire_is_bound_to_nobody():
    assert found(witness("a1", body=BODY), witness("a2", outlet="b", body=BODY, satire=True)) == []


def test_the_strongest_rule_comes_first():
    letter = lund(venues=frozenset({"letter"}))
    one, two = (witness(f"a{n}", outlet=f"o{n}", hours=n, body=BODY, trail=letter) for n in range(2))
    assert [reason for *_, reason in found(one, two)] == [TieReason.COPY, TieReason.SHARED_STATEMENT]


@pytest.mark.parametrize(
    ("made", "satire"),
    [
        (article(outlet="The Beaver"), True),
        (article(outlet="The Courier"), False),
        (article(outlet="Daily Satire"), True),
        (article(outlet="The Courier", categories=("Humor", "satirical"), title="x"), True),
        (article(outlet="The Courier", title="Satire is dead"), False),
        (article(outlet="Satirist Weekly"), False),
    ],
    ids=["listed", "news", "by its name", "by its label", "only its headline", "another word"],
)
def test_what_is_made_up_says_so(made, satire):
    assert is_satire(made, BOOK) is satire
