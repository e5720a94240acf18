"""`GraphStore`: everything that the explorer, the command line and notebooks read.

Every implementation gives equal answers, ties included. Names, numbers and addresses of persons come masked
(`graphfraud.model.masking`); there is no way round it here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from graphfraud.model.assignment import Assignment
from graphfraud.model.disposition import Disposition
from graphfraud.model.ring import Ring
from graphfraud.parameters import Parameters
from graphfraud.store.course import Visit
from graphfraud.store.findings import Comparison, Marks, SearchPage
from graphfraud.store.refs import EntityRef as EntityRef
from graphfraud.store.refs import Hop as Hop
from graphfraud.store.refs import Path as Path
from graphfraud.store.refs import PathAnswer as PathAnswer

if TYPE_CHECKING:
    import pyarrow as pa

VERSIONS = ("data_version", "params_version", "code_version")
MOST_BETWEEN = 5_000
SORTS = ("rank", "score", "fund_pay_sumamt", "acct_pay", "medfee_sumamt", "size", "stability")
UNDECIDED, CHANGED, NOBODY = "none", "changed", "none"
"""For `RingFilter.decision`: no decision; dismissed and changed since. For `assignee`: nobody."""


@dataclass(frozen=True, slots=True)
class RunInfo:
    """Header of a run: the contract's `run` object, with counts as the scan judged, before any disposition.

    `scope`: which part of the city it looked at (`graphfraud.scan.scope`), empty for the whole.
    """

    run_id: str
    started_at: str
    finished_at: str
    engine: str
    data_version: str
    params_version: str
    code_version: str
    seed: int
    published: int
    demoted: int
    scope: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Give the contract's `run` object; `scope` is there only where the run has one."""
        names = ("run_id", "started_at", "finished_at", "engine", *VERSIONS, "seed", *(["scope"] if self.scope else []))
        return {name: getattr(self, name) for name in names}


@dataclass(frozen=True, slots=True)
class RingFilter:
    """Which rings to list; every part must hold. `text` is looked for in ring and member ids and institution names.

    `entity`, `institution` (a fixmedins_code): a member. `reason`: of a demotion. `district`: what the district of one
    of the ring's institutions begins with. `min_size`: patients. `events`: of the lineage. `decision`: the label of
    the last decision, `UNDECIDED` or `CHANGED`. `assignee`: who looks into it, `NOBODY`. `one_a_gang`: of the rings
    that pass, only the best ranked one of each gang.
    """

    schemes: tuple[str, ...] = ()
    status: str | None = None
    text: str = ""
    min_score: float | None = None
    min_fund: Decimal | None = None
    entity: EntityRef | None = None
    reason: str | None = None
    institution: str = ""
    district: str = ""
    min_size: int | None = None
    events: tuple[str, ...] = ()
    decision: str | None = None
    assignee: str | None = None
    one_a_gang: bool = False


