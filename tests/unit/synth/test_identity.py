from __future__ import annotations

import numpy as np

from graphfraud.synth import identity


def test_check_digit_agrees_with_the_recursive_definition() -> None:
    rng = np.random.default_rng(1)
    bodies = ["".join(map(str, rng.integers(0, 10, 17))) for _ in range(500)]
    expected = [str((12 - p) % 11).replace("10", "X") for p in (_remainder(b) for b in bodies)]
    assert [identity.check_digit(b) for b in bodies] == expected


def _remainder(body: str) -> int:
    """The recursive definition of ISO 7064 MOD 11-2, which uses no weights."""
    p = 0
    for digit in body:
        p = (p + int(digit)) * 2 % 11
    return p


def test_certnos_are_valid_unique_and_of_nobody() -> None:
    n = 3_000
    birth = np.full(n, np.datetime64("1980-02-29"))
    female = np.arange(n) % 2 == 0
    made = identity.certnos("990110", birth, female).tolist()
    assert len(set(made)) == n
    assert {c[:2] for c in made} == {"99"}
    assert {c[6:14] for c in made} == {"19800229"}
    assert [int(c[16]) % 2 == 0 for c in made] == female.tolist()
    assert [c[17] for c in made] == [identity.check_digit(c[:17]) for c in made]


def test_phones_lie_in_the_unassigned_range() -> None:
    made = identity.phones(np.random.default_rng(2), 100).tolist()
    assert {(len(p), p[:3]) for p in made} == {(11, "109")}


def test_opaque_numbers_differ_and_have_eighteen_digits() -> None:
    made = identity.opaque(np.random.default_rng(3), 1_000)
    assert len(np.unique(made)) == 1_000
    assert (made.min() >= 10**17, made.max() < 10**18) == (True, True)


def test_codes_differ_and_may_be_none() -> None:
    rng = np.random.default_rng(4)
    made = identity.codes(rng, "R", 50, 3).tolist()
    assert (len(set(made)), {len(c) for c in made}) == (50, {4})
    assert identity.codes(rng, "R", 0, 3).tolist() == []


def test_padded_keeps_leading_zeros() -> None:
    assert identity.padded(np.array([7, 42]), 4).tolist() == ["0007", "0042"]
