from bot.stories.casting import Cast
from bot.stories.mastheads import Masthead
from bot.stories.outlets import OutletBook
from bot.stories.trail import NOWHERE
from bot.stories.trails import main_trail, trails
from tests.unit.stories.made import article, statement


def found(text, title="News", statements=(), outlet="Harbor Ledger"):
    made = article("a", title, text, outlet=outlet)
    return trails(made, statements, Masthead(made, [made], OutletBook()), Cast([text]))


def test_one_trail_a_speaker_with_all_that_is_told_of_the_occasion():
    (trail,) = found(
        'Mayor Ann Lee promised 5,000 homes. "We will build," she said in a speech on Monday. '
        "The mayor later told reporters more."
    )
    assert trail.people == (("ann", "lee"),)
    assert trail.venues >= {"speech"}
    assert trail.days == {"Monday"}
    assert trail.quotes == (("we", "will", "build"),)
    assert trail.words == "Mayor Ann Lee promised 5,000 homes."


def test_a_second_speaker_is_a_second_trail():
    first, second = found("Ann Lee said yes. Rob Ellery said no. Lee repeated that.")
    assert (first.people[0][-1], second.people[0][-1]) == ("lee", "ellery")


def test_the_remarks_of_the_sentence_before_get_their_speaker():
    (trail,) = found(
        "The Coast Guard says crews beg for help. Adm. Victor Sayle made the comments on The Nora Gunn Hour."
    )
    assert trail.people == (("victor", "sayle"),)
    assert trail.venue_names == {"nora", "gunn"}


def test_a_credit_in_a_later_sentence_belongs_to_the_trail_before():
    (trail,) = found("Ann Lee said so. Harbor Tribune first reported the remark.")
    assert trail.credits == {"harbor tribune"}


def test_an_interview_with_nobody_named_is_the_outlets_own():
    (trail,) = found("Ann Lee said so in an interview.")
    assert trail.given_to == {"harbor ledger"}


def test_own_digging_and_anonymous_people():
    assert found("Emails obtained by the Ledger show it.")[0].is_own
    assert found("It will close, two people familiar with the plan said.")[0].is_anonymous


def test_an_article_without_source_has_no_trail():
    assert found("The line will close for 40 days. Expect crowded buses.") == ()
    assert main_trail(article("a"), ()) is NOWHERE


def test_the_headline_chooses_the_trail():
    both = found("Ann Lee said yes. Rob Ellery said no.")
    assert main_trail(article("a", "Ellery says no"), both).people == (("rob", "ellery"),)
    assert main_trail(article("a", "Vote ahead"), both).people == (("ann", "lee"),)


def test_a_headline_gives_the_source_that_the_text_leaves_out():
    assert found("It will close.", title="Osei: 'It will close'")[0].people == (("osei",),)
    assert found("Ann Lee said so.", title="Osei: 'It will close'")[0].people == (("ann", "lee"),)


def test_the_department_is_the_body_that_was_named():
    (trail,) = found("Brook County police say so. In a statement, the department said more.")
    assert trail.venues == {"statement"}
    assert trail.bodies[0] == ("brook", "county", "police")


def test_a_chief_executive_speaks_for_the_company_named_before():
    (trail,) = found('Dexa said it expected the cut. "We did," chief executive Hugo Lamm told investors.')
    assert trail.people == (("dexa",), ("hugo", "lamm"))


def test_a_headline_alone_is_read_where_there_is_no_text():
    assert found("", title="Draper: 'I never took a dime'")[0].people == (("draper",),)


def test_venue_and_relay_as_read_are_taken_in():
    read = statement(cue=(8, 12), venue="The Hank Corbin Show", venue_kind="broadcast", relay="Liberty Post")
    (trail,) = found("Ann Lee said so.", statements=[read])
    assert trail.venue_names == {"hank", "corbin"}
    assert trail.credits == {"liberty post"}
    assert trail.entity == "person:ann-lee"
