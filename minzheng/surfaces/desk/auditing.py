"""审计: who did what, when, on what, what for, from where; for the audit administrator and for inspectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase

from minzheng.engine.access.auditing import read_audit
from minzheng.engine.access.queries import officer_names
from minzheng.engine.access.relatives_register import officers_by_unit
from minzheng.engine.access.roles import Role
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.audit.queries import health
from minzheng.engine.audit.types import ActorKind, HealthState, Outcome, Page, Recorded, Subject, Wanted
from minzheng.engine.cases import queries
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.types import CaseProblem
from minzheng.kernel.dates import DateProblem, parse_date
from minzheng.kernel.facts import DataClass
from minzheng.surfaces.clock import SHANGHAI
from minzheng.surfaces.desk.asker import desk_page, desk_view
from minzheng.surfaces.desk.audit_words import words_of
from minzheng.surfaces.desk.reading import number_in

ASKED = ("what", "officer", "case", "since", "until")
WHAT = (("", "全部"), ("looks", "查看、搜索、导出"), ("denied", "被拒绝的"))
_SUBJECTS = {
    "case": "办件",
    "letter": "文书",
    "officer": "工作人员",
    "account": "账户",
    "imprest_fund": "备用金",
    "draft": "网上来件",
    "public_notice": "公示",
    "message": "短信",
}
_STATES = {HealthState.SOUND: ("审计封存正常", "ok"), HealthState.WARNING: ("封存迟了", "warn"), HealthState.CLOSED: ("封存停顿，已停止办理", "bad")}  # fmt: skip


@dataclass(frozen=True)
class AuditLine:
    """One event as a page shows it."""

    at: str
    who: str
    did: str
    outcome: Outcome
    about: str
    case: str
    purpose: str
    origin: str


@desk_view("GET", about="audit", data_class=DataClass.L3)
def show(request: HttpRequest, *, actor: Actor, at: datetime) -> HttpResponseBase:
    """List events, the newest first; the filter stands in the address, which names nobody but officers by number."""
    asked = {name: request.GET.get(name, "").strip()[:40] for name in ASKED}
    before, problem, page = request.GET.get("before", ""), "", Page((), None)
    try:
        with scoped(actor):
            page = read_audit(_wanted(asked, actor), before=number_in(before) or None, by=actor, at=at)
    except (DateProblem, CaseProblem) as wrong:
        problem = str(wrong)
    kept = {name: value for name, value in asked.items() if value}
    state, kind = _STATES[health(at).state]
    return desk_page(
        request, "desk/audit.html", actor=actor, at=at, status=400 if problem else 200, problem=problem, asked=asked, what=WHAT, lines=_lines(page.events, actor, at),
        officers=[("", "全部工作人员"), *((str(key), words) for key, words in officers_by_unit())], state=state, kind=kind,
        following="" if page.next is None else "?" + urlencode({**kept, "before": page.next}),
    )  # fmt: skip


def _wanted(asked: Mapping[str, str], actor: Actor) -> Wanted:
    """What is asked for.

    Raises:
        DateProblem: a day is none.
        CaseProblem: there is no such case, or it is not theirs to see.
    """
    case = find_case(asked["case"], by=actor) if asked["case"] else None
    until = _day(asked["until"])
    return Wanted(
        person=number_in(asked["officer"]) or None, subject=None if case is None else Subject("case", case.pk), denied=asked["what"] == "denied",
        looks=asked["what"] == "looks", since=_begin(_day(asked["since"])), until=None if until is None else _begin(until + timedelta(days=1)),
    )  # fmt: skip


def _day(text: str) -> date | None:
    return parse_date(text) if text else None


def _begin(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time(), SHANGHAI)


def _lines(events: tuple[Recorded, ...], actor: Actor, at: datetime) -> list[AuditLine]:
    people = officer_names(each.who.person for each in events if each.who.kind is ActorKind.OFFICER and each.who.person)
    cases = {each.subject.id for each in events if each.subject is not None and each.subject.kind == "case"}
    with scoped(actor):
        numbers = queries.numbers_of(cases, by=actor)
    return [_line(each, people, numbers, at) for each in events]


def _line(event: Recorded, people: Mapping[int, str], numbers: Mapping[int, str], at: datetime) -> AuditLine:
    who = people.get(event.who.person or 0, "") if event.who.kind is ActorKind.OFFICER else ""
    role = Role(event.who.role).label if event.who.role in set(Role) else ""
    about = event.subject
    case = numbers.get(about.id, "") if about is not None and about.kind == "case" else ""
    return AuditLine(
        f"{event.at.astimezone(at.tzinfo):%Y-%m-%d %H:%M:%S}", " ".join(filter(None, (who or event.who.kind.label, role))), words_of(event.action), event.outcome,
        "" if about is None else f"{_SUBJECTS.get(about.kind, about.kind)} {about.id}", case, event.who.purpose, event.who.origin,
    )  # fmt: skip
