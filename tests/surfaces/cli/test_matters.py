"""`minzheng matters` and `minzheng new-matter`."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import pytest

from minzheng.engine.catalogue.checking import Checked
from minzheng.surfaces.cli import matters, new_matter
from minzheng.surfaces.cli.main import main

SERVICE = "minimum_living_allowance"


@pytest.fixture(autouse=True)
def county(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The county as in a demonstration, until a test says otherwise."""
    here = SimpleNamespace(locality="530129", demo=True)
    monkeypatch.setattr(matters, "configuration", lambda: here)
    return here


def _told(capsys: pytest.CaptureFixture[str], *arguments: str, status: int = 0) -> str:
    assert main(["matters", *arguments]) == status
    captured = capsys.readouterr()
    return captured.err if status == 2 else captured.out


def test_check_counts_what_it_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert "没有发现错误" in _told(capsys, "check")


def test_check_tells_every_problem_and_fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = Checked(problems=["matters/a/b/matter.yaml:1：缺少 title。", "matters/a/c/matter.yaml:2：缺少 rules。"])
    monkeypatch.setattr(matters, "check_catalogue", lambda **_given: found)
    out = _told(capsys, "check", status=1)
    assert out.splitlines() == [*found.problems, "共 2 处错误。"]


def test_list_names_services_with_their_procedures(capsys: pytest.CaptureFixture[str]) -> None:
    out = _told(capsys, "list")
    assert f"{SERVICE}　最低生活保障　（行政给付）" in out
    assert f"    {SERVICE}.application　最低生活保障申请　第1版" in out
    assert "means_test　家庭经济状况核算　（不单独申请）" in out


def test_show_prints_the_guide(capsys: pytest.CaptureFixture[str]) -> None:
    out = _told(capsys, "show", SERVICE, "--on", "2026-08-03")
    for words in (
        "实施主体：演示县民政局", "收费：不收费", "到办事现场次数：1", "初审同意并公示　乡镇（街道）分管负责人　10个工作日",
        "全部办理期限　30个工作日，承诺25个工作日", "行政复议　向演示县人民政府　60日",
    ):  # fmt: skip
        assert words in out
    assert "！" not in out


def test_show_says_what_the_county_has_not_set(capsys: pytest.CaptureFixture[str], county: SimpleNamespace) -> None:
    county.demo = False
    assert "！本地没有登记：咨询电话" in _told(capsys, "show", SERVICE)


def test_show_says_that_nobody_applies_for_shared_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert "不单独申请" in _told(capsys, "show", "means_test")


def test_flow_writes_picture_and_bpmn_with_the_limits_of_the_county(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    svg, bpmn = tmp_path / "flow.svg", tmp_path / "flow.bpmn"
    out = _told(capsys, "flow", SERVICE, "--svg", str(svg), "--bpmn", str(bpmn), "--on", "2026-08-03")
    assert out.count("已写入") == 2
    assert "10个工作日内" in svg.read_text("utf-8")
    assert ET.parse(bpmn).getroot().tag.endswith("definitions")  # noqa: S314


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("show", "nonsense"), "没有事项“nonsense”：请用 minzheng matters list"),
        (("flow", SERVICE), "请写明要什么文件"),
        (("flow", f"{SERVICE}.nonsense", "--svg", "x.svg"), "没有程序“nonsense”，可用："),
        (("flow", "means_test", "--svg", "x.svg"), "这个事项没有办理程序"),
        (("flow", SERVICE, "--svg", "/nowhere/x.svg"), "文件夹不存在"),
        (("show", SERVICE, "--on", "soon"), "无法识别"),
    ],
)
def test_what_cannot_be_done_is_said(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], words: str
) -> None:
    assert words in _told(capsys, *arguments, status=2)


def test_new_matter_writes_a_folder_and_says_what_to_do(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "matters"
    monkeypatch.setattr(new_matter, "resources", SimpleNamespace(files=lambda _package: home))
    assert main(["new-matter", "demo", "service", "--title", "演示服务"]) == 0
    out = capsys.readouterr().out
    assert "matters/demo/service/matter.yaml" in out
    assert "minzheng matters check" in out
    assert main(["new-matter", "demo", "service"]) == 2
    assert "已经有事项" in capsys.readouterr().err


def test_new_matter_says_where_it_cannot_write(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    home = tmp_path / "matters"
    home.write_text("a file", encoding="utf-8")
    monkeypatch.setattr(new_matter, "resources", SimpleNamespace(files=lambda _package: home))
    assert main(["new-matter", "demo", "service"]) == 2
    assert "无法写入" in capsys.readouterr().err
