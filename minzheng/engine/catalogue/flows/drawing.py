"""A flow on paper: where each box stands, and along which right angles each line runs. Pure geometry, in pixels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from minzheng.engine.catalogue.flows.layers import Box, Chain, Layers, layered

_SIDE, _GAP, _LANE_LEAST = 22.0, 20.0, 150.0
_CHANNEL, _TRACK = 26.0, 9.0
_SWEEPS = 24
_PULL = 0.3
"""How much the middle of its column draws a box."""
_NEAR, _APART = 1.0, 22.0

Point = tuple[float, float]


@dataclass(frozen=True)
class Placed:
    """A box with its upper left corner."""

    key: str
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Line:
    """A line with its corners, from source to target."""

    source: str
    target: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Drawing:
    """Everything placed; lanes as pairs of left edge and width."""

    boxes: Mapping[str, Placed]
    lines: Sequence[Line]
    lanes: Sequence[tuple[float, float]]
    width: float
    height: float


def draw(boxes: Sequence[Box], lines: Sequence[tuple[str, str]], *, start: str, lanes: int) -> Drawing:
    """Place boxes in columns and layers, and lead the lines between them without crossing a box.

    Args:
        boxes: with unique keys, lanes from 0.
        lines: from box to another box; all can be reached from `start`.
        lanes: number of columns; an empty one keeps a little width.
    """
    layers = layered(boxes, lines, start=start)
    columns = _columns(layers, lanes)
    middles = _middles(layers, columns)
    ports = _Ports(layers, middles)
    tops, heights, tracks = _rows(layers, ports)
    placed = {
        box.key: Placed(
            box.key,
            middles[box.key] - box.width / 2,
            tops[row] + (heights[row] - box.height) / 2,
            box.width,
            box.height,
        )
        for row, boxes_ in enumerate(layers.rows)
        for box in boxes_
    }
    led = [
        _led(chain, layers, placed, ports, (tops, heights, tracks), place) for place, chain in enumerate(layers.chains)
    ]
    shown = {box.key: placed[box.key] for box in boxes}
    return Drawing(shown, led, columns, columns[-1][0] + columns[-1][1], tops[-1] + heights[-1])


def _columns(layers: Layers, lanes: int) -> list[tuple[float, float]]:
    widths = [_LANE_LEAST] * lanes
    for row in layers.rows:
        for lane in range(lanes):
            held = [box for box in row if box.lane == lane]
            if held:
                needed = sum(box.width for box in held) + _GAP * (len(held) - 1) + 2 * _SIDE
                widths[lane] = max(widths[lane], needed)
    return [(sum(widths[:lane]), width) for lane, width in enumerate(widths)]


def _middles(layers: Layers, columns: Sequence[tuple[float, float]]) -> dict[str, float]:
    """Where the middle of each box stands: as near as may be to what it is joined with, within its column."""
    joined = _joined(layers)
    middles = {box.key: columns[box.lane][0] + columns[box.lane][1] / 2 for row in layers.rows for box in row}
    for sweep in range(_SWEEPS):
        for row in layers.rows if sweep % 2 == 0 else reversed(layers.rows):
            for lane, (left, width) in enumerate(columns):
                held = [box for box in row if box.lane == lane]
                wanted = [_wanted(box, middles, joined[box.key], left + width / 2) for box in held]
                for box, middle in zip(held, _spread(held, wanted, left, left + width), strict=True):
                    middles[box.key] = middle
    return middles


def _joined(layers: Layers) -> dict[str, list[str]]:
    """What each box is drawn towards: its neighbours; a place that a line passes, to the line as a whole."""
    joined: dict[str, list[str]] = {box.key: [] for row in layers.rows for box in row}
    for chain in layers.chains:
        for upper, lower in pairwise(chain.places):
            joined[upper].append(lower)
            joined[lower].append(upper)
    for chain in layers.chains:
        for key in chain.places[1:-1]:
            joined[key] = list(chain.places[1:])
    return joined


def _wanted(box: Box, middles: Mapping[str, float], near: Sequence[str], centre: float) -> float:
    if box.passing or len(near) == 1:
        return sum(middles[key] for key in near) / len(near)
    return (sum(middles[key] for key in near) + centre * _PULL) / (len(near) + _PULL)


def _spread(row: Sequence[Box], wanted: Sequence[float], left: float, right: float) -> list[float]:
    """Middles near the wanted ones, in order, with gaps, within the column."""
    found: list[float] = []
    edge = left + _SIDE
    for box, middle in zip(row, wanted, strict=True):
        found.append(max(middle, edge + box.width / 2))
        edge = found[-1] + box.width / 2 + _GAP
    edge = right - _SIDE
    for place in range(len(row) - 1, -1, -1):
        found[place] = min(found[place], edge - row[place].width / 2)
        edge = found[place] - row[place].width / 2 - _GAP
    return found


class _Ports:
    """Where on a box each line begins and ends: side by side, in the order of the far ends."""

    def __init__(self, layers: Layers, middles: Mapping[str, float]) -> None:
        self._at: dict[tuple[int, int, bool], float] = {}
        boxes = {box.key: box for row in layers.rows for box in row}
        for lower_side in (True, False):
            meeting: dict[str, list[tuple[float, int, int]]] = {}
            for place, chain in enumerate(layers.chains):
                for step, (upper, lower) in enumerate(pairwise(chain.places)):
                    here, far = (upper, lower) if lower_side else (lower, upper)
                    meeting.setdefault(here, []).append((middles[far], place, step))
            for key, ends in meeting.items():
                most = boxes[key].width * 0.72 if boxes[key].spread is None else boxes[key].spread
                room = min(most or 0.0, _APART * (len(ends) - 1))
                for rank, (_, place, step) in enumerate(sorted(ends)):
                    shift = room * (rank / (len(ends) - 1) - 0.5) if len(ends) > 1 else 0.0
                    self._at[place, step, lower_side] = middles[key] + shift
        self._straighten(layers, boxes)

    def _straighten(self, layers: Layers, boxes: Mapping[str, Box]) -> None:
        """A line that would step aside by a hair goes straight, where it alone meets the box below."""
        met = Counter(lower for chain in layers.chains for lower in chain.places[1:])
        for place, chain in enumerate(layers.chains):
            for step, lower in enumerate(chain.places[1:]):
                leaves, arrives = self.leaves(place, step), self.arrives(place, step)
                if met[lower] == 1 and not boxes[lower].passing and abs(leaves - arrives) < _APART / 2:
                    self._at[place, step, False] = leaves

    def leaves(self, place: int, step: int) -> float:
        """Where a part of a line leaves the box above."""
        return self._at[place, step, True]

    def arrives(self, place: int, step: int) -> float:
        """Where it meets the box below."""
        return self._at[place, step, False]


Tracks = Mapping[tuple[int, int], float]


def _rows(layers: Layers, ports: _Ports) -> tuple[list[float], list[float], Tracks]:
    """Top and height of each layer, and how far below its layer each part of a line runs across."""
    layer_of = {box.key: row for row, boxes in enumerate(layers.rows) for box in boxes}
    crossing: dict[int, list[tuple[float, float, int, int]]] = {}
    for place, chain in enumerate(layers.chains):
        for step, upper in enumerate(chain.places[:-1]):
            ends = ports.leaves(place, step), ports.arrives(place, step)
            if abs(ends[0] - ends[1]) > _NEAR:
                crossing.setdefault(layer_of[upper], []).append((*ends, place, step))
    heights = [max(box.height for box in row) for row in layers.rows]
    tops: list[float] = []
    tracks: dict[tuple[int, int], float] = {}
    edge = 0.0
    for row, height in enumerate(heights):
        tops.append(edge)
        found, used = _tracks(crossing.get(row, ()))
        tracks |= {key: _CHANNEL / 2 + _TRACK * track for key, track in found.items()}
        edge += height + _CHANNEL + _TRACK * max(used, 1)
    return tops, heights, tracks


def _tracks(parts: Sequence[tuple[float, float, int, int]]) -> tuple[dict[tuple[int, int], int], int]:
    """A track for each part, no two that overlap on one; parallel parts do not cross."""
    rightward = sorted((part for part in parts if part[1] > part[0]), key=lambda part: -part[0])
    leftward = sorted((part for part in parts if part[1] < part[0]), key=lambda part: part[0])
    taken: list[tuple[float, float, int]] = []
    found: dict[tuple[int, int], int] = {}
    for begin, end, place, step in (*rightward, *leftward):
        low, high = min(begin, end) - _GAP / 2, max(begin, end) + _GAP / 2
        track = max((used + 1 for left, right, used in taken if left < high and right > low), default=0)
        taken.append((low, high, track))
        found[place, step] = track
    return found, max((track + 1 for *_, track in taken), default=0)


def _led(
    chain: Chain, layers: Layers, placed: Mapping[str, Placed], ports: _Ports,
    rows: tuple[Sequence[float], Sequence[float], Tracks], place: int,
) -> Line:  # fmt: skip
    tops, heights, tracks = rows
    layer_of = {box.key: row for row, boxes in enumerate(layers.rows) for box in boxes}
    points: list[Point] = []
    for step, (upper, lower) in enumerate(pairwise(chain.places)):
        begin, end = ports.leaves(place, step), ports.arrives(place, step)
        row = layer_of[upper]
        points.append((begin, placed[upper].y + placed[upper].height))
        if (place, step) in tracks:
            across = tops[row] + heights[row] + tracks[place, step]
            points += [(begin, across), (end, across)]
        points.append((end, placed[lower].y))
    straight = tuple(_straightened(points))
    return Line(chain.source, chain.target, straight[::-1] if chain.upward else straight)


def _straightened(points: Sequence[Point]) -> list[Point]:
    """The corners alone."""
    found: list[Point] = []
    for point in points:
        if found and abs(found[-1][0] - point[0]) < 0.01 and abs(found[-1][1] - point[1]) < 0.01:
            continue
        if len(found) > 1 and abs(found[-2][0] - found[-1][0]) < 0.01 and abs(found[-1][0] - point[0]) < 0.01:
            found.pop()
        found.append(point)
    return found
