"""The picture of a procedure (办理流程图): columns by who acts, steps as cards, states as pills, as SVG that needs no other file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape

from minzheng.engine.catalogue.flows.chart import Chart, chart_of, roles_words, state_id, step_id
from minzheng.engine.catalogue.flows.drawing import Drawing, Line, Placed, draw
from minzheng.engine.catalogue.flows.layers import Box
from minzheng.engine.catalogue.procedures import Procedure, State, Step

_INK, _MUTED, _LINE, _PAPER, _GROUND, _BLUE = "#1b2533", "#46515f", "#8794a6", "#ffffff", "#f3f6f9", "#12499a"
_GOOD, _BAD, _HOLD = ("#0b6b3a", "#e2f3e9"), ("#a61b1b", "#fde7e5"), ("#8a4b00", "#fff0d2")
_PLAIN = ("#b9c5d3", _PAPER)
_FAVOURABLE = frozenset({"grant", "increase", "keep", "aid", "first_aid", "special", "uphold"})
_ADVERSE, _ADVERSE_WORDS = frozenset({"refuse", "reduce", "stop", "annul"}), ("不予", "终止")
_CARD, _LETTERS, _LEADING, _PADDING = 186.0, 11, 20.0, 12.0
_MARGIN, _HEAD, _LANE_HEAD, _INSET = 24.0, 74.0, 38.0, 18.0
_NOTE, _RADIUS = 24.0, 6.0
_FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',sans-serif"


@dataclass(frozen=True)
class _Card:
    """The words of a step, line by line."""

    title: tuple[str, ...]
    roles: tuple[str, ...]
    within: str

    @property
    def height(self) -> float:
        lines = len(self.title) * _LEADING + len(self.roles) * (_LEADING - 3) + (_LEADING if self.within else 0)
        return lines + 2 * _PADDING - 4


def svg_of(procedure: Procedure) -> str:
    """Return the picture of a procedure as an SVG document."""
    chart = chart_of(procedure)
    drawing = draw(_boxes(chart), chart.lines, start=state_id(procedure.start.key), lanes=len(chart.lanes))
    notes = list(_notes(chart))
    width = max(drawing.width, 560.0) + 2 * _MARGIN
    body_top = _HEAD + _LANE_HEAD + _INSET
    height = body_top + drawing.height + _INSET + (len(notes) + 1) * _NOTE + _MARGIN
    size = f'viewBox="0 0 {width:g} {height:.0f}" width="{width:g}" height="{height:.0f}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc" font-family="{_FONTS}" fill="{_INK}">',
        f'<title id="title">{escape(procedure.title)}流程图</title>',
        f'<desc id="desc">{escape(_described(chart))}</desc>',
        f'<rect width="{width:g}" height="{height:.0f}" fill="{_PAPER}"/>',
        *_header(procedure, width),
        f'<g transform="translate({(width - drawing.width) / 2:g} 0)">',
        *_lanes(chart, drawing),
        f'<g transform="translate(0 {body_top:g})">',
        *(_line(line) for line in drawing.lines),
        *(_state(state, procedure, drawing.boxes[state_id(state.key)]) for state, _ in chart.states),
        *(_step(step, drawing.boxes[step_id(step)]) for step, _ in chart.steps),
        "</g></g>",
        *_foot(notes, body_top + drawing.height + _INSET + _NOTE),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _boxes(chart: Chart) -> list[Box]:
    found = [Box(state_id(state.key), lane, _pill(state), 30.0) for state, lane in chart.states]
    return found + [Box(step_id(step), lane, _CARD, _card(step).height) for step, lane in chart.steps]


def _pill(state: State) -> float:
    return 14.0 * len(state.title) + 32.0


def _card(step: Step) -> _Card:
    within = f"{step.within}内" if step.within else ""
    return _Card(tuple(_broken(step.title, _LETTERS)), tuple(_broken(roles_words(step), _LETTERS + 2)), within)


def _broken(text: str, letters: int) -> Iterator[str]:
    """Lines of at most so many characters, of about the same length, none beginning with a mark."""
    count = -(-len(text) // letters)
    size = -(-len(text) // count)
    while text:
        end = min(size, len(text))
        if end < len(text) and text[end] in "，、）；。":
            end += 1
        elif end < len(text) and text[end - 1] == "（":
            end -= 1
        yield text[:end]
        text = text[end:]


def _header(procedure: Procedure, width: float) -> Iterator[str]:
    yield f'<text x="{_MARGIN:g}" y="38" font-size="22" font-weight="700">{escape(procedure.title)}</text>'
    limits = [f"{clock.title}{clock.within}" for clock in procedure.clocks.values()]
    words = "　".join(["办理流程图", f"第{procedure.version}版", *dict.fromkeys(limits)])
    yield f'<text x="{_MARGIN:g}" y="60" font-size="13" fill="{_MUTED}">{escape(words)}</text>'
    x = width - _MARGIN
    for label, (edge, fill) in (("不予、终止", _BAD), ("等待补正", _HOLD), ("同意", _GOOD)):
        x -= 13.0 * len(label) + 26
        yield f'<rect x="{x:g}" y="28" width="12" height="12" rx="3" fill="{fill}" stroke="{edge}"/>'
        yield f'<text x="{x + 17:g}" y="39" font-size="12" fill="{_MUTED}">{label}</text>'


def _lanes(chart: Chart, drawing: Drawing) -> Iterator[str]:
    height = _LANE_HEAD + drawing.height + 2 * _INSET
    for place, (title, (left, width)) in enumerate(zip(chart.lanes, drawing.lanes, strict=True)):
        ground = _GROUND if place % 2 == 0 else _PAPER
        yield f'<rect x="{left:g}" y="{_HEAD:g}" width="{width:g}" height="{height:.1f}" fill="{ground}" stroke="#d9e0e8"/>'
        yield f'<rect x="{left:g}" y="{_HEAD:g}" width="{width:g}" height="{_LANE_HEAD - 6:g}" fill="{_BLUE}"/>'
        yield (
            f'<text x="{left + width / 2:g}" y="{_HEAD + 21:g}" font-size="14" font-weight="700" fill="{_PAPER}" '
            f'text-anchor="middle">{escape(title)}</text>'
        )


def _state(state: State, procedure: Procedure, box: Placed) -> str:
    edge, fill = _colours(state, procedure)
    ink = edge if state.final or state.pauses else _MUTED
    marked = state.final or state.start
    weight, edge_width = (' font-weight="700"', 2) if marked else ("", 1)
    return (
        f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:g}" height="{box.height:g}" rx="15" fill="{fill}" stroke="{edge}" '
        f'stroke-width="{edge_width}"/>'
        f'<text x="{box.x + box.width / 2:.1f}" y="{box.y + 20:.1f}" font-size="13" fill="{ink}"{weight} text-anchor="middle">'
        f"{escape(state.title)}</text>"
    )


def _colours(state: State, procedure: Procedure) -> tuple[str, str]:
    if state.pauses:
        return _HOLD
    if state.start:
        return _BLUE, "#e3edfa"
    if not state.final:
        return "#b9c5d3", "#e9edf1"
    decided = {_of_decision(step) for step in procedure.steps.values() if step.target == state.key}
    if decided == {_PLAIN} and state.title.startswith(_ADVERSE_WORDS):
        return _BAD
    return decided.pop() if len(decided) == 1 and decided != {_PLAIN} else (_MUTED, "#e9edf1")


def _of_decision(step: Step) -> tuple[str, str]:
    if step.decides in _FAVOURABLE:
        return _GOOD
    return _BAD if step.decides in _ADVERSE else _PLAIN


def _step(step: Step, box: Placed) -> str:
    edge, fill = _of_decision(step)
    card = _card(step)
    middle, y = box.x + box.width / 2, box.y + _PADDING + 11
    place = f'x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:g}" height="{box.height:g}"'
    parts = [f'<rect {place} rx="{_RADIUS:g}" fill="{fill}" stroke="{edge}" stroke-width="1.5"/>']
    for words in card.title:
        parts.append(_text(words, middle, y, 14, _INK, bold=True))
        y += _LEADING
    for words in card.roles:
        parts.append(_text(words, middle, y - 2, 12, _MUTED))
        y += _LEADING - 3
    if card.within:
        parts.append(_text(card.within, middle, y, 12, _BLUE, bold=True))
    return "".join(parts)


def _text(words: str, x: float, y: float, size: int, fill: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" fill="{fill}"{weight} text-anchor="middle">{escape(words)}</text>'


def _line(line: Line) -> str:
    """A line with round corners and, where it ends, a tip."""
    back = line.points[0][1] > line.points[-1][1]
    colour = _HOLD[0] if back else _LINE
    dashes = ' stroke-dasharray="5 4"' if back else ""
    return f'<path d="{_path(line)}" fill="none" stroke="{colour}" stroke-width="1.5"{dashes}/>{_tip(line, colour)}'


def _path(line: Line) -> str:
    points = line.points
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for before, corner, after in zip(points, points[1:], points[2:], strict=False):
        arrive, leave = _towards(corner, before), _towards(corner, after)
        parts.append(f"L{arrive[0]:.1f} {arrive[1]:.1f}Q{corner[0]:.1f} {corner[1]:.1f} {leave[0]:.1f} {leave[1]:.1f}")
    parts.append(f"L{points[-1][0]:.1f} {points[-1][1]:.1f}")
    return "".join(parts)


def _towards(corner: tuple[float, float], other: tuple[float, float]) -> tuple[float, float]:
    reach = abs(other[0] - corner[0]) + abs(other[1] - corner[1])
    share = min(_RADIUS, reach / 2) / reach if reach else 0.0
    return corner[0] + (other[0] - corner[0]) * share, corner[1] + (other[1] - corner[1]) * share


def _tip(line: Line, colour: str) -> str:
    x, y = line.points[-1]
    up = 1 if line.points[-2][1] > y else -1
    return f'<path d="M{x:.1f} {y:.1f}l-4.5 {8 * up}h9z" fill="{colour}"/>'


def _notes(chart: Chart) -> Iterator[str]:
    for step in chart.anywhere:
        states = "、".join(f"“{chart.procedure.states[name].title}”" for name in step.sources)
        end = chart.procedure.states[step.target].title
        yield f"{step.title}（{roles_words(step)}）：在{states}时都可以办，办后为“{end}”。"
    yield "虚线是退回或者重新进行；卡片上的时间是从进入上一环节起算的期限。"
    yield f"依据：{'；'.join(chart.procedure.law)}"


def _foot(notes: list[str], top: float) -> Iterator[str]:
    for place, words in enumerate(notes):
        yield f'<text x="{_MARGIN:g}" y="{top + place * _NOTE:.1f}" font-size="12.5" fill="{_MUTED}">{escape(words)}</text>'


def _described(chart: Chart) -> str:
    said = [f"{step.title}由{roles_words(step)}办理" for step, _ in chart.steps]
    return f"{chart.procedure.title}的步骤：{'；'.join(said)}。"
