"""Bills of different families, reimbursed by hand into one account or by one agent, with receipts that belong together.

Gangs borrow cards and hand in made-up bills of one hospital, often numbered in a row. A relative who sees to a family,
an employer who hands in for the staff or a village official who does it for old people also appears many times; but
their bills come from wherever people fell ill.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import bdtrc

import queries
from graphfraud.chance import excess, spread
from graphfraud.chance.fdr import benjamini_hochberg
from graphfraud.claims.scene import Scene
from graphfraud.claims.table import Codes
from graphfraud.innocent import family, liaison, one_community
from graphfraud.model.ring import Member, Text
from graphfraud.rings import evidence, manual
from graphfraud.rings.candidate import Candidate
from graphfraud.rings.leads import Lead
from graphfraud.schemes.base import Leads, Scheme, Signal
from graphfraud.schemes.shared import few_households
from graphfraud.signals.events import Floats

HANDS = ("bankacct", "agnter_tel", "agnter_certno")
FAMILIES = 2
"""An account may be paid for one's own household and one's parents'; for more it is nobody's own."""


@dataclass(frozen=True, slots=True)
class _Hand:
    """The bills of one account or agent, with what ties them together.

    `hospital`: the place of the bills where that is a mark, −1 where it is none.
    """

    rows: pd.DataFrame
    hospital: int
    households: int
    expected: float
    p_value: float
    q: float


def find(scene: Scene) -> tuple[list[Lead], dict[str, int]]:
    """Find accounts and agents of more households than is usual, whose bills are of one hospital or numbered in a
    row."""
    parameters = scene.parameters
    bills = manual.read(scene)
    counts = {"manual_settlements": len(bills), "hands_of_too_many": 0}
    hands: list[_Hand] = []
    for kind in HANDS:
        named = bills.dropna(subset=[kind])
        if named.empty:
            continue
        homes = named.groupby(kind)["home"].nunique().sort_index()
        people = named.groupby(kind)["patient"].nunique().sort_index()
        # An office's own phone, a collective account or a filler stands for nobody.
        large = people > parameters.whole("receipt_max_persons")
        counts["hands_of_too_many"] += int(large.sum())
        homes = homes[~large]
        extra: Floats = np.asarray(homes, np.float64) - 1.0
        expected = excess.of_others(extra, np.ones(len(extra)), 0.05)
        p_value = excess.tail(extra, expected, parameters["hub_spread"])
        q = benjamini_hochberg(p_value)
        many = (homes.to_numpy() >= parameters.whole("receipt_min_households")) & (q <= parameters["lead_max_fdr"])
        for i in np.flatnonzero(many).tolist():
            rows = named[named[kind] == homes.index[i]]
            hospital = _top_place(rows)[0] if _one_hospital(rows, bills, scene) else -1
            hands.append(
                _Hand(rows, hospital, int(homes.iloc[i]), 1.0 + float(expected[i]), float(p_value[i]), float(q[i]))
            )
    return _leads([h for h in hands if _corroborated(h, scene)], bills, scene), counts


def _corroborated(hand: _Hand, scene: Scene) -> bool:
    """Say whether the bills belong together: one hospital far beyond its share, or invoice numbers in a row.

    Both are asked for where everybody is paid into an account of his or her own: an agent alone is no mark.
    """
    hospital = hand.hospital >= 0
    if _own_accounts(hand.rows, scene):
        return hospital and _in_a_row(hand.rows, scene)
    return hospital or _in_a_row(hand.rows, scene)


def _own_accounts(rows: pd.DataFrame, scene: Scene) -> bool:
    """Say whether no account is paid for enough households; unknown accounts count as own ones."""
    return _most_homes(rows) < scene.parameters.whole("receipt_min_households")


def _most_homes(rows: pd.DataFrame) -> int:
    """Give the most households that one account is paid for; 0 where no account is known."""
    homes = rows.groupby("bankacct")["home"].nunique()
    return int(homes.max()) if len(homes) else 0


def _one_hospital(rows: pd.DataFrame, bills: pd.DataFrame, scene: Scene) -> bool:
    """Say whether most persons' bills are of one hospital that has a far smaller part of the other manual bills, and of
    these persons' own visits to institutions of its kind: staff hand in bills of the hospital they go to anyway."""
    place, people = _top_place(rows)
    everybody = rows["patient"].nunique()
    others = bills[~bills["row"].isin(rows["row"])]
    share = (float((others["place"] == place).sum()) + 1.0) / (len(others) + 10.0)
    met, all_of_them = np.array([float(people)]), np.array([float(everybody)])
    p_value = spread.tail(met, all_of_them, share * all_of_them, scene.parameters["hub_spread"])
    anyway = float(bdtrc(people - 1, everybody, _habit(rows["patient"].to_numpy(), place, bills, scene)))
    return people >= 0.6 * everybody and max(float(p_value[0]), anyway) <= scene.parameters["lead_max_fdr"]


