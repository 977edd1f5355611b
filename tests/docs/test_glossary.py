import re
from pathlib import Path

import pytest

import minzheng
from minzheng.engine.registry.facts import FACTS
from minzheng.laws.citations import LawIndex
from tools import glossary

PACKAGE = Path(minzheng.__file__).parent
TERMS = glossary.terms()


@pytest.fixture(scope="module")
def source() -> str:
    files = [*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.yaml")]
    return "\n".join(f"{path.relative_to(PACKAGE)}\n{path.read_text('utf-8')}" for path in files)


@pytest.fixture(scope="module")
def page() -> str:
    return glossary.PAGE.read_text("utf-8")


@pytest.mark.parametrize("entry", [entry for entry in TERMS if entry["in_code"]], ids=lambda entry: entry["identifier"])
def test_a_term_said_to_be_in_the_code_is_in_the_code(entry, source):
    assert re.search(rf"(?<![a-zA-Z]){re.escape(entry['identifier'])}", source)


@pytest.mark.parametrize("entry", TERMS, ids=lambda entry: entry["identifier"])
def test_a_term_comes_from_a_law_that_the_index_knows(entry):
    assert entry.keys() == {"term", "identifier", "source", "meaning", "in_code"}
    assert LawIndex.load().resolve(entry["source"]).title


def test_a_term_and_an_identifier_are_said_once():
    for field in ("term", "identifier"):
        said = [entry[field] for entry in TERMS]
        assert len(said) == len(set(said))


def test_the_page_is_what_the_declarations_say(page):
    assert page == glossary.page(), "GLOSSARY.md 已过时，请运行 python -m tools.glossary"


def test_every_declared_name_is_in_the_glossary(page):
    names = set(FACTS)
    for chapter in glossary.loaded_chapters():
        names |= chapter.parameters.parameters.keys() | chapter.rules.versions.keys()
    assert names
    assert {name for name in names if f"`{name}`" not in page} == set()
