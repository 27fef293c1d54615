from bot.stories.casting import Cast


def test_an_office_before_or_behind_a_name():
    cast = Cast(["Oakvale police chief Irene Kost spoke.", "Ann Sully, the treasurer of Elm, agreed."])
    assert cast.find("chief") == ("irene", "kost")
    assert cast.find("treasurer") == ("ann", "sully")


def test_an_office_at_the_start_of_a_sentence_is_no_first_name():
    assert Cast(["Developer Max Orlov filed plans."]).find("developer") == ("max", "orlov")


def test_two_people_of_one_office_are_nobody():
    assert Cast(["Sen. Ruth Calloway met Sen. Oscar Lind."]).find("sen") is None


def test_an_outlet_that_was_told_is_no_office_holder():
    assert Cast(["The chief told the Oakvale Press so."]).find("chief") is None


def test_common_attributes_name_nobody():
    assert Cast(["Oakvale police chief Irene Kost spoke."]).find("police") is None