def _habit(patients: Codes, place: int, bills: pd.DataFrame, scene: Scene) -> float:
    """Give the share that a place has of the persons' settlements at its kind of institution, manual bills apart."""
    claims, kinds = scene.claims, scene.registers.kinds
    own = np.setdiff1d(claims.rows_of(patients), bills["row"].to_numpy(np.int64))
    kind = kinds[claims.places[place]]
    there = np.array([p for p in claims.place[own].tolist() if kinds[claims.places[p]] == kind], np.int64)
    return float((there == place).sum()) / max(len(there), 1)


def _in_a_row(rows: pd.DataFrame, scene: Scene) -> bool:
    """Say whether half of the bills have a neighbour's number."""
    close = manual.invoice_runs(rows["invono"], rows["patient"], scene.parameters.whole("receipt_invoice_step"))
    return float(close.mean()) >= 0.5


def _top_place(rows: pd.DataFrame) -> tuple[int, int]:
    """Give the place of most persons' bills (ties: the first), and how many persons."""
    people = rows.groupby("place")["patient"].nunique()
    return int(people.index[people == people.max()].min()), int(people.max())


def _leads(hands: list[_Hand], bills: pd.DataFrame, scene: Scene) -> list[Lead]:
    """Make one lead of accounts and agents that share their persons."""
    if not hands:
        return []
    of = pd.concat([h.rows.assign(hub=i) for i, h in enumerate(hands)], ignore_index=True)
    leads = []
    for which in _gangs(of, hands):
        chosen = [hands[i] for i in which]
        rows = of[of["hub"].isin(which)].drop_duplicates("row").sort_values("row")
        patients = np.unique(rows["patient"]).astype(np.int32)
        strongest = min(chosen, key=lambda h: (h.p_value, -h.households))
        step = scene.parameters.whole("receipt_invoice_step")
        facts = rows[["row", "bankacct"]].assign(
            in_a_row=manual.invoice_runs(rows["invono"], rows["patient"], step),
            agent=_agent(rows),
        )
        top, _ = _top_place(rows)
        by_hand = float((bills["place"] == top).sum()) / max(float((scene.claims.place == top).sum()), 1.0)
        leads.append(
            Lead(
                facts.reset_index(drop=True),
                patients,
                parties=_parties(rows, patients, scene),
                fdr=strongest.q,
                surprise=-float(np.log(max(strongest.p_value, 1e-300))),
                measured={
                    "manual_share": by_hand,
                    "own_accounts": float(_most_homes(rows) <= FAMILIES),
                    "households": float(rows["home"].nunique()),
                    "expected": strongest.expected,
                    "p_value": strongest.p_value,
                },
            )
        )
    return leads


def _gangs(of: pd.DataFrame, hands: list[_Hand]) -> list[list[int]]:
    """Give the hands that share half or more of the smaller one's persons, or of whom all the bills that matter are
    of one hospital and no agents of their own, directly or through further hands; in order of their numbers."""
    people = [np.unique(of.loc[of["hub"] == i, "patient"]) for i in range(len(hands))]
    heads = [_head(h.rows) for h in hands]

    def of_one_hospital(i: int, k: int) -> bool:
        # Bills of one hospital by two agents, each with an account of his own, are two gangs' as well as one's.
        own_agents = bool(heads[i] and heads[k]) and heads[i] != heads[k]
        return hands[i].hospital == hands[k].hospital >= 0 and not own_agents

    gangs: list[list[int]] = []
    for i, own in enumerate(people):
        near = [
            gang
            for gang in gangs
            if any(
                of_one_hospital(i, k) or len(np.intersect1d(own, people[k])) * 2 >= min(len(own), len(people[k]))
                for k in gang
            )
        ]
        gangs = [g for g in gangs if g not in near] + [sorted([i, *(k for gang in near for k in gang)])]
    return sorted(gangs)


