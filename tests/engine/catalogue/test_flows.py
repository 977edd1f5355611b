"""Flows as pictures and as BPMN: complete, readable, and openable by others."""

from __future__ import annotations

from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.engine.catalogue.flows.bpmn import DIAGRAM, LINES, MODEL, SHAPES, bpmn_of
from minzheng.engine.catalogue.flows.chart import chart_of
from minzheng.engine.catalogue.flows.drawing import Drawing, draw
from minzheng.engine.catalogue.flows.layers import Box
from minzheng.engine.catalogue.flows.svg import svg_of
from minzheng.engine.catalogue.matters import chapters, matters_of
from minzheng.engine.catalogue.procedures import Procedure

PROCEDURES = [each for chapter in chapters() for matter in matters_of(chapter) for each in matter.procedures()]
EVERY = pytest.mark.parametrize("procedure", PROCEDURES, ids=lambda each: f"{each.code}.v{each.version}")
NODES = ("startEvent", "endEvent", "exclusiveGateway", "userTask")
GRAPHS = st.lists(
    st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda pair: pair[0] != pair[1]), max_size=16
).map(
    # A path through all makes each box reachable from the first.
    lambda more: [*pairwise(range(9)), *more]
)
LANES = st.lists(st.integers(0, 2), min_size=9, max_size=9)


def model(tag: str) -> str:
    return f"{{{MODEL}}}{tag}"


def parsed(procedure: Procedure) -> ET.Element:
    return ET.fromstring(bpmn_of(procedure).encode())  # noqa: S314 (our own text)


def nodes_of(root: ET.Element) -> dict[str, ET.Element]:
    return {str(node.get("id")): node for tag in NODES for node in root.iter(model(tag))}


