"""What else comes of a step: by the name its flow declares. Each runs in the step's own transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, TypeAlias

from minzheng.engine.cases import imprest
from minzheng.engine.cases.context import Context
from minzheng.engine.cases.deciding import Decided
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.registry import actions as registry
from minzheng.engine.registry.facts import STORED
from minzheng.engine.registry.types import SourceKind, Standing
from minzheng.kernel.dates import to_day_number
from minzheng.kernel.facts import Fact, FactKind, Level

Effect: TypeAlias = "Callable[[Context, Decided | None], None]"


def _complaint(context: Context, *, open_: bool) -> None:
    """While a complaint about a case is open, the county itself visits the family (最低生活保障审核确认办法 第二十条)."""
    related = context.case.related_id
    if related is None:
        return
    others = Case.objects.filter(
        related=related, procedure=context.case.procedure, closed=False, submitted_on__isnull=False
    )
    still = open_ or others.exclude(pk=context.case.pk).exists()
    if not Case.objects.filter(pk=related).update(complaint_open=still):
        raise CaseProblem("没有找到被投诉举报的业务。", remedy="请核对所关联的受理编号。")


def _petty_fund(context: Context, decided: Decided | None) -> None:
    """What was paid before its papers is not paid a second time (社会救助法 第五十条)."""
    if decided is None:
        return
    before = 0 if decided.row.kind == "first_aid" else context.paid_first
    amount = (decided.row.amount or 0) - before
    if amount > 0:
        imprest.spend(decision=decided.row, amount=amount, by=context.by, at=context.at)


def _adopt_facts(context: Context, _: Decided | None) -> None:
    """What the records of the step establish is adopted in the register: of the person the case is about, or of the household."""
    stated = list(_stated(context))
    if not stated:
        return
    source = registry.record_source(
        kind=SourceKind.OFFICER, title=f"{context.procedure.title}：{context.step.title}", reference=context.case.number,
        by=context.by.name, at=context.at,
    )  # fmt: skip
    for fact, value in stated:
        subject = context.case.household_id if fact.level is Level.HOUSEHOLD else context.case.person_id
        if subject is None:
            raise CaseProblem("这件业务没有登记本人或者家庭，不能采用记录中的结论。", remedy="请先登记申请人。")
        registry.enter_fact(
            name=fact.name, subject=subject, value=value, standing=Standing.ADOPTED, valid_from=context.day, source=source,
            by=context.by.name, at=context.at,
        )  # fmt: skip


def _stated(context: Context) -> Iterator[tuple[Fact, int | str]]:
    for need in context.step.needs:
        rows = context.records.get(need.argument, ()) if need.gate == "record" else ()
        for field in context.procedure.records[need.argument].fields if rows else ():
            if field.fact is not None and field.key in rows[-1]:
                yield STORED[field.fact], _as_fact(STORED[field.fact], rows[-1][field.key])


def _as_fact(fact: Fact, value: Any) -> int | str:
    if fact.codes is not None:
        return fact.codes.number(value)
    if fact.kind is FactKind.TEXT:
        return str(value)
    return to_day_number(date.fromisoformat(value)) if isinstance(value, str) else int(value)


EFFECTS: dict[str, Effect] = {
    "complaint_opened": lambda context, _: _complaint(context, open_=True),
    "complaint_settled": lambda context, _: _complaint(context, open_=False),
    "petty_fund": _petty_fund,
    "adopt_facts": _adopt_facts,
}
"""What each effect of a declaration does."""
