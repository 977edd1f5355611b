"""How a place carries out its services: hours, visits, promised times, and the limits of steps that a flow lets it shorten.

Declared in `localities/<code>/services.yaml`. A place sets figures, and of the flow only the rows marked ``set_locally``: never who decides,
what a step needs, where it leads, nor a rule.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from importlib import resources
from itertools import pairwise
from typing import Any

from minzheng.engine.catalogue.localities import HOME, NATION, localities
from minzheng.engine.catalogue.matters import Matter, chapters, matters_of
from minzheng.engine.catalogue.procedures import Clock, Limit, Procedure, Step
from minzheng.engine.catalogue.schema import check
from minzheng.laws.strict_yaml import Document, YamlProblem, load_document

FILE = "services.yaml"
OUTSIDE, TOTAL = "outside", "total"
"""What a place promises for a service that another system handles: ``promised: {outside: {total: 3 wd}}``."""
_DAYS = ("from", "until", "published")


@dataclass(frozen=True)
class LocalService:
    """How a place carries out one service in one period; None is what nobody has set.

    Attributes:
        promised: by procedure and clock, the time the place promises.
        flow: by procedure and step, the shortened limit.
        answers: by procedure and step, how long whoever is told has to answer.
    """

    since: date
    until: date | None
    source: str
    published: date
    visits: int | None
    visit_reason: str | None
    online_depth: int | None
    promised: Mapping[str, Mapping[str, Limit]] = field(default_factory=dict)
    flow: Mapping[str, Mapping[str, Limit]] = field(default_factory=dict)
    answers: Mapping[str, Mapping[str, Limit]] = field(default_factory=dict)

    def holds(self, on: date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class LocalOffice:
    """What one place sets; `hours` and `consulting` are empty until somebody fills them in."""

    hours: str
    consulting: str
    matters: Mapping[str, tuple[LocalService, ...]]


def local_service(*, matter: str, place: str, on: date) -> LocalService | None:
    """What governs a service at a place on a day: the nearest division that sets anything for it.

    Raises:
        YamlProblem: with file and line, if a declaration is not as it should be.
    """
    for code in _nearest_first(place):
        found = [row for row in local_office(code).matters.get(matter, ()) if row.holds(on)]
        if found:
            return found[0]
    return None


def office_words(place: str) -> tuple[str, str]:
    """Office hours and number for questions as the nearest division sets them; empty where none does."""
    offices = [local_office(code) for code in _nearest_first(place)]
    return (
        next((each.hours for each in offices if each.hours), ""),
        next((each.consulting for each in offices if each.consulting), ""),
    )


def localised(procedure: Procedure, *, place: str, on: date) -> Procedure:
    """The procedure with the limits of steps as a place has shortened them, for cases opened on that day."""
    found = local_service(matter=procedure.matter, place=place, on=on)
    limits = found.flow.get(procedure.name, {}) if found else {}
    answers = found.answers.get(procedure.name, {}) if found else {}
    steps = {
        key: replace(step, within=limits.get(key, step.within), answer_within=answers.get(key, step.answer_within))
        for key, step in procedure.steps.items()
    }
    return replace(procedure, steps=steps)


@cache
def local_office(code: str) -> LocalOffice:
    """As `read_local_office`, read once."""
    return read_local_office(code)


def read_local_office(code: str) -> LocalOffice:
    """What one locality declares; empty where it has no file.

    Raises:
        YamlProblem: with file and line, if it is not as it should be.
    """
    file = resources.files(HOME) / (code or NATION) / FILE
    if not file.is_file():
        return LocalOffice("", "", {})
    document = load_document(file.read_text(encoding="utf-8"), f"localities/{code or NATION}/{FILE}")
    return read_local_services(document, [matter for chapter in chapters() for matter in matters_of(chapter)])


def read_local_services(document: Document, matters: Iterable[Matter]) -> LocalOffice:
    """Read what a place sets, checked against the procedures there are.

    Raises:
        YamlProblem: with file and line; the first problem found.
    """
    check(document, "local_services")
    known = {matter.name: matter for matter in matters}
    for problem in _problems(document, known):
        raise problem
    body = document.data
    return LocalOffice(
        hours=body.get("hours", ""),
        consulting=body.get("consulting", ""),
        matters={name: tuple(_period(row) for row in rows) for name, rows in body.get("matters", {}).items()},
    )


def _nearest_first(place: str) -> Iterator[str]:
    codes = sorted((each.code for each in localities() if place.startswith(each.code)), key=len, reverse=True)
    yield from codes


def _period(row: Mapping[str, Any]) -> LocalService:
    def limits(part: str) -> dict[str, dict[str, Limit]]:
        return {name: {key: Limit.read(text) for key, text in each.items()} for name, each in row.get(part, {}).items()}

    return LocalService(
        row["from"], row.get("until"), row["source"], row["published"], row.get("visits"), row.get("visit_reason"),
        row.get("online_depth"), limits("promised"), limits("flow"), limits("answers"),
    )  # fmt: skip


def _problems(document: Document, known: Mapping[str, Matter]) -> Iterator[YamlProblem]:
    for name, rows in document.data.get("matters", {}).items():
        if name not in known:
            yield document.problem(f"没有事项 {name}{_perhaps(name, known)}。", "matters", name)
            continue
        yield from _of_days(document, name, rows)
        procedures = _newest(known[name])
        for place, row in enumerate(rows):
            path = ("matters", name, place)
            for part in ("promised", "flow", "answers"):
                for procedure, limits in row.get(part, {}).items():
                    if part == "promised" and procedure == OUTSIDE:
                        yield from _of_outside(document, known[name], limits, (*path, part, procedure))
                        continue
                    if procedure not in procedures:
                        hint = _perhaps(procedure, procedures)
                        yield document.problem(f"事项 {name} 没有程序 {procedure}{hint}。", *path, part, procedure)
                        continue
                    for key, text in limits.items():
                        sentence = _wrong(procedures[procedure], part, key, Limit.read(text))
                        if sentence:
                            yield document.problem(sentence, *path, part, procedure, key)


def _of_outside(
    document: Document, matter: Matter, limits: Mapping[str, str], path: tuple[Any, ...]
) -> Iterator[YamlProblem]:
    service = matter.service
    if service is None or not service.outside:
        yield document.problem(f"事项 {matter.name} 在本系统内办理，承诺期限请按程序写。", *path)
        return
    for key, text in limits.items():
        if key != TOTAL:
            yield document.problem(f"不在本系统内办理的事项只有全部期限（{TOTAL}），没有 {key}。", *path, key)
        elif service.outside_within is not None:
            sentence = _longer("全部办理期限", Limit.read(text), service.outside_within)
            if sentence:
                yield document.problem(sentence, *path, key)


def _of_days(document: Document, name: str, rows: list[Mapping[str, Any]]) -> Iterator[YamlProblem]:
    for place, row in enumerate(rows):
        for word in _DAYS:
            if row.get(word) is not None and not isinstance(row[word], date):
                yield document.problem(f"{word} 应为日期，写作 2026-07-01。", "matters", name, place, word)
                return
    ordered = sorted(enumerate(rows), key=lambda pair: pair[1]["from"])
    for (_, before), (place, row) in pairwise(ordered):
        if before.get("until") is None or row["from"] <= before["until"]:
            yield document.problem(
                f"从 {row['from']} 起的一段和从 {before['from']} 起的一段重叠，请给前一段写上 until。",
                "matters",
                name,
                place,
            )


def _wrong(procedure: Procedure, part: str, key: str, limit: Limit) -> str | None:
    rows: Mapping[str, Step | Clock] = procedure.clocks if part == "promised" else procedure.steps
    what = "期限" if part == "promised" else "步骤"
    row = rows.get(key)
    if row is None:
        return f"程序 {procedure.name} 没有{what} {key}{_perhaps(key, rows)}。"
    if part == "answers" and isinstance(row, Step):
        return _shorter(row, limit)
    if isinstance(row, Step) and not row.set_locally:
        free = [f"{each.key}（{each.title}）" for each in procedure.steps.values() if each.set_locally]
        allowed = f"可以缩短的有：{'、'.join(free)}" if free else "这项程序没有本地可以改的步骤"
        return f"步骤 {key}（{row.title}）没有标明 set_locally，本地不能改；{allowed}。"
    legal = row.within
    if legal is None:
        return f"{what} {key}（{row.title}）没有法定期限，本地不能另设。"
    return _longer(f"{what} {key}（{row.title}）", limit, legal)


def _shorter(step: Step, limit: Limit) -> str | None:
    if step.letter is None:
        return f"步骤 {step.key}（{step.title}）不出具文书，没有人要答复。"
    legal = step.answer_within
    if legal is not None and (limit.unit is not legal.unit or limit.count < legal.count):
        return (
            f"步骤 {step.key}（{step.title}）规定的答复期限是{legal}，本地只能延长（用同样的单位），不能缩短到{limit}。"
        )
    return None


def _longer(what: str, limit: Limit, legal: Limit) -> str | None:
    if limit.unit is not legal.unit:
        return f"{what}的法定期限是{legal}，本地的期限应用同样的单位（{legal.unit}）。"
    if limit.count > legal.count:
        return f"{what}的法定期限是{legal}，本地只能缩短，不能延长到{limit}。"
    return None


def _newest(matter: Matter) -> dict[str, Procedure]:
    found: dict[str, Procedure] = {}
    for each in matter.procedures():
        if each.name not in found or found[each.name].version < each.version:
            found[each.name] = each
    return found


def _perhaps(name: str, known: Iterable[str]) -> str:
    names = list(known)
    near = difflib.get_close_matches(name, names, n=1)
    if near:
        return f"，是不是 {near[0]}？"
    return f"，可用：{'、'.join(names)}" if names else ""
