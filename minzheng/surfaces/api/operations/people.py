"""Whether somebody is registered, for a purpose and not too often; and who looked at oneself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.params.functions import Query

from minzheng.engine.access.queries import officer_names
from minzheng.engine.access.roles import Role
from minzheng.engine.access.scopes import Scope
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit import queries as events
from minzheng.engine.audit.types import ActorKind, Recorded
from minzheng.engine.cases.types import Fault
from minzheng.engine.registry import queries as registry
from minzheng.engine.registry.queries.people import homes_of
from minzheng.kernel.id_numbers import check_id_number
from minzheng.kernel.names import mask_name
from minzheng.surfaces.api import paging, shapes
from minzheng.surfaces.api.asking import Asking, asking, require_seldom
from minzheng.surfaces.api.problems import Refused

people = Router(tags=["人员"])
me = Router(tags=["本人"])

_MOST = 20
_ACTION = "registry.person.search"


@people.post("search", response=list[shapes.PersonFound], summary="核实人员登记")
def search_people(
    request: HttpRequest,
    given: shapes.Sought,
    unmask: str = Query("", max_length=40, description="names、id_number：完整返回"),
) -> Any:
    """按身份证号或姓名查找本人辖区内登记的人员。须在 X-Purpose 写明目的；每次查找都留痕，一小时不超过60次。"""
    asked = asking(request, Scope.PEOPLE, unmask=unmask, allowed=frozenset({"names", "id_number"}))
    _check(asked, given)
    day = asked.at.date()
    with scoped(asked.actor):
        found = _found(asked, given)
        homes = homes_of([each.pk for each in found], as_of=day, known_at=asked.at)
        rows = [
            (each, *homes[each.pk]) for each in found if each.pk in homes and _theirs(asked.actor, homes[each.pk][1])
        ][:_MOST]
        audit.record(
            action=_ACTION, by=asked.actor, at=asked.at,
            detail={
                "by": "id_number" if given.id_number else "name", "persons": [each.pk for each, *_ in rows],
                "unmasked": sorted(asked.unmask),
            },
        )  # fmt: skip
        return [
            {
                "id": each.pk, "name": each.name if "names" in asked.unmask else mask_name(each.name), "household": home,
                "division": place, "id_number": registry.id_number_of(person=each) if "id_number" in asked.unmask else None,
            }
            for each, home, place in rows
        ]  # fmt: skip


@me.get("", response=shapes.Me, summary="我是谁")
def show_me(request: HttpRequest) -> Any:
    """返回令牌或登录所代表的人或程序，以及今天的岗位。"""
    actor = asking(request, *Scope).actor
    roles = sorted({each.role for each in actor.assignments})
    return {"kind": actor.kind.label, "name": actor.name, "roles": [role.label for role in roles]}


@me.get("looks", response=shapes.Looks, summary="谁看过我的信息")
def show_looks(request: HttpRequest, after: str = Query("", max_length=4_000, description="上一页返回的 next")) -> Any:
    """列出谁、何时、为什么看过本人的信息；只给居民本人。"""
    asked = asking(request)
    actor = asked.actor
    if actor.kind is not ActorKind.RESIDENT or actor.person is None:
        raise Refused(403, "forbidden", "这里只给居民本人查看自己的信息被谁看过。")
    before = paging.position(after, of="looks", actor=actor)
    page = events.looks_at_person(actor.person, before=None if before is None else int(before))
    names = officer_names(each.who.person for each in page.events if _officer(each) and each.who.person is not None)
    looks = [_look(each, names) for each in page.events]
    following = None if page.next is None else str(page.next)
    return {"looks": looks, "next": paging.mark(following, of="looks", actor=actor)}


def _check(asked: Asking, given: shapes.Sought) -> None:
    if asked.actor.kind is ActorKind.RESIDENT:
        raise Refused(403, "forbidden", "居民不能查找他人的登记。")
    if not asked.actor.purpose:
        raise Refused(403, "purpose_needed", "查找人员须写明目的：请在 X-Purpose 中说明（UTF-8，百分号编码）。")
    if bool(given.id_number) == bool(given.name):
        raise Refused(422, "invalid", "请填身份证号或者姓名，只填一项。", faults=[Fault("id_number", "与姓名二者填一")])
    require_seldom(asked, _ACTION)


def _found(asked: Asking, given: shapes.Sought) -> Sequence[Any]:
    if not given.id_number:
        if len((given.name or "").strip()) < 2:
            raise Refused(422, "invalid", "姓名至少两个字。", faults=[Fault("name", "文字过短")])
        return registry.search_by_name(text=given.name or "", known_at=asked.at, limit=200)
    check = check_id_number(given.id_number, today=asked.at.date())
    if not check.valid:
        raise Refused(422, "invalid", "身份证号不正确，请核对。", faults=[Fault("id_number", "身份证号不正确")])
    person = registry.find_person(id_number=check.number, known_at=asked.at)
    return [] if person is None else [person]


def _theirs(actor: Actor, division: int) -> bool:
    return any(low <= division < high for low, high in actor.ranges)


def _officer(each: Recorded) -> bool:
    return each.who.kind is ActorKind.OFFICER


def _look(each: Recorded, names: dict[int, str]) -> dict[str, Any]:
    who = names.get(each.who.person or 0, "") if _officer(each) else each.who.kind.label
    role = Role(each.who.role).label if each.who.role in set(Role) else ""
    return {"at": each.at, "who": who, "role": role, "action": each.action, "purpose": each.who.purpose}
