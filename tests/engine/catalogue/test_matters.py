from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from minzheng.engine.catalogue import matters
from minzheng.engine.catalogue.matters import chapters, matters_of
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


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("title: 低保\n", "事项声明应有 title、rules"),
        ("rules: []\n", "事项声明应有 title、rules"),
        ("title: 低保\nrules: []\ncolour: 红\n", "不认识 colour。"),
    ],
)
def test_a_declaration_that_cannot_stand_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, sentence: str
) -> None:
    folder = tmp_path / "chapter" / "service"
    folder.mkdir(parents=True)
    (folder / "matter.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(matters.resources, "files", lambda _package: tmp_path)
    with pytest.raises(YamlProblem) as problem:
        matters_of("chapter")
    assert sentence in str(problem.value)
    assert str(problem.value).startswith("matters/chapter/service/matter.yaml:")


def test_only_yaml_files_of_a_folder_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "chapter" / "service"
    (folder / "params").mkdir(parents=True)
    (folder / "matter.yaml").write_text("title: 低保\nrules: []\n", encoding="utf-8")
    (folder / "params" / "说明.md").write_text("说明", encoding="utf-8")
    (folder / "params" / "a.yaml").write_text("x: 1\n", encoding="utf-8")
    monkeypatch.setattr(matters.resources, "files", lambda _package: tmp_path)
    (matter,) = matters_of("chapter")
    assert [document.data for document in matter.documents("params")] == [{"x": 1}]
