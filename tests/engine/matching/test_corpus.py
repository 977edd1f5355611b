import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minzheng.engine.matching.ledger_rows import read_rows
from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.matching.recognition import recognise
from minzheng.engine.matching.row_fates import FileCount
from minzheng.engine.matching.workbooks import open_workbook
from tests.engine.matching.corpus import cell, package, people_xml, sheet_xml, variants
from tests.engine.matching.people import TODAY, division_names

_HAN = re.compile(r"[\u4e00-\u9fff]")
_VARIANTS = variants()
_DIVISIONS = division_names()


def account(path: Path) -> FileCount | FileProblem:
    """Read a file to its end; only a FileProblem may stop that."""
    count = FileCount()
    try:
        with open_workbook(path) as workbook:
            for row in read_rows(recognise(workbook), today=TODAY, divisions=_DIVISIONS, count=count):
                assert row.accepted or all(problem.reason and problem.remedy for problem in row.problems)
    except FileProblem as problem:
        return problem
    return count


def test_the_corpus_holds_more_than_a_hundred_variants() -> None:
    assert len(_VARIANTS) > 200


@pytest.mark.parametrize("name", _VARIANTS)
def test_every_file_ends_in_a_problem_in_words_or_in_a_full_account(name: str, tmp_path: Path) -> None:
    path = tmp_path / (name if "." in name else f"{name}.xlsx")
    _VARIANTS[name](path)
    outcome = account(path)
    if isinstance(outcome, FileProblem):
        assert _HAN.search(outcome.what)
        assert outcome.remedy
        assert str(tmp_path) not in str(outcome)
    else:
        assert outcome.balances
        assert outcome.read > 0


@pytest.mark.parametrize("name", [name for name in _VARIANTS if name.startswith(("ledger_tidy", "ledger_usual"))])
def test_readable_ledgers_are_accepted_whole(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    _VARIANTS[name](path)
    outcome = account(path)
    assert isinstance(outcome, FileCount)
    assert outcome.accepted > 0
    assert outcome.rejected == 0


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=2_000))
def test_no_bytes_whatever_raise_anything_else(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(content)
    outcome = account(path)
    assert isinstance(outcome, FileProblem) or outcome.balances


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    texts=st.lists(st.text(max_size=40), min_size=1, max_size=5),
    kind=st.sampled_from(["inlineStr", "n", "s", "e", "d", "str"]),
)
def test_no_text_in_any_cell_raises_anything_else(texts: list[str], kind: str, tmp_path: Path) -> None:
    cells = "".join(cell(f"{chr(65 + i)}9", text.replace("\uffff", ""), kind=kind) for i, text in enumerate(texts))
    path = tmp_path / "cells"
    path.write_bytes(package(sheet_xml(f'{people_xml()}<row r="9">{cells}</row>').encode("utf-8", "replace")))
    outcome = account(path)
    assert isinstance(outcome, FileProblem) or (outcome.balances and outcome.read >= 6)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(flips=st.dictionaries(st.integers(0, 2_000), st.integers(1, 255), min_size=1, max_size=8))
def test_no_damaged_package_raises_anything_else(flips: dict[int, int], tmp_path: Path) -> None:
    good = package(sheet_xml(people_xml()))
    path = tmp_path / "damaged"
    path.write_bytes(bytes(byte ^ flips.get(i, 0) for i, byte in enumerate(good)))
    outcome = account(path)
    assert isinstance(outcome, FileProblem) or outcome.balances


@pytest.mark.parametrize(
    "name",
    [
        "csv_utf-8",
        "csv_utf-8-sig",
        "csv_gbk",
        "csv_gb18030",
        "csv_utf-16",
        "csv_utf16_be_bom",
        "csv_lone_cr",
        "csv_mixed_encodings",
        "csv_tab",
        "csv_semicolon",
        "csv_formula_text",
    ],
)
def test_the_same_rows_are_read_from_every_encoding_and_delimiter(name: str, tmp_path: Path) -> None:
    path = tmp_path / "名单.csv"
    _VARIANTS[name](path)
    with open_workbook(path) as workbook:
        rows = list(read_rows(recognise(workbook), today=TODAY, divisions=_DIVISIONS))
    assert [row.values.get("name") for row in rows] == ["张三"] * 3
