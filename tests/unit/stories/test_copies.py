from bot.stories.copies import is_copy, print_of
from tests.unit.stories.made import article

TEXT = (
    "A passenger ferry ran aground in fog near Port Alder on Tuesday and 12 people were hurt, the Coast "
    "Guard said. The boat carried 88 passengers and struck a sandbar shortly before 5 a.m. None of the "
    "injuries was grave."
)
OTHER = (
    "Twelve passengers were taken to hospital after the Western Star hit a sandbank off Port Alder before "
    "dawn. Thick fog lay over the sound, said the harbor master, who had warned of it the evening before."
)


def copies(one, two, **more):
    return is_copy(print_of(article("a", "One", one)), print_of(article("b", "Two", two, **more)))


def test_the_same_text_under_another_headline_and_dateline():
    assert copies(TEXT, "PORT ALDER (AW) - " + TEXT)


def test_a_trimmed_and_a_corrected_copy():
    assert copies(TEXT, TEXT.partition(". The boat")[0] + ". None of the injuries was grave.")
    assert copies(TEXT, TEXT.replace("88", "86").replace("12 people", "13 people"))


def test_a_copy_with_a_local_paragraph():
    assert copies(
        TEXT, TEXT + " Ferries in the area are running late and buses replace them until the evening."
    )


def test_another_report_of_the_event_is_no_copy():
    assert not copies(TEXT, OTHER)


def test_two_short_texts_tell_nothing():
    assert not copies("The boat ran aground.", "The boat ran aground.")


def test_the_summary_stands_in_for_a_missing_body():
    assert is_copy(print_of(article("a", summary=TEXT)), print_of(article("b", body=TEXT)))
