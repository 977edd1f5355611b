"""What the rules say of one household given as a file: result, amounts, reasons and the versions they stand on."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from minzheng.engine.assessments.notices import NEEDED, notice_words
from minzheng.engine.assessments.refusals import refusals, result_of
from minzheng.engine.assessments.types import CHAPTER, MATTERS
from minzheng.engine.assessments.versions import parameter_rows
from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.localities import localities
from minzheng.engine.rules.evaluation import Evaluation, evaluate
from minzheng.engine.rules.explanation import Explainer
from minzheng.engine.rules.parts import at, is_unknown
from minzheng.engine.rules.population import Population
from minzheng.engine.rules.rendering import as_data, outlines
from minzheng.kernel.codes import BENEFIT_TYPE, COUNTING_GROUND, DECISION_REASON, CodeList
from minzheng.kernel.facts import Level
from minzheng.kernel.money import format_yuan, round_half_up

_QUESTIONS = ("assistance_result", "monthly_total")
_AMOUNTS = ("monthly_total", "dibao_base", "dibao_uplift", "household_income", "monthly_income", "income_per_head")
_MEMBER_AMOUNTS = ("destitute_total", "single_person_total")


def household_result(people: Population, *, place: str, on: date) -> dict[str, Any]:
    """Result, amounts, reasons, what is not confirmed, and the versions of rules and parameters, as plain data.

    Amounts are yuan with two decimals as text, incomes among them rounded for display; null where nobody knows.

    Args:
        place: division code (or its beginning) whose parameters govern.
        on: the day.

    Raises:
        RuleProblem: if a rule cannot be applied to the data.
    """
    chapter = load_chapter(CHAPTER)
    settings = chapter.parameters.at(place=place, on=on, demo=_invented(place))
    plan = chapter.rules.on(on, settings)
    outputs = [*NEEDED, "household_size", *_AMOUNTS, "age", "counting_ground", *_MEMBER_AMOUNTS]
    done = evaluate(plan, people, settings, [*outputs, *(f"qualifies_for_{matter}" for matter in MATTERS)], keep=True)
    explainer = Explainer(done, chapter.rules)
    parameters = json.dumps(parameter_rows(settings), ensure_ascii=False, sort_keys=True)
    return {
        "as_of": on.isoformat(),
        "place": place,
        "invented_parameters": _invented(place),
        "result": _code(BENEFIT_TYPE, result_of(done) or "UNDECIDED"),
        "household_size": _whole(done, "household_size", 0),
        **{name: _yuan(done, name, 0) for name in _AMOUNTS},
        "members": [_member(done, row) for row in range(people.tables[Level.MEMBER].size)],
        "refusals": [
            {"matter": matter, "title": chapter.rules.matters[matter].title, "reasons": [_code(DECISION_REASON, code) for code in codes]}
            for matter, codes in refusals(done)
        ],
        "notices": notice_words(done),
        "unconfirmed_parameters": [
            {"name": name, "label": setting.parameter.label}
            for name, setting in settings.items()
            if name in done.columns and not setting.confirmed
        ],
        "rules_version": plan.digest,
        "parameters_version": hashlib.sha256(parameters.encode()).hexdigest(),
        "because": [as_data(line) for line in outlines([explainer.node(name) for name in _QUESTIONS])],
    }  # fmt: skip


def _member(done: Evaluation, row: int) -> dict[str, Any]:
    ground = int(at(done["counting_ground"].values, row))
    return {
        "age": _whole(done, "age", row),
        "counting_ground": _code(COUNTING_GROUND, COUNTING_GROUND.key(ground)),
        **{name: _yuan(done, name, row) for name in _MEMBER_AMOUNTS},
    }


def _code(codes: CodeList, key: str) -> dict[str, str]:
    return {"code": key, "label": codes.label(key)}


def _whole(done: Evaluation, name: str, row: int) -> int | None:
    column = done[name]
    return None if is_unknown(column, row) else int(column.fraction(row))


def _yuan(done: Evaluation, name: str, row: int) -> str | None:
    column = done[name]
    return None if is_unknown(column, row) else format_yuan(round_half_up(column.fraction(row)), grouping=False)


def _invented(place: str) -> bool:
    """Whether the nearest locality is an invented one, whose amounts serve demonstrations only."""
    around = [found for found in localities() if place.startswith(found.code)]
    return max(around, key=lambda found: len(found.code)).invented
