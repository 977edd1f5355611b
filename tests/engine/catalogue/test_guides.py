"""Guides: every element is there, or its absence is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from minzheng.engine.catalogue import guides
from minzheng.engine.catalogue.guides import (
    Guide,
    guide_of,
    missing_elements,
    needs_guide,
    procedure_of_service,
    unset_locally,
)
from minzheng.engine.catalogue.matters import chapters, matters_of

DAY = date(2026, 8, 3)
MATTERS = {matter.name: matter for chapter in chapters() for matter in matters_of(chapter)}
SERVICES = sorted(name for name, matter in MATTERS.items() if needs_guide(matter))


def guide(name: str, *, demo: bool = True) -> Guide:
    return guide_of(MATTERS[name], county="530129", demo=demo, on=DAY)


@pytest.mark.parametrize("name", SERVICES)
@pytest.mark.parametrize("demo", [True, False])
def test_the_guide_of_every_service_is_complete(name: str, demo: bool) -> None:
    assert missing_elements(guide(name, demo=demo)) == []


def test_a_guide_is_put_together_from_matter_procedure_form_and_place() -> None:
    found = guide("minimum_living_allowance")
    assert (found.body, found.received_at, found.fee) == ("演示县民政局", "各乡镇人民政府、街道办事处", "不收费")
    assert [each.title for each in found.steps][:3] == ["提交申请", "受理", "初审同意并公示"]
    assert found.steps[2].within == "10个工作日"
    assert (found.limits[0].legal, found.limits[0].promised) == ("30个工作日", "25个工作日")
    assert "居民身份证、户口簿" in [each.title for each in found.materials]
    assert found.results == ("社会救助确认通知书",)
    assert [(each.way, each.to, each.within) for each in found.remedies][:2] == [
        ("行政复议", "演示县人民政府", "60日"),
        ("行政诉讼", "演示县人民法院", "6个月"),
    ]
    assert unset_locally(found) == []


def test_what_the_county_has_not_set_is_named_and_not_made_up() -> None:
    found = guide("minimum_living_allowance", demo=False)
    assert found.steps[2].within == "12个工作日"
    assert found.limits[0].promised == ""
    assert unset_locally(found) == ["咨询电话", "办理地点", "办公时间", "到办事现场次数", "网办深度", "承诺期限"]


@pytest.mark.parametrize(
    ("element", "words"),
    [
        ("conditions", "受理条件"),
        ("materials", "申请材料"),
        ("steps", "办理流程"),
        ("limits", "办理期限"),
        ("results", "办理结果"),
    ],
)
def test_each_missing_element_is_named_with_the_place_to_write_it(element: str, words: str) -> None:
    empty = {element: ()} | ({"steps": ()} if element == "limits" else {})
    found = missing_elements(replace(guide("minimum_living_allowance"), **empty))  # type: ignore[arg-type]
    assert any(each.startswith(f"{words}：") for each in found)


def test_a_matter_that_says_nothing_of_its_service_has_no_guide() -> None:
    found = guide("means_test")
    assert found.service is None
    assert missing_elements(found) == ["办事指南要素：在 matter.yaml 中写 service"]
    assert (found.body, found.received_at, found.fee, found.handling) == ("", "", "", "")
    assert (found.audience, found.channels, found.delivery) == ((), (), ())
    assert not needs_guide(MATTERS["means_test"])


@pytest.mark.parametrize(
    ("body", "name", "received_at", "shown", "where"),
    [
        ("bureau", "婚姻登记处", "body", "演示县民政局婚姻登记处", "演示县民政局婚姻登记处"),
        ("government", "", "bureau", "演示县人民政府", "演示县民政局"),
        ("other", "殡仪馆", "body", "殡仪馆", "殡仪馆"),
        ("township", "", "village", "各乡镇人民政府、街道办事处", "各村（居）民委员会"),
    ],
)
def test_whoever_is_responsible_is_named(body: str, name: str, received_at: str, shown: str, where: str) -> None:
    found = guide("minimum_living_allowance")
    assert found.service is not None
    service = replace(found.service, body=body, body_name=name, received_at=received_at)
    assert (replace(found, service=service).body, replace(found, service=service).received_at) == (shown, where)


def test_what_another_system_handles_is_told_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    matter = MATTERS["minimum_living_allowance"]
    assert matter.service is not None
    service = replace(
        matter.service,
        outside=("预约", "登记"),
        outside_limit="当场办结",
        outside_law="民法典 第二百零一条",
        results=("证书",),
    )
    monkeypatch.setattr(guides, "procedure_of_service", lambda _matter: None)
    found = guide_of(replace(matter, service=service), county="530129", demo=True, on=DAY)
    assert [each.title for each in found.steps] == ["预约", "登记"]
    assert [(each.legal, each.promised, each.law) for each in found.limits] == [("当场办结", "", "民法典 第二百零一条")]
    assert found.results == ("证书",)
    assert "承诺期限" in unset_locally(found)


def test_what_is_charged_is_said_with_its_law() -> None:
    found = guide("minimum_living_allowance")
    assert found.service is not None
    charged = replace(found.service, fee=("按清单公示", "社会救助法 第六十四条"))
    assert replace(found, service=charged).fee == "按清单公示（社会救助法 第六十四条）"


def test_a_service_may_be_asked_for_under_the_procedure_of_another() -> None:
    procedure = procedure_of_service(MATTERS["single_person_allowance"])
    assert procedure is not None
    assert procedure.code == "unified_application.application"
