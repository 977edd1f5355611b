"""The words of casework: how a request came in, how urgent it is, what went wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any
from uuid import UUID

from minzheng.engine.database.problems import Problem


class CaseProblem(Problem):
    """A request on a case that cannot be done as asked; the sentences are Chinese."""


class NoCase(CaseProblem):
    """There is no such case, or it is not the asker's: the answer is the same."""

    def __init__(self) -> None:
        super().__init__(
            "没有找到这件业务，或者您没有查看它的权限。", remedy="请核对受理编号；如确有需要，请联系经办机构。"
        )


@dataclass(frozen=True)
class Fault:
    """One thing wrong with what was filled in.

    Attributes:
        path: where, e.g. ``members.0.name``.
        sentence: Chinese: what is wrong and what to do.
    """

    path: str
    sentence: str


class FilingProblem(CaseProblem):
    """Answers that cannot be taken; every fault is named."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("；".join(fault.sentence for fault in faults), remedy="请改正后重新提交，已填写的内容都还在。")
        self.faults = tuple(faults)


class GateProblem(CaseProblem):
    """What a step needs is not there yet; every missing thing is named.

    Attributes:
        missing: gate → sentence.
    """

    def __init__(self, step: str, missing: Mapping[str, str]) -> None:
        super().__init__(f"还不能“{step}”：{'；'.join(missing.values())}。", remedy="请先补齐。")
        self.missing = dict(missing)


class Conflict(CaseProblem):
    """Somebody else was first, or the case stands elsewhere by now.

    Attributes:
        state: where the case stands.
        by, at: who moved it last, and when.
    """

    def __init__(self, *, title: str, state: str, by: str, at: datetime | None) -> None:
        when = "" if at is None else f"{at.astimezone():%m月%d日 %H:%M}，"
        who = f"{when}{by or '有人'}已经办理" if at is not None else "状态已经变化"
        super().__init__(f"没有办成：{who}，这件业务现在是“{title}”。", remedy="请刷新后再办。")
        self.state, self.by, self.at = state, by, at


class CallbackState(IntEnum):
    """How far a program has been told; stored in `cases_callback.state`."""

    WAITING = 1
    TOLD = 2
    GIVEN_UP = 3


class Grade(IntEnum):
    """How content a family was with a case (好差评, 国办发〔2019〕51号); stored in `cases_rating.grade`."""

    VERY_SATISFIED = 5
    SATISFIED = 4
    FAIRLY_SATISFIED = 3
    DISSATISFIED = 2
    VERY_DISSATISFIED = 1

    @property
    def label(self) -> str:
        """The word of the standard."""
        return {5: "非常满意", 4: "满意", 3: "基本满意", 2: "不满意", 1: "非常不满意"}[self.value]

    @property
    def bad(self) -> bool:
        """Whether somebody must call back and put it right."""
        return self <= Grade.DISSATISFIED


class Channel(IntEnum):
    """How a request came in; stored in `cases_case.channel`."""

    WINDOW = 1
    VILLAGE = 2
    MOBILE = 3
    PROVINCE = 4
    DISCOVERY = 5
    TRANSFER = 6

    @property
    def label(self) -> str:
        """The officer's word."""
        return {1: "窗口", 2: "村（社区）代办", 3: "移动端", 4: "省级平台", 5: "主动发现", 6: "转办"}[self.value]


class Lamp(StrEnum):
    """How near the end of a limit is."""

    NONE = "none"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    PAUSED = "paused"

    @property
    def label(self) -> str:
        """The word beside the colour: colour alone says nothing to some."""
        return {"none": "无期限", "green": "正常", "amber": "临近", "red": "超期", "paused": "暂停计时"}[self.value]


@dataclass(frozen=True, kw_only=True)
class Given:
    """What somebody brings to a step.

    Attributes:
        reason: why, in words; printed in letters that carry it.
        supplement: what is still missing, each item once; the list cannot grow later.
        reasons: codes of DECISION_REASON for an adverse decision; those of the failed rules where empty.
        places: where a notice hangs.
        amount: fen, where a step fixes an amount that no rule computes (emergency aid within the township's limit).
        data: further declared values of the step.
        key: the sender's own mark: the same step sent again with it changes nothing and is answered alike.
        expected: number of the last movement the sender saw; None to take the present one.
    """

    reason: str = ""
    supplement: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    amount: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    key: UUID | None = None
    expected: int | None = None
