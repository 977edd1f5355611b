"""What must be true of a procedure beyond its form: every name exists, every path ends, none goes round the law."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from minzheng.engine.access.roles import Role
from minzheng.engine.catalogue.gates import GATES, Argument
from minzheng.engine.catalogue.procedures import Need, Procedure, Step
from minzheng.engine.registry.facts import STORED
from minzheng.kernel.codes import BENEFIT_TYPE, DECISION_REASON
from minzheng.kernel.facts import Fact, FactKind, Level
from minzheng.laws.citations import LawIndex, UnknownCitation
from minzheng.laws.strict_yaml import YamlProblem

Safeguards = Mapping[str, Mapping[str, Any]]
"""For each kind of decision the gates that every path to it must pass, and the article that wants them."""

_ROLES = frozenset(Role)
_AMOUNTS = frozenset({"amount", "small_amount"})
_FITTING = {
    FactKind.MONEY: {"money"}, FactKind.FLAG: {"flag"}, FactKind.CODE: {"choice"}, FactKind.NUMBER: {"count"},
    FactKind.DATE: {"date"}, FactKind.TEXT: {"text"},
}  # fmt: skip
"""Types of record fields that a fact can be adopted from."""


def check_procedure(procedure: Procedure, safeguards: Safeguards, laws: LawIndex) -> None:
    """Refuse a procedure that names what does not exist, dead-ends, or goes round a safeguard.

    Raises:
        YamlProblem: with file and line; the first problem found.
    """
    for problem in _problems(procedure, safeguards, laws):
        raise problem


def _problems(procedure: Procedure, safeguards: Safeguards, laws: LawIndex) -> Iterator[YamlProblem]:
    yield from _of_roles(procedure)
    yield from _of_states(procedure)
    for step in procedure.steps.values():
        yield from _of_needs(procedure, step)
    yield from _of_clocks(procedure)
    yield from _of_notices(procedure)
    yield from _of_online(procedure)
    yield from _of_ratings(procedure)
    yield from _of_facts(procedure)
    yield from _of_citations(procedure, laws)
    yield from _unreached(procedure)
    yield from _round_the_law(procedure, safeguards)


def _of_online(procedure: Procedure) -> Iterator[YamlProblem]:
    if procedure.online is None:
        return
    declared = procedure.records.get(procedure.online.record)
    if declared is None:
        sentence = f"没有记录 {procedure.online.record}，可用：{'、'.join(procedure.records)}。"
        yield procedure.document.problem(sentence, "online", "record")
        return
    first = {step.key for step in procedure.steps_from(procedure.start.key)}
    if procedure.online.step and procedure.online.step not in first:
        sentence = f"步骤 {procedure.online.step} 不从起始状态开始，可用：{'、'.join(first)}。"
        yield procedure.document.problem(sentence, "online", "step")
    fields = {each.key: each for each in declared.fields}
    if procedure.online.today and (
        procedure.online.today not in fields or fields[procedure.online.today].type != "date"
    ):
        yield procedure.document.problem(f"{declared.title}没有日期栏 {procedure.online.today}。", "online", "today")
    for key, value in procedure.online.fixed.items():
        if key not in fields or (fields[key].choices and value not in fields[key].choices):
            yield procedure.document.problem(
                f"{declared.title}没有这一栏，或者没有这一项：{key}: {value}。", "online", "fixed", key
            )


def _of_ratings(procedure: Procedure) -> Iterator[YamlProblem]:
    if not procedure.follows_bad_ratings:
        return
    declared = procedure.records.get("rating")
    fields = {each.key for each in declared.fields} if declared is not None else set()
    missing = [name for name in ("case", "grade", "said", "phone") if name not in fields]
    if missing:
        sentence = f"回访不满意评价的程序须有 rating 记录，缺少栏目：{'、'.join(missing)}。"
        yield procedure.document.problem(sentence, "follows_bad_ratings")


def _of_roles(procedure: Procedure) -> Iterator[YamlProblem]:
    places: list[tuple[Sequence[str], tuple[str, ...]]] = [(procedure.by, ("by",))]
    places += [(step.by, ("flow", step.key, "by")) for step in procedure.steps.values()]
    places += [(state.waits_for, ("states", state.key, "waits_for")) for state in procedure.states.values()]
    places += [(record.by, ("records", record.key, "by")) for record in procedure.records.values()]
    for roles, path in places:
        for role in roles:
            if role not in _ROLES:
                yield procedure.document.problem(f"没有角色 {role}，可用：{'、'.join(Role)}。", *path)


def _of_states(procedure: Procedure) -> Iterator[YamlProblem]:
    starts = [state.key for state in procedure.states.values() if state.start]
    if len(starts) != 1:
        yield procedure.document.problem("应有且只有一个起始状态（start: true）。", "states")
    for step in procedure.steps.values():
        for name, path in ((step.target, "to"), *((source, "from") for source in step.sources)):
            if name not in procedure.states:
                yield procedure.document.problem(
                    f"步骤 {step.key} 用到的状态 {name} 没有声明。", "flow", step.key, path
                )
            elif path == "from" and procedure.states[name].final:
                yield procedure.document.problem(
                    f"状态 {name} 已终结，步骤 {step.key} 不能从这里开始。", "flow", step.key, path
                )


def _of_needs(procedure: Procedure, step: Step) -> Iterator[YamlProblem]:
    for position, need in enumerate(step.needs):
        sentence = _wrong(procedure, need)
        if sentence:
            yield procedure.document.problem(f"步骤 {step.key} 的前提：{sentence}", "flow", step.key, "needs", position)


def _wrong(procedure: Procedure, need: Need) -> str | None:
    gate = GATES.get(need.gate)
    if gate is None:
        return f"没有前提 {need.gate}，可用：{'、'.join(GATES)}。"
    known: dict[Argument, Any] = {
        Argument.RECORD: procedure.records,
        Argument.STEPS: procedure.steps,
        Argument.NOTICE: procedure.notices,
        Argument.BENEFITS: [code.key for code in BENEFIT_TYPE],
        Argument.REASONS: [code.key for code in DECISION_REASON],
    }
    names = need.argument if isinstance(need.argument, list) else [need.argument]
    if gate.argument is Argument.NOTHING:
        return None if need.argument is None else f"{need.gate} 不带内容。"
    if gate.argument is Argument.COUNT:
        return None if isinstance(need.argument, int) else f"{need.gate} 应写次数。"
    missing = [str(name) for name in names if gate.argument in known and name not in known[gate.argument]]
    if need.gate in _AMOUNTS and not missing:
        has = any(field.key == "amount" and field.type == "money" for field in procedure.records[need.argument].fields)
        return None if has else f"{need.gate} 用到的记录 {need.argument} 没有金额（amount）一栏。"
    return f"{need.gate} 用到的 {'、'.join(missing)} 不存在。" if missing else None


def _of_clocks(procedure: Procedure) -> Iterator[YamlProblem]:
    for clock in procedure.clocks.values():
        if clock.starts_with not in procedure.steps:
            yield procedure.document.problem(
                f"期限从步骤 {clock.starts_with} 起算，但没有这个步骤。", "clocks", clock.key, "from"
            )


def _of_notices(procedure: Procedure) -> Iterator[YamlProblem]:
    for step in procedure.steps.values():
        if step.notice is not None and step.notice not in procedure.notices:
            yield procedure.document.problem(
                f"步骤 {step.key} 用到的公示 {step.notice} 没有在 notices 中声明。", "flow", step.key, "notice"
            )
    for notice in procedure.notices.values():
        if notice.before and notice.days is None:
            yield procedure.document.problem(
                f"公示 {notice.key} 在决定之前，应写明天数（days）。", "notices", notice.key
            )


def _of_facts(procedure: Procedure) -> Iterator[YamlProblem]:
    for record in procedure.records.values():
        for field in record.fields:
            fact = STORED.get(field.fact or "")
            place = ("records", record.key, "fields", field.key)
            if field.fact is None:
                continue
            if fact is None or fact.level not in {Level.MEMBER, Level.HOUSEHOLD}:
                yield procedure.document.problem(
                    f"栏目 {field.key} 的信息项 {field.fact} 不存在，或者不属于个人、家庭。", *place
                )
            elif field.type not in _FITTING[fact.kind] or (fact.codes is not None and set(field.choices) - _keys(fact)):
                yield procedure.document.problem(f"栏目 {field.key} 的类型或者选项与信息项 {field.fact} 不符。", *place)


def _keys(fact: Fact) -> set[str]:
    return {code.key for code in fact.codes or ()}


def _of_citations(procedure: Procedure, laws: LawIndex) -> Iterator[YamlProblem]:
    cited: list[tuple[str, tuple[Any, ...]]] = [(text, ("law", n)) for n, text in enumerate(procedure.law)]
    cited += [(clock.law, ("clocks", clock.key, "law")) for clock in procedure.clocks.values()]
    cited += [(notice.law, ("notices", notice.key, "law")) for notice in procedure.notices.values()]
    cited += [(step.law, ("flow", step.key, "law")) for step in procedure.steps.values() if step.law]
    cited += [(record.law, ("records", record.key, "law")) for record in procedure.records.values() if record.law]
    for text, path in cited:
        try:
            laws.resolve(text)
        except UnknownCitation as problem:
            yield procedure.document.problem(str(problem), *path)


def _unreached(procedure: Procedure) -> Iterator[YamlProblem]:
    reached = _spread({state.key for state in procedure.states.values() if state.start}, procedure, forward=True)
    ending = _spread({state.key for state in procedure.states.values() if state.final}, procedure, forward=False)
    for state in procedure.states.values():
        if state.key not in reached:
            yield procedure.document.problem(f"没有步骤通向状态 {state.key}（{state.title}）。", "states", state.key)
        elif state.key not in ending:
            yield procedure.document.problem(
                f"从状态 {state.key}（{state.title}）出发永远不能办结。", "states", state.key
            )


def _spread(found: set[str], procedure: Procedure, *, forward: bool) -> set[str]:
    waiting = list(found)
    while waiting:
        here = waiting.pop()
        for step in procedure.steps.values():
            near, far = (step.sources, (step.target,)) if forward else ((step.target,), step.sources)
            new = set(far) - found if here in near else set()
            found |= new
            waiting += new
    return found


def _round_the_law(procedure: Procedure, safeguards: Safeguards) -> Iterator[YamlProblem]:
    passed = certainly_passed(procedure)
    for step in procedure.steps.values():
        wanted = safeguards.get(step.decides or "", {})
        for source in step.sources:
            gates = passed.get(source, frozenset()) | {need.gate for need in step.needs}
            missing = [name for name in wanted.get("needs", ()) if name not in gates]
            if missing:
                words = "、".join(GATES[name].label for name in missing)
                yield procedure.document.problem(
                    f"步骤 {step.key}（{step.title}）可以不经过“{words}”就作出决定，违反{wanted['law']}。",
                    "flow",
                    step.key,
                )


def certainly_passed(procedure: Procedure) -> dict[str, frozenset[str]]:
    """For each state the gates that every way from the start to it has passed."""
    everything = frozenset(GATES)
    passed = {state.key: frozenset() if state.start else everything for state in procedure.states.values()}
    changed = True
    while changed:
        changed = False
        for step in procedure.steps.values():
            arrived = frozenset(need.gate for need in step.needs)
            for source in step.sources:
                along = passed[step.target] & (passed[source] | arrived)
                if along != passed[step.target] and not procedure.states[step.target].start:
                    passed[step.target], changed = along, True
    return passed
