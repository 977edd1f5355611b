"""The reference page of all facts: `python -m minzheng.engine.registry.facts.reference > docs/reference/facts.md`."""

import sys
from collections.abc import Iterator

from minzheng.engine.registry.facts import FACTS, FROM_GRANTS, STRUCTURAL, Retention
from minzheng.kernel.facts import DataClass, Fact, FactKind, Level

_LEVELS = {
    Level.HOUSEHOLD: "家庭",
    Level.MEMBER: "成员",
    Level.INCOME: "收入项（每名成员可有多项）",
    Level.EXPENSE: "支出项（每名成员可有多项）",
    Level.ASSET: "财产",
    Level.OBLIGOR: "法定义务人",
}
_KINDS = {
    FactKind.MONEY: "金额（分）",
    FactKind.FLAG: "是/否",
    FactKind.CODE: "代码",
    FactKind.NUMBER: "数字",
    FactKind.DATE: "日期",
    FactKind.TEXT: "文字",
}
_CLASSES = {DataClass.L1: "公开", DataClass.L2: "内部", DataClass.L3: "个人信息", DataClass.L4: "敏感个人信息"}


def page() -> str:
    """Return the page as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# 信息项一览"
    yield ""
    yield "本页由 `minzheng/engine/registry/facts/` 中的声明生成。编号存入数据库，不会改作他用；名称用于规则、台账版式和案例。"
    for level, title in _LEVELS.items():
        yield from ("", f"## {title}", "")
        yield "| 编号 | 名称 | 含义 | 类型 | 默认值 | 数据分级 | 保存 | 说明 |"
        yield "|---|---|---|---|---|---|---|---|"
        yield from (_row(fact) for fact in FACTS.values() if fact.level is level)


def _row(fact: Fact) -> str:
    cells = (
        str(fact.number), f"`{fact.name}`", fact.label, _kind(fact), _default(fact),
        f"{fact.data_class} {_CLASSES[fact.data_class]}", Retention(fact.retention).label, _help(fact),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _kind(fact: Fact) -> str:
    if fact.codes is not None:
        return f"{_KINDS[fact.kind]}：{fact.codes.title}"
    return f"{_KINDS[fact.kind]}，{fact.unit}" if fact.unit else _KINDS[fact.kind]


def _default(fact: Fact) -> str:
    if fact.required:
        return "必须有记录"
    return "" if fact.default is None else fact.format(fact.default)


def _help(fact: Fact) -> str:
    derived = fact.name in STRUCTURAL | FROM_GRANTS
    return fact.help + ("，不单独录入" if derived and fact.help else "")


if __name__ == "__main__":
    sys.stdout.write(page())
