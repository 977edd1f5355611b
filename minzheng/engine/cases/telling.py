"""What a step tells: the letter to the family, the notice in the village. Both are issued in the step's own transaction."""

from __future__ import annotations

from datetime import date
from typing import Any

from minzheng.engine.access.roles import Role
from minzheng.engine.cases import clocks
from minzheng.engine.cases.carrying import exit_months
from minzheng.engine.cases.context import Context
from minzheng.engine.cases.deciding import Decided
from minzheng.engine.cases.letter_figures import foreseen_workings, letter_figures
from minzheng.engine.cases.telling_times import answer_by
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.catalogue.letters import Writer, letters_of
from minzheng.engine.catalogue.procedures import RecordField
from minzheng.engine.notices.actions import issue_letter, post_notice
from minzheng.engine.notices.masking import NoticeFacts
from minzheng.engine.notices.types import Addressee, NoticeKind
from minzheng.engine.registry.queries.facts import facts_of
from minzheng.engine.registry.types import SubjectKind
from minzheng.kernel.codes import BENEFIT_TYPE
from minzheng.kernel.dates import from_day_number
from minzheng.kernel.months import Month
from minzheng.kernel.periods import months_period_end

_ANSWERING = frozenset({"report", "reply"})
"""Procedures that end with an answer to whoever wrote, who need not belong to any registered family."""
_RECORD_OF = {"hearing": "hearing"}
"""Gates that look at a record of their own: what was said at a hearing is told with the decision (社会救助法 第四十八条)."""
_LONGEST_RECOGNITION = 12
"""Months that a recognition holds at most (刚性支出困难家庭认定办法 第十条)."""

_AT_COUNTY = frozenset({Role.COUNTY_OFFICER, Role.COUNTY_LEAD, Role.COORDINATION_MECHANISM})


def send_letter(context: Context, decided: Decided | None, due: clocks.Due, *, role: str = "") -> int | None:
    """Issue the letter of a step; return its identifier, or None where who reported something did not say who they are.

    Raises:
        NoticeProblem: something the letter says is missing.
    """
    template = letters_of(context.procedure.chapter, context.procedure.matter)[str(context.step.letter)]
    values = _values(context, decided, due)
    if decided is None and "workings" in template.placeholders:
        values["workings"] = foreseen_workings(context)
    addressee = Addressee(values[template.addressee.replace(".", "_")]) if template.addressee else _addressee(context)
    if addressee is None:
        return None
    letter = issue_letter(
        template=template, data=values, addressee=addressee, subject=context.subject,
        division=context.case.division_id, by=context.by, at=context.at,
        writer=Writer.COUNTY if role in _AT_COUNTY else Writer.TOWNSHIP,
    )  # fmt: skip
    return letter.pk


def hang_notice(context: Context, decided: Decided | None) -> int | None:
    """Post the notice of a step; return its identifier.

    Raises:
        CaseProblem: nobody said where it hangs.
        NoticeProblem: the policy lets nothing of it through.
    """
    declared = context.procedure.notices[str(context.step.notice)]
    if not context.given.places:
        raise CaseProblem(f"没有写明{declared.title}张贴的地点。", remedy="请填写，如“村务公开栏”。")
    given = decided.entitlements if decided else context.entitlements
    facts = NoticeFacts(
        group="", applicant=context.household.members[0].name, born=_born(context), persons=sum(each.persons for each in given) or context.assessment.size,
        benefit=given[0].benefit if given else context.procedure.results[0],
        amount=sum(each.amount or 0 for each in given) or (decided.row.amount if decided else None), once=context.procedure.opens == "one_off",
    )  # fmt: skip
    notice = post_notice(
        kind=NoticeKind.BEFORE_DECISION if declared.before else NoticeKind.AFTER_DECISION, facts=facts, subject=context.subject,
        division=context.case.division_id, places=context.given.places, posted_on=context.day, days=declared.days,
        by=context.by, at=context.at,
    )  # fmt: skip
    return notice.pk


