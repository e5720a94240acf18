"""The watermark: what the graph on a server shows, whose it is, and how far a push has come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from graphfraud.bolt.connection import Connection

FILLING, UPDATING, SHOWN = "filling", "updating", "shown"


@dataclass(frozen=True, slots=True)
class Watermark:
    """What a graph says of itself; `there` is false on a server that no push has touched.

    `workspace`: whose graph it is; `data_version`, `runs`, `claims`, `names`, `pushed_at`: what it shows. `state`:
    `filling` in the first fill, `updating` while it changes, `shown` when it is whole. `states`: the kept states it may
    hold rows of. `filling` and `filled`: of the push that fills or updates it, the type whose rows were created last,
    and how many were. `forgotten`: runs that are not to come back. `holder`: the push under way, heard of `silent_s`
    seconds ago. `nodes`: of the whole database, the watermark left out.
    """

    there: bool
    nodes: int
    workspace: str | None = None
    state: str | None = None
    states: tuple[str, ...] = ()
    data_version: str | None = None
    runs: tuple[str, ...] = ()
    forgotten: tuple[str, ...] = ()
    claims: str | None = None
    names: bool = False
    pushed_at: str | None = None
    filling: str | None = None
    filled: int = 0
    holder: str | None = None
    silent_s: float = 0.0

    @property
    def begun(self) -> bool:
        """Whether a first fill was begun and not ended."""
        return self.state == FILLING and bool(self.states)

    def to_dict(self) -> dict[str, Any]:
        """Give the JSON form."""
        shown = ("workspace", "state", "data_version", "claims", "names", "pushed_at", "holder", "nodes")
        lists = {"runs": list(self.runs), "forgotten": list(self.forgotten)}
        return {name: getattr(self, name) for name in shown} | lists


def read(server: Connection) -> Watermark:
    """Read the watermark of a server."""
    row = server.rows("read_watermark")[0]
    found, now = row["watermark"], row["now"]
    if found is None:
        return Watermark(there=False, nodes=row["nodes"])
    texts: dict[str, Any] = {
        name: found.get(name)
        for name in ("workspace", "state", "data_version", "claims", "pushed_at", "filling", "holder")
    }
    lists: dict[str, Any] = {name: tuple(found.get(name) or ()) for name in ("states", "runs", "forgotten")}
    return Watermark(
        there=True,
        nodes=row["nodes"] - 1,
        names=bool(found.get("names")),
        filled=found.get("filled") or 0,
        silent_s=(now - found["beat"]) / 1000 if found.get("beat") else 0.0,
        **texts,
        **lists,
    )
