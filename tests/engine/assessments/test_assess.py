from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from minzheng.engine.assessments import actions, queries
from minzheng.engine.assessments.models import Run
from minzheng.engine.assessments.types import AssessmentProblem, Difference, Notice, RunSummary
from minzheng.engine.catalogue.localities import Locality, locality
from minzheng.kernel.codes import BENEFIT_TYPE, COUNTING_GROUND
from minzheng.kernel.division_codes import DivisionCode
from tests.engine.assessments.conftest import DAY, KNOWN, OTHER_TOWNSHIP, RECORDED, VILLAGE, Village


def _run(county: Locality, **given) -> RunSummary:  # type: ignore[no-untyped-def]
    stated = {"as_of": DAY, "known_at": KNOWN, "locality": county, "demo": True, "by": "测试", "at": KNOWN}
    return actions.assess(**(stated | given))


def _rows(run: int) -> dict[str, dict[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT h.number, r.* FROM assessments_householdresult r JOIN registry_household h ON h.id = household_id WHERE run_id = %s",
            [run],
        )
        names = [column.name for column in cursor.description]
        return {row[0]: dict(zip(names[1:], row[1:], strict=True)) for row in cursor.fetchall()}


def test_it_gives_every_household_its_result_to_the_fen(village: Village, demo_county: Locality) -> None:
    rows = _rows(_run(demo_county).id)
    assert {number: BENEFIT_TYPE.key(row["result"]) for number, row in rows.items()} == {
        "A低保": "DIBAO", "B不符合": "NONE", "C边缘": "EDGE", "D特困": "TEKUN", "E未调查": "UNDECIDED",
    }  # fmt: skip
    # 7300/12 × 2 − 6000/12 = 716.666…, up to the yuan
    assert (rows["A低保"]["monthly_income"], rows["A低保"]["dibao_base"], rows["A低保"]["dibao_uplift"]) == (
        50_000,
        71_700,
        0,
    )
    # 7300/12 up to the yuan, plus a fifth of the standard for severe disability
    assert rows["C边缘"]["single_amount"] == 60_900 + 12_167
    # 1.3 × 7300/12 up to the yuan = 791, plus 15 % of 1890 up to the yuan = 284
    assert rows["D特困"]["destitute_amount"] == 79_100 + 28_400


def test_it_marks_what_nobody_knows_instead_of_deciding(village: Village, demo_county: Locality) -> None:
    rows = _rows(_run(demo_county).id)
    assert [number for number, row in rows.items() if row["notice"] & Notice.UNKNOWN] == ["E未调查"]
    assert (rows["E未调查"]["dibao_base"], rows["E未调查"]["dibao_uplift"], rows["E未调查"]["monthly_income"]) == (
        0,
        0,
        0,
    )


def test_a_real_county_without_cited_amounts_decides_nothing(village: Village) -> None:
    rows = _rows(_run(locality("530129"), demo=False).id)
    assert all(
        row["notice"] & Notice.UNKNOWN and BENEFIT_TYPE.key(row["result"]) == "UNDECIDED" for row in rows.values()
    )
    assert sum(row["dibao_base"] + row["destitute_amount"] + row["single_amount"] for row in rows.values()) == 0


def test_invented_amounts_decide_nothing_outside_a_demonstration(village: Village, demo_county: Locality) -> None:
    rows = _rows(_run(demo_county, demo=False).id)
    assert all(row["notice"] & Notice.UNKNOWN for row in rows.values())


def test_it_stores_why_each_member_counts(village: Village, demo_county: Locality) -> None:
    run = _run(demo_county).id
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id, ground, benefit, amount FROM assessments_personresult WHERE run_id = %s", [run]
        )
        persons = {row[0]: row[1:] for row in cursor.fetchall()}
    grounds = {name: COUNTING_GROUND.key(persons[person.pk][0]) for name, person in village.persons.items()}
    assert grounds["李大山"] == "APPLICANT"
    assert grounds["李秀"] == "SPOUSE"
    assert grounds["李小山"] == grounds["李小花"] == "DEPENDENT_CHILD"
    single = persons[village.persons["李小山"].pk]
    assert (BENEFIT_TYPE.key(single[1]), single[2]) == ("DIBAO_SINGLE", 73_067)


def test_the_same_run_gives_the_same_bytes_and_is_stored_once(village: Village, demo_county: Locality) -> None:
    first, second = _run(demo_county), _run(demo_county, at=KNOWN + timedelta(days=1))
    assert second.repeated
    assert not first.repeated
    assert (first.id, first.results_digest, first.inputs_digest) == (
        second.id,
        second.results_digest,
        second.inputs_digest,
    )
    assert Run.objects.count() == 1


