"""The gates a step may need: the words declarations use; what they test stands in `cases`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Argument(StrEnum):
    """What a gate is told."""

    NOTHING = "nothing"
    RECORD = "record"
    STEPS = "steps"
    NOTICE = "notice"
    BENEFITS = "benefits"
    COUNT = "count"
    REASONS = "reasons"


@dataclass(frozen=True)
class Gate:
    """One gate: its name in declarations, the officer's words, what it is told."""

    name: str
    label: str
    argument: Argument = Argument.NOTHING


GATES = {
    gate.name: gate
    for gate in (
        Gate("reason", "写明理由"),
        Gate("supplement_list", "一次性列明需要补充的全部材料"),
        Gate("authorised", "全部成年家庭成员已签署核对授权"),
        Gate("record", "已形成记录", Argument.RECORD),
        Gate("other_person_than", "由另一名工作人员办理", Argument.STEPS),
        Gate("uninvolved", "办理人员没有办过所关联的业务"),
        Gate("not_related", "办理人员与申请家庭没有近亲属关系"),
        Gate("publicity", "公示期满且没有未处理的异议", Argument.NOTICE),
        Gate("assessed", "已按现有事实核算，没有待核实的事项"),
        Gate("result", "核算结果符合", Argument.BENEFITS),
        Gate("only", "核算结果没有其他待遇", Argument.BENEFITS),
        Gate("refusable", "核算结果不符合，理由来自未满足的条件", Argument.BENEFITS),
        Gate("county_visit", "近亲属备案或者有投诉举报的，县级已入户调查"),
        Gate("hearing", "已听取当事人意见"),
        Gate("reminders", "已书面催告", Argument.COUNT),
        Gate("failed_only", "不再符合条件仅因规定的原因", Argument.REASONS),
        Gate("amount", "记录中已写明金额", Argument.RECORD),
        Gate("small_amount", "金额不超过先行救助上限", Argument.RECORD),
        Gate("township_ceiling", "金额在乡镇、街道审批额度以内"),
        Gate("destination", "已写明迁入的村（社区）"),
        Gate("attacked", "已关联被复议、被诉的决定"),
        Gate("done", "已办理规定的步骤", Argument.STEPS),
        Gate("follow_up", "已另行登记后续业务"),
    )
}
"""Every gate, by name."""