def _agent(rows: pd.DataFrame) -> pd.Series[str]:
    """Give who handed in each bill: a phone, else a certificate."""
    return rows["agnter_tel"].fillna(rows["agnter_certno"])


def _head(rows: pd.DataFrame) -> str:
    """Give the agent behind more than half of the bills; empty where there is none."""
    agents = _agent(rows).value_counts()
    return str(agents.index[0]) if len(agents) and 2 * int(agents.iloc[0]) > len(rows) else ""


def _parties(rows: pd.DataFrame, patients: np.ndarray, scene: Scene) -> tuple[Member, ...]:
    """Give the hospital of most bills, and the agents who are insured here themselves."""
    place, people = _top_place(rows)
    name = scene.claims.places[place]
    venue = Member(scene.registers.kinds[name], name, "venue", evidence.tidy(people / rows["patient"].nunique()))
    members = {scene.claims.patients[i] for i in patients.tolist()}
    brokers = [Member("patient", p, "broker", s) for p, s in _agents(rows, scene) if p not in members]
    return (*brokers, venue)


def _agents(rows: pd.DataFrame, scene: Scene) -> list[tuple[str, float]]:
    """Give the insured persons whose certificate the agents of at least half of the bills showed."""
    counts = rows["agnter_certno"].value_counts()
    wanted = {str(c): float(n) / len(rows) for c, n in counts.items() if n >= 0.5 * len(rows)}
    if not wanted:
        return []
    scene.tables("psn_info_b")
    found = scene.engine.arrow(queries.sql("scheme_agents"), certnos=sorted(wanted)).to_pylist()
    return [(row["patient"], evidence.tidy(wanted[row["certno"]])) for row in found]


def holds(facts: pd.DataFrame, scene: Scene) -> bool:
    """Say whether bills of enough persons are left."""
    return facts["patient"].nunique() >= scene.parameters.whole("receipt_min_households")


def false_receipt(candidate: Candidate) -> evidence.Found:
    """How many households' bills one account or agent handed in, against other accounts and agents."""
    facts, measured = candidate.facts, candidate.measured
    homes, expected = int(measured["households"]), measured["expected"]
    accounts, agents = facts["bankacct"].nunique(), facts["agent"].nunique()
    detail = Text(
        f"{homes}户{len(candidate.patients)}人的{len(facts)}笔手工报销涉及{accounts}个收款账户、{agents}名代办人；"
        f"通常一个账户或代办人涉及{expected:.2f}户",
        f"{len(facts)} manual reimbursements for {len(candidate.patients)} people of {homes} households name "
        f"{accounts} account(s) and {agents} agent(s); one account or agent usually serves {expected:.2f} household(s)",
    )
    strength = homes / (homes + 3.0)
    return strength, evidence.evidence("false_receipt", detail, homes, expected, measured["p_value"], facts)


def invoice_run(candidate: Candidate) -> evidence.Found:
    """Different persons' invoices are numbered in a row."""
    chosen = candidate.facts[candidate.facts["in_a_row"].astype(bool)]
    share = len(chosen) / len(candidate.facts)
    if share < 0.3:
        return None
    detail = Text(
        f"{len(chosen)}张发票与他人的发票号码相连",
        f"{len(chosen)} invoices are numbered next to another person's",
    )
    return share, evidence.evidence("invoice_run", detail, len(chosen), 0.0, 1.0, chosen)


SCHEME = Scheme(
    code="false_receipt",
    name=Text("手工报销假票据", "false receipts"),
    behaviour="B1",
    doc=__doc__,
    essential=("receipt",),
    helpful=("handler", "household"),
    stays=False,
    way=Leads(find=find, holds=holds),
    signals=(
        Signal("false_receipt", 0.7, false_receipt),
        Signal("one_hospital", 0.1, evidence.one_hospital),
        Signal("invoice_run", 0.15, invoice_run),
        Signal("uniform_fee", 0.05, evidence.uniform_fee),
    ),
    explanations=(family.EXPLANATION, one_community.EXPLANATION, liaison.EXPLANATION),
    weak=few_households,
)
