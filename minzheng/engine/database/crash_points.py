"""Named points where the product kills itself when it is told to, so that a test sees what a power cut leaves behind.

``FAULTS=1 CRASH_AT=name[:n]`` kills the process, as SIGKILL does, the n-th time (the first by default) the point is passed. In a county
with keys of its own nothing is ever killed: the start is refused.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from minzheng.engine.database.key_ring import is_demo_key_ring
from minzheng.engine.database.problems import DatabaseProblem

_POINTS: dict[str, CrashPoint] = {}


@dataclass
class CrashPoint:
    """One point: called where it lies.

    Attributes:
        name: engine first: `ledgers.confirm.before_commit`.
        label: Chinese: what has been done there and what has not.
        passed: how often this process came by.
    """

    name: str
    label: str
    passed: int = 0

    def __call__(self) -> None:
        """Kill this process if it is told to die here."""
        if not (plan := armed(os.environ)):
            return
        name, turn = _told(plan)
        if name == self.name:
            self.passed += 1
            if self.passed == turn and _is_demonstration():
                os.kill(os.getpid(), signal.SIGKILL)


def crash_point(name: str, label: str) -> CrashPoint:
    """Declare a point; its name is given once."""
    if name in _POINTS:
        raise ValueError(f"crash point {name} is declared twice")
    _POINTS[name] = CrashPoint(name, label)
    return _POINTS[name]


def crash_points() -> list[CrashPoint]:
    """Return the points of the modules that are loaded, by name."""
    return [_POINTS[name] for name in sorted(_POINTS)]


def refuse_faults(key_ring: Path, environment: Mapping[str, str] = os.environ) -> None:
    """Refuse to start with a planned crash where the keys are a county's own, or the plan cannot be read.

    Raises:
        DatabaseProblem: with what to unset.
    """
    plan = armed(environment)
    if not plan:
        return
    if key_ring.exists() and not is_demo_key_ring(key_ring):
        raise DatabaseProblem(
            "这里是正式的县，不能设置 CRASH_AT。", remedy="请去掉环境变量 FAULTS 和 CRASH_AT；演练请用演示目录。"
        )
    if _told(plan)[1] < 1:
        raise DatabaseProblem(
            "CRASH_AT 写得不对。", remedy="请写成 名称 或 名称:次数，名称见 minzheng list-crash-points。"
        )


def armed(environment: Mapping[str, str]) -> str:
    """Return the plan; empty where nothing is to be killed."""
    return environment.get("CRASH_AT", "") if environment.get("FAULTS") == "1" else ""


def _told(plan: str) -> tuple[str, int]:
    name, _, turn = plan.partition(":")
    return name, int(turn) if turn.isascii() and turn.isdecimal() else (0 if turn else 1)


def _is_demonstration() -> bool:
    from django.conf import settings

    key_ring: Path = settings.MINZHENG.key_ring_file
    return key_ring.exists() and is_demo_key_ring(key_ring)
