from dataclasses import replace

from bot.stories.origins import trace
from bot.stories.outlets import OutletBook
from bot.stories.tracing import Tracer
from tests.unit.stories.made import article, reading, statement

BOOK = OutletBook()
ONE, TWO = article("a1", body="Ann Lee said it."), article("a2", body="It was said.", outlet="The Herald")


def test_a_story_is_traced_once_and_as_ever():
    tracer = Tracer()
    first = tracer([ONE, TWO], {}, BOOK)
    assert first == trace([ONE, TWO], {}, BOOK)
    assert tracer([replace(ONE), replace(TWO)], {}, BOOK) is first


def test_another_wording_and_another_reading_are_traced_anew():
    tracer = Tracer()
    reworded = replace(TWO, body="Ann Lee told The Courier so.")
    read = {ONE.id: reading("a1", statements=[statement("s1", "a1", "said it.")])}
    for articles, readings in (([ONE, TWO], {}), ([ONE, reworded], {}), ([ONE, TWO], read)):
        assert tracer(articles, readings, BOOK) == trace(articles, readings, BOOK)


def test_what_was_asked_for_longest_ago_is_forgotten():
    tracer = Tracer(most=2)
    kept = tracer([ONE], {}, BOOK)
    gone = tracer([TWO], {}, BOOK)
    assert tracer([ONE], {}, BOOK) is kept
    tracer([ONE, TWO], {}, BOOK)
    assert tracer([ONE], {}, BOOK) is kept
    again = tracer([TWO], {}, BOOK)
    assert (again == gone, again is gone) == (True, False)
