from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest

from minzheng.engine.catalogue import matters, services
from minzheng.engine.catalogue.matters import Matter, chapters, matters_of
from minzheng.laws.strict_yaml import YamlProblem

CHAPTER = "social_assistance"


def test_chapters_and_matters_are_found_in_their_folders() -> None:
    assert CHAPTER in chapters()
    found = {matter.name: matter for matter in matters_of(CHAPTER)}
    assert list(found) == sorted(found)
    assert (found["minimum_living_allowance"].code, found["minimum_living_allowance"].serves) == ("dibao", "household")
    assert found["means_test"].code is None
    assert [module.__name__.rpartition(".")[2] for module in found["destitute_support"].modules] == ["rules", "amounts"]


def test_a_matter_holds_on_the_days_of_its_law() -> None:
    rigid = next(matter for matter in matters_of(CHAPTER) if matter.code == "rigid")
    assert not rigid.holds(date(2024, 12, 31))
    assert rigid.holds(date(2025, 1, 1))


def test_documents_are_read_by_name_and_a_folder_that_is_not_there_has_none() -> None:
    means_test = next(matter for matter in matters_of(CHAPTER) if matter.name == "means_test")
    names = [document.name for document in means_test.documents("params")]
    assert names == sorted(names)
    assert names[0].startswith("matters/means_test/params/")
    assert list(means_test.documents("nowhere")) == []


GOOD = """\
title: 演示救助
code: demo
serves: household
since: 2025-01-01
rules: []
law: [社会救助法 第十八条]
service:
  kind: benefit
  handling: promised
  body: bureau
  received_at: township
  audience: [person]
  channels: [window]
  delivery: [posted]
  fee: {charged: false}
  remedies:
    - {way: 行政复议, to: government, within: 60 d, law: 行政复议法 第二十条}
  conditions:
    - {says: 生活有困难的, law: 社会救助法 第十八条}
  outside: {steps: [申请, 答复], within: on_the_spot}
  materials:
    paper: {title: 申请书, form: signed, issuer: 本人, law: 社会救助法 第三十七条}
"""
WRONG = (
    ("title: 演示救助\n", "", 1, "缺少 title（事项名称）"),
    ("rules: []\n", "", 1, "缺少 rules（规则模块）"),
    ("code: demo", "code: Demo", 2, "代号用小写英文字母"),
    ("serves: household", "serves: village", 3, "serves：应为 household、person 之一，现为 village"),
    ("since: 2025-01-01", "since: soon", 4, "since 应为日期，写作 2026-07-01，现为 soon"),
    ("since: 2025-01-01", "since: 2025-01-01\nuntil: 2024-01-01", 5, "早于 2025-01-01 起"),
    ("rules: []", "rules: [conditions]", 5, "没有 __init__.py"),
    ("第十八条]", "第九百条]", 6, "第九百条"),
    ("title: 演示救助", "titel: 演示救助\ntitle: 演示救助", 1, "不认识 titel，是不是 title？"),
    ("  kind: benefit\n", "", 7, "缺少 kind（事项类型）"),
    ("  fee: {charged: false}\n", "", 7, "缺少 fee（收费）"),
    ("charged: false", "charged: true", 15, "缺少 standard（收费标准）、law（依据）"),
    ("kind: benefit", "kind: present", 8, "现为 present"),
    ("within: 60 d,", "within: two months,", 17, "期限写作“3 wd”（工作日）"),
    ("行政复议法 第二十条", "行政复议法 第九百条", 17, "第九百条"),
    ("{says: 生活有困难的, law: 社会救助法 第十八条}", "{says: 生活有困难的}", 19, "缺少 law（依据）"),
    (", within: on_the_spot", "", 20, "缺少 within（法定期限）"),
    ("form: signed", "form: verbal", 22, "original、copy、image、signed 之一"),
    ("body: bureau", "body: other", 7, "缺少 body_name（其他实施主体的名称）"),
    ("  audience: [person]", "  audience: []", 12, "至少 1 项"),
    ("  kind: benefit", "  basic_code: 5301\n  kind: benefit", 8, "应为文字"),
)


def _matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> Matter:
    folder = tmp_path / "chapter" / "service"
    folder.mkdir(parents=True)
    (folder / "matter.yaml").write_text(text, encoding="utf-8")
    for module in (matters, services):
        monkeypatch.setattr(module, "resources", SimpleNamespace(files=lambda _package: tmp_path))
    (found,) = matters_of("chapter")
    return found


def test_a_good_declaration_says_everything_of_its_service(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    service = _matter(tmp_path, monkeypatch, GOOD).service
    assert service is not None
    assert (service.kind.label, service.kind.code) == ("行政给付", "05")
    assert service.procedure == "service.application"
    assert service.fee is None
    assert [str(each.within) for each in service.remedies] == ["60日"]
    assert service.outside_limit == "当场办结"
    assert service.materials[0].form_label == "本人签字"


@pytest.mark.parametrize(("right", "wrong", "line", "words"), WRONG)
def test_a_mistake_is_told_with_its_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, right: str, wrong: str, line: int, words: str
) -> None:
    assert right in GOOD
    with pytest.raises(YamlProblem) as caught:
        _matter(tmp_path, monkeypatch, GOOD.replace(right, wrong, 1))
    assert words in str(caught.value)
    assert str(caught.value).startswith(f"matters/chapter/service/matter.yaml:{line}：")


def test_what_a_chapter_says_for_all_need_not_be_said_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shared, own = GOOD.partition("service:\n")[2], GOOD.partition("service:\n")[0]
    (tmp_path / "chapter").mkdir()
    (tmp_path / "chapter" / "service.yaml").write_text("service:\n" + shared, encoding="utf-8")
    folder = tmp_path / "chapter" / "service"
    folder.mkdir()
    (folder / "matter.yaml").write_text(own + "service: {kind: confirmation}\n", encoding="utf-8")
    for module in (matters, services):
        monkeypatch.setattr(module, "resources", SimpleNamespace(files=lambda _package: tmp_path))
    (matter,) = matters_of("chapter")
    assert matter.service is not None
    assert (matter.service.kind.label, matter.service.handling) == ("行政确认", "promised")


def test_a_mistake_for_a_whole_chapter_is_told_in_its_own_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "chapter").mkdir()
    (tmp_path / "chapter" / "service.yaml").write_text("service:\n  body: mayor\n", encoding="utf-8")
    folder = tmp_path / "chapter" / "service"
    folder.mkdir()
    (folder / "matter.yaml").write_text("title: 低保\nrules: []\nservice: {kind: benefit}\n", encoding="utf-8")
    for module in (matters, services):
        monkeypatch.setattr(module, "resources", SimpleNamespace(files=lambda _package: tmp_path))
    with pytest.raises(YamlProblem, match=r"^matters/chapter/service\.yaml:2："):
        matters_of("chapter")


def test_only_yaml_files_of_a_folder_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "chapter" / "service"
    (folder / "params").mkdir(parents=True)
    (folder / "matter.yaml").write_text("title: 低保\nrules: []\n", encoding="utf-8")
    (folder / "params" / "说明.md").write_text("说明", encoding="utf-8")
    (folder / "params" / "a.yaml").write_text("x: 1\n", encoding="utf-8")
    monkeypatch.setattr(matters, "resources", SimpleNamespace(files=lambda _package: tmp_path))
    (matter,) = matters_of("chapter")
    assert [document.data for document in matter.documents("params")] == [{"x": 1}]
