"""Small cases worked out by hand."""

from __future__ import annotations

import pytest

from graphfraud.evaluate.measures import FalseRing, Measures, evaluate
from graphfraud.evaluate.overlap import b_cubed
from tests.unit.evaluate.rings import group, ring, true

# Three true rings; of four published ones the first is exact, the second wrong, the third found by 4 of 6,
# the fourth wrong again. The demoted ring would be right, but nobody published it.
TRUTH = [true("T1", "abcde"), true("T2", "ghijkl"), true("T3", "mnopq", "co_swipe")]
RINGS = [
    ring(1, "abcde"),
    ring(2, "uvwxy"),
    ring(3, "ghij", scheme="co_swipe"),
    ring(4, "mn", scheme="co_swipe"),
    ring(5, "mnopq", scheme="co_swipe", status="demoted"),
]


def test_overall() -> None:
    found = evaluate(RINGS, TRUTH)
    assert found.missed == ("T3",)
    m = found.overall
    assert (m.published, m.right, m.truth, m.found) == (4, 2, 3, 2)
    assert m.precision == pytest.approx(2 / 4)
    assert m.recall == pytest.approx(2 / 3)
    assert m.p_at == {10: 0.5, 25: 0.5, 50: 0.5}
    # T1 at rank 1 (precision 1/1), T2 at rank 3 (2/3), T3 never.
    assert m.average_precision == pytest.approx((1 + 2 / 3) / 3)
    assert m.mean_best_jaccard == pytest.approx((1 + 4 / 6 + 2 / 5) / 3)
    # Found patients: 5 + 4 + 2 in pure rings (1 each), 5 in a wrong one (0 each).
    assert m.bcubed_precision == pytest.approx(11 / 16)
    # True patients: abcde 1 each; ghij 4/6 each, k and l 0; m and n 2/5 each, o, p and q 0.
    assert m.bcubed_recall == pytest.approx((5 + 4 * 4 / 6 + 2 * 2 / 5) / 16)
    assert m.bcubed_f1 == pytest.approx(2 * (11 / 16) * (127 / 240) / (11 / 16 + 127 / 240))


def test_per_scheme() -> None:
    schemes = evaluate(RINGS, TRUTH).schemes
    assert list(schemes) == ["co_swipe", "fake_stay"]
    # Ring 3 is published as co_swipe but matches a true fake_stay: right all the same, and T2 is found.
    swipe, stay = schemes["co_swipe"], schemes["fake_stay"]
    assert (swipe.published, swipe.right, swipe.truth, swipe.found) == (2, 1, 1, 0)
    assert (stay.published, stay.right, stay.truth, stay.found) == (2, 1, 2, 2)
    assert (swipe.precision, swipe.recall) == (0.5, 0.0)
    assert (stay.precision, stay.recall) == (0.5, 1.0)
    assert stay.average_precision == pytest.approx(1 / 2)
    assert stay.mean_best_jaccard == pytest.approx((1 + 4 / 6) / 2)


def test_a_ring_of_one_scheme_that_another_found_is_no_stranger_to_it() -> None:
    """The second ring is right about a true one of burst_rx; the third is wrong, whatever the scheme."""
    found = [ring(1, "abcd", scheme="co_swipe"), ring(2, "efgh", scheme="co_swipe"), ring(3, "ijkl", scheme="co_swipe")]
    known = [true("t", "abcd", "co_swipe"), true("u", "efgh", "burst_rx")]
    m = evaluate(found, known).schemes["co_swipe"]
    assert (m.bcubed_precision, m.bcubed_recall) == (4 / 8, 1.0)
    assert (m.right, m.published) == (2, 3)
    assert evaluate(found, known).overall.bcubed_precision == 8 / 12


def test_jaccard_of_one_half_is_enough() -> None:
    assert evaluate([ring(1, "abc")], [true("T", "abcdef")]).overall.found == 1
    assert evaluate([ring(1, "abc")], [true("T", "abcdefg")]).overall.found == 0


def test_p_at_k_counts_the_first_k() -> None:
    letters = "abcdefghijkl"
    truth = [true(f"T{c}", c) for c in letters[:9]]
    rings = [ring(i + 1, c) for i, c in enumerate(letters)]
    assert evaluate(rings, truth).overall.p_at == {10: 0.9, 25: 9 / 12, 50: 9 / 12}


