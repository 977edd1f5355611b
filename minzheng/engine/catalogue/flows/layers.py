"""Layers of a flow: which box stands above which, and in what order, so that few lines cross (Sugiyama's method, with lanes)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

_SWEEPS = 12
PASSING = 14.0
"""Width kept free for a line that passes a layer."""


@dataclass(frozen=True)
class Box:
    """Something to place: its name, the column it belongs to, its size in pixels; `spread` is how wide lines may stand apart on it."""

    key: str
    lane: int
    width: float
    height: float
    passing: bool = False
    spread: float | None = None


@dataclass(frozen=True)
class Chain:
    """One line as it runs down the layers: boxes and the places it passes; `upward` if it is drawn against the flow."""

    source: str
    target: str
    places: tuple[str, ...]
    upward: bool


@dataclass(frozen=True)
class Layers:
    """Rows of boxes from the top, and the lines between them."""

    rows: Sequence[Sequence[Box]]
    chains: Sequence[Chain]


def layered(boxes: Sequence[Box], lines: Sequence[tuple[str, str]], *, start: str) -> Layers:
    """Arrange boxes in layers.

    Args:
        boxes: with unique keys.
        lines: from box to another box; every box can be reached from `start`.
    """
    down = _downward(lines, start)
    depth = _depths([box.key for box in boxes], down)
    rows: list[list[Box]] = [[] for _ in range(max(depth.values()) + 1)]
    by_key = {box.key: box for box in boxes}
    for box in boxes:
        rows[depth[box.key]].append(box)
    chains = [_chain(place, source, target, lines[place], by_key, depth, rows) for place, (source, target) in down]
    return Layers(_ordered(rows, chains), chains)


def _downward(lines: Sequence[tuple[str, str]], start: str) -> list[tuple[int, tuple[str, str]]]:
    """Every line by its position, those that close a circle turned round."""
    leaving: dict[str, list[int]] = {}
    for place, (source, _) in enumerate(lines):
        leaving.setdefault(source, []).append(place)
    open_, done, turned = {start}, set[str](), set[int]()
    stack = [(start, iter(leaving.get(start, ())))]
    while stack:
        here, rest = stack[-1]
        place = next(rest, -1)
        if place < 0:
            stack.pop()
            open_.discard(here)
            done.add(here)
            continue
        target = lines[place][1]
        if target in open_:
            turned.add(place)
        elif target not in done:
            open_.add(target)
            stack.append((target, iter(leaving.get(target, ()))))
    return [
        (place, (target, source) if place in turned else (source, target))
        for place, (source, target) in enumerate(lines)
    ]


def _depths(keys: Sequence[str], down: Sequence[tuple[int, tuple[str, str]]]) -> dict[str, int]:
    """The longest way from the top to each box."""
    depth = dict.fromkeys(keys, 0)
    waiting = {key: sum(target == key for _, (_, target) in down) for key in keys}
    ready = [key for key in keys if waiting[key] == 0]
    while ready:
        here = ready.pop()
        for _, (source, target) in down:
            if source == here:
                depth[target] = max(depth[target], depth[here] + 1)
                waiting[target] -= 1
                if waiting[target] == 0:
                    ready.append(target)
    return depth


def _chain(
    place: int, upper: str, lower: str, line: tuple[str, str], boxes: Mapping[str, Box], depth: Mapping[str, int],
    rows: list[list[Box]],
) -> Chain:  # fmt: skip
    keys = [upper]
    for layer in range(depth[upper] + 1, depth[lower]):
        # A line passes layers in the column it is bound for, so that it turns once.
        passing = Box(f"{place}@{layer}", boxes[lower].lane, PASSING, 0, passing=True)
        rows[layer].append(passing)
        keys.append(passing.key)
    return Chain(line[0], line[1], (*keys, lower), upward=(upper, lower) != line)


def _ordered(rows: list[list[Box]], chains: Sequence[Chain]) -> list[list[Box]]:
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for chain in chains:
        for upper, lower in pairwise(chain.places):
            above.setdefault(lower, []).append(upper)
            below.setdefault(upper, []).append(lower)
    rows = [sorted(row, key=lambda box: box.lane) for row in rows]
    best, fewest = [list(row) for row in rows], _crossings(rows, below)
    for sweep in range(_SWEEPS):
        downward = sweep % 2 == 0
        order = range(1, len(rows)) if downward else range(len(rows) - 2, -1, -1)
        for layer in order:
            near = rows[layer - 1 if downward else layer + 1]
            rows[layer] = _sorted(rows[layer], near, above if downward else below)
        count = _crossings(rows, below)
        if count < fewest:
            best, fewest = [list(row) for row in rows], count
    return best


def _sorted(row: Sequence[Box], near: Sequence[Box], neighbours: Mapping[str, Sequence[str]]) -> list[Box]:
    position = {box.key: place for place, box in enumerate(near)}

    def middle(place: int, box: Box) -> float:
        found = [position[key] for key in neighbours.get(box.key, ()) if key in position]
        return sum(found) / len(found) if found else float(place)

    placed = [(box.lane, middle(place, box), place, box) for place, box in enumerate(row)]
    return [box for *_, box in sorted(placed, key=lambda each: each[:3])]


def _crossings(rows: Sequence[Sequence[Box]], below: Mapping[str, Sequence[str]]) -> int:
    count = 0
    for upper, lower in pairwise(rows):
        position = {box.key: place for place, box in enumerate(lower)}
        ends = [sorted(position[key] for key in below.get(box.key, ()) if key in position) for box in upper]
        seen: list[int] = []
        for each in ends:
            count += sum(earlier > end for end in each for earlier in seen)
            seen += each
    return count
