"""Beside the drawing: what is selected, and everything that can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.components.entities import entity_link, entity_place, kind_name
from app.components.graph_board import about_line
from app.components.graph_sheet import LINKED, Drawn, Line
from app.components.graph_steps import Steps
from app.components.html import Html, badge, join, link, show, tag, text
from app.data import Reads
from app.place import Place
from app.texts import Texts
from app.words import count, percent
from graphfraud.canvas.acts import MOST, Add, Collapse, Expand, Join, Pin, Remove, Unpin
from graphfraud.store.base import EntityRef

LISTED = 12
"""Selected entities that are listed; all of them are in the table."""
NEIGHBOUR_KINDS = ("patient", "doctor", "hospital", "clinic", "pharmacy")
WAYS = (1, 3)
"""How many paths are offered to be drawn at once."""


def show_panel(t: Texts, place: Place, reads: Reads, seen: Drawn, steps: Steps, n: int) -> None:
    """Draw the panel; `n` is how many neighbours an expansion brings."""
    chosen = [ref for ref in steps.selected if ref in seen.sheet.dots]
    line = next((line for line in seen.lines if line.id == place.get("edge")), None)
    if line:
        _show_line(t, place, seen, steps, line)
    elif len(chosen) == 1:
        _show_one(t, place, reads, seen, steps, chosen[0], n)
    elif chosen:
        _show_many(t, place, seen, steps, chosen)
    else:
        show(tag("h2", text(t("board.none_selected"))), tag("p", text(t("board.none_selected.said")), "soft"))
    _show_paths(t, place, seen)


def act(place: Place, label: str, hint: str = "") -> Html:
    """Give a link that does something to the graph, drawn as a button."""
    return tag("span", link(place, text(label), "act"), "", title=hint) if hint else link(place, text(label), "act")


def line_claims(place: Place, line: Line) -> Place | None:
    """Give the place of the claims behind a line, None where it has none."""
    r = line.relation
    if r.kind == LINKED:
        return place.to("claims", ring=place.get("ring"), of="link", a=r.a.id, b=r.b.id, scheme=line.scheme)
    return hop_claims(place, r.a, r.b) if r.settlements else None


def hop_claims(place: Place, a: EntityRef, b: EntityRef) -> Place:
    """Give the place of the claims that two neighbours share: those of the only path of one hop."""
    return place.to("claims", of="hop", a=str(a), b=str(b), k="1", hops="1", hubs="off", pair="0", path="0", n="0")


def _show_line(t: Texts, place: Place, seen: Drawn, steps: Steps, line: Line) -> None:
    r = line.relation
    said = about_line(t, seen, line).split("\n")
    opened = line_claims(place, line)
    parts = [tag("h2", text(t("board.line"))), *(tag("p", text(part)) for part in said)]
    if opened:
        parts.append(tag("p", link(opened, text(t("see_claims", n=count(r.settlements))), "line-claims")))
    parts.append(_row([act(steps.selecting((r.a, r.b)), t("board.select_ends"))]))
    show(tag("div", join(parts), "panel"))


def _show_one(t: Texts, place: Place, reads: Reads, seen: Drawn, steps: Steps, ref: EntityRef, n: int) -> None:
    dot = seen.sheet.dots[ref]
    labels = [badge(kind_name(t, ref.kind), "calm")]
    if ref in seen.roles:
        member = seen.roles[ref]
        labels.append(badge(t.named("role", member.role)))
        labels.append(tag("span", text(t("board.node.strength", strength=percent(member.strength))), "soft"))
    if dot.pinned:
        labels.append(badge(t("board.pinned")))
    hold = Unpin((ref,)) if dot.pinned else Pin(((ref, round(dot.at[0]), round(dot.at[1])),))
    does = [
        act(steps.doing(Collapse((ref,))), t("board.collapse"), t("board.collapse.said")),
        act(steps.doing(hold), t("board.unpin" if dot.pinned else "board.pin"), t("board.pin.said")),
        act(steps.doing(Remove((ref,))), t("board.remove")),
        link(entity_place(place, ref), text(t("board.profile")), "act"),
    ]
    show(
        tag(
            "div",
            join(
                [
                    tag("h2", text(seen.names.get(ref, "") or ref.id)),
                    tag("p", join([tag("span", text(ref.id), "id"), *labels], " ")),
                    _row(does),
                    tag("h3", text(t("board.expand.title"))),
                    join(_expansions(t, reads, seen, steps, ref, n)),
                    _around(t, place, ref),
                ]
            ),
            "panel",
        )
    )


def _expansions(t: Texts, reads: Reads, seen: Drawn, steps: Steps, ref: EntityRef, n: int) -> list[Html]:
    """Give for each kind how many neighbours are shown of how many, and the way to more."""
    shown = seen.beside(ref)
    lines = []
    for kind in (None, *NEIGHBOUR_KINDS):
        total = reads.neighbours(ref, kind, 0).total
        if not total:
            continue
        here = sum(other.kind == kind or kind is None for other in shown)
        named = kind_name(t, kind) if kind else t("board.neighbours")
        said = [text(t("board.showing", kind=named, shown=count(here), total=count(total)))]
        if here < total:
            # However few of those that are here are among the strongest: so many bring `n` new ones.
            wanted = min(total, here + n, MOST)
            said.append(act(steps.doing(Expand(ref, kind, wanted)), t("board.expand", n=count(wanted))))
        lines.append(tag("div", join(said, " "), "expansion"))
    return lines or [tag("p", text(t("entity.no_neighbours")), "soft")]


def _around(t: Texts, place: Place, ref: EntityRef) -> Html:
    scope = f"near={ref}; hops=2"
    return _row([act(place.but(here=scope), t("here.around"), t("here.around.said"))])


def _show_many(t: Texts, place: Place, seen: Drawn, steps: Steps, chosen: Sequence[EntityRef]) -> None:
    listed = []
    for ref in chosen[:LISTED]:
        off = link(steps.toggling(ref), text(t("board.unselect")))
        listed.append(tag("li", join([entity_link(place, ref, seen.names.get(ref, "")), off], " ")))
    dots = seen.sheet.dots
    pins = Pin(tuple((ref, round(dots[ref].at[0]), round(dots[ref].at[1])) for ref in chosen))
    does = [
        act(steps.doing(Collapse(tuple(chosen))), t("board.collapse"), t("board.collapse.said")),
        act(steps.doing(pins), t("board.pin"), t("board.pin.said")),
        act(steps.doing(Unpin(tuple(chosen))), t("board.unpin")),
        act(steps.doing(Remove(tuple(chosen))), t("board.remove")),
        act(steps.selecting(()), t("board.clear")),
    ]
    parts = [tag("h2", text(t("board.selected", n=count(len(chosen))))), tag("ul", join(listed))]
    if len(chosen) > LISTED:
        parts.append(tag("p", text(t("showing", shown=count(LISTED), total=count(len(chosen)))), "soft"))
    parts.append(_row(does))
    if len(chosen) == 2:
        ways = [(k, avoid) for avoid in (True, False) for k in WAYS]
        parts.append(tag("h3", text(t("board.paths.title"))))
        parts.append(
            _row(
                [
                    act(
                        steps.doing(Join(chosen[0], chosen[1], k, avoid)),
                        t("board.paths.avoiding" if avoid else "board.paths.through", k=k),
                    )
                    for k, avoid in ways
                ]
            )
        )
    show(tag("div", join(parts), "panel"))


def _show_paths(t: Texts, place: Place, seen: Drawn) -> None:
    """List the paths that were searched for; every hop leads to its claims."""
    for asked, answer in seen.sheet.answers.items():
        ends = t("board.between", a=_short(seen, asked.a), b=_short(seen, asked.b))
        parts = [tag("h3", text(t("board.paths.of", ends=ends)))]
        if not answer.paths:
            parts.append(tag("p", text(t("board.paths.none", hops=answer.max_hops)), "soft"))
        for path in answer.paths:
            steps = [text(_short(seen, path.nodes[0]))]
            for (a, b), hop in zip(pairwise(path.nodes), path.hops, strict=True):
                said = text(f"—{t.named('hop', hop.kind)} {count(hop.settlements)}→")
                steps += [link(hop_claims(place, a, b), said, "hop-claims"), text(_short(seen, b))]
            parts.append(tag("p", join(steps, " "), "way"))
        if not answer.complete:
            parts.append(tag("p", text(t("paths.stopped")), "soft"))
        show(tag("div", join(parts), "panel"))


def _short(seen: Drawn, ref: EntityRef) -> str:
    name = seen.names.get(ref, "")
    return f"{name} {ref.id[-4:]}" if name and ref.kind in ("patient", "doctor") else name or ref.id


def _row(does: Sequence[Html]) -> Html:
    return tag("div", join(does, " "), "acts")


def adding(steps: Steps, refs: tuple[EntityRef, ...]) -> Place:
    """Give the place with these put on and selected."""
    return steps.selecting(refs).but(acts=steps.doing(Add(refs)).get("acts"), undone="")
