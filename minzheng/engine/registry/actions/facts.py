from datetime import date, datetime

from minzheng.engine.registry.bitemporal import BELIEVED, WITHOUT_END, supersede
from minzheng.engine.registry.facts import BY_NUMBER, STORED
from minzheng.engine.registry.models import Fact, Source
from minzheng.engine.registry.refusals import explained
from minzheng.engine.registry.types import RegistryProblem, Standing, SubjectKind
from minzheng.kernel.facts import FactKind


def enter_fact(
    *,
    name: str,
    subject: int,
    value: int | str,
    standing: Standing,
    valid_from: date,
    valid_until: date = WITHOUT_END,
    key: int = 0,
    item: int = 0,
    source: Source,
    evidence: str = "",
    by: str,
    at: datetime,
) -> Fact:
    """Record one value; a value of the same standing that began on the same day is superseded.

    Args:
        name: a stored fact.
        subject: identifier of the person, household, asset or obligor it is about.
        value: integer as the fact's kind says (fen, code number, 0/1, scaled number, days since 1970-01-01); text for TEXT.
        standing: declared, verified or adopted.
        valid_from: first day it holds.
        valid_until: first day it holds no more.
        key: code of a keyed fact (income kind, expense kind).
        item: running number among several items of one key.
        source: where it comes from.
        evidence: where in the source.
        by: who enters it.
        at: when.

    Returns:
        The new record, or the one already there if it says the same.

    Raises:
        RegistryProblem: no such fact may be stored, or the period is empty.
    """
    fact = STORED.get(name)
    if fact is None:
        raise RegistryProblem(f"“{name}”不是可以录入的信息项。")
    number, text = (0, str(value)) if fact.kind is FactKind.TEXT else (int(value), None)
    place = {
        "subject_kind": int(SubjectKind.of(fact.level)), "subject": subject, "name": fact.number, "key": key, "item": item,
        "standing": int(standing), "valid_from": valid_from,
    }  # fmt: skip
    with explained():
        present = Fact.objects.filter(BELIEVED, **place).first()
        if present is not None:
            if (present.value, present.text, present.valid_until) == (number, text, valid_until):
                return present
            supersede(Fact.objects.filter(pk=present.pk), at=at)
        return Fact.objects.create(
            **place, value=number, text=text, valid_until=valid_until, source=source, evidence=evidence, entered_by=by,
            recorded_at=at,
        )  # fmt: skip


def correct_fact(*, fact: Fact, value: int | str, source: Source, evidence: str = "", by: str, at: datetime) -> Fact:
    """Replace a value that was wrong from its first day on; what was believed before stays readable."""
    return enter_fact(
        name=_name(fact), subject=fact.subject, value=value, standing=Standing(fact.standing), valid_from=fact.valid_from,
        valid_until=fact.valid_until, key=fact.key, item=fact.item, source=source, evidence=evidence, by=by, at=at,
    )  # fmt: skip


def withdraw_fact(*, fact: Fact, at: datetime) -> None:
    """Stop believing a value without another in its place."""
    supersede(Fact.objects.filter(pk=fact.pk), at=at)


def _name(fact: Fact) -> str:
    return BY_NUMBER[fact.name].name
