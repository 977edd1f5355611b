"""Monthly sheets as declared: the county's layout goes first, and what no figure answers to is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from minzheng.engine.catalogue import sheets
from minzheng.laws.strict_yaml import YamlProblem

OWN = """\
title: 省厅月报
columns:
  - {group: 低保, title: 户, figure: DIBAO.households}
"""


@pytest.fixture
def county(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    real = sheets.resources.files

    def files(package: str) -> Path:
        return tmp_path if package == sheets.HOME else Path(str(real(package)))

    monkeypatch.setattr(sheets.resources, "files", files)
    sheets.sheet_of.cache_clear()
    folder = tmp_path / "530129" / "sheets"
    folder.mkdir(parents=True)
    yield folder
    sheets.sheet_of.cache_clear()


def test_the_layout_a_county_was_sent_goes_before_the_chapters(county: Path) -> None:
    (county / "monthly.yaml").write_text(OWN, encoding="utf-8")
    assert sheets.sheet_of("social_assistance", "monthly", county="530129").title == "省厅月报"
    assert sheets.sheet_of("social_assistance", "monthly", county="530199").title == "社会救助工作月报表"


@pytest.mark.parametrize(
    ("right", "wrong", "sentence"),
    [
        ("DIBAO.households", "GOLD.households", "没有 GOLD 这个数，可用：aided"),
        ("DIBAO.households", "DIBAO", "figure"),
        ("title: 户, ", "", "title"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(right: str, wrong: str, sentence: str, county: Path) -> None:
    (county / "monthly.yaml").write_text(OWN.replace(right, wrong), encoding="utf-8")
    with pytest.raises(YamlProblem, match=sentence):
        sheets.sheet_of("social_assistance", "monthly", county="530129")


def test_every_chapter_says_which_it_has() -> None:
    assert sheets.sheets_in("social_assistance") == ("monthly",)
    assert sheets.sheets_in("no_such") == ()
