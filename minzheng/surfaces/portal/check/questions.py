"""The seven questions: what is asked, and how each answer is read.

Answers travel in the form itself from page to page, as they were written. Nothing is stored and nothing is trusted: every page
reads them again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from minzheng.kernel.codes import HARDSHIP_CAUSE
from minzheng.kernel.money import MoneyError, parse_yuan

MOST_PEOPLE = 8
OLDEST = 120
_LONGEST = 20
"""Characters of one answer that are kept."""

Given = Mapping[str, str]
Errors = dict[str, str]
PEOPLE = tuple(range(1, MOST_PEOPLE + 1))

AREA = (("RURAL", "农村（村）", "住在村委会管的地方"), ("URBAN", "城镇（社区）", "住在居委会管的地方"))
HEALTH = (
    ("NONE", "没有下面这些情况"),
    ("SEVERE", "残疾证一级或者二级"),
    ("THIRD", "残疾证三级（智力、精神）"),
    ("OTHER", "残疾证，其他等级"),
    ("ILL", "得了重病"),
)
KNOWN = (("YES", "说得出大概", "没有的空着，就当没有"), ("NO", "说不清", "那就只能告诉您条件，算不出结果"))
DWELLINGS = (("1", "一处", "自己住的"), ("0", "没有自己的房子", ""), ("2", "两处或者更多", ""))
VEHICLES = (("0", "没有", "摩托车、电动车、残疾人代步车不用算"), ("1", "有", ""))
CAUSES = tuple((item.key, "没有遇到" if item.key == "NONE" else item.label, "") for item in HARDSHIP_CAUSE.items)
RELATIVES = (
    ("NONE", "没有", "父母、成年子女、配偶都一起生活，或者不在世了"),
    ("GIVES", "有，他们按时给钱", "请写每月一共给多少"),
    ("OTHER", "有，不给钱或者说不清", "他们能不能给、该给多少，要由工作人员查"),
)


@dataclass(frozen=True)
class Question:
    """One page.

    Attributes:
        key: stable name, also of its template block.
        title: the question.
        short: how it is called in the list of answers.
        hint: who or what counts.
        fields: names of its inputs.
        check: finds what is wrong with the answers given; field → sentence.
    """

    key: str
    title: str
    short: str
    hint: str
    fields: tuple[str, ...]
    check: Callable[[Given], Errors]


def people(given: Given) -> list[tuple[int, int]]:
    """Number on the list and age of everybody whose age can be read."""
    return [(number, int(age)) for number in PEOPLE if (age := given.get(f"age-{number}", "")) and _is_age(age)]


def fen(given: Given, name: str) -> int:
    """An amount in fen; 0 where nothing was written or it cannot be read."""
    text = given.get(name, "")
    return 0 if not text or _money_problem(text) else parse_yuan(text)


def _is_age(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 3 and int(text) <= OLDEST


def _money_problem(text: str) -> str:
    try:
        return "金额不能小于 0。" if parse_yuan(text) < 0 else ""
    except MoneyError as problem:
        return f"{problem}。"


def _one_of(name: str, choices: tuple[tuple[str, ...], ...]) -> Callable[[Given], Errors]:
    def check(given: Given) -> Errors:
        return {} if given.get(name) in {choice[0] for choice in choices} else {name: "请选一项。"}

    return check


def _amounts(given: Given, names: tuple[str, ...]) -> Errors:
    return {name: problem for name in names if given.get(name) and (problem := _money_problem(given[name]))}


def _ages(given: Given) -> Errors:
    wrong = {
        f"age-{number}": f"第 {number} 人的年龄请写 0 到 {OLDEST} 的整数，例如 63。"
        for number in PEOPLE
        if (age := given.get(f"age-{number}")) and not _is_age(age)
    }
    return wrong or ({} if given.get("age-1") else {"age-1": "请至少写第一个人（您自己）的年龄。"})


def _healths(given: Given) -> Errors:
    allowed = {key for key, _ in HEALTH}
    return {
        f"health-{number}": f"请给第 {number} 人选一项。"
        for number, _ in people(given)
        if given.get(f"health-{number}") not in allowed
    }


def _incomes(given: Given) -> Errors:
    return _one_of("income-known", KNOWN)(given) | _amounts(given, INCOME_FIELDS)


def _property(given: Given) -> Errors:
    return (
        _one_of("vehicles", VEHICLES)(given)
        | _one_of("dwellings", DWELLINGS)(given)
        | _amounts(given, ("savings", "capital"))
    )


def _events(given: Given) -> Errors:
    return _one_of("cause", CAUSES)(given) | _amounts(given, ("medical", "education"))


def _relatives(given: Given) -> Errors:
    wrong = _one_of("relatives", RELATIVES)(given) | _amounts(given, ("support",))
    if given.get("relatives") == "GIVES" and not given.get("support"):
        wrong["support"] = "请写他们每月一共给多少元。"
    return wrong


INCOME_FIELDS = tuple(f"{kind}-{number}" for number in PEOPLE for kind in ("wage", "farm", "pension"))
QUESTIONS = (
    Question("area", "您家住在哪里？", "住在哪里", "按平时住的地方选。", ("area",), _one_of("area", AREA)),
    Question(
        "ages", "家里一起生活的有哪些人，各多大年纪？", "家里的人",
        "只算一起吃住、共同开支的人；在外上学的孩子也算，已经分家另过的子女不算。写周岁，没有的空着。",
        tuple(f"age-{number}" for number in PEOPLE), _ages,
    ),
    Question(
        "health", "这些人身体怎么样？", "身体情况", "既有残疾又有重病的，选残疾证。",
        tuple(f"health-{number}" for number in PEOPLE), _healths,
    ),
    Question(
        "incomes", "过去十二个月，每个人挣了多少钱？", "收入",
        "写一年的总数，单位是元。低保金、高龄津贴、残疾人补贴、抚恤金不用写。", ("income-known", *INCOME_FIELDS), _incomes,
    ),
    Question("property", "家里有多少存款，有没有车和别的房子？", "财产", "没有的空着。", ("savings", "vehicles", "dwellings", "capital"), _property),
    Question(
        "events", "最近家里有没有遇到大事，花了大钱？", "大事和花销", "花销写过去十二个月自己掏的钱，报销了的不算。",
        ("cause", "medical", "education"), _events,
    ),
    Question(
        "relatives", "有没有不住在一起的父母、成年子女或者配偶？", "不住在一起的亲人", "法律上他们有赡养、抚养、扶养的责任。",
        ("relatives", "support"), _relatives,
    ),
)  # fmt: skip


def given_in(form: Mapping[str, str]) -> dict[str, str]:
    """The answers in a form, trimmed; what no question asks for is left out."""
    names = [name for question in QUESTIONS for name in question.fields]
    return {name: form[name].strip()[:_LONGEST] for name in names if form.get(name, "").strip()}
