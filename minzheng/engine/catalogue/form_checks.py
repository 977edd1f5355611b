"""What must be true of a form beyond its shape: every name exists, stands in its part, and is asked once."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from minzheng.engine.catalogue.forms import FIELDS, KIND_FACTS, Section
from minzheng.engine.registry.facts import FACTS, FROM_GRANTS, STORED
from minzheng.kernel.codes import ASSET_KIND, OBLIGOR_RELATION
from minzheng.kernel.facts import FactKind
from minzheng.laws.citations import LawIndex, UnknownCitation
from minzheng.laws.strict_yaml import Document, YamlProblem

_KINDS = {Section.ASSETS: ASSET_KIND, Section.OBLIGORS: OBLIGOR_RELATION}


def check_form(document: Document, laws: LawIndex) -> None:
    """Refuse a form that asks what cannot be asked.

    Args:
        document: fits the schema.
        laws: the index its citations must be found in.

    Raises:
        YamlProblem: with file and line; the first problem found.
    """
    for problem in _problems(document, laws):
        raise problem


def _problems(document: Document, laws: LawIndex) -> Iterator[YamlProblem]:
    if not document.data.get("pages"):
        yield document.problem("缺少 pages（各页）：一份申请表至少有一页，或者用 based_on 写明底稿。")
        return
    asked: dict[Section, dict[str, str]] = {section: {} for section in Section}
    for key, page in document.data["pages"].items():
        section = Section(page["section"])
        for place, item in enumerate(page["ask"]):
            path = ("pages", key, "ask", place)
            row = item if isinstance(item, dict) else {"ask": item}
            yield from _of_question(document, section, row, asked[section], path)
            asked[section][row["ask"]] = key
    yield from _missing(document, asked)
    yield from _of_statements(document, asked[Section.STATEMENTS])
    yield from _of_citations(document, laws)


def _of_question(
    document: Document, section: Section, row: Mapping[str, Any], before: Mapping[str, str], path: tuple[Any, ...]
) -> Iterator[YamlProblem]:
    name = row["ask"]
    known = _known(document, section)
    if name not in known:
        yield document.problem(_not_askable(section, name, known), *path)
        return
    if name in before:
        yield document.problem(f"{name} 在 {before[name]} 页已经问过。", *path)
    if "when" in row and "unless" in row:
        yield document.problem(f"{name} 的 when 和 unless 只能写一个。", *path)
    for word in ("when", "unless"):
        for other, values in row.get(word, {}).items():
            sentence = _wrong_condition(other, values, before)
            if sentence:
                yield document.problem(f"{name} 的 {word}：{sentence}", *path)
    if row.get("negative") and (section is Section.STATEMENTS or FACTS[name].kind is not FactKind.MONEY):
        yield document.problem("negative 只用于金额。", *path)


def _known(document: Document, section: Section) -> set[str]:
    if section is Section.STATEMENTS:
        return set(document.data.get("statements", {}))
    own = {each.name for each in FIELDS.get(section, ())}
    kind = {name for name, place in KIND_FACTS.items() if place is section}
    return own | kind | {fact.name for fact in STORED.values() if fact.level is section.level}


def _not_askable(section: Section, name: str, known: Iterable[str]) -> str:
    if name in FROM_GRANTS:
        return f"{name}（{FACTS[name].label}）由在享待遇得出，不能填写。"
    if section is Section.STATEMENTS:
        return f"声明 {name} 没有在 statements 中写明。"
    fact = FACTS.get(name)
    if fact is not None and fact.level is not section.level:
        home = next((each.value for each in Section if each.level is fact.level), "")
        return f"{name}（{fact.label}）不属于{section.label}（{section}），应放在 section: {home} 的页。"
    near = difflib.get_close_matches(name, list(known), n=1)
    hint = f"是不是 {near[0]}？" if near else ""
    return f"{section.label}没有 {name} 这一项，{hint}全部事实见 docs/reference/facts.md。"


def _wrong_condition(name: str, values: Any, before: Mapping[str, str]) -> str | None:
    if name not in before:
        return f"{name} 应在同一部分的前面先问。"
    fact = FACTS.get(name)
    given = values if isinstance(values, list) else [values]
    if fact is None or fact.kind not in {FactKind.CODE, FactKind.FLAG}:
        return f"{name} 不是选择或者是否，不能作条件。"
    if fact.kind is FactKind.FLAG:
        return None if all(isinstance(value, bool) for value in given) else f"{name} 的值应为 true 或 false。"
    codes = fact.codes or ()
    unknown = [str(value) for value in given if value not in codes]
    return f"{name} 没有 {'、'.join(unknown)} 这个值。" if unknown else None


def _missing(document: Document, asked: Mapping[Section, Mapping[str, str]]) -> Iterator[YamlProblem]:
    for section, names in asked.items():
        if not names:
            continue
        wanted = [each.name for each in FIELDS.get(section, ()) if each.required]
        wanted += [name for name, place in KIND_FACTS.items() if place is section]
        absent = [name for name in wanted if name not in names]
        if absent:
            yield document.problem(f"{section.label}（{section}）的页缺少 {'、'.join(absent)}。", "pages")
        if section.per_member and not asked[Section.MEMBERS]:
            yield document.problem(f"{section.label}按成员填写，应先有 section: members 的页。", "pages")


def _of_statements(document: Document, asked: Mapping[str, str]) -> Iterator[YamlProblem]:
    for key, row in document.data.get("statements", {}).items():
        path = ("statements", key)
        if key not in asked:
            yield document.problem(f"声明 {key} 没有放进任何一页。", *path)
        if ("explain" in row or "lists" in row) and row["type"] != "yes_no":
            yield document.problem(f"声明 {key}：explain 和 lists 只用于 yes_no。", *path)
        if "kinds" in row and "lists" not in row:
            yield document.problem(f"声明 {key}：kinds 要和 lists 一起写。", *path)
        codes = _KINDS.get(row.get("lists"), ())
        unknown = [kind for kind in row.get("kinds", ()) if kind not in codes]
        if unknown:
            yield document.problem(f"声明 {key} 用到的项目 {'、'.join(unknown)} 不存在。", *path, "kinds")


def _of_citations(document: Document, laws: LawIndex) -> Iterator[YamlProblem]:
    body = document.data
    cited: list[tuple[str, tuple[Any, ...]]] = [(text, ("law", place)) for place, text in enumerate(body["law"])]
    for part in ("statements", "materials"):
        cited += [(row["law"], (part, key, "law")) for key, row in body.get(part, {}).items() if "law" in row]
    for text, path in cited:
        try:
            laws.resolve(text)
        except UnknownCitation as problem:
            yield document.problem(str(problem), *path)
