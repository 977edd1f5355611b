"""`minzheng rules`: the rules as officers read them, and one household assessed from a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minzheng.engine.assessments.types import CHAPTER
from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.surfaces.cli.household_file import MOST_BYTES, MOST_ROWS, HouseholdFileProblem, read_household
from minzheng.surfaces.cli.main import main

DAY = "2026-08-01"


def _told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert main(["rules", *arguments]) == 0
    return capsys.readouterr().out


def test_check_counts_what_it_checked(capsys: pytest.CaptureFixture[str]) -> None:
    rules = load_chapter(CHAPTER).rules
    assert f"{len(rules.versions)} 条规则（{len(rules.rules)} 个版本）" in _told(capsys, "check")


def test_list_names_every_version(capsys: pytest.CaptureFixture[str]) -> None:
    lines = _told(capsys, "list").splitlines()
    assert len(lines) == len(load_chapter(CHAPTER).rules.rules)
    assert any(line.startswith("dibao_total　月最低生活保障金　（各时期）") for line in lines)


def test_a_card_is_made_from_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    printed = _told(capsys, "card", "dibao_total")
    assert "计算：月最低生活保障金 ＝ 低保金（不含增发） ＋ 分类施保增发合计" in printed
    assert "《社会救助暂行办法》第十二条" in printed
    assert "《社会救助暂行办法》" not in _told(capsys, "card", "dibao_total", "--on", DAY)


def test_every_card_prints_without_a_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert _told(capsys, "card").count("  计算：") == len(load_chapter(CHAPTER).rules.rules)


def test_parameters_name_value_source_and_what_to_beware_of(capsys: pytest.CaptureFixture[str]) -> None:
    printed = _told(capsys, "parameters", "--place", "530199", "--on", DAY)
    assert "收入核算期限（income_window_months）：12个月　演示数据（虚构），自 2024-07-01 起　！参数未确认" in printed
    assert "最低生活保障标准（dibao_standard）：参数未确认" in _told(capsys, "parameters", "--on", DAY)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["card", "没有"], "没有名为“没有”的规则：请用 minzheng rules list 查看全部名称。"),
        (["card", "\x1b[31m\ud800"], "没有名为“[31m”的规则"),
        (["card", "age", "--on", "x"], "日期“x”无法识别"),
        (["parameters", "--place", "x"], "不是行政区划代码"),
        (["eval"], "缺少参数 文件。"),
        (["eval", "/没有/户.json"], "读不到文件 /没有/户.json：请核对路径和权限。"),
        (["eval", "/"], "读不到文件 /"),
        (["eval", "x.json", "--place", "昆明"], "不是行政区划代码"),
    ],
)
def test_a_wrong_question_is_answered_in_words(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rules", *arguments]) == 2
    assert said in capsys.readouterr().err


# One household from a file.

FAMILY: dict[str, Any] = {
    "household": {"area": "农村", "means_declared": True},
    "members": [
        {
            "relation": "本人",
            "birth_on": "1968-05-04",
            "incomes": [{"income_kind": "种植业收入", "income_amount": 6000, "income_months": None}],
            "expenses": [{"expense_kind": "MEDICAL", "expense_amount": "0.00"}],
        },
        {"与户主（申请人）关系": "妻", "出生日期": "1970年11月20日", "serious_illness": False},
    ],
    "assets": [{"asset_kind": "DWELLING", "asset_area": 80}],
    "obligors": [{"obligor_birth_on": "1990-01-01", "obligor_unable": True}],
}


def _file(folder: Path, body: Any) -> str:
    path = folder / "户.json"
    path.write_text(body if isinstance(body, str) else json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return str(path)


def _assessed(folder: Path, capsys: pytest.CaptureFixture[str], body: Any, *arguments: str) -> dict[str, Any]:
    given_place = () if "--place" in arguments else ("--place", "530199")
    printed = _told(capsys, "eval", _file(folder, body), "--on", DAY, "--json", *given_place, *arguments)
    found: dict[str, Any] = json.loads(printed)
    return found


def test_a_household_is_assessed_from_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _assessed(tmp_path, capsys, FAMILY)
    assert (found["result"], found["household_size"]) == ({"code": "DIBAO", "label": "最低生活保障"}, 2)
    amounts = {"monthly_total": "717.00", "dibao_base": "717.00", "dibao_uplift": "0.00", "monthly_income": "500.00"}
    assert {name: found[name] for name in amounts} == amounts
    assert [member["counting_ground"]["code"] for member in found["members"]] == ["APPLICANT", "SPOUSE"]
    assert [member["age"] for member in found["members"]] == [58, 55]
    assert (found["refusals"], found["notices"], found["unconfirmed_parameters"]) == ([], [], [])
    assert [tree["name"] for tree in found["because"]] == ["assistance_result", "monthly_total"]


def test_versions_of_rules_and_parameters_are_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    today, again = (_assessed(tmp_path, capsys, FAMILY) for _ in range(2))
    assert today == again
    other = _assessed(tmp_path, capsys, FAMILY, "--place", "530129")
    assert today["parameters_version"] != other["parameters_version"]
    assert len(today["rules_version"]) == 64


def test_a_refusal_carries_codes_and_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rich = json.loads(json.dumps(FAMILY))
    rich["members"][0]["incomes"][0]["income_amount"] = "90,000.00元"
    found = _assessed(tmp_path, capsys, rich)
    assert found["result"]["code"] == "NONE"
    assert found["refusals"][0] == {
        "matter": "dibao",
        "title": "最低生活保障",
        "reasons": [{"code": "INCOME_NOT_BELOW_STANDARD", "label": "家庭月人均收入不低于当地最低生活保障标准"}],
    }


def test_what_is_not_known_is_null_and_noticed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _assessed(tmp_path, capsys, {"household": {"area": "农村"}, "members": [{"relation": "本人"}]})
    assert (found["result"]["code"], found["monthly_total"], found["members"][0]["age"]) == ("UNDECIDED", None, None)
    assert found["notices"] == ["待核实（事实缺失或者参数未确认）"]


def test_what_one_member_leaves_open_is_open_for_that_member_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = {**FAMILY, "members": [FAMILY["members"][0], {"relation": "妻"}]}
    assert [member["age"] for member in _assessed(tmp_path, capsys, body)["members"]] == [58, None]


def test_a_real_county_names_the_parameters_it_lacks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = _assessed(tmp_path, capsys, FAMILY, "--place", "530129")
    assert "dibao_standard" in {each["name"] for each in found["unconfirmed_parameters"]}
    assert not found["invented_parameters"]


def test_the_same_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _file(tmp_path, FAMILY)
    printed = _told(capsys, "eval", path, "--place", "530199", "--on", DAY)
    assert printed.splitlines()[:5] == [
        "核算日期 2026-08-01　参数 530199",
        "救助类别：最低生活保障　每月可得 717.00 元",
        "核算人口 2 人　家庭月收入 500.00 元　月人均 250.00 元",
        "第1人　58 岁　计入：申请人本人",
        "第2人　55 岁　计入：配偶",
    ]
    assert "所用参数是虚构的，只供演示。" in printed
    real = _told(capsys, "eval", path, "--on", DAY)
    assert "每月可得 待核实" in real
    assert "参数未确认：" in real
    assert "！待核实" in real


def test_a_destitute_person_and_a_refusal_are_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    able = dict.fromkeys(
        ("can_eat", "can_dress", "can_leave_bed", "can_use_toilet", "can_walk_indoors", "can_bathe"), True
    )
    old = {"relation": "本人", "birth_on": "1945-03-03", "asks_destitute_support": "是", **able}
    body = {"household": {"area": "RURAL", "means_declared": "是"}, "members": [old]}
    printed = _told(capsys, "eval", _file(tmp_path, body), "--place", "530199", "--on", DAY)
    assert "第1人　81 岁　计入：申请人本人　特困供养每月 886.00 元" in printed
    rich = {**body, "members": [{"relation": "本人", "incomes": [{"income_kind": "W01", "income_amount": 99999}]}]}
    printed = _told(capsys, "eval", _file(tmp_path, rich), "--place", "530199", "--on", DAY)
    assert "第1人　年龄不详" in printed
    assert "不符合最低生活保障：家庭月人均收入不低于当地最低生活保障标准" in printed


def test_it_needs_no_database(tmp_path: Path, repository: Path) -> None:
    script = "import sys; from minzheng.surfaces.cli.main import main; code = main(); sys.exit(code or 'minzheng.engine.registry.models' in sys.modules)"
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MINZHENG_")}
    done = subprocess.run(
        [sys.executable, "-c", script, "rules", "eval", _file(tmp_path, FAMILY), "--place", "530199", "--on", DAY],
        env={**environment, "MINZHENG_HOME": str(tmp_path / "home")},
        cwd=repository,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert not (tmp_path / "home").exists()


def _with(**changed: Any) -> dict[str, Any]:
    return {**FAMILY, **changed}


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "第 1 行第 1 个字符起不是正确的 JSON。"),
        ('{"household": {}\n,}', "第 2 行第 2 个字符起不是正确的 JSON。"),
        ("[]", "文件的最外层应是 {…}"),
        ("[" * 100_000, "文件套得太深"),
        ('{"a":' * 100_000, "文件套得太深"),
        ('{"members": [{"labour_coefficient": NaN}]}', "NaN 不是数字"),
        ('{"members": [{"labour_coefficient": -Infinity}]}', "-Infinity 不是数字"),
        ('{"household": {}, "household": {}}', "“household”写了两次"),
        ({"people": []}, "没有“people”这一项：可写 household、members、assets、obligors。"),
        ({"household": []}, "household 应是 {…}"),
        ({"household": {}}, "家庭没有成员"),
        (_with(members={}), "members 应是 […]，最多 200 项。"),
        (_with(members=[{}] * (MOST_ROWS + 1)), "最多 200 项"),
        (_with(members=["x"]), "members 第1项 应是 {…}"),
        (_with(members=[{"incomes": {}}]), "members 第1项 incomes 应是 […]"),
        (_with(members=[{"incomes": [{"income_amount": "1e9"}]}]), "members 第1项 incomes 第1项 收入金额："),
        (_with(members=[{"birth": "1990-01-01"}]), "没有“birth”这一项事实，是否应为 birth_on？"),
        (_with(household={"xyz\ud800": 1}), "household：没有“xyz”这一项事实？"),
        (_with(household={"survey_note": "文字"}), "没有“survey_note”这一项事实"),
        (_with(household={"area": True}), "城乡类别：不能写 true 或者 false。"),
        (_with(household={"area": ["农村"]}), "城乡类别：应是一个值"),
        (_with(household={"area": "城中村"}), "城乡类别："),
        (_with(members=[{"birth_on": "1990-02-30"}]), "出生日期："),
        (_with(members=[{"serious_illness": "也许"}]), "患当地名录内重病："),
    ],
)
def test_a_wrong_file_is_answered_in_words(
    body: Any, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    assert main(["rules", "eval", _file(tmp_path, text)]) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert len(printed) < 300


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'{"members": [{"labour_coefficient": ' + b"9" * 5000 + b"}]}", "不是数字"),
        (b'{"members": [{"labour_coefficient": 1e999999}]}', "不是数字"),
        (b'{"members": [{"relation": "\\ud800"}]}', "与户主（申请人）关系："),
        (b'{"members": [{"relation": "\\u0000"}]}', "与户主（申请人）关系："),
        (b"\xff\xfe", "文件不是 UTF-8 编码"),
        (b" " * (MOST_BYTES + 1), "文件超过 1,000 KB"),
    ],
)
def test_hostile_bytes_are_answered_in_words(
    raw: bytes, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "户.json"
    path.write_bytes(raw)
    assert main(["rules", "eval", str(path)]) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert len(printed) < 300


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "户.json"
    path.write_text(json.dumps(FAMILY), encoding="utf-8-sig")
    assert read_household(path).size == 1


JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(st.characters(exclude_categories=())),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["household", "members", "assets", "incomes", "relation", "birth_on", "income_amount", "area", "x"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150, deadline=None)
@given(body=JSON | st.builds(lambda inner: {"members": [inner]}, JSON))
def test_any_json_is_a_household_or_a_sentence(body: Any, tmp_path: Path) -> None:
    path = tmp_path / "户.json"
    path.write_bytes(json.dumps(body).encode("utf-8", "surrogatepass"))
    said = _answer(path)
    assert said == "" or said.endswith("。")


def _answer(path: Path) -> str:
    try:
        read_household(path)
    except HouseholdFileProblem as problem:
        return str(problem)
    return ""
