"""What families handed in by themselves, where nothing proved who asks: somebody in office makes sure, and takes it or gives it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from minzheng.engine.access.denials import denials_kept, denied
from minzheng.engine.access.roles import Role
from minzheng.engine.access.scoping import visible
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import ActorKind, Subject
from minzheng.engine.cases.actions.drafting import Begun, begun_of, filed_from
from minzheng.engine.cases.models import Case, Draft
from minzheng.engine.cases.procedures import newest
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.types import CaseProblem, NoCase
from minzheng.engine.database.sealed_values import open_json
from minzheng.engine.notices.actions import queue_message
from minzheng.kernel.names import mask_name
from minzheng.kernel.phones import PhoneKind, check_phone

_RESIDENTS = frozenset({Role.APPLICANT, Role.AGENT})
_TAKERS = (Role.VILLAGE_ASSISTANT, Role.TOWNSHIP_CLERK)
_MOST, _LONGEST_REASON = 200, 200


@dataclass(frozen=True)
class Incoming:
    """One line of what was handed in; the name is masked."""

    number: int
    title: str
    applicant: str
    township: str
    village: str
    at: datetime


@dataclass(frozen=True)
class Received:
    """What was handed in, whole, for whoever makes sure of it."""

    row: Incoming
    begun: Begun


def incoming(*, by: Actor) -> tuple[Incoming, ...]:
    """What waits in the places of somebody who may take applications, the oldest first."""
    found = _waiting(by).select_related("division__parent").order_by("handed_in_at", "pk")[:_MOST]
    return tuple(_row(draft) for draft in found if _may_receive(draft, by))


def count_incoming(*, by: Actor) -> int | None:
    """How many wait for somebody; None for posts that take no applications."""
    takes = by.kind is ActorKind.SYSTEM or any(by.holds(role) for role in _TAKERS)
    return _waiting(by).count() if takes else None


@denials_kept()
@transaction.atomic
def view_incoming(number: int, *, by: Actor, at: datetime) -> Received:
    """Return what was handed in; it is recorded who looked.

    Raises:
        NoCase: there is none, or it is not theirs.
        AccessProblem: they may not take applications there.
    """
    row = _found(number, by=by, at=at)
    persons = [] if row.person_id is None else [row.person_id]
    audit.record(
        action="cases.view_draft", by=by, at=at, subject=Subject("draft", row.pk), division=row.division_id, detail={"persons": persons}
    )  # fmt: skip
    return Received(_row(row), begun_of(row))


@denials_kept()
@transaction.atomic
def receive(number: int, *, by: Actor, at: datetime) -> Case:
    """Take what was handed in, after having made sure who asks: it becomes a case and is submitted.

    Raises:
        NoCase: there is none any more, or it is not theirs.
        AccessProblem: they may not take applications there.
        FilingProblem: the register does not agree with it.
    """
    row = _found(number, by=by, at=at, lock=True)
    audit.record(action="cases.receive_draft", by=by, at=at, subject=Subject("draft", row.pk), division=row.division_id)
    return filed_from(row, begun_of(row), by=by, at=at)


@denials_kept()
@transaction.atomic
def send_back(number: int, *, reason: str, by: Actor, at: datetime) -> None:
    """Give back what was handed in, with a reason; the family is told by message and may change it and hand it in again.

    Raises:
        NoCase: there is none any more, or it is not theirs.
        AccessProblem: they may not take applications there.
        CaseProblem: no reason, or a long one.
    """
    words = " ".join(reason.split())
    if not 2 <= len(words) <= _LONGEST_REASON:
        raise CaseProblem(f"请写明为什么退回，不超过{_LONGEST_REASON}个字。", remedy="申请人看得到这句话。")
    row = _found(number, by=by, at=at, lock=True)
    Draft.objects.filter(pk=row.pk).update(handed_in_at=None, sent_back=words)
    audit.record(
        action="cases.send_back_draft", by=by, at=at, subject=Subject("draft", row.pk), division=row.division_id
    )
    phone = check_phone(_answers(row).get("contact", {}).get("phone"))
    if phone.kind is PhoneKind.MOBILE:
        queue_message(
            key=f"draft-{row.pk}-{int(at.timestamp())}", template="draft_sent_back", phone=phone.number, subject=Subject("draft", row.pk), by=by, at=at,
            text="您在网上填写的申请需要修改，请打开“网上申请”接着填，或者到村（居）委会请人代办。",
        )  # fmt: skip


def _waiting(by: Actor) -> Any:
    waiting = Draft.objects.filter(case=None, handed_in_at__isnull=False)
    return visible(waiting, by, service="chapter")


def _found(number: int, *, by: Actor, at: datetime, lock: bool = False) -> Draft:
    rows = _waiting(by).select_for_update(of=("self",)) if lock else _waiting(by)
    row: Draft | None = rows.select_related("person", "case", "division__parent").filter(pk=number).first()
    if row is None:
        raise NoCase
    if not _may_receive(row, by):
        raise denied(
            "您不办理网上交来的申请。", action="cases.view_draft", by=by, at=at, subject=Subject("draft", row.pk), division=row.division_id
        )  # fmt: skip
    return row


def _may_receive(row: Draft, by: Actor) -> bool:
    wanted = {Role(role) for role in newest(row.chapter, row.procedure).by} - _RESIDENTS
    return by.may(wanted, service=row.chapter, division=row.division_id)


def _row(row: Draft) -> Incoming:
    name = next(_names(_answers(row)), "")
    township = row.division.parent
    return Incoming(
        row.pk, newest(row.chapter, row.procedure).title, mask_name(name), "" if township is None else township.name, row.division.name,
        row.handed_in_at or row.saved_at,
    )  # fmt: skip


def _answers(row: Draft) -> Mapping[str, Any]:
    found: Mapping[str, Any] = {} if row.answers is None else open_json(Sealed.DRAFT, row.pk, row.answers)
    return found


def _names(answers: Mapping[str, Any]) -> Iterator[str]:
    return (str(member.get("name", "")) for member in answers.get("members", ()) if isinstance(member, Mapping))
