import pytest

from bot.model.feed import Outlet, OutletType
from bot.model.statement import Stance
from bot.model.story import Origin, OriginGraph, OriginKind, StatusKind
from bot.stories.outlets import OutletBook
from bot.stories.status import find_denial, rate
from tests.unit.stories.made import article, statement

SIX = [article(f"a{n}", outlet=f"Outlet {n}") for n in range(6)]


def origin(kind, *articles, speaker=None, label="one interview"):
    return Origin(
        id=f"o-{articles[0]}", kind=kind, label=label, speaker=speaker, article_ids=articles,
        outlets=tuple(f"Outlet {a[1:]}" for a in articles),
    )  # fmt: skip


SPOKEN = origin(OriginKind.STATEMENT, "a0", "a1", "a2", "a3", "a4", speaker="person:lund")
SILENT = origin(OriginKind.UNNAMED, "a5")
PAPER = origin(OriginKind.DOCUMENT, "a5", label="an audit")


def rated(*origins, articles=SIX, outlets=(), denial=None):
    return rate(OriginGraph(origins=origins), articles, OutletBook(outlets), denial)


def test_five_of_six_outlets_and_one_interview():
    status = rated(SPOKEN, SILENT)
    assert status.kind is StatusKind.ONE_ORIGIN
    assert status.line == "One origin traced (5 of 6 outlets, one interview) · 1 names no source"
    assert (status.origins, status.outlets, status.traced, status.unsourced) == (1, 6, 5, 1)


@pytest.mark.parametrize(
    ("origins", "articles", "kind", "line"),
    [
        ((SPOKEN,), SIX[:5], StatusKind.ONE_ORIGIN, "One origin traced (5 outlets, one interview)"),
        ((SPOKEN, PAPER), SIX, StatusKind.ON_RECORD, "2 origins · 6 outlets"),
        ((PAPER, origin(OriginKind.REPORTING, "a0")), SIX[::5], StatusKind.ORIGINS, "2 origins · 2 outlets"),
        ((SILENT,), SIX[5:], StatusKind.NO_SOURCE, "1 outlet, none names a source"),
        (
            (origin(OriginKind.UNNAMED, "a4"), SILENT),
            SIX[4:],
            StatusKind.NO_SOURCE,
            "2 outlets, none names a source",
        ),
    ],
)
def test_the_ladder(origins, articles, kind, line):
    status = rated(*origins, articles=articles)
    assert (status.kind, status.line) == (kind, line)


def test_an_official_page_puts_a_story_on_file_and_a_denial_goes_before_all():
    court = Outlet(id="c", name="Outlet 5", family="c", type=OutletType.COURT)
    assert rated(SPOKEN, PAPER, outlets=[court]).kind is StatusKind.ON_FILE
    denial = statement(stance=Stance.DENIED)
    status = rated(SPOKEN, PAPER, outlets=[court], denial=denial)
    assert (status.kind, status.denial) == (StatusKind.DISPUTED, denial)


def test_only_somebody_concerned_can_deny():
    denial = statement(stance=Stance.DENIED, speaker="person:wu")
    said = statement("s2", speaker="person:wu")
    assert find_denial([said, denial], ["person:wu"]) is denial
    assert find_denial([denial], ["person:other"]) is None
    assert find_denial([statement(stance=Stance.DENIED, speaker=None)], ["person:wu"]) is None
