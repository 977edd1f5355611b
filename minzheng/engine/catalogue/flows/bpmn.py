"""A procedure as BPMN 2.0 (ISO/IEC 19510) with diagram interchange, for the tools other bureaus draw with.

A state is an exclusive gateway at which somebody chooses the next step, a step a user task, an end an end event.
"""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

from minzheng.engine.catalogue.flows.chart import Chart, chart_of, needs_words, roles_words, state_id, step_id
from minzheng.engine.catalogue.flows.drawing import Drawing, Placed, draw
from minzheng.engine.catalogue.flows.layers import Box
from minzheng.engine.catalogue.procedures import Procedure, State, Step

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
SHAPES = "http://www.omg.org/spec/DD/20100524/DC"
LINES = "http://www.omg.org/spec/DD/20100524/DI"
_NAMESPACES = {"": MODEL, "bpmndi": DIAGRAM, "dc": SHAPES, "di": LINES}
_START = "start"
_EVENT, _GATEWAY, _TASK, _LETTER, _LABEL_LINE = 36.0, 50.0, (168.0, 84.0), 12.0, 16.0
_POOL_HEAD, _LANE_HEAD, _INSET, _MARGIN = 30.0, 30.0, 20.0, 40.0


def bpmn_of(procedure: Procedure) -> str:
    """Return a procedure as a BPMN 2.0 document."""
    chart = chart_of(procedure, whole=True)
    lines = [(_START, state_id(procedure.start.key)), *chart.lines]
    drawing = draw(_boxes(chart), lines, start=_START, lanes=len(chart.lanes))
    root = ET.Element(
        "definitions",
        {f"xmlns:{prefix}" if prefix else "xmlns": uri for prefix, uri in _NAMESPACES.items()}
        | {"id": "definitions", "targetNamespace": "urn:minzheng:procedure", "exporter": "minzheng"},
    )
    collaboration = ET.SubElement(root, "collaboration", id="collaboration")
    ET.SubElement(collaboration, "participant", id="pool", name=procedure.title, processRef="process")
    flows = {f"flow_{place}": line for place, line in enumerate(lines)}
    _process(root, chart, flows)
    _plane(root, chart, drawing, flows)
    ET.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _boxes(chart: Chart) -> list[Box]:
    start = next(lane for state, lane in chart.states if state.start)
    found = [Box(_START, start, _EVENT, _EVENT, spread=0.0)]
    for state, lane in chart.states:
        label = len(state.title) * _LETTER + 12
        if state.final:
            found.append(Box(state_id(state.key), lane, max(_EVENT, label), _EVENT + _LABEL_LINE + 4, spread=0.0))
        else:
            found.append(Box(state_id(state.key), lane, _GATEWAY + 2 * label, _GATEWAY, spread=0.0))
    return found + [Box(step_id(step), lane, *_TASK) for step, lane in chart.steps]


def _process(root: ET.Element, chart: Chart, flows: Mapping[str, tuple[str, str]]) -> None:
    process = ET.SubElement(root, "process", id="process", name=chart.procedure.title, isExecutable="false")
    _documented(process, f"第{chart.procedure.version}版。依据：{'；'.join(chart.procedure.law)}")
    lane_set = ET.SubElement(process, "laneSet", id="lanes")
    for place, title in enumerate(chart.lanes):
        lane = ET.SubElement(lane_set, "lane", id=f"lane_{place}", name=title)
        held = [step_id(step) for step, column in chart.steps if column == place]
        held += [state_id(state.key) for state, column in chart.states if column == place]
        held += [_START for state, column in chart.states if state.start and column == place]
        for name in held:
            ET.SubElement(lane, "flowNodeRef").text = name
    _node(process, "startEvent", _START, "开始", "", flows)
    for state, _ in chart.states:
        _state(process, state, flows)
    for step, _ in chart.steps:
        _node(process, "userTask", step_id(step), step.title, _said(step), flows)
    for name, (source, target) in flows.items():
        ET.SubElement(process, "sequenceFlow", id=name, sourceRef=source, targetRef=target)


def _state(process: ET.Element, state: State, flows: Mapping[str, tuple[str, str]]) -> None:
    node = _node(
        process, "endEvent" if state.final else "exclusiveGateway", state_id(state.key), state.title, "", flows
    )
    if not state.final:
        arriving = sum(target == state_id(state.key) for _, target in flows.values())
        leaving = sum(source == state_id(state.key) for source, _ in flows.values())
        node.set("gatewayDirection", _direction(arriving, leaving))


def _direction(arriving: int, leaving: int) -> str:
    if arriving > 1:
        return "Mixed" if leaving > 1 else "Converging"
    return "Diverging" if leaving > 1 else "Unspecified"


