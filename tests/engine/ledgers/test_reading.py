from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from minzheng.engine.ledgers import actions, queries
from minzheng.engine.ledgers.meaning import MEANINGS, PERSON_COLUMNS
from minzheng.engine.ledgers.models import Batch, StagedRow
from minzheng.engine.ledgers.types import BatchState, LedgerProblem, RowState
from minzheng.engine.matching.layouts import all_layouts
from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.registry.facts import FACTS
from tests.engine.ledgers.conftest import (
    AS_OF,
    BOOK,
    DESTITUTE,
    DIBAO,
    DISABLED,
    JULY,
    family,
    number,
    write,
)

Bring = Callable[..., Batch]


def _said(batch: Batch, *, rejects: bool = True) -> list[tuple[int, str, str]]:
    found = queries.problems_of(batch=batch.pk)
    return [(problem.row, problem.column, problem.reason) for problem in found if problem.rejects is rejects]


def _staged(bring: Bring, titles: Any, rows: list[list[Any]]) -> Batch:
    batch = bring(titles, rows, confirm=False)
    assert batch.accepted + batch.rejected == len(rows)
    return batch


def test_every_layout_has_a_meaning_and_every_fact_column_a_fact() -> None:
    assert MEANINGS.keys() == all_layouts().keys()
    assert set(PERSON_COLUMNS) <= FACTS.keys()


def test_a_good_file_waits_for_confirmation(bring: Bring) -> None:
    batch = _staged(bring, DIBAO, family(1) + family(11))
    assert (batch.state, batch.layout, batch.accepted, batch.rejected) == (BatchState.STAGED, "dibao_ledger", 4, 0)
    assert batch.skipped == {"表头行": 1}
    assert list(StagedRow.objects.order_by("position").values_list("family", flat=True)) == [0, 0, 2, 2]


def test_what_rows_say_is_sealed(bring: Bring) -> None:
    _staged(bring, DIBAO, family(1))
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload, problems::text FROM ledgers_stagedrow")
        for payload, problems in cursor.fetchall():
            assert b"530199" not in bytes(payload)
            assert number(1) not in problems


def test_the_same_person_twice_is_refused_and_its_household_waits(bring: Bring) -> None:
    rows = family(1) + family(11, size=3)
    rows[3][5] = number(1)
    batch = _staged(bring, DIBAO, rows)
    assert _said(batch) == [
        (4, "", "整户暂不导入：同一户的第5行有问题"),
        (5, "F", "同一人出现在两户：与工作表“名单”第2行是同一个身份证号"),
        (6, "", "整户暂不导入：同一户的第5行有问题"),
    ]
    assert (batch.accepted, batch.rejected) == (2, 3)


def test_the_same_row_twice_in_a_list_is_refused_once(bring: Bring) -> None:
    row = ["仁德街道", "建设社区", "马乙国", number(2), "肢体", "二级"]
    batch = _staged(bring, DISABLED, [row, row])
    assert _said(batch) == [(3, "D", "同一人出现在两户：与工作表“名单”第2行是同一个身份证号")]


def test_a_refused_member_holds_the_whole_household(bring: Bring) -> None:
    rows = family(1) + family(11)
    rows[0][5] = "530199197001010110"
    batch = _staged(bring, DIBAO, rows)
    assert [row for row, _, _ in _said(batch)] == [2, 3]
    assert StagedRow.objects.filter(state=RowState.ACCEPTED).count() == 2


def test_a_number_registered_under_another_name_is_refused_without_telling_it(bring: Bring) -> None:
    bring(DIBAO, family(1, size=1))
    rows = family(1, size=1)
    rows[0][3] = rows[0][4] = "李大海"
    assert _said(_staged(bring, DIBAO, rows)) == [(2, "E", "这个身份证号登记的姓名是“马**”，与表中姓名不一致")]


def test_birth_and_sex_that_disagree_with_the_number_are_warned_of(bring: Bring) -> None:
    book = ["0001", "仁德街道", "建设社区", "户主", "马甲国", number(1), "女", "汉", "1970-02-01", "初中", ""]
    batch = _staged(bring, BOOK, [book])
    assert batch.accepted == 1
    assert [reason for _, _, reason in _said(batch, rejects=False)] == [
        "出生日期1970-02-01与身份证号不一致，按身份证号1970-01-01登记",
        "性别“女”与身份证号第17位不一致，按表中所填登记",
    ]


