"""Bodies named by pattern: where they start and end, whose they are."""

from __future__ import annotations

import pytest

from bot.nlp.patterns import iter_bodies


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Toledo Police Department said", [("Toledo Police Department", "Toledo", True)]),
        ("When New London City Council met", [("New London City Council", "New London", True)]),
        ("Lucas County Sheriff's Office", [("Lucas County Sheriff's Office", "Lucas County", True)]),
        (
            "the Ohio Department of Natural Resources, too",
            [("Ohio Department of Natural Resources", "Ohio", False)],
        ),
        (
            "Ohio Department of Health and Human Services.",
            [("Ohio Department of Health and Human Services", "Ohio", False)],
        ),
        (
            "Ohio Senate and Ohio Supreme Court",
            [("Ohio Senate", "Ohio", False), ("Ohio Supreme Court", "Ohio", False)],
        ),
        ("St. Paul Public Schools", [("St. Paul Public Schools", "St. Paul", True)]),
        ("The City Council met", []),
        ("a police department", []),
        ("Mayor of Toledo", []),
    ],
)
def test_bodies(text: str, found: list[tuple[str, str, bool]]) -> None:
    bodies = [(text[b.start : b.end], text[b.start : b.head_end], b.municipal) for b in iter_bodies(text)]
    assert bodies == found
