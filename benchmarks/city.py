"""Settlements by the million for the scan benchmark: plain columns, skewed volumes, planted rings. Not `synth`.

Made in one vectorised go, so that 5 M settlements take seconds; `graphfraud synth` makes the realistic cities.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

MILLION = 1_000_000
DAYS = 364
# Fifty rings a million claims, half of each scheme; eight members who meet eight times.
RINGS_A_MILLION, RING_SIZE, MEETINGS = 25, 8, 8
STAY_SHARE = 0.05


def write(folder: Path, settlements: int) -> Path:
    """Write `setl_d.parquet` and `household.parquet` with that many settlements into `folder`; give `folder`."""
    if (folder / "setl_d.parquet").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(20260101)
    persons = settlements // 13
    frame = pd.concat([_background(rng, settlements, persons), *_rings(rng, settlements, persons)], ignore_index=True)
    frame = frame.sort_values(["second", "person"], kind="stable").reset_index(drop=True)
    # Three to a household; nobody planted in one ring shares one, since ring members are drawn at random.
    people = np.arange(persons)
    households = pa.table({"psn_no": _ids("P", people), "hh_id": _ids("F", people // 3)})
    pq.write_table(households, folder / "household.parquet")
    pq.write_table(_setl_d(rng, frame), folder / "setl_d.parquet")
    return folder


def _institutions(settlements: int) -> int:
    # As measured on cities: about 3 co-visits within 30 minutes per claim at 1 M claims, 7 to 8 at 5 M.
    return max(20, int(180 * np.sqrt(settlements / MILLION)))


def _background(rng: np.random.Generator, n: int, persons: int) -> pd.DataFrame:
    places = _institutions(n)
    weight = rng.lognormal(0, 1.2, places)
    weight /= weight.sum()
    homes = rng.choice(places, size=(persons, 3), p=weight)
    person = rng.integers(0, persons, n)
    place = np.where(rng.random(n) < 0.8, homes[person, rng.integers(0, 3, n)], rng.choice(places, n, p=weight))
    stay = rng.random(n) < STAY_SHARE
    days = np.where(stay, rng.integers(3, 20, n), 0)
    second = _day(rng, n) * 86400 + _clock(rng, n)
    return pd.DataFrame({"person": person, "place": place, "second": second, "days": days})


def _day(rng: np.random.Generator, n: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    week = np.array([1.3, 1.15, 1.1, 1.05, 1.05, 0.7, 0.55])
    share = np.resize(week, DAYS)
    return rng.choice(DAYS, n, p=share / share.sum())


def _clock(rng: np.random.Generator, n: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    morning = rng.random(n) < 0.65
    hour = np.where(morning, rng.normal(9.7, 1.2, n), rng.normal(15.3, 1.2, n))
    return (np.clip(hour, 7, 20) * 3600).astype(np.int64)


def rings(settlements: int) -> int:
    """Give the number of planted rings."""
    return 2 * max(1, round(RINGS_A_MILLION * settlements / MILLION))


def _rings(rng: np.random.Generator, settlements: int, persons: int) -> list[pd.DataFrame]:
    each = rings(settlements) // 2
    return [_ring(rng, persons, stays) for stays in (True, False) for _ in range(each)]


def _ring(rng: np.random.Generator, persons: int, stays: bool) -> pd.DataFrame:
    """One group that meets: stays end on the same day, swipes follow within minutes."""
    member = rng.choice(persons, RING_SIZE, replace=False)
    # Irregular, as nothing innocent is: no fixed weekday, no even gap.
    day = 30 + 40 * np.arange(MEETINGS) + rng.integers(0, 25, MEETINGS)
    start = day * 86400 + rng.integers(9 * 3600, 16 * 3600, MEETINGS)
    second = start[:, None] + rng.integers(0, 3600 if stays else 600, (MEETINGS, RING_SIZE))
    place = np.repeat(rng.integers(0, 20, MEETINGS), RING_SIZE)
    days = np.repeat(rng.integers(5, 10, MEETINGS) if stays else np.zeros(MEETINGS, dtype=np.int64), RING_SIZE)
    person = np.tile(member, MEETINGS)
    return pd.DataFrame({"person": person, "place": place, "second": second.ravel(), "days": days})


def _setl_d(rng: np.random.Generator, frame: pd.DataFrame) -> pa.Table:
    n = len(frame)
    time = np.datetime64("2025-01-01T00:00:00") + frame["second"].to_numpy().astype("timedelta64[s]")
    end = time.astype("datetime64[D]")
    begin = end - frame["days"].to_numpy().astype("timedelta64[D]")
    stay = frame["days"].to_numpy() > 0
    fee = np.where(stay, rng.lognormal(8.5, 0.6, n), rng.lognormal(4.8, 0.8, n)).round(2)
    money = pa.decimal128(16, 2)
    return pa.table(
        {
            "setl_id": _ids("S", np.arange(n)),
            "psn_no": _ids("P", frame["person"].to_numpy()),
            "fixmedins_code": _ids("H", frame["place"].to_numpy()),
            "setl_time": pa.array(time.astype("datetime64[us]")),
            "med_type": pa.array(np.where(stay, "21", "11")),
            "medfee_sumamt": pa.array(fee).cast(money, safe=False),
            "fund_pay_sumamt": pa.array((fee * 0.6).round(2)).cast(money, safe=False),
            "begndate": pa.array(begin),
            "enddate": pa.array(end),
            "vali_flag": pa.array(np.full(n, "1")),
        }
    )


def _ids(letter: str, numbers: np.ndarray[tuple[int], np.dtype[np.int64]]) -> pa.Array:
    text = pd.Series(numbers).astype(str).str.zfill(9)
    return pa.array(letter + text, type=pa.string())