def test_absurd_amounts_are_refused(bring: Bring) -> None:
    batch = _staged(bring, DIBAO, family(1, amount=25_000, size=1))
    assert _said(batch) == [(2, "I", "金额25,000.00元过大，不合常理")]
    rows = [["仁德街道", "建设社区", "马甲国", number(1), "集中", "全护理", 71_500, 570, "2020-03"]]
    assert [row for row, _, _ in _said(_staged(bring, DESTITUTE, rows))] == [2]


def test_a_household_without_a_village_is_refused_unless_it_is_registered(bring: Bring) -> None:
    rows = family(1)
    for row in rows:
        row[1] = row[2] = ""
    assert {reason for _, _, reason in _said(_staged(bring, DIBAO, rows))} == {"没有填写乡镇和村（社区）"}
    bring(DIBAO, family(1))
    assert _said(_staged(bring, DIBAO, rows)) == []


def test_an_unknown_village_is_refused_with_its_place(bring: Bring) -> None:
    rows = family(1, size=1)
    rows[0][2] = "不存在村"
    assert _said(_staged(bring, DIBAO, rows)) == [(2, "C", "仁德街道没有“不存在村”这个村（社区）")]


def test_members_without_a_relation_are_refused_unless_they_are_registered(bring: Bring) -> None:
    rows = family(1, size=3)
    rows[1][6] = ""
    assert [row for row, column, _ in _said(_staged(bring, DIBAO, rows)) if column] == [3]
    bring(DIBAO, family(1, size=3))
    assert _said(_staged(bring, DIBAO, rows)) == []


def test_a_list_row_without_a_number_is_refused(bring: Bring) -> None:
    rows = [
        ["仁德街道", "建设社区", "马乙国", "", "肢体", "二级"],
        ["仁德街道", "建设社区", "马丙国", number(3), "肢体", "二级"],
    ]
    assert [(row, reason) for row, _, reason in _said(_staged(bring, DISABLED, rows))] == [(2, "没有填写身份证号")]


def test_a_member_who_is_registered_elsewhere_is_announced(bring: Bring) -> None:
    bring(DIBAO, family(1, size=1))
    bring(DIBAO, family(11, size=1))
    rows = family(1, size=2)
    rows[1][5], rows[1][4] = number(11), "马甲国"
    batch = _staged(bring, DIBAO, rows)
    assert _said(batch, rejects=False) == [(3, "E", "此人已登记在另一户，导入时不改动")]


def test_the_report_counts_the_reasons(bring: Bring) -> None:
    rows = family(1) + family(11)
    rows[0][5] = "1"
    found = queries.report(batch=_staged(bring, DIBAO, rows).pk)
    assert (found.data_rows, found.layout_title, found.state_label) == (4, "低保台账", "待确认")
    assert dict(found.reasons) == {"身份证号码应为18位（老号码15位），请核对是否多填、漏填": 1, "整户暂不导入": 1}
    with pytest.raises(LedgerProblem, match="没有第0批"):
        queries.report(batch=0)


@pytest.mark.django_db
def test_a_file_that_is_no_ledger_fails_with_a_sentence(tmp_path: Path) -> None:
    path = write(tmp_path / "别的.xlsx", ["甲", "乙"], [["1", "2"]])
    with pytest.raises(FileProblem, match="认不出"):
        actions.stage_file(path=path, as_of=AS_OF, by="李明", at=JULY)
    batch = Batch.objects.get()
    assert (batch.state, batch.failure[:5]) == (BatchState.FAILED, "别的.xl")


@pytest.mark.django_db
def test_a_file_that_is_not_there_leaves_no_batch(tmp_path: Path) -> None:
    for path in (tmp_path / "没有.xlsx", tmp_path, Path("\udcff\x00")):
        with pytest.raises(FileProblem):
            actions.stage_file(path=path, as_of=AS_OF, by="李明", at=JULY)
    assert Batch.objects.count() == 0


def test_a_layout_can_be_named_and_must_exist(bring: Bring) -> None:
    assert bring(DIBAO, family(1), confirm=False, layout="低保台账").layout == "dibao_ledger"
    with pytest.raises(LedgerProblem, match=r"可用的版式：.*特困供养台账（destitute_ledger）"):
        bring(DIBAO, family(1), layout="\x00不知道")
