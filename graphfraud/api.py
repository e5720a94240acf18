"""Results as pandas frames, for notebooks: `graphfraud.open("graphfraud-data").rings()`.

Every frame says its columns and dtypes in the method's docstring. Texts are `str`, times `datetime64[us]` of
UTC+8 wall clock, money `object` of `decimal.Decimal` yuan; personal data is masked. `run` is a run_id, None the
newest.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property
from importlib.metadata import entry_points
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from graphfraud.claims import large_costs
from graphfraud.engine.duckdb import DuckDBEngine
from graphfraud.frames import (
    DISPOSITION_COLUMNS,
    EVIDENCE_COLUMNS,
    MEMBER_COLUMNS,
    NEIGHBOUR_COLUMNS,
    PATH_COLUMNS,
    RING_COLUMNS,
    RUN_COLUMNS,
    frame,
    ring_row,
)
from graphfraud.lake.lake import Lake
from graphfraud.lake.ledger import read_ledger
from graphfraud.lake.quarantine import read_quarantine
from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters
from graphfraud.scan.around import Around, look
from graphfraud.store.base import Entity, EntityRef, RingFilter
from graphfraud.store.embedded import EmbeddedStore
from graphfraud.store.run_files import Runs
from graphfraud.store.shared import SharedStore

if TYPE_CHECKING:
    # Slow to import, and only a few notebooks look for rings themselves.
    from graphfraud.parameters import Value
    from graphfraud.scan.whatif import Outcome
    from graphfraud.scan.without import Without


class Results:
    """What the scans of a workspace have found.

    Args:
        store: what is read.
    """

    def __init__(self, store: SharedStore) -> None:
        self.workspace = store.workspace
        self.store = store

    def runs(self) -> pd.DataFrame:
        """Give one row a finished scan, newest first.

        Columns: run_id, started_at, finished_at (ISO 8601, +08:00), engine, data_version, params_version,
        code_version, scope (empty: the whole city): str; seed, published, demoted: int64.
        """
        rows = [{name: getattr(run, name) for name in RUN_COLUMNS} for run in self.store.runs()]
        return pd.DataFrame(rows, columns=list(RUN_COLUMNS))

    def rings(
        self, *, schemes: Iterable[str] = (), status: str | None = None, text: str = "", run: str | None = None
    ) -> pd.DataFrame:
        """Give one row a suspected ring, ranked; `text` is looked for in ids and institution names.

        Columns: ring_id, scheme, status, status_reason, event, gang (ring_id of the gang's strongest ring), decision
        (label of the last one, empty without): str; rank, patients, settlements: int64; score, fdr, stability: float64;
        also: object (list of str); medfee_sumamt, fund_pay_sumamt, acct_pay: object (Decimal yuan).
        """
        filter = RingFilter(schemes=tuple(schemes), status=status, text=text)
        rows = [ring_row(ring) for ring in self.store.rings(filter, run=run).rings]
        return pd.DataFrame(rows, columns=list(RING_COLUMNS))

    def ring(self, ring_id: str, *, run: str | None = None) -> Ring:
        """Give one ring as the object that everything else is made from.

        Raises:
            NotFoundError: no such ring in the run.
        """
        return self.store.ring(ring_id, run=run)

    def members(self, ring_id: str, *, run: str | None = None) -> pd.DataFrame:
        """Give one row a member of a ring, in ring order.

        Columns: ring_id, kind, id, name (masked), role: str; strength, stability: float64 (0–1);
        aliases: object (list of str).
        """
        members = self.store.ring(ring_id, run=run).members
        names = self.store.names(tuple(EntityRef(m.kind, m.id) for m in members), run=run)
        rows = [{**m.to_dict(), "ring_id": ring_id, "name": names[EntityRef(m.kind, m.id)]} for m in members]
        return pd.DataFrame(rows, columns=list(MEMBER_COLUMNS))

    def evidence(self, ring_id: str, *, run: str | None = None) -> pd.DataFrame:
        """Give one row a signal of a ring, strongest first.

        Columns: ring_id, signal, zh, en (the reason in words): str; observed, expected, p_value: float64;
        setl_ids: object (list of str).
        """
        found = self.store.ring(ring_id, run=run).evidence
        rows = [{**e.to_dict(), **e.detail.to_dict(), "ring_id": ring_id} for e in found]
        return pd.DataFrame(rows, columns=list(EVIDENCE_COLUMNS))

    def links(self, ring_id: str, *, run: str | None = None) -> pd.DataFrame:
        """Give one row a pair of patients a < b of a ring.

        Columns: ring_id, scheme, a, b: str; observed, institutions: int32; expected, p_value: float64;
        setl_ids: object (array of str).
        """
        return frame(self.store.links(ring_id, run=run))

    def gatherings(self, ring_id: str, *, run: str | None = None) -> pd.DataFrame:
        """Give one row a settlement of each gathering, in time order.

        Columns: ring_id, fixmedins_code, patient, setl_id: str; gathering: int32 (from 1); begin, end:
        datetime64[us].
        """
        return frame(self.store.gatherings(ring_id, run=run))

    def claims(self, of: str | Sequence[str], *, run: str | None = None) -> pd.DataFrame:
        """Give settlement rows as loaded, masked, of a ring_id or of several setl_id, by setl_time and setl_id.

        Columns: those of setl_d in the national order (money: object of Decimal; dates: object of date), then
        patient, source_file: str; _line: int64.
        """
        ids = self.store.ring(of, run=run).setl_ids if isinstance(of, str) else tuple(of)
        return frame(self.store.claims(ids, run=run))

    def entity(self, entity: str | EntityRef, *, run: str | None = None) -> Entity:
        """Give the profile of an entity, named by id or kind:id.

        Raises:
            NotFoundError: no such entity, or the id is used by two kinds.
        """
        return self.store.entity(self._ref(entity, run), run=run)

    def around(self, entity: str | EntityRef, *, limit: int = 5, run: str | None = None) -> Around:
        """Say what a scan found around an entity: rings it is in or touches, the closest entities (at most `limit` of
        each kind), and pairs too weak for a ring. `to_dict()` gives what `graphfraud scan --seed-entity` prints.

        Raises:
            NotFoundError: no such entity, or the id is used by two kinds.
        """
        return look(self._files, [self._ref(entity, run)], limit=limit, run=run)[0]

    def timeline(self, entity: str | EntityRef, *, limit: int = 500, run: str | None = None) -> pd.DataFrame:
        """Give the newest `limit` settlements of an entity in time order; columns as in `claims`."""
        return frame(self.store.timeline(self._ref(entity, run), limit=limit, run=run))

    def neighbours(
        self, entity: str | EntityRef, *, kind: str | None = None, limit: int = 100, run: str | None = None
    ) -> pd.DataFrame:
        """Give one row a neighbour, most settlements first.

        Columns: kind, id, name (masked), hop, first, last (ISO 8601, +08:00): str; settlements: int64;
        fund_pay_sumamt: object (Decimal yuan).
        """
        page = self.store.neighbours(self._ref(entity, run), kind=kind, limit=limit, run=run)
        rows = [
            (n.ref.kind, n.ref.id, n.name, n.hop, n.settlements, n.first, n.last, n.fund_pay_sumamt) for n in page.items
        ]
        return pd.DataFrame(rows, columns=list(NEIGHBOUR_COLUMNS))

    def paths(
        self,
        a: str | EntityRef,
        b: str | EntityRef,
        *,
        max_hops: int = 6,
        k: int = 3,
        avoid_hubs: bool = True,
        first: date | None = None,
        last: date | None = None,
        run: str | None = None,
    ) -> pd.DataFrame:
        """Give one row a node of each path from `a` to `b`, shortest path first.

        With `first` or `last` (days of UTC+8, both included) only settlements of these days connect.

        Columns: path (from 1), step (from 0), settlements: int64; kind, id, name (masked), hop: str; setl_ids:
        object (list of str). `hop`, `settlements` and `setl_ids` are those of the hop that leads to the node,
        empty and 0 for the first.
        """
        ends = (self._ref(a, run), self._ref(b, run))
        found = self.store.paths(
            *ends, max_hops=max_hops, k=k, avoid_hubs=avoid_hubs, first=first, last=last, run=run
        ).paths
        names = self.store.names(tuple({n for p in found for n in p.nodes}), run=run)
        rows: list[tuple[Any, ...]] = []
        for number, path in enumerate(found, start=1):
            hops = [("", 0, []), *((h.kind, h.settlements, list(h.setl_ids)) for h in path.hops)]
            for step, (node, hop) in enumerate(zip(path.nodes, hops, strict=True)):
                rows.append((number, step, node.kind, node.id, names[node], *hop))
        return pd.DataFrame(rows, columns=list(PATH_COLUMNS))

    def ask(self, question: str, *, run: str | None = None, **parameters: Any) -> pd.DataFrame:
        """Answer one of the questions of docs/questions.md, which says the columns and the order of rows.

        Raises:
            SettingError: no such question or parameter, a value out of range, or an entity of the wrong kind.
            NotFoundError: no such run, ring or entity.
        """
        return frame(self.store.ask(question, run=run, **parameters))

    def compare(self, his_dir: str | Path, *, mapping: str | None = None) -> pd.DataFrame:
        """Set a hospital's own export against the bureau's settlements, as `graphfraud compare` does; give differences.

        Columns: finding (missing, extra, different), level (visit, fee), matched_by, fixmedins_code, psn_no, mdtrt_id,
        bureau_diagnosis, his_diagnosis, hilist_code: str; differs, setl_ids: object (list of str); stay: bool;
        bureau_begin, bureau_end, his_begin, his_end: object (date); bureau_medfee, his_medfee, fund_pay_sumamt (yuan),
        bureau_cnt, his_cnt: object (Decimal).

        Raises:
            WorkspaceError: no settlements are loaded, or another process is writing.
            InputError: the export can't be read, or has nothing in common with the settlements.
        """
        (door,) = entry_points(group="graphfraud.functions", name="compare")
        found: pd.DataFrame = door.load()(his_dir, self.workspace.root, mapping)
        return found

    def dispositions(self) -> pd.DataFrame:
        """Give one row a decision on a ring, oldest first.

        Columns: number: int64; ring_id, run_id, label, reason, who, when (ISO 8601, +08:00), scheme: str.
        """
        rows = [{**d.to_dict(), "scheme": d.snapshot.scheme} for d in self.store.dispositions()]
        return pd.DataFrame(rows, columns=list(DISPOSITION_COLUMNS))

    def what_if(
        self, parameters: Mapping[str, Value], *, schemes: Sequence[str] = (), run: str | None = None
    ) -> Outcome:
        """Detect with other parameters, write no run, and say which rings are won and lost against a run.

        Raises:
            SettingError: a parameter is unknown or out of range.
            WorkspaceError: another process is writing.
        """
        from graphfraud.scan.whatif import what_if

        return what_if(self.workspace, parameters, schemes=schemes, run=run)

    def without(self, ring_id: str, drop: str, *, run: str | None = None) -> Without:
        """Look for a ring again without `drop`: a member's id, or `edge(A,B)` for what two members have in common.

        Raises:
            NotFoundError: no such ring, or `drop` names nobody in it.
            WorkspaceError: another process is writing.
        """
        from graphfraud.scan.without import without

        return without(self.workspace, ring_id, drop, run=run)

    def large_costs(self, *, run: str | None = None, **parameters: float) -> pd.DataFrame:
        """Give one row a stay that costs its hospital level's review threshold or more, or a little less.

        Args:
            run: whose settlements; the levels are those now loaded.
            parameters: `large_cost_level2`, `large_cost_level3`, `large_cost_band` where they differ from the defaults.

        Columns: setl_id, patient, fixmedins_code, med_type, position (`just_below` or `over`): str; level: int32;
        begndate, enddate: object (date); setl_time: datetime64[us]; medfee_sumamt, fund_pay_sumamt, threshold:
        object (Decimal yuan).

        Raises:
            SettingError: an unknown parameter, or a value out of range.
        """
        folder = self.workspace.claims / Runs(self.workspace.runs).get(run).info.data_version
        with DuckDBEngine() as engine:
            return frame(large_costs.pool(Lake(self.workspace.lake), engine, folder, Parameters(parameters)))

    def ledger(self) -> pd.DataFrame:
        """Give one row a loaded file, by table and file.

        Columns: batch_id, table, file, sha256, loaded_at, mapping, mapping_digest, code_version: str;
        rows_read, accepted, duplicate, updated, quarantined: int64; reasons, unreadable, missing_columns,
        unknown_columns: str (JSON).
        """
        return frame(read_ledger(self.workspace.lake))

    def quarantine(self) -> pd.DataFrame:
        """Give one row a source row that could not be loaded, by table, file and line.

        Columns: batch_id, table, file, column, reason, message, raw: str; line: int64. `column` is empty where the
        whole row is the trouble. A row that a later file brings in order stays here too.
        """
        return frame(read_quarantine(self.workspace.lake))

    @cached_property
    def _files(self) -> EmbeddedStore:
        """The workspace's own files, for what only a scan's data can tell."""
        own = self.store
        return own if isinstance(own, EmbeddedStore) else EmbeddedStore(self.workspace, own.hub_degree)

    def _ref(self, entity: str | EntityRef, run: str | None) -> EntityRef:
        return entity if isinstance(entity, EntityRef) else self.store.resolve(entity, run=run)
