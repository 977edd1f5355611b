"""What hangs in the village: anybody objects, nothing goes on until that is handled, photographs prove it, and who objected stays secret."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from minzheng.engine.access import actions as access
from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import AccessProblem, Actor
from minzheng.engine.audit.models import Event
from minzheng.engine.audit.types import ActorKind
from minzheng.engine.cases import actions, queries
from minzheng.engine.cases.models import Case
from minzheng.engine.cases.queries import Publicity
from minzheng.engine.cases.readings import Readings
from minzheng.engine.cases.types import CaseProblem, GateProblem, NoCase
from minzheng.engine.notices.models import PublicNotice
from minzheng.engine.notices.types import NoticeProblem, ObjectionResult
from tests.engine.cases.conftest import MONDAY, County, resident
from tests.kernel.test_pictures import SECRET, located

POSTED, OVER = MONDAY + timedelta(days=3), MONDAY + timedelta(days=11)


@pytest.fixture
def hung(county: County) -> tuple[Case, PublicNotice]:
    case = county.investigated()
    county.do(case, "propose", "lead", POSTED, places=("村务公开栏",))
    return case, PublicNotice.objects.get()


def seen(county: County, case: Case, by: str | Actor) -> Publicity:
    actor = county.actors[by] if isinstance(by, str) else by
    with scoped(actor):
        return queries.publicity_of(Readings(county.seen(case), POSTED), by=actor, at=POSTED)


def handled(county: County, case: Case, objection: int, by: str, conclusion: str = "车是借的，已核实") -> None:
    actor = county.actors[by]
    with scoped(actor):
        actions.handle_objection(
            case=case.number, objection=objection, result=ObjectionResult.NOT_UPHELD, conclusion=conclusion, by=actor, at=OVER
        )  # fmt: skip


def test_a_case_waits_until_every_objection_is_handled(county: County, hung: tuple[Case, PublicNotice]) -> None:
    case, notice = hung
    objection = actions.object_to_notice(notice.pk, text="他家有车", objector="沙忠", origin="203.0.113.9", at=POSTED)
    with pytest.raises(GateProblem, match="异议还没有处理完"):
        county.do(case, "forward", "clerk", OVER)
    handled(county, case, objection.pk, "clerk")
    county.do(case, "forward", "clerk", OVER)
    assert county.seen(case).state == "COUNTY_REVIEW"


def test_who_objected_is_shown_to_who_settles_it_and_neither_to_the_family_nor_to_the_village(
    county: County, hung: tuple[Case, PublicNotice]
) -> None:
    case, notice = hung
    actions.object_to_notice(notice.pk, text="他家有车", objector="沙忠", contact="13800000000", origin="x", at=POSTED)
    (line,) = seen(county, case, "clerk").notices
    assert (line.waiting, line.objections[0].objector, line.objections[0].text) == (1, "沙忠", "他家有车")
    assert Event.objects.filter(action="notices.view_objections").count() == 1
    family = Actor(kind=ActorKind.RESIDENT, person=county.seen(case).person_id, name="马建国")
    for other in (family, "village", "verifier", "hotline"):
        assert seen(county, case, other).notices[0].objections == ()
        assert seen(county, case, other).notices[0].phase == "有异议待处理"
    assert Event.objects.filter(action="notices.view_objections").count() == 1
    assert "沙忠" not in str(Event.objects.filter(action__startswith="notices.").values_list("detail", flat=True))


@pytest.mark.parametrize("by", ["village", "head", "verifier"])
def test_who_does_not_handle_objections_is_refused(by: str, county: County, hung: tuple[Case, PublicNotice]) -> None:
    case, notice = hung
    objection = actions.object_to_notice(notice.pk, text="他家有车", origin="x", at=POSTED)
    assert not seen(county, case, by).may_handle
    with pytest.raises(AccessProblem):
        handled(county, case, objection.pk, by)


def test_another_township_finds_nothing(county: County, hung: tuple[Case, PublicNotice]) -> None:
    case, notice = hung
    objection = actions.object_to_notice(notice.pk, text="他家有车", origin="x", at=POSTED)
    with pytest.raises(NoCase):
        handled(county, case, objection.pk, "stranger")


def test_an_objection_is_handled_once_and_with_a_conclusion(county: County, hung: tuple[Case, PublicNotice]) -> None:
    case, notice = hung
    objection = actions.object_to_notice(notice.pk, text="他家有车", origin="x", at=POSTED)
    with pytest.raises(NoticeProblem, match="没有写明处理结论"):
        handled(county, case, objection.pk, "clerk", " ")
    handled(county, case, objection.pk, "clerk")
    with pytest.raises(NoticeProblem, match="已经处理"):
        handled(county, case, objection.pk, "lead")
    with pytest.raises(CaseProblem, match="没有这条异议"):
        handled(county, case, objection.pk + 1, "lead")


def test_nobody_objects_to_what_does_not_hang(hung: tuple[Case, PublicNotice]) -> None:
    _, notice = hung
    for number, at in ((notice.pk, OVER + timedelta(days=1)), (notice.pk + 1, POSTED)):
        with pytest.raises(NoticeProblem, match="不在公示期内"):
            actions.object_to_notice(number, text="他家有车", origin="x", at=at)


def test_photographs_prove_where_it_hangs_without_saying_where_they_were_taken(
    county: County, hung: tuple[Case, PublicNotice]
) -> None:
    case, notice = hung
    actor = county.actors["village"]
    with scoped(actor):
        actions.prove_notice(
            case=case.number, notice=notice.pk, files=[located()], place="村务公开栏", by=actor, at=POSTED
        )
        (photo,) = seen(county, case, actor).notices[0].photographs
        assert photo.place == "村务公开栏"
        page = actions.open_material(case=case.number, material=photo.material or 0, by=actor, at=POSTED)
        assert page is not None
        assert SECRET not in page
        with pytest.raises(NoticeProblem, match="已经登记过"):
            actions.prove_notice(
                case=case.number, notice=notice.pk, files=[located()], place="村口", by=actor, at=POSTED
            )


def test_what_hangs_after_the_decision_is_proven_although_the_case_is_closed(county: County) -> None:
    case = county.reviewed()
    at = MONDAY + timedelta(days=15)
    county.do(case, "confirm", "head", at, places=("村务公开栏",))
    notice, actor = PublicNotice.objects.latest("pk"), county.actors["clerk"]
    with scoped(actor):
        actions.prove_notice(case=case.number, notice=notice.pk, files=[located()], place="村务公开栏", by=actor, at=at)
    assert notice.evidence.count() == 1


def test_taken_down_early_it_must_hang_anew(county: County, hung: tuple[Case, PublicNotice]) -> None:
    case, notice = hung
    with scoped(county.actors["clerk"]), pytest.raises(AccessProblem):
        actions.take_notice_down(
            case=case.number, notice=notice.pk, reason="张贴错了", by=county.actors["clerk"], at=POSTED
        )
    with scoped(county.actors["lead"]):
        actions.take_notice_down(
            case=case.number, notice=notice.pk, reason="张贴错了", by=county.actors["lead"], at=POSTED
        )
    with pytest.raises(GateProblem, match="重新公示"):
        county.do(case, "forward", "clerk", OVER)


def test_a_relative_of_the_family_handles_no_objection(county: County, hung: tuple[Case, PublicNotice]) -> None:
    case, notice = hung
    objection = actions.object_to_notice(notice.pk, text="他家有车", origin="x", at=POSTED)
    access.declare_relative(
        officer=county.bureau.officers["clerk"], name="马建国", id_number=resident(901), relation="40", on=date(2026, 8, 3),
        by=county.actors["clerk"], at=POSTED,
    )  # fmt: skip
    with pytest.raises(CaseProblem, match="回避"):
        handled(county, case, objection.pk, "clerk")
