"""`minzheng explain` on the families of a village."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from minzheng.surfaces.cli import explain
from minzheng.surfaces.cli.main import main
from tests.engine.assessments.conftest import OTHER_TOWNSHIP, VILLAGE, Village

DAY = "2026-08-01"
pytestmark = pytest.mark.usefixtures("demonstration")


def run(*arguments: str) -> int:
    return main(["explain", "--as-of", DAY, "--known-at", DAY, *arguments])


def _told(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(*arguments) == 0
    return capsys.readouterr().out


def test_it_says_what_the_household_is_and_what_it_gets(village: Village, capsys: pytest.CaptureFixture[str]) -> None:
    printed = _told(capsys, "A低保")
    assert "家庭 A低保　建设社区居委会　2026-08-01" in printed
    assert "救助类别：最低生活保障　每月可得 717.00元/月" in printed
    assert "计入：申请人本人" in printed
    trees = [line for line in printed.splitlines() if line.startswith(("家庭的救助类别", "家庭每月可得"))]
    assert trees == ["家庭的救助类别：最低生活保障", "家庭每月可得的救助金（低保、单人户、特困合计）：717.00元/月"]
    assert "演示数据：人员、家庭和全部金额均为虚构。" in printed


def test_names_are_masked(village: Village, capsys: pytest.CaptureFixture[str]) -> None:
    printed = _told(capsys, "A低保", "--full")
    assert "马**" in printed
    assert "马建国" not in printed


def test_a_refusal_names_each_matter_and_shows_what_failed(
    village: Village, capsys: pytest.CaptureFixture[str]
) -> None:
    printed = _told(capsys, "B不符合")
    assert "不符合最低生活保障：家庭月人均收入不低于当地最低生活保障标准" in printed
    assert "7,300.00元/月 低于 约 608.33元/月" in printed


def test_what_a_household_does_not_need_is_not_held_against_it(
    village: Village, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "不符合" not in _told(capsys, "A低保").partition("家庭的救助类别")[0]
    assert "不符合" not in _told(capsys, "D特困").partition("家庭的救助类别")[0]


def test_what_is_missing_is_named(village: Village, capsys: pytest.CaptureFixture[str]) -> None:
    printed = _told(capsys, "E未调查")
    assert "！待核实" in printed
    assert "已申报或核查家庭经济状况：未知　← 没有记录，补充后才能确定" in printed


def test_one_result_can_be_asked_for(village: Village, capsys: pytest.CaptureFixture[str]) -> None:
    printed = _told(capsys, "A低保", "--about", "household_income")
    assert "规定期限内的家庭收入：6,000.00元/核算期" in printed
    assert "家庭的救助类别：" not in printed


def test_everything_looked_at_can_be_listed(village: Village, capsys: pytest.CaptureFixture[str]) -> None:
    brief, full = _told(capsys, "D特困"), _told(capsys, "D特困", "--full")
    assert "未记录，按默认值" not in brief
    assert "未记录，按默认值" in full
    assert len(full) > len(brief)


def test_json_holds_the_summary_and_the_trees(village: Village, capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(_told(capsys, "B不符合", "--json"))
    assert (found["household"], found["result"], found["as_of"]) == ("B不符合", "不符合条件", DAY)
    assert [tree["name"] for tree in found["because"]] == ["assistance_result", "monthly_total"]
    assert set(found["refusals"]) == {"最低生活保障", "最低生活保障边缘家庭", "刚性支出困难家庭"}


def test_text_page_and_data_tell_the_same(village: Village, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "解释.html"
    text = _told(capsys, "C边缘", "--html", str(page))
    assert f"网页已写入 {page}" in text
    tree = json.loads(_told(capsys, "C边缘", "--json"))
    html = page.read_text(encoding="utf-8")
    for node in _every(tree["because"]):
        assert f"{node['label']}：{node['value']}" in text
        assert node["label"] in html
    assert "最低生活保障边缘家庭" in html
    assert page.stat().st_mode & 0o777 == 0o600


def _every(nodes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [inner for node in nodes for inner in (node, *_every(node.get("because", [])))]


def test_a_page_and_data_can_be_had_at_once(
    village: Village, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert json.loads(_told(capsys, "A低保", "--json", "--html", str(tmp_path / "a.html")))
    assert (tmp_path / "a.html").exists()


def test_a_page_that_cannot_be_written_is_said(
    village: Village, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("A低保", "--html", str(tmp_path / "nowhere" / "a.html")) == 2
    assert "文件夹不存在，请先建立" in capsys.readouterr().err


def test_a_number_of_two_villages_is_asked_for_with_the_village(
    village: Village, capsys: pytest.CaptureFixture[str]
) -> None:
    village.family("A低保", division=OTHER_TOWNSHIP)
    assert run("A低保") == 2
    assert "请同时说明所在的村（社区）" in capsys.readouterr().err
    assert "717.00元/月" in _told(capsys, "A低保", "--division", str(VILLAGE))


def test_without_demonstration_nothing_is_called_invented(
    village: Village, demonstration: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(explain, "configuration", lambda: demonstration.model_copy(update={"demo": False}))
    printed = _told(capsys, "A低保")
    assert "虚构" not in printed
    assert "！参数未确认：" in printed


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["没有这一户"], "没有编号为 没有这一户 的家庭：请核对家庭编号"),
        (["A低保", "--about", "age"], "不能解释“age”：可用 assistance_result、monthly_total"),
        (["A\x00"], "含有不能使用的字符"),
        (["\ud800"], "含有不能使用的字符"),
        (["A\x1b[31m"], "含有不能使用的字符"),
        ([], "缺少参数 家庭编号。"),
        (["A低保", "--as-of", "x"], "日期“x”无法识别"),
        (["A低保", "--division", "x"], "不是行政区划代码"),
    ],
)
def test_a_wrong_question_is_answered_in_words(
    arguments: list[str], said: str, village: Village, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*arguments) == 2
    printed = capsys.readouterr().err
    assert said in printed
    assert "\x1b" not in printed


@pytest.mark.django_db
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(text=st.text(st.characters(exclude_categories=()), min_size=1, max_size=60) | st.just("9" * 100_000))
def test_no_number_brings_it_down(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--", text) == 2
    printed = capsys.readouterr().err
    assert "事故" not in printed
    assert len(printed) < 400
