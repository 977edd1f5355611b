"""One household: what a decision on it stands on."""

from __future__ import annotations

from minzheng.engine.assessments.one_household import HouseholdAssessment, assess_household
from minzheng.engine.catalogue.localities import locality
from tests.engine.assessments.conftest import DAY, KNOWN, Village


def _assessed(village: Village, number: str, *, county: str = "530199") -> HouseholdAssessment:
    return assess_household(
        village.families[number].pk, as_of=DAY, known_at=KNOWN, locality=locality(county), demo=county == "530199"
    )


def test_it_gives_every_family_what_the_county_run_gives_it(village: Village) -> None:
    found = {number: _assessed(village, number) for number in village.families}
    results = {number: assessment.result for number, assessment in found.items()}
    assert set(results.values()) > {"DIBAO", "NONE"}
    for assessment in found.values():
        given = {each.benefit for each in assessment.entitlements if each.person is None}
        assert given == {assessment.result} & {"DIBAO", "EDGE", "RIGID"}


def test_what_is_refused_has_the_conditions_that_failed(village: Village) -> None:
    assessment = _assessed(village, "B不符合")
    failures = assessment.failures(["DIBAO"])
    assert failures
    assert all(failure.code and failure.condition for failure in failures)
    assert not assessment.given(["DIBAO"])


def test_what_a_decision_stands_on_is_kept(village: Village) -> None:
    first, again = _assessed(village, "B不符合"), _assessed(village, "B不符合")
    assert (first.rules, first.inputs) == (again.rules, again.inputs)
    assert first.explanation[0]["because"]
    assert first.parameters


def test_nothing_is_decided_where_parameters_are_not_confirmed(village: Village) -> None:
    assessment = _assessed(village, "B不符合", county="530129")
    assert assessment.result == "UNDECIDED"
    assert any("参数未确认" in words for words in assessment.questions(["DIBAO"]))
