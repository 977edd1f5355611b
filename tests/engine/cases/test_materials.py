"""Papers of a case: kept as what is seen, by whoever takes part, shown to nobody else, and every look is known."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, AccessProblem, Actor
from minzheng.engine.audit.models import Event
from minzheng.engine.audit.types import ActorKind
from minzheng.engine.cases import actions
from minzheng.engine.cases.actions.materials import MOST_FILES, titles_of
from minzheng.engine.cases.models import Case, Material
from minzheng.engine.cases.procedures import procedure_of
from minzheng.engine.cases.types import CaseProblem, NoCase
from tests.engine.cases.conftest import MONDAY, County, county
from tests.kernel.test_pictures import SECRET, document, located, photograph

LATER = MONDAY + timedelta(hours=2)
TITLE = "身份证、户口簿"


def add(county: County, case: Case, *files: bytes, by: str = "clerk", title: str = TITLE) -> list[Material]:
    with scoped(county.actors[by]):
        return actions.add_materials(case=case.number, title=title, files=files, by=county.actors[by], at=LATER)


def opened(county: County, case: Case, material: int, by: Actor | str = "clerk") -> bytes | None:
    who = county.actors[by] if isinstance(by, str) else by
    with scoped(who):
        return actions.open_material(case=case.number, material=material, by=who, at=LATER)


def own(county: County, case: Case) -> Actor:
    return Actor(kind=ActorKind.RESIDENT, person=county.seen(case).person_id, name="马建国")


def test_a_photograph_comes_back_as_it_looks_and_without_where_it_was_taken(county: County) -> None:
    case = county.accepted()
    (kept,) = add(county, case, located())
    content = opened(county, case, kept.pk)
    assert content is not None
    assert content.startswith(b"\xff\xd8")
    assert SECRET not in content
    assert bytes(kept.content) != content


def test_a_pdf_is_kept_page_by_page_and_sent_again_kept_once(county: County) -> None:
    case = county.accepted()
    first = add(county, case, document(1), photograph())
    again = add(county, case, document(1), photograph())
    assert [page.pk for page in first] == [page.pk for page in again]
    with scoped(SYSTEM):
        assert Material.objects.count() == 2


def test_the_family_itself_hands_in_papers_and_looks_at_them(county: County) -> None:
    case = county.accepted()
    by = own(county, case)
    with scoped(by):
        (kept,) = actions.add_materials(case=case.number, title=TITLE, files=[photograph()], by=by, at=LATER)
    assert opened(county, case, kept.pk, by)
    stranger = Actor(kind=ActorKind.RESIDENT, person=999_999)
    with pytest.raises(NoCase):
        opened(county, case, kept.pk, stranger)
    with pytest.raises(NoCase):
        opened(county, case, kept.pk, "stranger")


def test_every_look_is_known_to_the_family(county: County) -> None:
    case = county.accepted()
    (kept,) = add(county, case, photograph())
    opened(county, case, kept.pk)
    event = Event.objects.get(action="cases.view_material")
    assert event.subject_id == kept.pk
    assert event.detail["persons"] == [county.seen(case).person_id]


def test_who_can_do_nothing_with_a_case_says_what_for(county: County) -> None:
    case = county.accepted()
    (kept,) = add(county, case, photograph())
    with pytest.raises(AccessProblem, match="请写明目的"):
        opened(county, case, kept.pk, "head")


def test_who_has_no_part_in_it_adds_nothing(county: County) -> None:
    case = county.accepted()
    with pytest.raises(AccessProblem, match="不能添加材料"):
        add(county, case, photograph(), by="mechanism")


@pytest.mark.parametrize(
    ("files", "title", "says"),
    [
        ((), TITLE, "1至10个文件"),
        ((b"",) * (MOST_FILES + 1), TITLE, "1至10个文件"),
        ((photograph(), b"MZ"), TITLE, "第2个文件：不是照片"),
        ((photograph(),), "别的", "没有选择是什么材料"),
    ],
)
def test_what_cannot_be_taken_is_said_and_nothing_is_kept(files: Any, title: str, says: str, county: County) -> None:
    case = county.accepted()
    with pytest.raises(CaseProblem, match=says):
        add(county, case, *files, title=title)
    with scoped(SYSTEM):
        assert not Material.objects.exists()


def test_a_case_holds_so_many_pages_and_a_closed_one_takes_no_more(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = county.accepted()
    monkeypatch.setattr("minzheng.engine.cases.actions.materials.MOST_PAGES", 2)
    with pytest.raises(CaseProblem, match="最多保存2页"):
        add(county, case, document(3))
    county.do(case, "withdraw", "clerk", LATER, reason="申请人要求")
    with pytest.raises(CaseProblem, match="已经办结"):
        add(county, case, photograph())


def test_what_does_not_belong_there_is_struck_out_with_its_other_pages_and_may_come_again(county: County) -> None:
    case = county.accepted()
    pages = add(county, case, document(1), photograph())
    clerk = county.actors["clerk"]
    with scoped(clerk):
        actions.strike_material(case=case.number, material=pages[0].pk, by=clerk, at=LATER)
        view = actions.view_case(case.number, by=clerk, at=LATER)
        with pytest.raises(CaseProblem, match="没有这页材料"):
            actions.strike_material(case=case.number, material=pages[0].pk, by=clerk, at=LATER)
    assert [line.id for line in view.materials] == [pages[1].pk]
    assert opened(county, case, pages[0].pk) is None
    assert add(county, case, document(1))[0].pk != pages[0].pk


def test_the_family_does_not_strike_out_what_officers_recorded(county: County) -> None:
    case = county.accepted()
    (kept,) = add(county, case, photograph())
    by = own(county, case)
    with scoped(by), pytest.raises(AccessProblem, match="由经办人员剔除"):
        actions.strike_material(case=case.number, material=kept.pk, by=by, at=LATER)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE cases_material SET title = 'x'",
        "UPDATE cases_material SET content = ''",
        "DELETE FROM cases_material",
        "UPDATE cases_material SET struck_at = NULL",
    ],
)
def test_nothing_kept_is_ever_changed_behind_its_back(change: str, county: County) -> None:
    case = county.accepted()
    (kept,) = add(county, case, photograph())
    with scoped(SYSTEM):
        if "NULL" in change:
            Material.objects.filter(pk=kept.pk).update(struck_at=LATER)
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_papers_are_called_as_the_procedure_calls_them(county: County) -> None:
    titles = titles_of(procedure_of(county.accepted()))
    assert titles[0] == TITLE
    assert titles[-1] == "其他材料"
    assert "授权书影像" in titles


__all__ = ["county"]
