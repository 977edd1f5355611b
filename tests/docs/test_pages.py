"""The documents keep their promises: links lead somewhere, first screens stay short, nothing private is said."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "minzheng").rglob("*.md")])


def links(page: Path) -> list[str]:
    found = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)", page.read_text("utf-8"))
    return [link for link in found if not link.startswith(("http://", "https://"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page):
    missing = [link for link in links(page) if not (page.parent / link).exists()]
    assert missing == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_fits_on_a_few_screens(name):
    text = (ROOT / name).read_text("utf-8")
    assert len(text.splitlines()) <= 80
    assert text.index("make demo") < 2000
    assert "make test" in text


def test_every_decision_record_is_listed_and_says_what_was_decided():
    folder = ROOT / "docs" / "adr"
    listed = (folder / "README.md").read_text("utf-8")
    records = sorted(folder.glob("[0-9]*.md"))
    assert [int(record.name[:4]) for record in records] == list(range(1, len(records) + 1))
    for record in records:
        text = record.read_text("utf-8")
        assert record.name in listed
        assert {"## Context", "## Decision", "## Consequences"} <= set(text.splitlines())
        assert len(text.splitlines()) <= 60


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_names_a_path_of_somebodys_machine(page):
    assert not re.search(r"(?<![\w.])/(work|home|root/|tmp)\b", page.read_text("utf-8"))


def test_the_licence_is_mulan_psl_2_in_both_languages():
    text = (ROOT / "LICENSE").read_text("utf-8")
    assert "木兰宽松许可证， 第2版" in text
    assert "Mulan Permissive Software License，Version 2 (Mulan PSL v2)" in text
    assert text.count("条款结束") == text.count("END OF THE TERMS AND CONDITIONS") == 1


def test_the_architecture_places_every_engine():
    text = (ROOT / "ARCHITECTURE.md").read_text("utf-8")
    engines = sorted(path.parent.name for path in (ROOT / "minzheng" / "engine").glob("*/__init__.py"))
    assert [engine for engine in engines if f"| `{engine}` |" not in text] == []


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_map_in_the_readme_names_what_there_is(name):
    places = re.findall(r"^((?:minzheng/)?[a-z]+/)", (ROOT / name).read_text("utf-8"), re.MULTILINE)
    assert len(places) >= 8
    assert [place for place in places if not (ROOT / place).is_dir()] == []
