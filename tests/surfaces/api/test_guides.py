"""What anybody reads before they apply."""

from __future__ import annotations

from jsonschema import Draft202012Validator

from minzheng.engine.cases.models import Case
from tests.engine.cases.conftest import family
from tests.surfaces.api.conftest import Api

CODE = "minimum_living_allowance.application"


def test_anybody_reads_the_guide_of_a_service_with_every_element(api: Api) -> None:
    guide = api.done("", "GET", "services/minimum_living_allowance")
    for element in (
        "body",
        "law",
        "conditions",
        "materials",
        "steps",
        "limits",
        "fee",
        "results",
        "remedies",
        "complaint",
    ):
        assert guide[element], element
    assert guide["procedure"] == CODE
    assert all(each["law"] for each in guide["materials"])


def test_every_service_that_is_asked_for_has_a_guide(api: Api) -> None:
    for each in api.done("", "GET", "services"):
        assert api.done("", "GET", f"services/{each['name']}")["title"] == each["title"]


def test_anybody_reads_a_form_with_the_schema_of_its_answers(api: Api) -> None:
    found = api.done("", "GET", f"procedures/{CODE}/form")
    assert found["form"] == "application.v1"
    assert found == api.done("", "GET", f"procedures/{CODE}/form?version={found['version']}")
    Draft202012Validator.check_schema(found["schema"])
    asked = {question["name"]: question for page in found["pages"] for question in page["questions"]}
    assert asked["income_amount"]["data_class"] == "L4"
    errors = [error.message for error in Draft202012Validator(found["schema"]).iter_errors(family())]
    assert any("statements" in error for error in errors), "what is missing is found before anything is sent"
    assert not any("members" in error for error in errors)


def test_a_procedure_without_a_form_has_none_to_show(api: Api) -> None:
    answer = api.call("", "GET", "procedures/minimum_living_allowance.stop/form")
    assert answer.status_code == 404


def test_answers_are_checked_before_they_are_sent_and_nothing_is_kept(api: Api) -> None:
    before = Case.objects.count()
    said = api.done("village", "POST", f"procedures/{CODE}/form/check", {"answers": family()})
    sentences = {each["path"]: each["sentence"] for each in said["errors"]}
    assert not said["complete"]
    assert sentences["statements"] == "请填写声明和承诺"
    assert sentences["household.poverty_cause"] == "请填写家里困难的主要原因"
    assert Case.objects.count() == before


def test_who_is_unknown_has_nothing_checked(api: Api) -> None:
    assert api.call("", "POST", f"procedures/{CODE}/form/check", {"answers": {}}).status_code == 401
