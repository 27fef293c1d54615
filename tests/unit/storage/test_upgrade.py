from __future__ import annotations

import pytest

from bot.errors import StorageError
from bot.storage.schema import HEAD
from bot.storage.upgrade import known_revisions, require_current


def test_the_present_schema_is_accepted() -> None:
    require_current(HEAD, "db")
    assert HEAD in known_revisions()


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (None, "no tables yet; run `policybot db upgrade`"),
        ("9999", r"newer version of this program \(schema 9999\)"),
    ],
)
def test_any_other_is_refused(found: str | None, words: str) -> None:
    with pytest.raises(StorageError, match=words) as caught:
        require_current(found, "db")
    assert caught.value.ids["revision"] == found


def test_revisions_are_numbers_in_order() -> None:
    assert [int(r) for r in known_revisions()] == list(range(1, len(known_revisions()) + 1))