def test_another_fact_makes_another_run(village: Village, demo_county: Locality) -> None:
    first = _run(demo_county)
    village.income(village.persons["保秀英"], "B02", 120_000)
    second = _run(demo_county)
    assert first.inputs_digest != second.inputs_digest
    assert _rows(second.id)["A低保"]["dibao_base"] == 61_700


def test_what_was_known_earlier_can_be_assessed_again(village: Village, demo_county: Locality) -> None:
    later = RECORDED + timedelta(days=10)
    village.grant("A低保", 50_000)
    with pytest.raises(AssessmentProblem, match="没有登记的家庭"):
        _run(demo_county, known_at=RECORDED - timedelta(days=1))
    assert _run(demo_county, known_at=later).households == 5


def test_one_township_can_be_assessed_alone(village: Village, demo_county: Locality) -> None:
    done = _run(demo_county, division=DivisionCode.parse("530129103"))
    assert (done.households, done.people) == (1, 4)


def test_older_law_applies_to_older_days(village: Village, demo_county: Locality) -> None:
    before, after = (Run.objects.get(pk=_run(demo_county, as_of=day).id) for day in (DAY.replace(month=6), DAY))
    changed = {name for name, rule in after.rules.items() if before.rules.get(name) != rule}
    assert "has_no_labour_capacity" in changed
    assert before.rules["age"] == after.rules["age"]


def test_the_table_adds_up_by_township(village: Village, demo_county: Locality) -> None:
    rows = queries.by_township(_run(demo_county).id)
    assert [(row.code, row.households) for row in rows] == [
        (VILLAGE // 1000 * 1000, 4),
        (OTHER_TOWNSHIP // 1000 * 1000, 1),
    ]
    total = queries.total_of(rows)
    assert (total.people, total.destitute_persons, total.single_persons, total.to_check) == (9, 1, 1, 1)
    assert (total.dibao_amount, total.single_amount, total.destitute_amount) == (71_700, 73_067, 107_500)
    assert total.by_result == {"DIBAO": 1, "NONE": 1, "EDGE": 1, "TEKUN": 1, "UNDECIDED": 1}


def test_differences_to_grants_are_suspects_with_reasons(village: Village, demo_county: Locality) -> None:
    village.grant("A低保", 50_000)
    village.grant("B不符合", 30_000)
    village.grant("E未调查", 20_000)
    found = {(change.household_number, change.benefit): change for change in queries.changes(_run(demo_county).id)}
    assert {key: change.kind for key, change in found.items()} == {
        ("A低保", "最低生活保障"): Difference.AMOUNT,
        ("B不符合", "最低生活保障"): Difference.UNDUE,
        ("C边缘", "最低生活保障（单人户）"): Difference.MISSING,
        ("D特困", "特困人员救助供养"): Difference.MISSING,
        ("E未调查", "最低生活保障"): Difference.CHECK,
    }
    undue = found["B不符合", "最低生活保障"]
    assert (undue.granted, undue.assessed) == (30_000, 0)
    assert undue.reasons == ("家庭月人均收入不低于当地最低生活保障标准",)


def test_the_right_amount_is_no_difference(village: Village, demo_county: Locality) -> None:
    village.grant("A低保", 71_700)
    assert "A低保" not in {change.household_number for change in queries.changes(_run(demo_county).id)}


@pytest.mark.parametrize("statement", [
    "UPDATE assessments_householdresult SET dibao_base = 1", "DELETE FROM assessments_householdresult", "DELETE FROM assessments_run",
    "UPDATE assessments_run SET results_digest = ''", "INSERT INTO assessments_personresult VALUES ({run}, 1, 1, 1, 1, 1)",
    "INSERT INTO assessments_personresult_{run} VALUES ({run}, 1, 1, 1, 1, 1)", "DROP TABLE assessments_personresult_{run}",
])  # fmt: skip
def test_the_application_cannot_change_a_stored_run(village: Village, demo_county: Locality, statement: str) -> None:
    run = _run(demo_county).id
    with (
        pytest.raises(DatabaseError, match=r"permission denied|must be owner"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement.format(run=run))


def test_the_latest_run_of_the_county_is_found(village: Village, demo_county: Locality) -> None:
    assert queries.latest_run(demo=True, locality="530199") is None
    first = _run(demo_county)
    _run(demo_county, division=DivisionCode.parse("530129103"))
    found = queries.latest_run(demo=True, locality="530199")
    assert found is not None
    assert (found.id, found.as_of) == (first.id, DAY)
    assert queries.latest_run(demo=False, locality="530199") is None
    assert str(Run.objects.get(pk=first.id)) == "2026-08-01 530199"
