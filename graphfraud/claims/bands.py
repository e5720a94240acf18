"""Bands: which stays cost a little less than the sum from which bureaus review bills beforehand.

The sum goes by the level of the hospital (大额费用集中前置审查: above 5,000 yuan at level 2, 10,000 at level 3).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

import queries
from graphfraud.claims.clean import register
from graphfraud.claims.levels import levels
from graphfraud.claims.table import Claims, Codes
from graphfraud.engine.base import Engine
from graphfraud.lake.lake import Lake
from graphfraud.parameters import Parameters

NONE, FAR, BELOW, ABOVE = 0, 1, 2, 3
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bands:
    """How the stays' costs lie to the thresholds.

    `level`: of each place, 0 where unknown. `sums`: the threshold of each level from 0 to 3 in yuan, 0 for none.
    `position`: of each settlement: NONE (no stay, or no threshold at that level), BELOW (within the band under the
    threshold), ABOVE (from the threshold on, as wide a band) or FAR.
    """

    level: Codes
    sums: Floats
    position: npt.NDArray[np.int8]


def known_levels(lake: Lake, engine: Engine) -> pa.Table:
    """Give `fixmedins_code` and `level` (1 to 3) of the institutions whose level is known."""
    register(lake, engine, ("medins_info_b",))
    written = engine.arrow(queries.sql("claims_levels"))
    level = levels(written["hosp_lv"].to_pylist())
    table = pa.table({"fixmedins_code": written["fixmedins_code"], "level": pa.array(level, pa.int32())})
    return table.filter(pa.array([n > 0 for n in level], pa.bool_()))


def read(lake: Lake, engine: Engine, claims: Claims, parameters: Parameters) -> Bands:
    """Place every stay."""
    known = known_levels(lake, engine)
    of = dict(zip(known["fixmedins_code"].to_pylist(), known["level"].to_pylist(), strict=True))
    level = np.array([of.get(name, 0) for name in claims.places], dtype=np.int32)
    sums = np.array([0.0, 0.0, parameters["large_cost_level2"], parameters["large_cost_level3"]])
    position = np.zeros(len(claims), np.int8)
    rows = np.flatnonzero(claims.stay & (sums[level][claims.place] > 0)) if len(claims) else np.zeros(0, np.int64)
    cost = claims.table["medfee_sumamt"].take(rows).cast(pa.float64()).to_numpy()
    ratio = cost / sums[level][claims.place[rows]]
    width = parameters["large_cost_band"]
    below, above = (ratio >= 1 - width) & (ratio < 1), (ratio >= 1) & (ratio < 1 + width)
    position[rows] = np.select([below, above], [BELOW, ABOVE], FAR)
    return Bands(level, sums, position)
