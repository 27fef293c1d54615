import pytest

from bot.stories.trail import NOWHERE, Trail, same_speaker


def person(*names, **more):
    return Trail(people=tuple(tuple(name.split()) for name in names), **more)


def body(*names, **more):
    return Trail(bodies=tuple(tuple(name.split()) for name in names), **more)


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        (person("tobias lund"), person("lund"), True),
        (person("tobias lund"), person("greta lund"), False),
        (body("police"), body("brook county police"), True),
        (body("county medical examiner"), body("medical examiner office"), True),
        (body("state health department"), body("state education department"), False),
        (person("meridian air"), Trail(people=(("troy", "beal"),), bodies=(("meridian", "air"),)), True),
        (person("ann lee", entity="person:1"), person("lee", entity="person:2"), False),
        (person("ann lee", entity="person:1"), person("lee", entity="person:1"), True),
        (person("lee"), body("police"), False),
        (NOWHERE, NOWHERE, False),
    ],
)
def test_one_speaker_or_two(one, two, same):
    assert same_speaker(one, two) is same
    assert same_speaker(two, one) is same


@pytest.mark.parametrize(
    "lead",
    [
        {"people": (("lee",),)}, {"role": "passenger"}, {"given_to": frozenset({"x"})}, {"is_own": True},
        {"credits": frozenset({"x"})}, {"documents": frozenset({"memo"})}, {"is_anonymous": True},
    ],
)  # fmt: skip
def test_any_lead_is_a_source(lead):
    assert Trail(**lead).leads_somewhere
    assert not Trail(venues=frozenset({"speech"})).leads_somewhere
