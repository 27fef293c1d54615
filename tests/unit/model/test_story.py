from dataclasses import fields, replace

import pytest

from bot.model.article import ArticleId
from bot.model.statement import Statement, StatementId
from bot.model.story import Changes, OriginGraph, StatusKind

NOTHING = Changes()
SAID = Statement(
    id=StatementId("s1"), article_id=ArticleId("a1"), field="text", source=(0, 3), cue=(4, 8),
    content=((9, 12),), words="No.", quoted=True,
)  # fmt: skip
NEWS = {
    "is_new": True,
    "outlets": ("Harbor Post",),
    "origins": ("a letter",),
    "statements": (SAID,),
    "status_from": StatusKind.ONE_ORIGIN,
    "edits": (("old", "new"),),
    "corrections": (ArticleId("a1"),),
    "figures": (("homes", "420", "402"),),
}


def test_nothing_changed_is_an_answer():
    assert NOTHING.is_empty


def test_every_field_is_tried():
    assert set(NEWS) == {field.name for field in fields(Changes)}


@pytest.mark.parametrize("name", NEWS)
def test_any_one_change_is_a_change(name):
    assert not replace(NOTHING, **{name: NEWS[name]}).is_empty


def test_the_ladder_is_ordered_by_what_can_be_said():
    assert list(StatusKind) == [
        StatusKind.DISPUTED,
        StatusKind.ON_FILE,
        StatusKind.ON_RECORD,
        StatusKind.ORIGINS,
        StatusKind.ONE_ORIGIN,
        StatusKind.NO_SOURCE,
    ]


def test_an_empty_graph_ties_nothing():
    assert (OriginGraph().origins, OriginGraph().ties) == ((), ())