def test_rank_decides_the_order_not_the_list() -> None:
    assert evaluate(RINGS[::-1], TRUTH) == evaluate(RINGS, TRUTH)


def test_an_alias_counts_as_the_patient() -> None:
    found = evaluate(
        [ring(1, "ab", aliases={"a": ("x",), "b": ("y",)})], [true("T", "xy")], [group("G", "family", "xb")]
    )
    assert (found.overall.precision, found.overall.recall, found.overall.mean_best_jaccard) == (1.0, 1.0, 1.0)
    assert (found.overall.bcubed_precision, found.overall.bcubed_recall) == (1.0, 1.0)


def test_a_ring_without_patients_is_compared_on_all_members() -> None:
    truth = [true("T", "", "reflow", (("pharmacy", "P1"), ("pharmacy", "P2")))]
    exact = ring(1, "", scheme="reflow", others=(("pharmacy", "P1"), ("pharmacy", "P2")))
    half = ring(1, "ab", scheme="reflow", others=(("pharmacy", "P1"),))
    assert evaluate([exact], truth).overall.mean_best_jaccard == 1.0
    assert evaluate([half], truth).overall.mean_best_jaccard == pytest.approx(1 / 4)
    assert evaluate([half], truth).overall.bcubed_recall is None


def test_one_true_ring_found_twice_counts_once() -> None:
    m = evaluate([ring(1, "abcd"), ring(2, "abcde")], [true("T", "abcde")]).overall
    assert (m.right, m.found, m.precision, m.recall, m.average_precision) == (2, 1, 1.0, 1.0, 1.0)


def test_one_ring_may_find_two_true_ones() -> None:
    m = evaluate([ring(1, "abcd")], [true("T1", "abc"), true("T2", "bcd")]).overall
    assert (m.right, m.found, m.average_precision) == (1, 2, 1.0)


def test_nothing_published_and_nothing_true() -> None:
    nothing = Measures(0, 0, 0, 0, None, None, {10: None, 25: None, 50: None}, None, None, None, None, None)
    assert evaluate([], []).overall == nothing
    missed = evaluate([], TRUTH).overall
    assert (missed.precision, missed.recall, missed.average_precision, missed.bcubed_recall) == (None, 0.0, 0.0, 0.0)
    false = evaluate(RINGS, []).overall
    assert (false.precision, false.recall, false.bcubed_precision) == (0.0, None, 0.0)


def test_false_rings_are_explained_by_the_closest_group_that_holds_half() -> None:
    groups = [
        group("G1", "only_hospital", "uvwxyz123456"),
        group("G2", "dialysis", "uvw"),
        group("G3", "family", "xy"),
        group("G4", "care_home", "m"),
    ]
    found = evaluate(RINGS, TRUTH, groups)
    # uvwxy: only_hospital holds all (Jaccard 5/12), dialysis 3 of 5 (3/5), family 2 of 5 (too few).
    # mn: care_home holds 1 of 2, which is half.
    assert found.false == (
        FalseRing("ring-2", 2, "fake_stay", "dialysis"),
        FalseRing("ring-4", 4, "co_swipe", "care_home"),
    )
    assert found.innocent == {"care_home": 1, "dialysis": 1, "family": 0, "only_hospital": 0, "none": 0}


def test_false_rings_without_groups_are_unexplained() -> None:
    assert evaluate(RINGS, TRUTH).innocent == {"none": 2}


def test_b_cubed_of_the_textbook_case() -> None:
    """Two clusters, abc|de against ab|cde: precision (2·2/3 + 1/3 + 2·1)/5, recall (2·1 + 1/3 + 2·2/3)/5."""

    def cluster(letters: str) -> frozenset[tuple[str, str]]:
        return frozenset(("patient", c) for c in letters)

    precision, recall = b_cubed([cluster("abc"), cluster("de")], [cluster("ab"), cluster("cde")])
    assert precision == pytest.approx((2 * 2 / 3 + 1 / 3 + 2) / 5)
    assert recall == pytest.approx((2 + 1 / 3 + 2 * 2 / 3) / 5)


def test_b_cubed_counts_shared_clusters_where_they_overlap() -> None:
    """The pair ab is twice in found, once in true: half of the found agreement is too much."""
    pair = frozenset({("patient", "a"), ("patient", "b")})
    assert b_cubed([pair, pair], [pair]) == (0.5, 1.0)
