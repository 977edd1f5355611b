"""The whole catalogue checked: everything that is wrong anywhere, each with its file and line where it has one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from minzheng.engine.catalogue.chapters import load_chapter
from minzheng.engine.catalogue.entrances import entrance_of
from minzheng.engine.catalogue.form_files import form_of
from minzheng.engine.catalogue.guides import guide_of, missing_elements, needs_guide
from minzheng.engine.catalogue.letters import LetterTemplate, letters_of
from minzheng.engine.catalogue.local_services import read_local_office
from minzheng.engine.catalogue.localities import localities
from minzheng.engine.catalogue.matters import Matter, chapters, names_in, read_matter
from minzheng.engine.catalogue.procedures import Procedure, Step
from minzheng.engine.catalogue.sheets import sheet_of, sheets_in
from minzheng.engine.rules.parameters import ParameterProblem
from minzheng.engine.rules.reading import RuleProblem
from minzheng.laws.strict_yaml import YamlProblem

_PROBLEMS = (YamlProblem, RuleProblem, ParameterProblem)


@dataclass
class Checked:
    """What a check has seen, and every sentence it has to say."""

    matters: int = 0
    procedures: int = 0
    forms: int = 0
    guides: int = 0
    problems: list[str] = field(default_factory=list)

    def attempt(self, work: Callable[[], None]) -> None:
        """Do one piece, and keep what it finds wrong."""
        try:
            work()
        except _PROBLEMS as problem:
            self.problems.append(str(problem))


def check_catalogue(*, county: str, on: date) -> Checked:
    """Check every matter, procedure, form, letter, guide and locality there is.

    Args:
        county: whose letterhead guides are tried with.
        on: the day guides are tried for.
    """
    found = Checked()
    for chapter in chapters():
        for name in names_in(chapter):
            check_matter(found, chapter, name, county=county, on=on)
        if not found.problems:
            found.attempt(lambda chapter=chapter: _load(chapter))  # type: ignore[misc]
    if not found.problems:
        for place in localities():
            found.attempt(lambda code=place.code: _office(code))  # type: ignore[misc]
            found.attempt(lambda code=place.code: _sheets(code))  # type: ignore[misc]
    return found


def check_matter(found: Checked, chapter: str, name: str, *, county: str, on: date) -> None:
    """Check one matter with everything in its folder."""
    read: list[Matter] = []
    found.attempt(lambda: read.append(read_matter(chapter, name)))
    if not read:
        return
    matter = read[0]
    found.matters += 1
    before = len(found.problems)
    found.attempt(lambda: _entrance(matter))
    found.attempt(lambda: found.problems.extend(_of_procedures(found, matter)))
    if len(found.problems) == before:
        found.attempt(lambda: found.problems.extend(_of_guide(found, matter, county=county, on=on)))


def _load(chapter: str) -> None:
    load_chapter(chapter)


def _office(code: str) -> None:
    read_local_office(code)


def _entrance(matter: Matter) -> None:
    entrance_of(matter)


def _of_procedures(found: Checked, matter: Matter) -> Iterator[str]:
    letters = letters_of(matter.chapter, matter.name)
    for procedure in matter.procedures():
        found.procedures += 1
        found.attempt(lambda procedure=procedure: _form(found, procedure))  # type: ignore[misc]
        for step in procedure.steps.values():
            sentence = _letter_fault(procedure, step, letters)
            if sentence is not None:
                yield str(procedure.document.problem(sentence, "flow", step.key, "letter"))


def _letter_fault(procedure: Procedure, step: Step, letters: Mapping[str, LetterTemplate]) -> str | None:
    if step.letter is None:
        return None
    template = letters.get(step.letter)
    if template is None:
        return (
            f"步骤 {step.key} 发出的文书 {step.letter} 不存在：请在事项或者本章的 letters 文件夹里写 {step.letter}.md。"
        )
    if not template.addressee:
        return None
    kind, _, key = template.addressee.partition(".")
    needed = any(need.gate == "record" and need.argument == kind for need in step.needs)
    if needed and any(field.key == key and field.required for field in procedure.records[kind].fields):
        return None
    return f"步骤 {step.key} 发出的文书 {step.letter} 写给 {template.addressee}：这一步应以 {{record: {kind}}} 为条件，其中 {key} 为必填。"


def _form(found: Checked, procedure: Procedure) -> None:
    if form_of(procedure) is not None:
        found.forms += 1


def _of_guide(found: Checked, matter: Matter, *, county: str, on: date) -> Iterator[str]:
    if not needs_guide(matter):
        return
    found.guides += 1
    for words in missing_elements(guide_of(matter, county=county, demo=False, on=on)):
        sentence = f"办事指南缺少{words}。"
        yield str(matter.document.problem(sentence, "service")) if matter.document else sentence


def _sheets(county: str) -> None:
    for chapter in chapters():
        for name in sheets_in(chapter):
            sheet_of(chapter, name, county=county)
