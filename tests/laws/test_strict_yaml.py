from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minzheng.laws.strict_yaml import MAX_DEPTH, YamlProblem, load, load_document


def problem(text: str) -> YamlProblem:
    with pytest.raises(YamlProblem) as caught:
        load(text, "标准.yaml")
    return caught.value


def refusal(text: str) -> str | None:
    try:
        load(text, "x")
    except YamlProblem as refused:
        return str(refused)
    return None


def test_it_reads_the_plain_shapes():
    text = "a: 1\nb: [760.00, 2026-07-01, true, null, '760.00']\nc: |\n  两行\n  文字\n"
    assert load(text, "x") == {
        "a": 1,
        "b": [Decimal("760.00"), date(2026, 7, 1), True, None, "760.00"],
        "c": "两行\n文字\n",
    }


@pytest.mark.parametrize("word", ["on", "off", "yes", "no", "NO", "Y", "True", "12:30", "0530129", "1_000", "+86"])
def test_words_that_yaml_would_guess_at_stay_words(word):
    assert load(f"{word}: {word}", "x") == {word: word}


def test_decimals_keep_every_digit():
    value = load("k: 0.10", "x")["k"]
    assert isinstance(value, Decimal)
    assert str(value) == "0.10"


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=4, allow_nan=False, allow_infinity=False))
def test_a_decimal_is_read_back_exactly(value):
    assert load(f"k: {value:f}", "x")["k"] == value


@pytest.mark.parametrize(
    "number", ["1e5", "1.5e-3", ".5", "5.", ".inf", ".NaN", "0x10", "1" * 5000, "1" * 5000 + ".00"]
)
def test_doubtful_numbers_are_refused(number):
    assert "不是规范的数" in problem(f"a: 1\nb: {number}").message


def test_a_repeated_key_is_refused_with_both_lines():
    refused = problem("from: 2026-01-01\nvalue: 1\nfrom: 2026-02-01\n")
    assert refused.line == 3
    assert str(refused) == "标准.yaml:3：键“from”重复，第 1 行已经写过。"


def test_a_day_that_does_not_exist_is_refused():
    assert "没有“2026-02-30”这一天" in problem("a: 2026-02-30").message


def test_a_value_written_once_may_be_referred_to():
    text = "a: &x {n: 1.50}\nb: [*x, *x]\nc: &y 3\nd: *y\ne: &z f\n*z : 1\n"
    same = {"n": Decimal("1.50")}
    assert load(text, "x") == {"a": same, "b": [same, same], "c": 3, "d": 3, "e": "f", "f": 1}


@pytest.mark.parametrize("text", ["a: *x", "a: &x [*x]", "b: *x\na: &x 1"])
def test_a_reference_before_its_value_is_refused(text):
    assert "之前没有写完" in problem(text).message


@pytest.mark.parametrize("text", ["a: &x {b: 1}\nc: {<<: *x}", "a: &x [1]\n*x : 2"])
def test_merging_and_composite_keys_are_refused(text):
    assert "键必须" in problem(text).message


def test_references_that_multiply_without_end_are_refused():
    lines = ["a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    assert "引用展开后超过" in problem("\n".join(lines)).message


@pytest.mark.parametrize("text", ["a: !!python/object/apply:os.system ['true']", "a: !!int '3'", "!local {a: 1}"])
def test_type_tags_are_refused(text):
    assert "类型标签" in problem(text).message


@pytest.mark.parametrize("text", ["", "---\n", "# 只有注释\n", "null"])
def test_an_empty_file_is_refused(text):
    assert problem(text).message == "文件是空的。"


def test_two_documents_in_one_file_are_refused():
    assert problem("a: 1\n---\nb: 2\n").line == 2


def test_a_list_as_key_is_refused():
    assert "键必须" in problem("[a, b]: 1").message


def test_deep_nesting_is_refused_before_it_hurts():
    assert f"超过 {MAX_DEPTH} 层" in problem("[" * 50).message
    assert problem("[" * 20_000).line == 1


@pytest.mark.parametrize("text", ["a: [1", "a: 'x", "a:\n\t- 1", "a: b: c", "\x00", "a: \ud800", "a: \x07"])
def test_broken_text_is_refused_in_words(text):
    assert str(problem(text)).startswith("标准.yaml:")


def test_oversized_text_is_refused():
    assert "文件过大" in problem("#" * 20_000_001).message


@given(st.text(max_size=200))
def test_any_text_is_data_or_a_problem(text):
    assert (refusal(text) or "x:").startswith("x:")


def test_a_document_tells_on_which_line_a_value_stands():
    document = load_document("a:\n  b:\n    - {c: 1}\n    - {c: 2, d: 3}\n", "标准.yaml")
    assert document.line() == 1
    assert document.line("a", "b", 1, "d") == 4
    assert document.line("a", "b", 1, "missing", "deeper") == 4
    assert document.line("nowhere") == 1
    assert str(document.problem("金额为负。", "a", "b", 0, "c")) == "标准.yaml:3：金额为负。"
