"""One likely letter of every kind: what is said in each, invented, in the demonstration county."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from minzheng.engine.catalogue.letter_language import Kind, Placeholder
from minzheng.engine.catalogue.letters import LetterTemplate, letters_of
from minzheng.kernel.months import Month

MATTERS = ("minimum_living_allowance", "destitute_support", "rigid_expenditure_family", "unified_application")
"""The services that have letters of their own; each also has those of the chapter."""

ADDRESSEES = {"N05": "清水沟村村民", "N16": "演示县医疗保障局"}
"""Who is written to where it is not the family."""

SAID: dict[str, Any] = {
    "matter": "最低生活保障申请",
    "case_number": "001-2026-00012-5",
    "applied_on": date(2026, 8, 1),
    "accepted_on": date(2026, 8, 3),
    "decided_on": date(2026, 8, 28),
    "decided_by": date(2026, 9, 14),
    "next_by": date(2026, 8, 24),
    "deciding_office": "县民政局",
    "reason": "经入户调查和信息核对，情况属实。",
    "benefit": "最低生活保障",
    "persons": 3,
    "amount": 218_400,
    "amount_before": 121_700,
    "monthly_amount": 98_050,
    "from_month": Month(2026, 9),
    "last_month": Month(2026, 11),
    "months": 3,
    "valid_until": date(2027, 8, 27),
    "review_by": date(2027, 2, 28),
    "account": "寻甸农商行***************5678",
    "cause": "突发重大疾病",
    "form": "发放救助金",
    "paid_first": 50_000,
    "remaining": 168_400,
    "members": [{"name": "马建国"}, {"name": "保秀英"}, {"name": "马𬱖"}],
    "supplement": [{"item": "重病诊断证明", "why": "用于扣减自付的医疗费"}, {"item": "马建国近六个月的工资流水", "why": None}],
    "answer_by": date(2026, 8, 14),
    "reasons": [{"reason": "家庭月人均收入不低于当地最低生活保障标准"}],
    "figures": [
        {"label": "核算人口", "value": "3人"},
        {"label": "当地最低生活保障标准", "value": "约 608.33元/人·月"},
        {"label": "家庭月收入", "value": "4,800.00元/月"},
    ],
    "failed": [
        {
            "condition": "家庭人均收入低于当地最低生活保障标准",
            "figures": "家庭月收入4,800.00元/月（57,600.00元/核算期 ÷ 12个月）；按标准和人口计算的保障总额1,825.00元/月（约 608.33元/人·月 × 3人）",
            "law": "《中华人民共和国社会救助法》第十八条",
        }
    ],
    "workings": [
        {"label": "月最低生活保障金", "value": "980.50元/月", "how": "880.50元/月 ＋ 100.00元/月"},
        {"label": "按实际差额计算的补差", "value": "880.50元/月", "how": "（1,825.00元/月 － 944.50元/月）〔为负的按 0 计〕"},
    ],
    "hearing_heard_on": date(2026, 8, 20),
    "hearing_way": "当面",
    "hearing_stance": "陈述了意见",
    "hearing_views": "工地上的活不固定，雨季没有收入。",
    "hearing_considered": "部分采纳：按近十二个月平均收入核算。",
    "verification_number": "HD-2026-0031",
    "verification_over_limit": True,
    "verification_items": "马建国名下有小型普通客车一辆",
    "ability_assessment_assessed_on": date(2026, 8, 10),
    "ability_assessment_level": "部分丧失生活自理能力（半护理）",
    "ability_assessment_eat": True,
    "ability_assessment_dress": True,
    "ability_assessment_bed": True,
    "ability_assessment_toilet": True,
    "ability_assessment_walk": False,
    "ability_assessment_bathe": False,
    "kind": "公示",
    "village": "羊街镇清水沟村",
    "from_on": date(2026, 8, 6),
    "until_on": date(2026, 8, 12),
    "complaint_phone": "0871-00000001",
    "households": [
        {"name": "马*国", "group": "第三村民小组", "persons": 3, "category": "最低生活保障", "amount": "980.50元/月"},
        {"name": "张*", "group": None, "persons": 2, "category": "低保边缘家庭", "amount": None},
    ],
    "facts": "当事人隐瞒儿子每月3,000元工资收入，有工资流水和本人陈述为证。",
    "overpaid": [
        {"month": Month(2026, 5), "paid": 121_700, "due": 0, "over": 121_700},
        {"month": Month(2026, 6), "paid": 121_700, "due": 0, "over": 121_700},
    ],
    "recovered": 243_400,
    "method": "分六期退回",
    "pay_by": date(2027, 2, 28),
    "fine": 100_000,
    "fine_reason": "骗取金额的0.41倍，低于二倍的上限；初次违法，主动承认。",
    "fine_by": date(2026, 9, 12),
    "referral_person": "保秀英",
    "referral_contact": "村委会电话 0871-00000002",
    "referral_need": "大病医疗费用救助",
    "referral_already": "临时救助2,184元",
    "referral_consented_on": date(2026, 8, 4),
    "referral_reply_by": date(2026, 8, 18),
}  # fmt: skip


def every_letter() -> Iterator[tuple[str, LetterTemplate]]:
    """Each template once, by the name of its snapshot."""
    seen = set()
    for matter in MATTERS:
        for name, template in letters_of("social_assistance", matter).items():
            if template.path not in seen:
                seen.add(template.path)
                place = template.path.split("/")[2]
                yield (name if place == "letters" else f"{place}.{name}"), template


def said_by(template: LetterTemplate) -> dict[str, Any]:
    """What a letter of this template says."""
    return {name: SAID[name] for name in template.placeholders}


def with_text(template: LetterTemplate, text: str) -> dict[str, Any]:
    """The same with one text in every field that takes text."""
    return {name: _replaced(SAID[name], placeholder, text) for name, placeholder in template.placeholders.items()}


def _replaced(value: Any, placeholder: Placeholder, text: str) -> Any:
    if placeholder.kind is Kind.TEXT:
        return text
    if placeholder.kind is Kind.LIST:
        return [
            {key: _replaced(row.get(key), column, text) for key, column in placeholder.columns.items()} for row in value
        ]
    return value


def texts_of(placeholders: Mapping[str, Placeholder]) -> int:
    """How many fields of a template take text."""
    return sum(
        texts_of(each.columns) if each.kind is Kind.LIST else each.kind is Kind.TEXT for each in placeholders.values()
    )