@EVERY
def test_every_id_is_given_once_and_is_a_name_xml_allows(procedure: Procedure) -> None:
    ids = [str(element.get("id")) for element in parsed(procedure).iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert all(name[0].isalpha() and name.replace("_", "").isalnum() for name in ids)


@EVERY
def test_every_sequence_flow_joins_two_nodes_that_know_it(procedure: Procedure) -> None:
    root = parsed(procedure)
    nodes = nodes_of(root)
    flows = {str(flow.get("id")): flow for flow in root.iter(model("sequenceFlow"))}
    for name, flow in flows.items():
        source, target = nodes[str(flow.get("sourceRef"))], nodes[str(flow.get("targetRef"))]
        assert name in [each.text for each in source.iter(model("outgoing"))]
        assert name in [each.text for each in target.iter(model("incoming"))]
    told = [each.text for way in ("incoming", "outgoing") for each in root.iter(model(way))]
    assert sorted(map(str, told)) == sorted([*flows, *flows])


@EVERY
def test_every_step_is_a_task_every_end_an_end_event_and_every_node_in_one_lane(procedure: Procedure) -> None:
    root = parsed(procedure)
    assert {task.get("name") for task in root.iter(model("userTask"))} == {
        each.title for each in procedure.steps.values()
    }
    ends = {f"state_{each.key}" for each in procedure.states.values() if each.final}
    assert {event.get("id") for event in root.iter(model("endEvent"))} == ends
    assert sorted(str(each.text) for each in root.iter(model("flowNodeRef"))) == sorted(nodes_of(root))
    assert len(list(root.iter(model("startEvent")))) == 1


@EVERY
def test_everything_has_its_place_in_the_diagram(procedure: Procedure) -> None:
    root = parsed(procedure)
    shapes = {str(shape.get("bpmnElement")): shape for shape in root.iter(f"{{{DIAGRAM}}}BPMNShape")}
    lanes = {str(lane.get("id")) for lane in root.iter(model("lane"))}
    assert set(shapes) == {"pool", *lanes, *nodes_of(root)}
    for shape in shapes.values():
        bounds = shape.find(f"{{{SHAPES}}}Bounds")
        assert bounds is not None
        assert float(bounds.get("width", "0")) > 0
        assert float(bounds.get("height", "0")) > 0
    edges = {str(edge.get("bpmnElement")): edge for edge in root.iter(f"{{{DIAGRAM}}}BPMNEdge")}
    assert set(edges) == {str(flow.get("id")) for flow in root.iter(model("sequenceFlow"))}
    assert all(len(list(edge.iter(f"{{{LINES}}}waypoint"))) >= 2 for edge in edges.values())


@EVERY
def test_the_picture_says_every_step_every_state_and_who(procedure: Procedure) -> None:
    root = ET.fromstring(svg_of(procedure).encode())  # noqa: S314
    words = "".join(str(text.text) for text in root.iter("{http://www.w3.org/2000/svg}text"))
    chart = chart_of(procedure)
    assert all(step.title in words for step in procedure.steps.values())
    assert all(state.title in words for state in procedure.states.values())
    assert all(lane in words for lane in chart.lanes)
    assert all(law in words for law in procedure.law)


def test_the_colours_say_what_is_decided_and_not_what_a_name_sounds_like() -> None:
    (review,) = [each for each in PROCEDURES if each.code == "minimum_living_allowance.periodic_review"]
    good, bad = _coloured(review, "#e2f3e9"), _coloured(review, "#fde7e5")
    assert {"维持原金额", "维持不变", "增发"} <= good
    assert {"减发", "停发", "已停发"} <= bad
    assert "已调整" not in good | bad


def _coloured(procedure: Procedure, fill: str) -> set[str]:
    """The words that stand in boxes of a colour."""
    found, here = set(), ""
    for element in ET.fromstring(svg_of(procedure).encode()).iter():  # noqa: S314
        if element.tag.endswith("rect"):
            here = str(element.get("fill"))
        elif element.tag.endswith("text") and here == fill:
            found.add(str(element.text))
    return found


@EVERY
def test_the_picture_stays_on_its_paper(procedure: Procedure) -> None:
    root = ET.fromstring(svg_of(procedure).encode())  # noqa: S314
    width = float(str(root.get("width")))
    for text in root.iter("{http://www.w3.org/2000/svg}text"):
        if text.get("text-anchor") is None:
            assert float(str(text.get("x"))) + _long(str(text.text)) * float(str(text.get("font-size"))) <= width + 1


def _long(words: str) -> float:
    return sum(0.55 if character.isascii() else 1.0 for character in words)


@given(GRAPHS, LANES)
def test_no_two_boxes_overlap_and_each_stands_in_its_column(lines: Any, lanes: list[int]) -> None:
    drawing = _drawn(lines, lanes)
    boxes = list(drawing.boxes.values())
    for place, one in enumerate(boxes):
        left, width = drawing.lanes[lanes[int(one.key)]]
        assert left <= one.x
        assert one.x + one.width <= left + width
        for other in boxes[place + 1 :]:
            beside = one.x + one.width <= other.x or other.x + other.width <= one.x
            above = one.y + one.height <= other.y or other.y + other.height <= one.y
            assert beside or above


@given(GRAPHS, LANES)
def test_every_line_runs_at_right_angles_from_box_to_box_through_none(lines: Any, lanes: list[int]) -> None:
    drawing = _drawn(lines, lanes)
    assert len(drawing.lines) == len(lines)
    for line, (source, target) in zip(drawing.lines, lines, strict=True):
        assert (line.source, line.target) == (str(source), str(target))
        for (x, y), (next_x, next_y) in pairwise(line.points):
            assert abs(x - next_x) < 1.01 or y == next_y
            assert not any(_through(box, x, y, next_x, next_y) for box in drawing.boxes.values())


def _through(box: Any, x: float, y: float, next_x: float, next_y: float) -> bool:
    return (
        max(x, next_x) > box.x + 1
        and min(x, next_x) < box.x + box.width - 1
        and max(y, next_y) > box.y + 1
        and min(y, next_y) < box.y + box.height - 1
    )


def _drawn(lines: list[tuple[int, int]], lanes: list[int]) -> Drawing:
    boxes = [Box(str(place), lane, 60 + 20 * (place % 3), 30) for place, lane in enumerate(lanes)]
    return draw(boxes, [(str(source), str(target)) for source, target in lines], start="0", lanes=3)
