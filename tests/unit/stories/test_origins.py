import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.model.feed import Outlet, OutletType
from bot.model.story import OriginGraph, OriginKind, TieReason
from bot.stories.origins import trace
from bot.stories.outlets import OutletBook
from tests.unit.stories.made import article, reading, statement

SHOW = (
    "Acting ICE director Tobias Lund said on The Hank Corbin Show that officers help. "
    '"We have great friends in that department," Lund said.'
)
HOST = "Tobias Lund told radio host Hank Corbin that officers help."
RELAYED = "As Liberty Signal first reported, ICE's director says officers help."
BARE = "Officers in Boston have been quietly helping agents."
RADIO = [
    article("r1", "ICE chief: officers help us", SHOW, outlet="Liberty Signal"),
    article("r2", "Lund: officers help", HOST, hours=1, outlet="Bay Dispatch"),
    article("r3", "Police secretly help ICE", RELAYED, hours=2, outlet="Commonwealth Now"),
    article("r4", "Police quietly help ICE", BARE, hours=3, outlet="City Pulse"),
]


def by_article(graph):
    return {a: origin for origin in graph.origins for a in origin.article_ids}


def ties(graph):
    return {tie.article_id: tie for tie in graph.ties}


def test_one_interview_behind_three_outlets_and_one_without_source():
    graph = trace(RADIO, {}, OutletBook())
    assert [(o.kind, o.label, o.article_ids) for o in graph.origins] == [
        (OriginKind.STATEMENT, "one interview", ("r1", "r2", "r3")),
        (OriginKind.UNNAMED, "no source named", ("r4",)),
    ]
    assert graph.origins[0].outlets == ("Bay Dispatch", "Commonwealth Now", "Liberty Signal")
    assert graph.origins[0].venue == "The Hank Corbin Show"


def test_every_tie_keeps_its_rule_its_relay_and_its_words():
    found = ties(trace(RADIO, {}, OutletBook()))
    assert found["r2"].reason is TieReason.SHARED_STATEMENT
    assert (found["r3"].reason, found["r3"].relay) == (TieReason.RELAY, "liberty signal")
    assert found["r4"].reason is TieReason.NONE_NAMED
    assert found["r4"].words == ""
    for made in RADIO[:3]:
        assert found[made.id].words in made.body


def test_a_listed_relay_is_shown_by_its_name():
    book = OutletBook([Outlet(id="ls", name="Liberty Signal", family="ls")])
    assert ties(trace(RADIO, {}, book))["r3"].relay == "Liberty Signal"


def test_no_articles_no_origins():
    assert trace([], {}, OutletBook()) == OriginGraph()


@settings(max_examples=20)
@given(st.permutations(RADIO))
def test_the_order_of_the_articles_changes_nothing(shuffled):
    assert trace(shuffled, {}, OutletBook()) == trace(RADIO, {}, OutletBook())


def test_a_linked_speaker_is_the_origins():
    read = {
        "r1": reading("r1", statements=[statement(cue=(28, 32), speaker="person:lund", speaker_text="Lund")])
    }
    assert trace(RADIO, read, OutletBook()).origins[0].speaker == "person:lund"


def test_satire_is_nobodys_source_and_nobodys_witness():
    book = OutletBook([Outlet(id="t", name="Liberty Signal", family="t", type=OutletType.SATIRE)])
    origins = by_article(trace(RADIO, {}, book))
    assert origins["r1"].kind is OriginKind.UNNAMED
    assert origins["r1"] is not origins["r2"]


@pytest.mark.parametrize("families", [("north", "north"), ("north", "south")])
def test_own_reporting_of_one_owners_papers_counts_once(families):
    one = article(
        "a", "Memo", "The plant will close, memos obtained by the Ledger show.", outlet="The Ledger"
    )
    two = article(
        "b", "Plant", "Records reviewed by the Times show that the plant will close.", outlet="The Times"
    )
    names = zip(("The Ledger", "The Times"), families, strict=True)
    book = OutletBook(Outlet(id=name, name=name, family=family) for name, family in names)
    graph = trace([one, two], {}, book)
    assert len(graph.origins) == len(set(families))
    assert (ties(graph)["b"].reason is TieReason.FAMILY) == (len(set(families)) == 1)


def test_a_link_ties_an_article_that_names_no_source():
    first = article("a", "Zoo", "Zoo director Phil Marten said the elephant died.", outlet="Fenton Press")
    second = article(
        "b", "Sad day", "The elephant is dead.", hours=1, outlet="Blog", links=(first.url + "?utm=1",)
    )
    graph = trace([first, second], {}, OutletBook())
    assert ties(graph)["b"].reason is TieReason.RELAY
    assert len(graph.origins) == 1


def test_a_correction_goes_back_to_what_it_corrects():
    first = article(
        "a",
        "Chief: two stations closed",
        "Fire chief Burt Amaya told the Star that two closed.",
        outlet="Star",
    )
    second = article("b", "Correction: One station", "One station closed, not two.", hours=3, outlet="Star")
    assert len(trace([first, second], {}, OutletBook()).origins) == 1


def test_the_same_words_in_two_interviews_are_two_origins():
    texts = ('Gov. Paula Stroud told WKLD there was "not one dollar more for stadiums".',
             'Gov. Paula Stroud told WKRP there was "not one dollar more for stadiums".')  # fmt: skip
    made = [article(f"a{n}", "Stadium", text, hours=n, outlet=f"Paper {n}") for n, text in enumerate(texts)]
    assert len(trace(made, {}, OutletBook()).origins) == 2


def test_a_second_source_stays_a_second_origin():
    denied = '"No member of ours did," Lorenzo Pike told the Telegraph.'
    other = article("o", "Union disputes it", denied, hours=4, outlet="Quay Telegraph")
    graph = trace([*RADIO, other], {}, OutletBook())
    assert len([o for o in graph.origins if o.kind is not OriginKind.UNNAMED]) == 2


@pytest.mark.parametrize(
    ("kind", "origin", "label"),
    [
        (OutletType.GOVERNMENT, OriginKind.DOCUMENT, "an official document"),
        (OutletType.COURT, OriginKind.DOCUMENT, "an official document"),
        (OutletType.NEWS, OriginKind.UNNAMED, "no source named"),
    ],
)
def test_a_page_of_the_government_is_itself_the_record(kind, origin, label):
    hall = Outlet(id="hall", name="City Notices", family="hall", type=kind)
    notice = article("n1", "Tax bills are due on Friday", "Offices open at nine.", outlet="City Notices")
    (found,) = trace([notice], {}, OutletBook([hall])).origins
    assert (found.kind, found.label) == (origin, label)
