"""The chart of a procedure: what is to be drawn of its states and steps, and in whose column."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from minzheng.engine.access.roles import Role
from minzheng.engine.catalogue.gates import GATES
from minzheng.engine.catalogue.procedures import Procedure, State, Step

LANES = ("申请人", "村（社区）", "乡镇（街道）", "县民政局", "其他部门")
_LANE_OF = {
    Role.APPLICANT: 0, Role.AGENT: 0, Role.VILLAGE_ASSISTANT: 1, Role.TOWNSHIP_CLERK: 2, Role.TOWNSHIP_LEAD: 2,
    Role.COUNTY_OFFICER: 3, Role.COUNTY_LEAD: 3, Role.VERIFIER: 3, Role.PAYER: 3, Role.CHILD_OFFICER: 3, Role.HOTLINE: 3,
}  # fmt: skip
_ANYWHERE = 4
"""A step from that many states is told under the chart, not drawn from each of them."""


@dataclass(frozen=True)
class Chart:
    """What is drawn.

    Attributes:
        states, steps: with the column of each.
        lines: from state to step and from step to state, by names of `state_id` and `step_id`.
        anywhere: steps that start from so many states that they are told in words.
        lanes: columns in use, as `LANES`.
    """

    procedure: Procedure
    states: tuple[tuple[State, int], ...]
    steps: tuple[tuple[Step, int], ...]
    lines: tuple[tuple[str, str], ...]
    anywhere: tuple[Step, ...]
    lanes: tuple[str, ...]


def chart_of(procedure: Procedure, *, whole: bool = False) -> Chart:
    """Return the chart of a procedure.

    Args:
        whole: draw every step, those from everywhere too.
    """
    told = () if whole else tuple(each for each in procedure.steps.values() if len(each.sources) >= _ANYWHERE)
    steps = [each for each in procedure.steps.values() if each not in told]
    reached = (
        {procedure.start.key} | {each.target for each in steps} | {name for each in steps for name in each.sources}
    )
    states = [each for each in procedure.states.values() if each.key in reached]
    columns = {step_id(each): _lane(each.by[0]) for each in steps}
    columns |= {state_id(each.key): _lane_of_state(each, steps) for each in states}
    used = sorted(set(columns.values()))
    lines = [(state_id(name), step_id(each)) for each in steps for name in each.sources]
    lines += [(step_id(each), state_id(each.target)) for each in steps]
    return Chart(
        procedure=procedure,
        states=tuple((each, used.index(columns[state_id(each.key)])) for each in states),
        steps=tuple((each, used.index(columns[step_id(each)])) for each in steps),
        lines=tuple(lines),
        anywhere=told,
        lanes=tuple(LANES[lane] for lane in used),
    )


def state_id(key: str) -> str:
    """Name of a state in a chart; an XML name."""
    return f"state_{key}"


def step_id(step: Step) -> str:
    """Name of a step in a chart; an XML name."""
    return f"step_{step.key}"


def roles_words(step: Step) -> str:
    """Who does a step."""
    return "、".join(Role(role).label for role in step.by)


def needs_words(step: Step) -> str:
    """What must be so before a step."""
    return "；".join(GATES[need.gate].label for need in step.needs)


def _lane(role: str) -> int:
    return _LANE_OF.get(Role(role), len(LANES) - 1)


def _lane_of_state(state: State, steps: list[Step]) -> int:
    """The column of whom it waits for; an end stands where most steps to it are done."""
    if state.waits_for:
        return _lane(state.waits_for[0])
    leading = Counter(_lane(each.by[0]) for each in steps if each.target == state.key or state.key in each.sources)
    return leading.most_common(1)[0][0]
