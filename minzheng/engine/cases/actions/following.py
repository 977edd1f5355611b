"""A family follows its case: number, last four of the identity number, and a code sent to the phone that is registered."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from minzheng.engine.access.queries import agents_of, officer_posts
from minzheng.engine.access.roles import Role
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.queries import looks_at_person
from minzheng.engine.audit.types import ActorKind, Subject, Who
from minzheng.engine.cases import clocks
from minzheng.engine.cases.context import roles_on
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.numbering import clean_number
from minzheng.engine.cases.types import CaseProblem, NoCase
from minzheng.engine.notices import actions as notices
from minzheng.engine.registry.models import Person
from minzheng.engine.registry.queries.people import id_number_of, phone_of
from minzheng.kernel.characters import to_ascii_width
from minzheng.kernel.phones import PhoneKind, check_phone

URGED_AGAIN = timedelta(days=3)
_LAST, _MOST_LOOKS = 4, 100
_OWN = frozenset({Role.APPLICANT, Role.AGENT})


def ask_code(*, number: str, last_four: str, origin: str, at: datetime) -> str:
    """Send a code to the phone of whoever has that case and that identity number.

    Whether there is such a case, such a person or such a phone is told to nobody: the answer is the same.

    Args:
        number: of the case, as typed.
        last_four: last four characters of the applicant's identity number, or of the agent's.
        origin: the network address, by which asks are counted.
        at: now.

    Returns:
        The code in a demonstration, for its page to show; "" in a real county, and where nothing was sent.

    Raises:
        CaseProblem: what was typed can be no number of a case, or no end of an identity number.
        NoticeProblem: too many asks from there.
    """
    wanted, last = _typed(number, last_four)
    by = Who(kind=ActorKind.RESIDENT, origin=origin)
    with scoped(SYSTEM):
        case = Case.objects.filter(number=wanted, restricted=False).select_related("person").first()
        person = None if case is None else _found(case, last, at)
        phone = None if person is None else _mobile(person)
        code = notices.send_code(phone=phone, about=Subject("case", 0 if case is None else case.pk), by=by, at=at)
        audit.record(
            action="cases.ask_code", by=by, at=at, subject=None if case is None else Subject("case", case.pk),
            detail={"person": None if person is None else person.pk, "sent": bool(code)},
        )  # fmt: skip
    return code if settings.MINZHENG.demo else ""


def follow(*, number: str, last_four: str, code: str, origin: str, at: datetime) -> tuple[Case, Actor]:
    """Let somebody in with the code that was sent to them; return the case and who they are.

    Raises:
        CaseProblem: anything of it is wrong or too late; which, is not said.
    """
    wanted, last = _typed(number, last_four)
    with scoped(SYSTEM):
        case = Case.objects.filter(number=wanted, restricted=False).select_related("person").first()
        person = None if case is None else _found(case, last, at)
        phone = None if person is None else _mobile(person)
        digits = to_ascii_width(code).replace(" ", "")
        if case is None or person is None or phone is None or not notices.use_code(phone=phone, code=digits, at=at):
            by = Who(kind=ActorKind.RESIDENT, origin=origin)
            subject = None if case is None else Subject("case", case.pk)
            audit.record(action="cases.follow", by=by, at=at, subject=subject, detail={"refused": True})
            found = None
        else:
            by = _resident(case, person, origin)
            audit.record(
                action="cases.follow", by=by, at=at, subject=Subject("case", case.pk), division=case.division_id,
                detail={"stands_for": by.stands_for},
            )  # fmt: skip
            found = case, by
    if found is None:
        raise CaseProblem(
            "验证码不正确，或者已经过期。", remedy="请核对短信里的6位数字；输错五次或者过了10分钟，请重新获取。"
        )
    return found


def follower(*, case: int, person: int, origin: str, at: datetime) -> Actor | None:
    """Who a resident is that was let in for a case; None once it is not theirs any more, or their mandate ended."""
    with scoped(SYSTEM):
        found = Case.objects.filter(pk=case).select_related("person").first()
        if found is None:
            return None
        return next((_resident(found, each, origin) for each in _people(found, at) if each.pk == person), None)


@dataclass(frozen=True)
class Look:
    """One look of somebody else at a resident's data: when, from which office, as what, what for."""

    at: datetime
    unit: str
    post: str
    action: str
    purpose: str


