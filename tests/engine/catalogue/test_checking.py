"""The check of the whole catalogue, and the skeleton that passes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from minzheng.engine.catalogue import checking, form_files, letters, matters, services
from minzheng.engine.catalogue.checking import Checked, check_catalogue, check_matter
from minzheng.engine.catalogue.skeletons import SkeletonProblem, begin_matter
from minzheng.laws.strict_yaml import YamlProblem

DAY = date(2026, 8, 3)
LAW = "社会救助法 第六十四条"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of chapters of one's own."""
    for module in (matters, services, form_files, letters):
        monkeypatch.setattr(module, "resources", SimpleNamespace(files=lambda _package: tmp_path))
    # What an empty chapter computes is nothing; the rules of the real chapters have their own tests.
    nothing = SimpleNamespace(rules=None, parameters=None)
    monkeypatch.setattr("minzheng.engine.catalogue.guides.load_chapter", lambda _name: nothing)
    sentences = SimpleNamespace(of=lambda _rules: SimpleNamespace(articles=lambda _law, _on: ()))
    monkeypatch.setattr("minzheng.engine.catalogue.guides.Sentences", sentences)
    form_files.find_form.cache_clear()
    return tmp_path


@pytest.fixture(autouse=True)
def forget() -> Any:
    yield
    form_files.find_form.cache_clear()


def begun(home: Path, **more: str) -> Path:
    given = {"chapter": "demo", "name": "service", "title": "演示服务", "law": LAW} | more
    begin_matter(home, **given)
    return home / given["chapter"] / given["name"]


def checked() -> list[str]:
    found = Checked()
    check_matter(found, "demo", "service", county="530129", on=DAY)
    return found.problems


def test_the_catalogue_of_the_product_is_right_and_is_counted() -> None:
    found = check_catalogue(county="530129", on=DAY)
    assert found.problems == []
    assert found.matters >= found.guides > 0
    assert found.procedures >= found.forms > 0


def test_a_new_matter_passes_every_check(home: Path) -> None:
    folder = begun(home)
    assert checked() == []
    assert (folder / "__init__.py").is_file()
    assert (folder.parent / "__init__.py").is_file()
    assert "演示服务" in (folder / "matter.yaml").read_text("utf-8")


@pytest.mark.parametrize(
    ("file", "right", "wrong", "words"),
    [
        ("matter.yaml", "results: [演示服务答复]", "special: [公示]", "办事指南缺少办理结果"),
        ("matter.yaml", "kind: public_service", "kind: favour", "现为 favour"),
        ("procedures/application.v1.yaml", "form: v1", "form: v2", "没有申请表 application.v2"),
        ("procedures/application.v1.yaml", "needs: [reason]}", "needs: [reason], letter: nothing}", "文书 nothing 不存在"),
        ("forms/application.v1.yaml", "ask: [phone, address]", "ask: [fax]", "没有 fax 这一项"),
    ],
)  # fmt: skip
def test_a_mistake_anywhere_in_the_folder_is_told_with_its_file(
    home: Path, file: str, right: str, wrong: str, words: str
) -> None:
    folder = begun(home)
    text = (folder / file).read_text("utf-8")
    assert right in text
    (folder / file).write_text(text.replace(right, wrong, 1), encoding="utf-8")
    (problem,) = checked()
    assert words in problem
    assert problem.startswith("matters/")
    assert problem.partition(":")[2][0].isdigit()


LETTER = """---
letter: X01
title: 转办函
version: 1
to: 接收单位
addressee: referral.receiver
from: county
series: assistance
remedies: false
summary: 现转请办理{{ case_number }}。
placeholders:
  case_number: {label: 编号, type: text}
---
请办理{{ case_number }}。
"""


@pytest.mark.parametrize(
    ("needs", "required", "right"),
    [
        ("[reason]", "true", False),
        ("[reason, {record: referral}]", "false", False),
        ("[reason, {record: referral}]", "true", True),
    ],
)
def test_a_letter_to_somebody_else_needs_the_record_that_says_to_whom(
    home: Path, needs: str, required: str, right: bool
) -> None:
    folder = begun(home)
    (folder / "letters").mkdir()
    (folder / "letters" / "passed_on.md").write_text(LETTER, encoding="utf-8")
    letters._letters_in.cache_clear()
    file = folder / "procedures" / "application.v1.yaml"
    record = f"""
records:
  referral:
    title: 转办登记
    by: [county_officer]
    fields:
      receiver: {{label: 接收单位, type: text, required: {required}}}
"""
    text = file.read_text("utf-8").replace("needs: [reason]}", f"needs: {needs}, letter: passed_on}}", 1) + record
    file.write_text(text, encoding="utf-8")
    assert [words for words in checked() if "写给 referral.receiver" not in words] == []
    assert (checked() == []) is right


def test_an_addressee_that_is_no_field_of_a_record_is_told_with_its_line() -> None:
    with pytest.raises(YamlProblem, match="addressee 应写作"):
        letters.read_letter(LETTER.replace("referral.receiver", "接收单位"), "matters/demo/letters/passed_on.md")


def test_one_broken_matter_hides_no_other(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (begun(home) / "matter.yaml").write_text("title: x\n", encoding="utf-8")
    (begun(home, name="second") / "entrance.yaml").write_text("short: 短\n", encoding="utf-8")
    monkeypatch.setattr(checking, "localities", list)
    found = check_catalogue(county="530129", on=DAY)
    assert len(found.problems) == 2
    assert found.matters == 1


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "Service"}, "小写英文"),
        ({"name": "../service"}, "小写英文"),
        ({"chapter": "民政"}, "小写英文"),
        ({"title": "x"}, "法定名称"),
        ({"title": "a: b"}, "不含标点"),
        ({"law": "社会救助法 第九百条"}, "依据不在法规索引里"),
    ],
)
def test_names_that_cannot_be_used_are_refused_and_nothing_is_written(
    home: Path, given: dict[str, str], words: str
) -> None:
    with pytest.raises(SkeletonProblem, match=words):
        begun(home, **given)
    assert list(home.iterdir()) == []


def test_what_there_is_already_is_left_alone(home: Path) -> None:
    file = begun(home) / "matter.yaml"
    file.write_text("mine", encoding="utf-8")
    with pytest.raises(SkeletonProblem, match="已经有事项"):
        begun(home)
    assert file.read_text("utf-8") == "mine"