@dataclass(frozen=True, slots=True)
class RingPage:
    """A page of rings; `matching` of `total` rings pass the filter.

    `gangs`: for each ring of the page that has any, the other rings of its gang in the run, in rank order.
    """

    rings: tuple[Ring, ...]
    matching: int
    total: int
    gangs: Mapping[str, tuple[Ring, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the data let a run look for: `code` is a `scheme` or a supporting `signal`, as `kind` says.

    `state`: `on`, `weak` or `off`, for want of the columns in `missing` (`table.column`).
    """

    kind: str
    code: str
    state: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entity:
    """A profile. `attributes`: national column → masked text. Times are ISO 8601 with +08:00."""

    ref: EntityRef
    name: str
    attributes: dict[str, str]
    aliases: tuple[str, ...]
    settlements: int
    first: str | None
    last: str | None
    medfee_sumamt: Decimal
    fund_pay_sumamt: Decimal
    acct_pay: Decimal
    rings: tuple[tuple[str, str], ...] = field(default=())
    """(ring_id, role) in the chosen run, ring rank order."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """An entity one hop away, with what the hop holds."""

    ref: EntityRef
    name: str
    hop: str
    settlements: int
    first: str
    last: str
    fund_pay_sumamt: Decimal


@dataclass(frozen=True, slots=True)
class NeighbourPage:
    """The `len(items)` strongest of `total` neighbours: most settlements first, ties by kind and id."""

    items: tuple[Neighbour, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Relation:
    """What is between two entities: a hop of the entity graph with its settlements, or `SAME_OWNER`.

    `kind`: `VISITED`, `TREATED_BY`, `PRACTISES_AT` (from `a` to `b`) or `SAME_OWNER` (the smaller key first). Times are
    ISO 8601 with +08:00. `sorts`: of `SAME_OWNER` the columns of medins_info_b that both share, sorted; it has no
    settlements.
    """

    kind: str
    a: EntityRef
    b: EntityRef
    settlements: int = 0
    first: str = ""
    last: str = ""
    fund_pay_sumamt: Decimal = Decimal(0)
    sorts: tuple[str, ...] = ()


class GraphStore(ABC):
    """Read access to rings, with the last decision on each (`graphfraud.store.standing`), and the claims graph.

    `run` is a run_id, None the newest; rows, names and paths are those of the data that the run has seen.
    """

    @abstractmethod
    def runs(self) -> tuple[RunInfo, ...]:
        """Give every finished run, newest first."""

    @abstractmethod
    def run(self, run: str | None = None) -> RunInfo:
        """Give one run.

        Raises:
            NotFoundError: there is no such run, or none at all.
        """

    @abstractmethod
    def parameters(self, run: str | None = None) -> Parameters:
        """Give what a run was made with.

        Raises:
            NotFoundError: there is no such run, or none at all.
        """

    @abstractmethod
    def rings(
        self,
        filter: RingFilter = RingFilter(),
        *,
        sort: str = "rank",
        descending: bool = False,
        offset: int = 0,
        limit: int | None = None,
        run: str | None = None,
    ) -> RingPage:
        """Give the rings that pass the filter, sorted by one of `SORTS`, ties by rank.

        Raises:
            SettingError: an unknown `sort`.
        """

    @abstractmethod
    def ring(self, ring_id: str, *, run: str | None = None) -> Ring:
        """Give one ring.

        Raises:
            NotFoundError: no such ring in the run.
        """

    @abstractmethod
    def dispositions(self) -> tuple[Disposition, ...]:
        """Give every decision on a ring, oldest first."""

    @abstractmethod
    def assignments(self) -> tuple[Assignment, ...]:
        """Give every assignment of a ring, oldest first."""

    @abstractmethod
    def districts(self, *, run: str | None = None) -> dict[str, str]:
        """Give the district (`fix_blng_admdvs`) of every institution whose district is registered, by its code."""

    @abstractmethod
    def coverage(self, *, run: str | None = None) -> tuple[Coverage, ...]:
        """Give what the data let the run look for: schemes, then supporting signals, in the scan's order."""

    @abstractmethod
    def netted(self, setl_ids: tuple[str, ...], *, run: str | None = None) -> pa.Table:
        """Give each settlement once, refunds netted: setl_id, fixmedins_code, the amounts of the ring object (yuan).

        Sorted by setl_id; an id that doesn't stand (void, refunded in full) gives no row.
        """

    @abstractmethod
    def claims(self, setl_ids: tuple[str, ...], *, run: str | None = None) -> pa.Table:
        """Give the settlement rows as loaded (national columns, masked), with `patient`, `source_file`, `_line`.

        Sorted by setl_time, setl_id; an id that the data of the run doesn't hold gives no row.
        """

    @abstractmethod
    def links(self, ring_id: str, *, run: str | None = None) -> pa.Table:
        """Give the patient-to-patient links inside a ring (columns of `graphfraud.store.run_read.LINKS`)."""

    @abstractmethod
    def gatherings(self, ring_id: str, *, run: str | None = None) -> pa.Table:
        """Give who was where together, when (columns of `graphfraud.scan.run_folder.GATHERINGS`)."""

    @abstractmethod
    def resolve(self, text: str, *, run: str | None = None) -> EntityRef:
        """Find the entity for `id` or `kind:id`; a patient's alias gives the patient.

        Raises:
            NotFoundError: no such entity (the hint names near ids), or two kinds use the id (it lists them).
        """

    @abstractmethod
    def names(self, refs: tuple[EntityRef, ...], *, run: str | None = None) -> dict[EntityRef, str]:
        """Give the name of each entity, persons' masked, empty where the registers hold none."""

    @abstractmethod
    def entity(self, ref: EntityRef, *, run: str | None = None) -> Entity:
        """Give a profile.

        Raises:
            NotFoundError: no such entity.
        """

    @abstractmethod
    def search(self, text: str, *, limit: int = 20, run: str | None = None) -> SearchPage:
        """Give the entities that a text may mean: its id or a part of it, an institution's name or a part of that.

        `kind:` before the text keeps to one kind; a patient's alias gives the patient. Persons are found by id alone.
        An empty text finds nothing.

        Raises:
            SettingError: `limit` out of range.
        """

    @abstractmethod
    def peers(self, ref: EntityRef, *, run: str | None = None) -> tuple[Comparison, ...]:
        """Give how the entity's measures stand among its peers; fewer than 20 others compare nothing.

        Raises:
            NotFoundError: no such entity.
        """

    @abstractmethod
    def marks(self, ref: EntityRef, *, run: str | None = None) -> Marks:
        """Give the lines of the watch list on the entity, and the monitoring rules that hit its settlements.

        Raises:
            NotFoundError: no such entity.
        """

    @abstractmethod
    def course(self, ref: EntityRef, *, run: str | None = None) -> tuple[Visit, ...]:
        """Give a patient's settlements that stand (refunds netted) in the order of time; nothing for other kinds.

        Raises:
            NotFoundError: no such entity.
        """

    @abstractmethod
    def days(self, ref: EntityRef, *, run: str | None = None) -> pa.Table:
        """Give what an institution or doctor settled each day: the columns of `queries/sql/entity_days.sql`.

        Raises:
            NotFoundError: no such entity.
        """

    @abstractmethod
    def timeline(self, ref: EntityRef, *, limit: int = 500, run: str | None = None) -> pa.Table:
        """Give the entity's newest `limit` settlements in time order (masked rows as in `claims`).

        Raises:
            NotFoundError: no such entity.
        """

    @abstractmethod
    def neighbours(
        self, ref: EntityRef, *, kind: str | None = None, limit: int = 100, run: str | None = None
    ) -> NeighbourPage:
        """Give the strongest neighbours, of one kind or of all.

        Raises:
            NotFoundError: no such entity.
        """

    @abstractmethod
    def between(self, refs: tuple[EntityRef, ...], *, run: str | None = None) -> tuple[Relation, ...]:
        """Give every relation that has both ends among these entities, by kind, then the ends' kind and id.

        An entity without a settlement, or an alias, has none.

        Raises:
            SettingError: more than `MOST_BETWEEN` entities.
        """

    @abstractmethod
    def paths(
        self,
        a: EntityRef,
        b: EntityRef,
        *,
        max_hops: int = 6,
        k: int = 3,
        avoid_hubs: bool = True,
        first: date | None = None,
        last: date | None = None,
        run: str | None = None,
    ) -> PathAnswer:
        """Give up to `k` shortest simple paths of the entity graph with at most `max_hops` hops.

        A hub is an entity with more neighbours than the setting `hub_degree`; `a` and `b` are never avoided.
        `first` and `last` are days (UTC+8), both included: then only hops with a settlement between them count, and
        they hold those settlements alone. No path is an empty answer.

        Raises:
            NotFoundError: `a` or `b` is no entity.
            SettingError: `max_hops` or `k` out of range, `first` after `last`, or `a` and `b` are the same.
        """

    @abstractmethod
    def surroundings(
        self, ref: EntityRef, *, hops: int = 2, limit: int = 20_000, run: str | None = None
    ) -> tuple[EntityRef, ...]:
        """Give at most `limit` entities within `hops` hops in the entity graph, nearest first, ties by kind and id.

        `ref` itself is the first. A hub (see `paths`) is reached and not passed, save `ref`.

        Raises:
            NotFoundError: no such entity.
            SettingError: `hops` or `limit` out of range.
        """

    @abstractmethod
    def ask(self, question: str, *, run: str | None = None, **parameters: Any) -> pa.Table:
        """Answer one of the questions of `questions.yml`: its columns and order, times UTC+8, money decimal yuan.

        Raises:
            SettingError: no such question or parameter, a value out of range, or an entity of the wrong kind.
            NotFoundError: no such run, ring or entity.
        """

    @abstractmethod
    def freshness(self) -> dict[str, str]:
        """Give what the store shows: its kind, the data version, the newest settlement, the newest run."""
