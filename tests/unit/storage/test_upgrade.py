from __future__ import annotations

import pytest

from bot.errors import StorageError
from bot.storage.schema import HEAD
from bot.storage.upgrade import Standing, known_revisions, require_usable


@pytest.mark.parametrize(
    "found",
    [Standing(revision=HEAD), Standing(revision=HEAD, needs="9999"), Standing(revision="9999", needs="0001")],
)
def test_the_present_schema_is_accepted_and_a_newer_one_that_leaves_us_in(found: Standing) -> None:
    require_usable(found, "db")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (Standing(revision=None), "no tables yet; run `policybot db upgrade`"),
        (Standing(revision="9999", needs="9998"), r"newer version of this program \(schema 9999\)"),
        (Standing(revision="0000", needs="0000"), "older than this program; run `policybot db upgrade`"),
        (Standing(revision="9999"), r"newer version of this program \(schema 9999\)"),
    ],
)
def test_any_other_is_refused(found: Standing, words: str) -> None:
    with pytest.raises(StorageError, match=words) as caught:
        require_usable(found, "db")
    assert caught.value.ids["revision"] == found.revision


def test_revisions_are_numbers_in_order() -> None:
    assert known_revisions()[-1] == HEAD
    assert [int(r) for r in known_revisions()] == list(range(1, len(known_revisions()) + 1))