def _values(context: Context, decided: Decided | None, due: clocks.Due) -> dict[str, Any]:
    """Everything letters may ask for; what a letter does not ask for is not kept."""
    case, given = context.case, context.given
    end, step_end = due.total, due.step
    return {
        "matter": context.procedure.title,
        "case_number": case.number,
        "applied_on": case.submitted_on or context.day,
        "accepted_on": case.accepted_on or context.day,
        "decided_on": context.day,
        "decided_by": None if end is None else clocks.last_day(end),
        "next_by": None if step_end is None else clocks.last_day(step_end),
        "deciding_office": "县民政局",
        "reason": given.reason,
        "supplement": [_item(line) for line in given.supplement],
        "answer_by": answer_by(context.step, context.at),
        "reasons": [{"reason": words} for words in (decided.reasons if decided else ())],
        **_of_records(context),
        **(_of_decision(context, decided) if decided else {}),
        **(letter_figures(context, decided) if decided else {}),
        **given.data,
    }


def _item(line: str) -> dict[str, str | None]:
    """A missing paper and why it is needed, as officers write it: ``材料：为什么需要``."""
    item, _, why = line.partition("：")
    return {"item": item.strip(), "why": why.strip() or None}


def _of_records(context: Context) -> dict[str, Any]:
    """The fields of the records that the step asks for, as ``<record>_<field>``; a choice in its words."""
    found: dict[str, Any] = {}
    for need in context.step.needs:
        kind = need.argument if need.gate == "record" else _RECORD_OF.get(need.gate, "")
        rows = context.records.get(kind, ())
        for field in context.procedure.records[kind].fields if rows else ():
            found[f"{kind}_{field.key}"] = _said(field, rows[-1].get(field.key))
    return found


def _said(field: RecordField, value: Any) -> Any:
    if value is None:
        return None
    if field.type == "choice":
        return field.choices[value]
    if field.type in {"people", "files"}:
        return "、".join(value)
    return date.fromisoformat(value) if field.type == "date" else value


def _of_decision(context: Context, decided: Decided) -> dict[str, Any]:
    paid_first = context.paid_first
    row, names = decided.row, {member.person: member.name for member in context.household.members}
    covered = [each.person for each in decided.entitlements if each.person is not None]
    return {
        "benefit": BENEFIT_TYPE.label(row.result or 0),
        "monthly_amount": row.amount or 0,
        "amount": row.amount or 0,
        "amount_before": decided.before,
        "persons": row.persons or 0,
        "from_month": Month.of(row.from_month or context.day),
        "members": [{"name": names[person]} for person in covered or names],
        "paid_first": paid_first or None,
        "remaining": max(0, (row.amount or 0) - paid_first),
        "months": exit_months(context) if row.kind == "gradual_exit" else None,
        "valid_until": months_period_end(context.day, _LONGEST_RECOGNITION),
    }


def _addressee(context: Context) -> Addressee | None:
    if context.procedure.opens in _ANSWERING:
        return _who_wrote(context)
    if context.case.household_id is None or not context.household.members:
        raise CaseProblem("这件业务没有登记家庭，不能出具文书。", remedy="请先登记申请人。")
    person = context.case.person_id
    name = next((member.name for member in context.household.members if member.person == person), None)
    return Addressee(name or context.household.members[0].name, person)


def _who_wrote(context: Context) -> Addressee | None:
    """Whoever reported or complained: the resident who sent it, or the name in the record of it; nobody if it was anonymous."""
    person = context.case.person
    if person is not None:
        return Addressee(person.name, person.pk)
    names = [str(row["reporter"]) for rows in context.records.values() for row in rows if row.get("reporter")]
    return Addressee(names[-1], None) if names else None


def _born(context: Context) -> Any:
    first = context.household.members[0].person
    facts = facts_of(kind=SubjectKind.PERSON, subjects=[first], as_of=context.day, known_at=context.at)
    return next((from_day_number(fact.value) for fact in facts if fact.fact.name == "birth_on"), None)