def _node(
    process: ET.Element, tag: str, name: str, title: str, said: str, flows: Mapping[str, tuple[str, str]]
) -> ET.Element:
    node = ET.SubElement(process, tag, id=name, name=title)
    if said:
        _documented(node, said)
    for way, end in (("incoming", 1), ("outgoing", 0)):
        for flow, line in flows.items():
            if line[end] == name:
                ET.SubElement(node, way).text = flow
    return node


def _documented(parent: ET.Element, words: str) -> None:
    ET.SubElement(parent, "documentation").text = words


def _said(step: Step) -> str:
    parts = [f"由谁：{roles_words(step)}"]
    if step.within:
        parts.append(f"期限：{step.within}{'，本地可以缩短' if step.set_locally else ''}")
    if step.needs:
        parts.append(f"前提：{needs_words(step)}")
    if step.law:
        parts.append(f"依据：{step.law}")
    return "\n".join(parts)


def _plane(root: ET.Element, chart: Chart, drawing: Drawing, flows: Mapping[str, tuple[str, str]]) -> None:
    diagram = ET.SubElement(root, "bpmndi:BPMNDiagram", id="diagram")
    plane = ET.SubElement(diagram, "bpmndi:BPMNPlane", id="plane", bpmnElement="collaboration")
    left, top = _MARGIN, _MARGIN + _POOL_HEAD
    height = _LANE_HEAD + drawing.height + 2 * _INSET
    pool = _shape(plane, "pool", (left, _MARGIN, drawing.width, _POOL_HEAD + height))
    pool.set("isHorizontal", "false")
    for place, (edge, width) in enumerate(drawing.lanes):
        _shape(plane, f"lane_{place}", (left + edge, top, width, height)).set("isHorizontal", "false")
    down = top + _LANE_HEAD + _INSET
    _start(plane, drawing.boxes[_START], left, down)
    for state, _ in chart.states:
        box = drawing.boxes[state_id(state.key)]
        if state.final:
            _event(plane, state_id(state.key), box, left, down)
        else:
            _gateway(plane, state, box, left, down)
    for step, _ in chart.steps:
        box = drawing.boxes[step_id(step)]
        _shape(plane, step_id(step), (left + box.x, down + box.y, box.width, box.height))
    for name, line in zip(flows, drawing.lines, strict=True):
        edge_ = ET.SubElement(plane, "bpmndi:BPMNEdge", id=f"{name}_di", bpmnElement=name)
        for x, y in line.points:
            ET.SubElement(edge_, "di:waypoint", x=f"{left + x:.1f}", y=f"{down + y:.1f}")


def _start(plane: ET.Element, box: Placed, left: float, down: float) -> None:
    x, y = left + box.x, down + box.y
    _label(_shape(plane, _START, (x, y, _EVENT, _EVENT)), (x + _EVENT + 4, y + 10, 2 * _LETTER, _LABEL_LINE))


def _event(plane: ET.Element, name: str, box: Placed, left: float, down: float) -> None:
    x, y = left + box.x + box.width / 2 - _EVENT / 2, down + box.y
    shape = _shape(plane, name, (x, y, _EVENT, _EVENT))
    _label(shape, (left + box.x, y + _EVENT + 4, box.width, _LABEL_LINE))


def _gateway(plane: ET.Element, state: State, box: Placed, left: float, down: float) -> None:
    x, y = left + box.x + (box.width - _GATEWAY) / 2, down + box.y
    shape = _shape(plane, state_id(state.key), (x, y, _GATEWAY, _GATEWAY))
    shape.set("isMarkerVisible", "true")
    _label(shape, (x + _GATEWAY + 2, y + _GATEWAY / 2 - _LABEL_LINE / 2, (box.width - _GATEWAY) / 2 - 4, _LABEL_LINE))


def _shape(plane: ET.Element, name: str, bounds: tuple[float, float, float, float]) -> ET.Element:
    shape = ET.SubElement(plane, "bpmndi:BPMNShape", id=f"{name}_di", bpmnElement=name)
    _bounds(shape, bounds)
    return shape


def _label(shape: ET.Element, bounds: tuple[float, float, float, float]) -> None:
    _bounds(ET.SubElement(shape, "bpmndi:BPMNLabel"), bounds)


def _bounds(parent: ET.Element, bounds: tuple[float, float, float, float]) -> None:
    names = ("x", "y", "width", "height")
    ET.SubElement(parent, "dc:Bounds", {name: f"{value:.1f}" for name, value in zip(names, bounds, strict=True)})
