"""A family applies by itself: it begins with a code to a phone, saves page by page, goes on from another phone, and hands in.

Whoever knows a number and a name may be anybody. So only a phone that is registered to the applicant makes a case at once; everything
else waits until somebody in office has made sure who asks, and changes nothing in the register before. What is said does not tell
whether a person or a phone is registered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import ActorKind, Subject, Who
from minzheng.engine.cases import clocks
from minzheng.engine.cases.actions.acting import act
from minzheng.engine.cases.actions.opening import check_size, open_case
from minzheng.engine.cases.declaration import read_declaration
from minzheng.engine.cases.models import Case, Draft
from minzheng.engine.cases.procedures import newest
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.types import CaseProblem, Channel, Fault, FilingProblem, Given, NoCase
from minzheng.engine.catalogue.form_answers import check_answers
from minzheng.engine.catalogue.form_files import form_of
from minzheng.engine.catalogue.forms import Form, Section
from minzheng.engine.catalogue.procedures import Procedure
from minzheng.engine.database.sealed_values import index_of, next_id, open_json, seal_json
from minzheng.engine.notices import actions as notices
from minzheng.engine.registry.models import Division, Person
from minzheng.engine.registry.queries.people import find_person, phone_of
from minzheng.kernel.characters import to_ascii_width
from minzheng.kernel.id_numbers import check_id_number
from minzheng.kernel.names import NameProblem, clean_name
from minzheng.kernel.phones import PhoneKind, check_phone

KEPT = timedelta(days=30)
"""How long a draft nobody goes on with is kept."""
_MOST_OF_PHONE, _LONGEST_PAGE = 5, 60
_KEYS = UUID("7c1f0f52-6d38-4e0e-9a53-5b8c6f0f2a11")
_WRONG_CODE = ("验证码不正确，或者已经过期。", "请核对短信里的6位数字；输错五次或者过了10分钟，请重新获取。")


@dataclass(frozen=True, kw_only=True)
class Applicant:
    """Who begins an application, as typed; the code goes to `phone`, or where the register has one for that identity number, to that."""

    name: str
    id_number: str
    phone: str


@dataclass(frozen=True)
class Begun:
    """An application as its holder sees it.

    Attributes:
        number: its identifier.
        page: the page that was saved last; "" before the first.
        known: whether the phone proved who asks, so that handing in makes a case.
        waits: handed in, and not yet a case.
        case: number of the case it became; "" until then.
        sent_back: why somebody in office gave it back.
    """

    number: int
    chapter: str
    procedure: Procedure
    form: Form
    division: int
    answers: Mapping[str, Any]
    page: str
    saved_at: datetime
    known: bool
    waits: bool
    case: str
    sent_back: str


def offered_online(procedure: Procedure) -> Form | None:
    """Return the form with which residents ask for something by themselves; None where they cannot."""
    form = form_of(procedure) if "applicant" in procedure.by else None
    return form if form is not None and Section.MEMBERS in form.sections else None


def check_applicant(applicant: Applicant, *, at: datetime) -> tuple[Applicant, tuple[Fault, ...]]:
    """Return what was typed, tidied, with everything that is wrong with it."""
    faults = []
    name, number = applicant.name, check_id_number(applicant.id_number, today=clocks.local_day(at))
    try:
        name = clean_name(applicant.name)
    except NameProblem as problem:
        faults.append(Fault("name", str(problem)))
    if not number.valid:
        faults.append(Fault("id_number", number.message))
    phone = check_phone(applicant.phone)
    if phone.kind is not PhoneKind.MOBILE:
        faults.append(Fault("phone", "请填写11位手机号码，用来收验证码。"))
    tidy = Applicant(name=name, id_number=number.number or applicant.id_number, phone=phone.number or applicant.phone)
    return tidy, tuple(faults)


def ask_draft_code(applicant: Applicant, *, origin: str, at: datetime) -> str:
    """Send a code with which an application begins; the answer is the same whoever is registered.

    Returns:
        The code in a demonstration, for its page to show; "" in a real county.

    Raises:
        FilingProblem: name, identity number or phone cannot be right.
        NoticeProblem: too many asks from there.
    """
    tidy, faults = check_applicant(applicant, at=at)
    if faults:
        raise FilingProblem(faults)
    by = Who(kind=ActorKind.RESIDENT, origin=origin)
    with scoped(SYSTEM):
        _, phone = _target(tidy, at)
        code = notices.send_code(phone=phone, about=Subject("draft", 0), by=by, at=at)
        audit.record(action="cases.ask_draft_code", by=by, at=at, detail={"sent": bool(code)})
    return code if settings.MINZHENG.demo else ""


def begin_draft(
    *, chapter: str, code: str, division: int, applicant: Applicant, one_time_code: str, origin: str, at: datetime
) -> Begun:
    """Begin an application with the code that was sent, or go on with the one this person began for the same thing.

    Args:
        chapter, code: the procedure.
        division: the village (12 digits).
        applicant: who; becomes the first member.
        one_time_code: as typed.

    Raises:
        CaseProblem: the code is wrong, there is no such village or service, or too many were begun with this phone.
        FilingProblem: name, identity number or phone cannot be right.
    """
    tidy, faults = check_applicant(applicant, at=at)
    if faults:
        raise FilingProblem(faults)
    procedure = newest(chapter, code)
    if offered_online(procedure) is None:
        raise CaseProblem("这件事不能在网上申请。", remedy="请到村（居）委会或者乡镇（街道）办理。")
    with scoped(SYSTEM):
        person, phone = _target(tidy, at)
        good = notices.use_code(phone=phone, code=_digits(one_time_code), at=at)
        begun = _begun(procedure, division, tidy, person, phone, origin=origin, at=at) if good else None
    if begun is None:
        raise CaseProblem(_WRONG_CODE[0], remedy=_WRONG_CODE[1])
    return begun


def ask_resuming_code(*, phone: str, origin: str, at: datetime) -> str:
    """Send a code to a phone that has applications; what is answered does not tell whether it has.

    Raises:
        CaseProblem: no mobile number. NoticeProblem: too many asks from there.
    """
    number = _mobile(phone)
    by = Who(kind=ActorKind.RESIDENT, origin=origin)
    with scoped(SYSTEM):
        there = Draft.objects.filter(phone_index=index_of(number)).exists()
        code = notices.send_code(phone=number if there else None, about=Subject("draft", 0), by=by, at=at)
        audit.record(action="cases.ask_draft_code", by=by, at=at, detail={"sent": bool(code)})
    return code if settings.MINZHENG.demo else ""


def resume_drafts(*, phone: str, one_time_code: str, origin: str, at: datetime) -> list[Begun]:
    """Return the applications of a phone, the one last saved first.

    Raises:
        CaseProblem: no mobile number, or the code is wrong.
    """
    number = _mobile(phone)
    with scoped(SYSTEM):
        good = notices.use_code(phone=number, code=_digits(one_time_code), at=at)
        rows = list(_drafts().filter(phone_index=index_of(number)).order_by("-saved_at", "-pk")) if good else []
        for row in rows:
            _recorded("cases.resume_draft", row, origin=origin, at=at)
    if not rows:
        raise CaseProblem(_WRONG_CODE[0], remedy=_WRONG_CODE[1])
    return [begun_of(row) for row in rows]


def read_draft(number: int) -> Begun:
    """Return an application to its holder, who proved to be it. Raises NoCase if it is gone."""
    with scoped(SYSTEM):
        return begun_of(_draft(number))


def save_draft(number: int, *, answers: Mapping[str, Any], page: str = "", at: datetime) -> Begun:
    """Keep what is filled in so far, right or not, and which page it came from.

    Raises:
        NoCase: it is gone.
        CaseProblem: it was handed in already, or the answers are too long.
    """
    check_size(answers)
    with scoped(SYSTEM):
        row = _draft(number, lock=True)
        _require_open(row)
        row.answers, row.saved_at, row.page = seal_json(Sealed.DRAFT, row.pk, dict(answers)), at, page[:_LONGEST_PAGE]
        row.save(update_fields=["answers", "saved_at", "page"])
        return begun_of(row)


def faults_in(form: Form, answers: Mapping[str, Any], *, at: datetime) -> tuple[Fault, ...]:
    """Everything that is missing or wrong before answers can be handed in; one sentence for one place."""
    found = {each.path: each.sentence for each in check_answers(form, answers)}
    _, wrong = read_declaration(answers, on=clocks.local_day(at))
    # The declaration knows better what is wrong with a value that is there.
    found |= {each.path: each.sentence for each in wrong if each.path not in found or not _missing(found[each.path])}
    return tuple(Fault(path, sentence) for path, sentence in found.items())


def hand_in(number: int, *, origin: str, at: datetime) -> Begun:
    """Hand an application in: a case where the phone proved who asks, else it waits for somebody in office. Twice is once.

    Raises:
        NoCase: it is gone.
        FilingProblem: something is missing or wrong; everything is named.
    """
    with scoped(SYSTEM):
        row = _draft(number, lock=True)
        begun = begun_of(row)
        if row.case_id is not None or row.handed_in_at is not None:
            return begun
        if faults := faults_in(begun.form, begun.answers, at=at):
            raise FilingProblem(faults)
        row.handed_in_at, row.sent_back = at, ""
        row.save(update_fields=["handed_in_at", "sent_back"])
        _recorded("cases.hand_in", row, origin=origin, at=at)
        if row.person is not None:
            by = Actor(kind=ActorKind.RESIDENT, person=row.person.pk, name=row.person.name, origin=origin)
            filed_from(row, begun, by=by, at=at)
        return begun_of(row)


def drop_draft(number: int, *, origin: str, at: datetime) -> None:
    """Delete an application that was not handed in. Raises NoCase if it is gone, CaseProblem if it was handed in."""
    with scoped(SYSTEM):
        row = _draft(number, lock=True)
        _require_open(row)
        _recorded("cases.drop_draft", row, origin=origin, at=at)
        row.delete()


def forget_drafts(*, at: datetime) -> int:
    """Delete what nobody went on with for thirty days, and what became a case as long ago; return how many."""
    gone = Draft.objects.filter(saved_at__lt=at - KEPT).exclude(case__isnull=True, handed_in_at__isnull=False)
    return gone.delete()[0]


@transaction.atomic
def filed_from(row: Draft, begun: Begun, *, by: Actor, at: datetime) -> Case:
    """Make a case of a draft in the name of whoever proved to be the applicant, or made sure of it, and submit it."""
    person = row.person if by.kind is ActorKind.RESIDENT else None
    with scoped(by):
        case = open_case(
            procedure=begun.procedure, division=begun.division, channel=Channel.MOBILE, answers=begun.answers, person=person,
            key=uuid5(_KEYS, str(row.pk)), by=by, at=at,
        )  # fmt: skip
        act(case=case.pk, step="submit", by=by, at=at, given=Given())
        case.refresh_from_db()
    # The case has it from now on. Whoever files may be a resident, who sees no drafts.
    with scoped(SYSTEM):
        Draft.objects.filter(pk=row.pk).update(case=case, answers=None, saved_at=at)
        row.refresh_from_db()
    return case


def _begun(
    procedure: Procedure, division: int, applicant: Applicant, person: Person | None, phone: str, *, origin: str, at: datetime
) -> Begun:  # fmt: skip
    if not Division.objects.filter(code=division, level="village").exists():
        raise CaseProblem("没有这个村（社区）。", remedy="请重新选择所在的村（社区）。")
    own = list(_drafts().filter(phone_index=index_of(phone), case=None).select_for_update(of=("self",)))
    for row in own:
        if row.procedure == procedure.code and _head(row).get("id_number") == applicant.id_number:
            return begun_of(row)
    if len(own) >= _MOST_OF_PHONE:
        raise CaseProblem(
            f"这个手机号还有{len(own)}件没有办完的申请。", remedy="请先接着填或者删掉，或者请村（社区）代办。"
        )
    pk = next_id(Draft)
    head = {"name": applicant.name, "id_number": applicant.id_number, "relation": "01"}
    answers = {"contact": {"phone": applicant.phone}, "members": [head]}
    row = Draft.objects.create(
        id=pk, chapter=procedure.chapter, procedure=procedure.code, division_id=division, phone_index=index_of(phone), person=person,
        answers=seal_json(Sealed.DRAFT, pk, answers), opened_at=at, saved_at=at,
    )  # fmt: skip
    _recorded("cases.begin_draft", row, origin=origin, at=at)
    return begun_of(row)


def _target(applicant: Applicant, at: datetime) -> tuple[Person | None, str]:
    """Who is registered with that number and a phone, and the phone the code goes to."""
    person = find_person(id_number=applicant.id_number, known_at=at)
    registered = None if person is None else check_phone(phone_of(person=person))
    if person is None or registered is None or registered.kind is not PhoneKind.MOBILE:
        return None, applicant.phone
    return person, registered.number


def _drafts() -> Any:
    return Draft.objects.select_related("person", "case")


def _draft(number: int, *, lock: bool = False) -> Draft:
    rows = _drafts().select_for_update(of=("self",)) if lock else _drafts()
    found: Draft | None = rows.filter(pk=number).first()
    if found is None:
        raise NoCase
    return found


def begun_of(row: Draft) -> Begun:
    """An application as its holder and whoever takes it see it."""
    procedure = newest(row.chapter, row.procedure)
    form = form_of(procedure)
    if form is None:
        raise NoCase
    answers = {} if row.answers is None else open_json(Sealed.DRAFT, row.pk, row.answers)
    waits = row.handed_in_at is not None and row.case is None
    case = "" if row.case is None else row.case.number
    return Begun(
        row.pk, row.chapter, procedure, form, row.division_id, answers, row.page, row.saved_at, row.person_id is not None, waits, case,
        row.sent_back,
    )  # fmt: skip


def _head(row: Draft) -> Mapping[str, Any]:
    members: Sequence[Any] = open_json(Sealed.DRAFT, row.pk, row.answers or b"").get("members") or ({},)
    return members[0] if isinstance(members[0], Mapping) else {}


def _require_open(row: Draft) -> None:
    if row.handed_in_at is not None:
        raise CaseProblem("这件申请已经交上去了，不能再改。", remedy="要改的，请告诉联系您的工作人员。")


def _recorded(action: str, row: Draft, *, origin: str, at: datetime) -> None:
    by = Who(kind=ActorKind.RESIDENT, person=row.person_id, origin=origin)
    audit.record(action=action, by=by, at=at, subject=Subject("draft", row.pk), division=row.division_id)


def _mobile(text: str) -> str:
    phone = check_phone(text)
    if phone.kind is not PhoneKind.MOBILE:
        raise CaseProblem("手机号码应是11位数字。", remedy="请填写申请时收验证码的手机号码。")
    return phone.number


def _digits(text: str) -> str:
    return to_ascii_width(text).replace(" ", "")


def _missing(sentence: str) -> bool:
    return sentence.startswith("请填写")
