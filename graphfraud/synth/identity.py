"""Invented identities: numbers with right check digits that can belong to nobody.

Region codes that begin with 99 are not assigned in GB/T 2260, mobile numbers never begin with 109.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from graphfraud.synth.calendar import Ints

Strings = npt.NDArray[np.str_]

CITY = "990100"
NEIGHBOUR = "990200"
CAPITAL = "990000"
COUNTY = "990121"

_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2])
_CHECK = np.array(list("10X98765432"))

SURNAMES = list("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜谢邹喻柏水窦章云苏潘葛范彭郎")
GIVEN = list("安柏宸澄初川丹迪帆风谷海禾恒湖华嘉菁景静娟岚朗黎林凌鹿曼楠宁沛琪清秋然瑞山诗书松棠桐薇熙夏晓欣")


def padded(numbers: Ints, digits: int) -> Strings:
    """Give each number as text with leading zeros."""
    return np.array([f"{n:0{digits}d}" for n in numbers.tolist()], dtype=f"U{digits}")


def check_digit(body: str) -> str:
    """Give the 18th character for the 17 digits of an identity number (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return str(_CHECK[int(np.dot([int(c) for c in body], _WEIGHTS)) % 11])


def certnos(region: str, birth: npt.NDArray[np.datetime64], female: npt.NDArray[np.bool_]) -> Strings:
    """Give one valid, unique identity number a person; the 17th digit is even for women."""
    days = np.char.replace(birth.astype("datetime64[D]").astype(str), "-", "")
    # 500 numbers a birthday and sex; a larger city goes on in the next (equally unassigned) district.
    sequence = _rank_within(days, female)
    district = int(region) + sequence // 500
    digits = 2 * (sequence % 500) + np.where(female, 0, 1)
    body = np.char.add(np.char.add(district.astype(str), days), padded(digits, 3))
    codes = body.astype("U17").view("U1").reshape(len(body), 17).astype(np.int64)
    return np.asarray(np.char.add(body, _CHECK[(codes @ _WEIGHTS) % 11]))


def _rank_within(days: Strings, female: npt.NDArray[np.bool_]) -> Ints:
    """Give each person's number among the persons of the same birthday and sex, from 0."""
    key = np.unique(np.char.add(days, np.where(female, "F", "M")), return_inverse=True)[1]
    order = np.argsort(key, kind="stable")
    first = np.r_[0, np.flatnonzero(np.diff(key[order])) + 1]
    rank = np.arange(len(key)) - np.repeat(first, np.diff(np.r_[first, len(key)]))
    out = np.empty(len(key), np.int64)
    out[order] = rank
    return out


def names(rng: np.random.Generator, surname: Ints) -> Strings:
    """Give an invented name for each surname number: one or two given characters."""
    n = len(surname)
    first = np.array(GIVEN)[rng.integers(0, len(GIVEN), n)]
    second = np.where(rng.random(n) < 0.8, np.array(GIVEN)[rng.integers(0, len(GIVEN), n)], "")
    family = np.array(SURNAMES)[surname % len(SURNAMES)]
    return np.asarray(np.char.add(np.char.add(family, first), second))


def phones(rng: np.random.Generator, n: int) -> Strings:
    """Give `n` eleven-digit numbers from the unassigned range 109…."""
    return np.asarray(np.char.add("109", padded(rng.integers(0, 10**8, n), 8)))


def opaque(rng: np.random.Generator, n: int) -> Ints:
    """Give `n` different 18-digit numbers in random order, which tell nothing about their rows."""
    ids = np.empty(0, np.int64)
    while len(ids) < n:
        ids = np.unique(np.r_[ids, rng.integers(10**17, 10**18, n - len(ids))])
    return np.asarray(rng.permutation(ids))


def codes(rng: np.random.Generator, prefix: str, n: int, digits: int) -> Strings:
    """Give `n` different codes `prefix` + `digits` digits in random order."""
    numbers = rng.choice(10**digits - 1, size=n, replace=False) + 1
    return np.asarray(np.char.add(prefix, padded(numbers, digits)))
