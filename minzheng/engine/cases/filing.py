"""Filing: what a family declares goes into the register, as declared, in the transaction of its submission.

People are found by identity number, and so is the family they belong to. Whom the register counts to the family and the
declaration leaves out stays a member until somebody has looked: a person left out would else be the easiest way to be poor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from minzheng.engine.awards.queries import households_in_receipt
from minzheng.engine.cases.declaration import Declaration, DeclaredMember, Item, Values
from minzheng.engine.cases.types import Fault, FilingProblem
from minzheng.engine.registry import actions as registry
from minzheng.engine.registry import lookup
from minzheng.engine.registry.bitemporal import BELIEVED
from minzheng.engine.registry.facts import FACTS, STORED
from minzheng.engine.registry.holdings import accounts_of
from minzheng.engine.registry.keys import index_of
from minzheng.engine.registry.models import Household, Membership, Person, Source
from minzheng.engine.registry.types import SourceKind, SubjectKind
from minzheng.kernel.codes import EXPENSE_KIND, INCOME_KIND
from minzheng.kernel.facts import Level


@dataclass(frozen=True)
class Filed:
    """What a declaration became.

    Attributes:
        household: the family.
        persons: its declared members, the applicant first.
        left_out: persons the register counts to the family whom the declaration does not name.
        came: persons who belonged to another family until now.
    """

    household: Household
    persons: tuple[Person, ...]
    left_out: tuple[int, ...]
    came: tuple[int, ...]


def file_declaration(
    declaration: Declaration, *, division: int, title: str, number: str, by: str, on: date, at: datetime
) -> Filed:
    """Write a declaration into the register.

    Args:
        declaration: checked.
        division: the village (12 digits) the family lives in.
        title: what was applied for; with `number` the name of the source.
        number: of the case.
        by: who entered it.
        on: the day it speaks of.
        at: when.

    Raises:
        FilingProblem: somebody is registered under another name, or belongs to a family that receives assistance.
    """
    source = registry.record_source(kind=SourceKind.DECLARATION, title=title, reference=number, by=by, at=at)
    persons, known = _persons(declaration, source, at)
    household, left_out, came = _family(declaration, persons, known, division=division, source=source, on=on, at=at)
    registry.declare_facts(
        facts=list(_facts(declaration, household, persons)), asked=_ASKED, since=on, source=source, by=by, at=at
    )
    _holdings(declaration, household, persons, source=source, by=by, on=on, at=at)
    _account(declaration, household, persons, source=source, on=on, at=at)
    return Filed(household, persons, left_out, came)


_ASKED = frozenset(name for name, fact in STORED.items() if fact.level in {Level.INCOME, Level.EXPENSE})
"""Of incomes and expenses the whole list is asked: what is not said again has ended. Anything else stands until said anew."""


def _persons(declaration: Declaration, source: Source, at: datetime) -> tuple[tuple[Person, ...], set[int]]:
    numbers = [member.id_number for member in declaration.members]
    found = lookup.persons_by_number(numbers)
    faults = [
        Fault(f"members.{place}.name", f"第{place + 1}名成员：姓名与这个身份证号登记的姓名不一致，请对照证件核对")
        for place, member in enumerate(declaration.members)
        if member.id_number in found and found[member.id_number].name != member.name
    ]
    if faults:
        raise FilingProblem(faults)
    known = {registered.person for registered in found.values()}
    registered = Person.objects.in_bulk(known)
    persons = [
        registered[found[member.id_number].person] if member.id_number in found else _add(member, place, declaration, source, at)
        for place, member in enumerate(declaration.members)
    ]  # fmt: skip
    return tuple(persons), known


def _add(member: DeclaredMember, place: int, declaration: Declaration, source: Source, at: datetime) -> Person:
    phone = declaration.phone if place == 0 else None
    return registry.add_person(name=member.name, id_number=member.id_number, phone=phone, source=source, at=at)


def _family(
    declaration: Declaration, persons: Sequence[Person], known: set[int], *, division: int, source: Source, on: date, at: datetime
) -> tuple[Household, tuple[int, ...], tuple[int, ...]]:  # fmt: skip
    belonging = {
        row.person_id: row
        for row in Membership.objects.filter(BELIEVED, person__in=known, period__contains=on).select_related(
            "household"
        )
    }
    own = belonging.get(persons[0].pk)
    household = own.household if own is not None else registry.open_household(
        division=division, address=declaration.address, source=source, at=at
    )  # fmt: skip
    elsewhere = {person: row for person, row in belonging.items() if row.household_id != household.pk}
    _refuse_supported(elsewhere, persons, on=on, at=at)
    for row in elsewhere.values():
        registry.end_membership(membership=row, on=on, source=source, at=at)
    for person, member in zip(persons, declaration.members, strict=True):
        if person.pk not in belonging or person.pk in elsewhere:
            registry.add_member(
                household=household, person=person, relation=member.relation, since=on, source=source, at=at
            )
    declared = {person.pk for person in persons}
    rest = Membership.objects.filter(BELIEVED, household=household, period__contains=on).exclude(person__in=declared)
    return household, tuple(rest.values_list("person_id", flat=True)), tuple(elsewhere)


def _refuse_supported(
    elsewhere: Mapping[int, Membership], persons: Sequence[Person], *, on: date, at: datetime
) -> None:
    """Nobody is moved out of a family that receives assistance: that family's own change must come first."""
    places = {person.pk: place for place, person in enumerate(persons)}
    supported = households_in_receipt({row.household_id for row in elsewhere.values()}, on=on, known_at=at)
    faults = [
        Fault(
            f"members.{places[person]}",
            f"第{places[person] + 1}名成员现登记在另一户，该户正在享受救助：请先办理那一户的人员变更，再提出申请",
        )
        for person, row in elsewhere.items()
        if row.household_id in supported
    ]
    if faults:
        raise FilingProblem(faults)


