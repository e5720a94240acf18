from __future__ import annotations

from math import comb

import numpy as np
from scipy.integrate import quad
from scipy.stats import gamma, nbinom, poisson

from graphfraud.chance.excess import expected_count, of_chosen, of_others, of_persons, tail


def test_tail_is_that_of_the_negative_binomial() -> None:
    observed, expected, spread = np.array([0.0, 1, 4, 30]), np.array([2.0, 0.5, 2.5, 11]), 0.5
    shape = 1 / spread**2
    known = nbinom.sf(observed - 1, shape, shape / (shape + expected))
    assert np.allclose(tail(observed, expected, spread), known)


def test_without_a_spread_it_is_poisson() -> None:
    observed, expected = np.array([3.0, 9]), np.array([1.0, 4])
    assert np.allclose(tail(observed, expected, 1e-4), poisson.sf(observed - 1, expected), rtol=1e-4)


def test_a_bad_hub_neither_sets_the_norm_nor_is_compared_with_itself() -> None:
    observed, exposure = np.array([2.0, 3, 1, 90, 400, 0]), np.array([100.0, 100, 100, 100, 100, 0])
    expected = expected_count(observed, exposure)
    assert expected[4] == (6 + 0.5) / 300 * 100
    assert expected[0] == (4 + 0.5) / 200 * 100
    assert expected[5] == 0


def test_too_few_hubs_have_no_norm() -> None:
    assert expected_count(np.array([0.0, 40, 1]), np.array([10.0, 10, 10])).tolist() == [0, 40, 1]


def test_bad_hubs_set_no_norm_for_each_other_nor_do_others_for_themselves() -> None:
    observed, exposure = np.array([4.0, 6, 5, 3, 80, 90, 70, 0]), np.array([100.0, 100, 100, 100, 100, 100, 100, 0])
    expected = of_others(observed, exposure, 0.001)
    assert expected[4:].tolist() == [18 / 400 * 100] * 3 + [0]
    assert expected[:2].tolist() == [14 / 300 * 100, 12 / 300 * 100]


def test_a_rate_below_the_floor_is_the_floor() -> None:
    assert of_others(np.array([0.0, 0, 30]), np.array([10.0, 20, 30]), 0.1).tolist() == [1, 2, 3]


def test_persons_who_come_with_a_probability_of_their_own() -> None:
    """All come: the product of 1 − e^(−rate·g), over g with the density e^(−g)."""
    shares = np.array([0.3, 0.9, 0.05])
    known, _ = quad(lambda g: np.prod(1 - (1 - shares) ** g) * np.exp(-g), 0, np.inf)
    assert np.isclose(of_persons(3, shares), known)
    assert np.isclose(of_persons(0, shares), 1.0)
    assert np.isclose(of_persons(1, np.array([0.3])), quad(lambda g: (1 - 0.7**g) * np.exp(-g), 0, np.inf)[0])


def test_regulars_neither_prove_nor_excuse_strangers() -> None:
    strangers = np.full(5, 0.02)
    assert np.isclose(of_persons(5, strangers), of_persons(8, np.r_[strangers, 1.0, 1.0, 1.0]), rtol=1e-3)
    assert of_persons(8, np.r_[strangers, 0.6, 0.8, 0.7]) < 1e-4 < of_persons(8, np.full(8, 0.275))


def test_of_several_places_each_draws_as_it_likes() -> None:
    """Three alike: the mean of their factors is gamma with shape 3, mean 1; where nobody goes counts for nothing."""
    shares = np.array([[0.1, 0.1, 0.1], [0.3, 0.3, 0.3]])
    law = gamma(3, scale=1 / 3)
    known, _ = quad(lambda g: (1 - 0.9 ** (3 * g)) * (1 - 0.7 ** (3 * g)) * law.pdf(g), 0, np.inf)
    assert np.isclose(of_persons(2, shares), known)
    assert np.isclose(of_persons(2, np.c_[shares[:, 0], [1e-9, 1e-9]]), of_persons(2, shares[:, 0]))


def test_of_very_many_places_only_the_persons_chances_are_left() -> None:
    p = of_persons(4, np.full((4, 500), 0.5 / 500))
    assert np.isclose(p, (1 - (1 - 0.001) ** 500) ** 4, rtol=0.1)


def test_who_was_chosen_after_looking_pays_for_the_choice() -> None:
    assert np.isclose(of_chosen(1e-9, 3, 50), 1e-9 * comb(50, 3) * 12)
    assert of_chosen(0.01, 1, 60) == 1.0
    # All sets of any size together have no more than the whole error: 1 − 1/9 of it, with sizes up to 8.
    assert np.isclose(sum(comb(8, k) * 1e-30 / of_chosen(1e-30, k, 8) for k in range(1, 9)), 8 / 9)
