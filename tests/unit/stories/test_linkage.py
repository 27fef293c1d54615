from hypothesis import given
from hypothesis import strategies as st

from bot.stories.linkage import Linkage, agglomerate


def graph(edges, nodes=4, **more):
    linkage = Linkage([1] * nodes, **more)
    for one, two, likeness in edges:
        linkage.add(one, two, likeness)
    return linkage


def test_one_close_pair_does_not_chain_two_groups():
    edges = [(0, 1, 90), (2, 3, 90), (1, 2, 60)]
    assert agglomerate(graph(edges), 40) == ((0, 1), (2, 3))


def test_a_mean_at_the_threshold_is_enough():
    assert agglomerate(graph([(0, 1, 40)], 2), 40) == ((0, 1),)
    assert agglomerate(graph([(0, 1, 39)], 2), 40) == ((0,), (1,))


def test_sizes_weigh_the_mean():
    linkage = Linkage([3, 1])
    linkage.add(0, 1, 120)
    assert linkage.mean(0, 1) == 40


def test_first_nodes_are_never_joined_to_each_other():
    edges = [(0, 1, 99), (0, 2, 80), (1, 2, 70)]
    assert agglomerate(graph(edges, 3, fixed=2), 40) == ((0, 2), (1,))


def test_apart_holds_through_merges():
    edges = [(0, 1, 90), (1, 2, 80), (0, 2, 80)]
    assert agglomerate(graph(edges, 3, apart=[(0, 2)]), 10) == ((0, 1), (2,))


def test_forced_pairs_come_together_unless_apart():
    linkage = graph([], 3, apart=[(1, 2)])
    linkage.force(0, 1)
    linkage.force(0, 2)
    assert agglomerate(linkage, 10) == ((0, 1), (2,))


def test_a_veto_outweighs_a_likely_pair():
    assert agglomerate(graph([(0, 1, 50), (1, 2, 50), (0, 2, -300)], 3), 20) == ((0, 1), (2,))


@given(st.permutations(range(8)), st.lists(st.integers(0, 60), min_size=28, max_size=28))
def test_the_order_in_which_edges_are_given_changes_nothing(order, weights):
    edges = [
        (a, b, w) for (a, b), w in zip([(a, b) for a in range(8) for b in range(a)], weights, strict=True)
    ]
    shuffled = sorted(edges, key=lambda edge: (order[edge[0]], order[edge[1]]))
    assert agglomerate(graph(edges, 8), 30) == agglomerate(graph(shuffled, 8), 30)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(1, 99)), max_size=40))
def test_every_node_is_in_exactly_one_cluster(edges):
    seen = {(min(a, b), max(a, b)): w for a, b, w in edges if a != b}
    clusters = agglomerate(graph([(a, b, w) for (a, b), w in seen.items()], 10), 30)
    assert sorted(node for cluster in clusters for node in cluster) == list(range(10))