def _facts(declaration: Declaration, household: Household, persons: Sequence[Person]) -> Iterator[registry.Declared]:
    stated: Values = {"means_declared": 1, **declaration.household}
    yield from _of(SubjectKind.HOUSEHOLD, household.pk, stated)
    for person, member in zip(persons, declaration.members, strict=True):
        yield from _of(SubjectKind.PERSON, person.pk, member.facts)
        yield from _of_items(person.pk, member.incomes, INCOME_KIND.number)
        yield from _of_items(person.pk, member.expenses, EXPENSE_KIND.number)


def _of(kind: SubjectKind, subject: int, values: Values, key: int = 0, item: int = 0) -> Iterator[registry.Declared]:
    for name, value in values.items():
        yield registry.Declared(kind, subject, name, value, key, item)


def _of_items(person: int, items: Sequence[Item], number: object) -> Iterator[registry.Declared]:
    seen: dict[str, int] = {}
    for item in items:
        seen[item.kind] = seen.get(item.kind, -1) + 1
        yield from _of(SubjectKind.PERSON, person, item.facts, number(item.kind), seen[item.kind])  # type: ignore[operator]


def _holdings(
    declaration: Declaration, household: Household, persons: Sequence[Person], *, source: Source, by: str, on: date, at: datetime
) -> None:  # fmt: skip
    for kind in (SubjectKind.ASSET, SubjectKind.OBLIGOR):
        registry.end_declared(kind=kind, household=household, on=on, at=at)
    facts: list[registry.Declared] = []
    for item in declaration.assets:
        asset = registry.add_asset(household=household, kind=item.kind, since=on, source=source, at=at)
        facts += _of(SubjectKind.ASSET, asset.pk, item.facts)
    for item in declaration.obligors:
        obligor = registry.add_obligor(
            household=household, relation=item.kind, supports=None if item.supports is None else persons[item.supports],
            since=on, source=source, at=at,
        )  # fmt: skip
        facts += _of(SubjectKind.OBLIGOR, obligor.pk, item.facts)
    registry.declare_facts(facts=facts, asked=frozenset(FACTS), since=on, source=source, by=by, at=at)


def _account(
    declaration: Declaration, household: Household, persons: Sequence[Person], *, source: Source, on: date, at: datetime
) -> None:
    account = declaration.account
    if account is None or (household.pk, index_of(account.number)) in accounts_of([household.pk]):
        return
    registry.add_bank_account(
        household=household, holder=persons[account.holder], bank=account.bank, account=account.number, since=on,
        source=source, at=at,
    )  # fmt: skip
