from bot.stories.rulings import Rules, Ruling, rules_of


def test_a_merge_puts_every_pair_together():
    rules = rules_of([Ruling(groups=(("b", "a", "c"),))])
    assert rules.together == {("a", "b"), ("a", "c"), ("b", "c")}
    assert not rules.apart


def test_a_split_keeps_its_sides_together_and_apart():
    rules = rules_of([Ruling(groups=(("a", "b"), ("c",)))])
    assert rules.together == {("a", "b")}
    assert rules.apart == {("a", "c"), ("b", "c")}


def test_the_later_ruling_holds():
    split, merge = Ruling(groups=(("a",), ("b",))), Ruling(groups=(("a", "b"),))
    assert rules_of([split, merge]).together == {("a", "b")}
    assert rules_of([merge, split]).apart == {("a", "b")}


def test_no_rulings_no_rules():
    assert rules_of([]) == Rules()
