from datetime import timedelta

from bot.stories.likeness import FLOOR, ONE, SPARE, VETO, Index
from bot.stories.rarity import Rarity
from tests.unit.stories.made import NOON, clip

FERRY = (
    "Ferry runs aground near Port Alder",
    "Twelve people were hurt when the ferry struck a sandbar in fog.",
)
OTHERS = [
    clip("x1", "Senate debates tariff bill", "Economists warn of higher prices for breakfast."),
    clip("x2", "School board closes Lincoln School", "Parents protest the vote."),
    clip("x3", "Governor signs housing budget", "The budget funds 5,000 homes."),
]


def index(*clips):
    rarity = Rarity()
    rarity.count([*OTHERS, *clips])
    rarity.freeze([[one] for one in OTHERS])
    made = Index(rarity, timedelta(days=4))
    for one in [*OTHERS, *clips]:
        made.add(one)
    return made


def test_the_same_text_is_wholly_alike_and_another_is_a_stranger():
    found = index(clip("a", *FERRY)).enter(clip("b", *FERRY))
    assert set(found) == {"a"}
    assert 0.99 * ONE < found["a"] <= 1.01 * ONE


def test_likeness_fades_with_the_days_and_ends_with_the_window():
    near = index(clip("a", *FERRY)).enter(clip("b", *FERRY, hours=24))["a"]
    far = index(clip("a", *FERRY)).enter(clip("b", *FERRY, hours=95))["a"]
    assert 0.9 * ONE > near > far > FLOOR
    assert index(clip("a", *FERRY)).enter(clip("b", *FERRY, hours=97)) == {}


def test_an_article_of_earlier_date_is_alike_too():
    assert "a" in index(clip("a", *FERRY, hours=5)).enter(clip("b", *FERRY))


def test_facts_that_exclude_each_other_turn_likeness_into_a_veto():
    made = index(clip("a", "House passes H.R. 1 on harbor dredging"))
    assert made.enter(clip("b", "House passes H.R. 2 on harbor dredging"))["a"] == VETO


def test_dropped_articles_are_forgotten():
    made = index(clip("a", *FERRY, hours=-50), clip("b", *FERRY))
    made.drop_before(NOON - timedelta(hours=1))
    assert "a" not in made
    assert "b" in made
    assert set(made.enter(clip("c", *FERRY))) == {"b"}
    assert len(made) == len(OTHERS) + 2


def test_an_index_that_lost_most_articles_finds_the_same():
    old = [clip(f"o{n}", f"Harbor plan {n}", hours=-90 + n / 100) for n in range(2 * SPARE)]
    made = index(*old, clip("a", *FERRY))
    made.drop_before(NOON - timedelta(hours=1))
    assert len(made._clips) == len(made) == len(OTHERS) + 1
    assert made.enter(clip("b", *FERRY)).keys() == {"a"}


def test_clips_come_oldest_first():
    made = index(clip("b", *FERRY, hours=2), clip("a", *FERRY, hours=2), clip("c", *FERRY, hours=-9))
    assert [c.id for c in made.clips()] == ["c", "x1", "x2", "x3", "a", "b"]


def test_in_a_flood_of_like_articles_every_one_is_found():
    flood = [clip(f"f{n}", *FERRY, hours=n / 100) for n in range(300)]
    assert len(index(*flood).enter(clip("z", *FERRY))) == 300
