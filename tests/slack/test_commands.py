"""What people type, as signed requests: acknowledged, answered to the asker alone, with what they asked for."""

import pytest

from tests.support.team import button, elements, words


def test_a_lookup_is_answered_to_the_asker_alone(team):
    answer = team.type("about Boston")
    print(words(answer))
    assert answer["response_type"] == "ephemeral"
