"""Where things lie on the picture of a graph."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from app.components.graph import Edge, Graph, Node
from app.report.picture import Mark, Picture, Stroke, Words, picture
from app.report.png import SHARP, png
from app.texts import texts
from graphfraud.store.base import EntityRef

ZH = texts("zh")


def graph(patients: int) -> Graph:
    """Give a star: one hospital and its patients."""
    hospital = EntityRef("hospital", "H1")
    refs = [EntityRef("patient", f"P{i}") for i in range(patients)]
    nodes = (Node(hospital, "县医院", 1.0), *(Node(ref, "张*", 0.5) for ref in refs))
    return Graph(nodes, tuple(Edge(f"e{ref.id}", ref, hospital, "visited", 1.0) for ref in refs), len(nodes))


@pytest.mark.parametrize("patients", [0, 1, 2, 60, 200])
def test_everything_lies_on_the_sheet(patients: int) -> None:
    drawn = picture(ZH, graph(patients), 500.0, 400.0)
    points = [item.at for item in drawn.items if isinstance(item, Mark | Words)]
    points += [end for item in drawn.items if isinstance(item, Stroke) for end in (item.a, item.b)]
    assert drawn.width == 500
    assert drawn.height <= 400
    assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in points)
    marks = [item for item in drawn.items if isinstance(item, Mark)]
    # Each node once, and each kind once more in the legend.
    assert len(marks) == 1 + patients + (2 if patients else 1)


def test_many_patients_are_drawn_without_names() -> None:
    said = [item.text for item in picture(ZH, graph(200), 500.0, 400.0).items if isinstance(item, Words)]
    assert sorted(said) == sorted(["县医院", "参保人", "医院", "就诊"])


def test_a_picture_has_its_colours_where_they_were_put() -> None:
    items = (
        Stroke((0, 10), (40, 10), 4, "#ff0000", ()),
        Stroke((0, 20), (40, 20), 4, "#ff0000", (10.0, 10.0)),
        Mark((20, 40), 10, "#0000ff", "ellipse"),
    )
    image = Image.open(io.BytesIO(png(Picture(40, 60, items)))).convert("RGB")
    assert image.size == (40 * SHARP, 60 * SHARP)
    red, white, blue = (255, 0, 0), (255, 255, 255), (0, 0, 255)
    spots = [(15, 10), (5, 20), (15, 20), (25, 20), (20, 40), (20, 50)]
    assert [image.getpixel((x * SHARP, y * SHARP)) for x, y in spots] == [red, red, white, red, blue, white]
