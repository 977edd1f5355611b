"""What invented officers write into records: plausible, complete, and nobody's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from minzheng.engine.catalogue.procedures import RecordField, RecordKind

_DAY, _YEAR = timedelta(days=1), timedelta(days=365)
_TEXTS: Mapping[str, str] = {
    "findings": "住房为自建砖混房，生活来源有限，与邻居反映一致", "conclusion": "调查情况属实", "facts": "查阅档案、入户走访，情况与登记一致",
    "what": "主要劳动力患病，收入减少，生活困难", "who": "村头独居老人", "found": "家中缺粮，无固定收入", "told": "低保、特困、临时救助的条件和办法",
    "handled": "向反映人当面说明", "target": "某村民小组的一户低保家庭", "reporter": "不愿留名", "phone": "19900000000", "contact": "19900000000",
    "receiver": "县残疾人联合会", "need": "申请辅助器具", "person": "村头独居老人", "number": "2026-1", "way": "上门送达", "employer": "县城建筑工地",
    "basis": "就业后收入超过标准，按规定渐退", "address": "新村二组8号", "institution": "中心敬老院", "bed": "203-1", "relation": "邻居",
    "duties": "做饭、洗衣、陪同就医", "level": "半护理", "payee": "照料服务人", "health": "身体平稳，按时服药", "house": "住房安全",
    "caregiver": "按协议履行", "wish": "无变化", "changes": "无变化", "views": "对核查结果没有异议", "considered": "已核实，以核对结果为准",
    "previous": "上一年度认定", "unchanged": "户口簿、身份证", "changed": "收入略有变化", "interviewees": "两户邻居", "discovered_at": "接报当日9时",
    "consent": "已电话请示", "ordered_by": "分管领导", "recipient": "本人", "why": "家庭突遭变故，先行救助解决基本生活", "where": "本村",
    "demand": "撤销不予确认的决定", "grounds": "认为收入计算有误", "recomputed": "按当天的事实重新核算，结果与原决定一致",
    "reasons": "事实清楚，依据正确", "other_aid": "无", "items": "无",
}  # fmt: skip
_FLAGS: Mapping[str, bool] = {
    "differs": False, "over_limit": False, "urgent": False, "people_changed": False, "property_changed": False, "resettlement": False,
}  # fmt: skip
_COUNTS: Mapping[str, int] = {"earlier": 0, "months": 1, "persons": 2, "residents": 15, "agreed": 13, "disagreed": 2}
_MONEY: Mapping[str, str] = {
    "amount": "800.00", "wage": "7500.00", "eligible": "12000.00", "medical": "0.00", "education": "0.00", "rehabilitation": "0.00", "other": "20000.00",
}  # fmt: skip
_CHOICES: Mapping[str, str] = {
    "stance": "STATED",
    "form": "DISPERSED",
    "willing": "YES",
    "cause": "SERIOUS_ILLNESS",
    "result": "UPHELD",
}
_PEOPLE: Mapping[str, Sequence[str]] = {"caregiver": ("普会兰",), "witnesses": ("普会兰", "罗绍文")}
_FUTURE = {"until_on": _YEAR, "valid_until": _YEAR, "reply_by": 10 * _DAY}
_PAST = {"happened_on": 5 * _DAY, "since_on": 5 * _DAY, "moved_on": 5 * _DAY, "from_on": _YEAR}


@dataclass(frozen=True)
class Scene:
    """Where and when a record is made, and who is there.

    Attributes:
        day: of the record.
        adults: of the family; staff: officers present.
        village: 12 digits, that a family may move to.
    """

    day: date
    adults: Sequence[str]
    staff: Sequence[str]
    village: int


def written(kind: RecordKind, scene: Scene, stated: Mapping[str, Any]) -> dict[str, Any]:
    """A record, every field but files filled in; `stated`: what matters to the story."""
    return {field.key: stated.get(field.key, _value(field, scene)) for field in kind.fields if field.type != "files"}


def _value(field: RecordField, scene: Scene) -> Any:
    match field.type:
        case "date":
            return str(scene.day + _FUTURE.get(field.key, -_PAST.get(field.key, 0 * _DAY)))
        case "flag":
            return _FLAGS.get(field.key, True)
        case "choice":
            wanted = _CHOICES.get(field.key, "")
            return wanted if wanted in field.choices else next(iter(field.choices))
        case "money":
            return _MONEY[field.key]
        case "count":
            return _COUNTS.get(field.key, 1)
        case "people":
            return list(scene.adults if field.key in {"person", "member"} else _PEOPLE.get(field.key, scene.staff))
    if field.key == "village":
        return f"{scene.village:012d}"
    return scene.adults[0] if field.key == "present" and scene.adults else _TEXTS.get(field.key, "见附件")
