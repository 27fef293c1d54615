from bot.stories.rarity import MAX_TERMS, SMALL, UNIT, Rarity
from tests.unit.stories.made import clip

HARBOR = [clip(f"h{n}", "Harbor plan", hours=n) for n in range(9)]
VETO = clip("v", "Veto plan")


def frozen(*stories):
    rarity = Rarity()
    rarity.count([*HARBOR, VETO])
    rarity.freeze(stories)
    return rarity


def test_what_is_in_every_article_weighs_least():
    rarity = frozen()
    assert rarity.weight("veto") > rarity.weight("harbor") > rarity.weight("plan") > 0


def test_an_unknown_term_weighs_most():
    rarity = frozen()
    assert rarity.weight("unheard") >= rarity.weight("veto")


def test_what_is_in_many_open_stories_tells_little():
    assert frozen(*([c] for c in HARBOR)).weight("harbor") < frozen([VETO]).weight("harbor")


def test_a_story_counts_as_one_whatever_its_size():
    assert frozen(HARBOR).weight("harbor") == frozen(HARBOR[:1]).weight("harbor")


def test_weights_stand_still_until_frozen_anew():
    rarity = frozen()
    before = rarity.weight("veto")
    rarity.count([clip(f"n{n}", "Veto") for n in range(50)])
    assert rarity.weight("veto") == before
    rarity.freeze([])
    assert rarity.weight("veto") < before


def test_export_and_import_are_one_state():
    rarity = frozen(HARBOR)
    again = Rarity(rarity.export())
    assert again.export() == rarity.export()
    assert list(again.export().counts) == sorted(again.export().counts)
    assert again.weight("harbor") == rarity.weight("harbor")
    assert again.weight("unheard") == rarity.weight("unheard")


def test_new_weights_are_due_with_each_poll_while_small_and_seldom_later():
    rarity = Rarity()
    assert rarity.is_due
    rarity.count([clip(f"n{n}", "Harbor plan") for n in range(SMALL)])
    rarity.freeze([])
    assert not rarity.is_due
    rarity.count([clip(f"m{n}", "Harbor plan") for n in range(SMALL)])
    assert rarity.is_due


def test_terms_met_once_are_forgotten_when_there_are_too_many():
    rarity = Rarity()
    rarity.count(HARBOR)
    rarity.counts.update(f"once{n}" for n in range(MAX_TERMS))
    rarity.freeze([[VETO]])
    assert rarity.counts["harbor"] == len(HARBOR)
    assert len(rarity.counts) < MAX_TERMS


def test_nothing_known_weighs_one():
    assert Rarity().weight("harbor") == UNIT
