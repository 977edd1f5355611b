"""Runs golden files: each case is computed by the product and compared with what the file expects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from minzheng.kernel.characters import printable
from minzheng.laws.strict_yaml import YamlProblem, load
from minzheng.surfaces.cli.golden import assessment, dates_and_numbers, grants, recovery_and_prices, temporary
from minzheng.surfaces.cli.golden.spellings import same_error

HOUSEHOLD_KINDS: dict[str, Callable[..., dict[str, Any]]] = {
    "assessment": assessment.assessment,
    "rigid": assessment.rigid,
    "tekun": assessment.tekun,
    "temp_hardship": temporary.temp_hardship,
    "temp_expense": temporary.temp_expense,
    "standard_change": grants.standard_change,
    "death_change": grants.death_change,
    "gradual_exit": grants.gradual_exit,
    "refusal": grants.refusal,
    "payment": grants.payment,
    "recovery_offset": recovery_and_prices.recovery_offset,
    "fraud": recovery_and_prices.fraud,
    "price": recovery_and_prices.price,
}
RULE_KINDS: dict[str, Callable[..., Any]] = {
    name: getattr(dates_and_numbers, name)
    for name in (
        "workday_deadline",
        "publicity_end",
        "first_payment_month",
        "appeal_deadlines",
        "id_check",
        "disability_card",
        "near_relative",
        "uplift_start",
        "uplift_end_minor",
        "review_due",
    )
}


@dataclass(frozen=True)
class Outcome:
    """One case: None if the product agrees, else what differs in one line."""

    id: str
    kind: str
    difference: str | None


def run(path: Path, kinds: set[str] | None = None) -> Iterator[Outcome]:
    """Compute every case of a file, or those of some kinds.

    Raises:
        OSError, UnicodeError: if the file cannot be read.
        YamlProblem: if it is not a golden file.
    """
    file = load(path.read_text(encoding="utf-8"), path.name)
    if not isinstance(file, dict) or not {"households", "rules", "cases"} & set(file):
        raise YamlProblem(path.name, 1, "不是算例文件：应有 households、rules 或 cases。")
    for section in ("households", "rules", "cases"):
        for case in file.get(section) or []:
            if not isinstance(case, Mapping):
                yield Outcome(section, "", "不是一个算例：应有 id、kind、expected")
            elif kinds is None or case.get("kind") in kinds:
                yield _outcome(case, file)


def _outcome(case: Mapping[str, Any], file: Mapping[str, Any]) -> Outcome:
    kind, identity = str(case.get("kind")), printable(str(case.get("id")))
    try:
        return Outcome(identity, kind, _difference(case, kind, file))
    except (LookupError, ValueError, TypeError, ArithmeticError, AttributeError, RecursionError) as problem:
        return Outcome(identity, kind, f"无法计算：{type(problem).__name__} {printable(str(problem))}")


def _difference(case: Mapping[str, Any], kind: str, file: Mapping[str, Any]) -> str | None:
    if kind in HOUSEHOLD_KINDS:
        computed = HOUSEHOLD_KINDS[kind](case, file["parameter_sets"])
        expected = assessment.expected_assessment(case) if kind == "assessment" else case["expected"]
        return _compare(expected, computed)
    if kind in RULE_KINDS:
        return _compare(case["expected"], RULE_KINDS[kind](case, file))
    return f"本产品尚不能计算 {printable(kind)} 类算例"


def _compare(expected: Any, computed: Any) -> str | None:
    if isinstance(expected, Mapping) and isinstance(computed, Mapping):
        faults = [fault for key, value in expected.items() if (fault := _compare_key(key, value, computed))]
        return "；".join(faults) or None
    return None if _plain(expected) == _plain(computed) else f"应为 {_plain(expected)}，算得 {_plain(computed)}"


def _compare_key(key: str, value: Any, computed: Mapping[str, Any]) -> str | None:
    if key not in computed:
        return f"{key} 应为 {_plain(value)}，没有算出"
    wanted, found = _plain(value), _plain(computed[key])
    if key == "reasons":  # which conditions failed, in whatever order
        wanted, found = sorted(wanted), sorted(found)
    same = wanted == found or (key == "error" and same_error(wanted, found))
    return None if same else f"{key} 应为 {wanted}，算得 {found}"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value if isinstance(value, bool) else str(value)
