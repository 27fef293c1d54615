from datetime import date

from bot.model.entity import Entity, EntityKind, Role
from bot.services.directory import titled

COLE = Entity(id="person:cole", kind=EntityKind.PERSON, name="Dana Cole")


def test_the_title_met_most_often_goes_first_then_the_latest():
    met = [
        ("Mayor", date(2026, 3, 1)), ("Mayor", date(2026, 3, 2)),
        ("former councilor", date(2026, 3, 3)), ("Candidate", date(2026, 3, 4)),
    ]  # fmt: skip
    roles = titled(COLE, met).roles
    assert [(role.title, role.as_of.day) for role in roles] == [
        ("Mayor", 2), ("Candidate", 4), ("former councilor", 3),
    ]  # fmt: skip
    assert all(role.seen_in_text for role in roles)


def test_a_roster_knows_better_and_nothing_met_changes_nothing():
    listed = Entity(
        id="person:cole", kind=EntityKind.PERSON, name="Dana Cole",
        roles=(Role(title="Mayor of Hartley", as_of=date(2026, 1, 1)),),
    )  # fmt: skip
    assert titled(listed, [("Senator", date(2026, 3, 1))]) == listed
    assert titled(COLE, []) == COLE
