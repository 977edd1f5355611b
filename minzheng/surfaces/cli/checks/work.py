"""The worker, and every periodic job's heartbeat."""

from __future__ import annotations

from collections.abc import Iterator

from minzheng.engine.work.types import Beat, State
from minzheng.surfaces.cli.checks.finding import Finding, judge, ok, warn


def judge_work(state: State) -> Iterator[Finding]:
    """Judge the worker, the queue and what should have run by itself."""
    if state.worker_age is None and all(beat.age is None for beat in state.beats):
        yield warn("后台任务", "还没有运行过", remedy="请运行 minzheng serve（网页和后台任务）或 minzheng worker。")
        return
    yield judge(
        "后台任务",
        state.worker_lives,
        found=f"在运行，排队 {state.waiting} 件",
        otherwise=f"没有在运行，排队 {state.waiting} 件",
        remedy="请运行 minzheng serve 或 minzheng worker。",
    )
    yield _queue(state)
    yield _beats(state.beats)


def _queue(state: State) -> Finding:
    if state.failed:
        return warn(
            "失败的任务", f"{state.failed} 件多次没有成功", remedy="请查看日志里的原因，处理后交维护人员重新排队。"
        )
    if state.stalled:
        return warn("失败的任务", f"{state.stalled} 件中断，等待自动恢复", remedy="一分钟后再看；仍在则检查后台任务。")
    return ok("失败的任务", "没有")


def _beats(beats: tuple[Beat, ...]) -> Finding:
    late = [beat.label for beat in beats if beat.late]
    return judge(
        "定时任务",
        not late,
        found=f"{len(beats)} 个，都按时运行",
        otherwise=f"没有按时运行：{'、'.join(late)}",
        remedy="请确认后台任务在运行；仍不恢复请查看日志。",
    )
