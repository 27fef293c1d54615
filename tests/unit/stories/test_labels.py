import pytest

from bot.model.story import OriginKind
from bot.stories.bonds import Witness
from bot.stories.copies import print_of
from bot.stories.labels import kind_of, label_of
from bot.stories.mastheads import Masthead
from bot.stories.outlets import OutletBook
from bot.stories.trail import Trail
from tests.unit.stories.made import article

SPOKEN = {"people": (("lund",),)}


def witness(trail, outlet="The Ledger"):
    made = article("a", outlet=outlet)
    masthead = Masthead(made, [made], OutletBook())
    return Witness(
        article=made, outlet=masthead.own, family="f", trail=trail, print=print_of(made), masthead=masthead
    )


@pytest.mark.parametrize(
    ("trail", "kind", "label"),
    [
        (Trail(), OriginKind.UNNAMED, "no source named"),
        (Trail(**SPOKEN), OriginKind.STATEMENT, "one statement"),
        (Trail(**SPOKEN, venues=frozenset({"broadcast"})), OriginKind.STATEMENT, "one interview"),
        (Trail(**SPOKEN, given_to=frozenset({"x"})), OriginKind.STATEMENT, "one interview"),
        (Trail(**SPOKEN, venues=frozenset({"letter"})), OriginKind.STATEMENT, "a letter"),
        (Trail(documents=frozenset({"audit"})), OriginKind.DOCUMENT, "an audit"),
        (
            Trail(is_own=True, documents=frozenset({"memo"})),
            OriginKind.REPORTING,
            "own reporting by The Ledger",
        ),
        (Trail(is_anonymous=True), OriginKind.REPORTING, "own reporting by The Ledger"),
        (Trail(credits=frozenset({"harbor tribune"})), OriginKind.REPORTING, "a report by Harbor Tribune"),
    ],
)
def test_kind_and_label(trail, kind, label):
    assert kind_of([trail]) is kind
    assert label_of(kind, [witness(trail)]) == label


def test_whoever_dug_it_up_gives_the_name_not_those_who_repeat_it():
    group = [witness(Trail(credits=frozenset({"eye"})), "Blog"), witness(Trail(is_own=True), "The Eye")]
    assert label_of(kind_of([w.trail for w in group]), group) == "own reporting by The Eye"