@transaction.atomic
def looks_at(*, by: Actor, at: datetime) -> tuple[Look, ...]:
    """Tell a resident who saw their data, the latest hundred, by office and post; asking is an event.

    Raises:
        NoCase: the asker is no resident.
    """
    if by.kind is not ActorKind.RESIDENT or by.shown is None:
        raise NoCase
    events = [
        event
        for event in looks_at_person(by.shown, limit=_MOST_LOOKS).events
        if event.who.kind in {ActorKind.OFFICER, ActorKind.CLIENT}
    ]
    posts = officer_posts(event.who.person for event in events if event.who.person is not None)
    audit.record(action="cases.looks_at", by=by, at=at, subject=Subject("person", by.shown))
    return tuple(
        Look(event.at, *posts.get(event.who.person or 0, ("对接单位", "")), event.action, event.who.purpose)
        for event in events
    )


@transaction.atomic
def urge(*, case: int | str, by: Actor, at: datetime) -> Case:
    """The family asks when its case goes on (催办); officers see it beside the case until it does.

    Raises:
        NoCase: it is not theirs.
        CaseProblem: the case is done, waits for the family itself, or was urged within the last three days.
    """
    found = find_case(case, by=by, lock=True)
    if found.closed:
        raise CaseProblem("这件业务已经办结。", remedy="请看办理结果和文书。")
    if not roles_on(found, by, on=clocks.local_day(at)) & _OWN or Role(found.waits_for or Role.APPLICANT) in _OWN:
        raise CaseProblem("现在等您补充或者提交，不用催办。", remedy="请看“您现在可以办”。")
    if found.urged_at is not None and at - found.urged_at < URGED_AGAIN:
        raise CaseProblem("三天内已经催办过，经办人员已经看到。", remedy="急事请直接打电话。")
    Case.objects.filter(pk=found.pk).update(urged_at=at)
    audit.record(action="cases.urge", by=by, at=at, subject=Subject("case", found.pk), division=found.division_id)
    found.urged_at = at
    return found


def _typed(number: str, last_four: str) -> tuple[str, str]:
    wanted, last = clean_number(number.strip()), to_ascii_width(last_four).replace(" ", "").upper()
    if wanted is None:
        raise CaseProblem("受理编号不对，可能有数字输错。", remedy="编号在受理通知书上，例如 001-2026-00012-5。")
    if len(last) != _LAST or not (last[:-1] + last[-1].replace("X", "0")).isdecimal():
        raise CaseProblem("请输入身份证号的最后四位。", remedy="例如 0012 或者 003X。")
    return wanted, last


def _found(case: Case, last: str, at: datetime) -> Person | None:
    """Who of those whose case it is has that number; one whose number ends alike is never taken for another."""
    fitting = [
        each for each in _people(case, at) if hmac.compare_digest((id_number_of(person=each) or "")[-_LAST:], last)
    ]
    return fitting[0] if len(fitting) == 1 else None


def _people(case: Case, at: datetime) -> Iterator[Person]:
    """Whose case it is: the applicant, and who acts for them today by mandate."""
    if case.person is not None:
        yield case.person
        agents = agents_of(person=case.person_id, household=case.household_id, on=clocks.local_day(at))
        yield from Person.objects.filter(pk__in=agents - {case.person_id}).order_by("pk")


def _resident(case: Case, person: Person, origin: str) -> Actor:
    other = None if person.pk == case.person_id else case.person_id
    return Actor(kind=ActorKind.RESIDENT, person=person.pk, name=person.name, origin=origin, stands_for=other)


def _mobile(person: Person) -> str | None:
    check = check_phone(phone_of(person=person))
    return check.number if check.kind is PhoneKind.MOBILE else None
