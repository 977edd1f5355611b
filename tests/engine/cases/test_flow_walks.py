"""Over every flow, whoever tries whatever: a case moves only as its flow says, and what a step needs is there when it is done."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM, AccessProblem
from minzheng.engine.audit.models import Event
from minzheng.engine.audit.types import Outcome
from minzheng.engine.awards.types import AwardProblem
from minzheng.engine.cases import actions, clocks
from minzheng.engine.cases.gates import HEARING_SINCE
from minzheng.engine.cases.models import Case, CaseRecord, Decision, Movement
from minzheng.engine.cases.procedures import procedure_of, procedures_in
from minzheng.engine.cases.types import Given
from minzheng.engine.catalogue.procedures import Procedure, RecordField, RecordKind, Step
from minzheng.engine.database.problems import Problem
from minzheng.engine.notices.models import Letter, PublicNotice
from minzheng.engine.registry.types import RegistryProblem
from minzheng.kernel.working_days import CHINA
from tests.engine.cases.conftest import MONDAY, POSTS, County, family
from tests.engine.cases.test_procedures_changes import granted

PROCEDURES = {procedure.code: procedure for procedure in procedures_in("social_assistance")}
TRIES, WALKS = 40, 2
PEOPLE = ["马建国", "保秀英", "马晓燕", "马小芳", "毕老师"]
REFUSALS = (AccessProblem, AwardProblem, Problem, RegistryProblem)


@dataclass
class Left:
    """All that a step may leave behind."""

    state: str
    movements: int
    steps: int
    letters: int
    notices: int
    decisions: int


@dataclass
class Walker:
    """Tries steps on one case, mostly those that are next, some that are not."""

    county: County
    procedure: Procedure
    case: Case
    at: datetime
    random: Random
    done: int = 0

    def left(self) -> Left:
        with scoped(SYSTEM):
            case = Case.objects.get(pk=self.case.pk)
            return Left(
                case.state, case.movements, Event.objects.filter(action__in=[f"cases.{step}" for step in self.procedure.steps], subject_id=case.pk, outcome=Outcome.DONE).count(),
                Letter.objects.filter(subject_id=case.pk).count(), PublicNotice.objects.filter(subject_id=case.pk).count(),
                Decision.objects.filter(case=case).count(),
            )  # fmt: skip

    def try_something(self) -> bool:
        """Try one step; answer whether the case can still move."""
        before = self.left()
        if self.procedure.states[before.state].final:
            return False
        self.at += timedelta(days=self.random.choice((0, 0, 1, 3, 8)))
        while not CHINA.is_workday(clocks.local_day(self.at)):
            self.at += timedelta(days=1)
        step, post = self.chosen(before.state)
        if self.random.random() < 0.8:
            self.write_what_is_asked(step)
        given: dict[str, Any] = {"reason": "查明情况属实", "places": ("村务公开栏",)}
        if any(need.gate == "supplement_list" for need in step.needs):
            given["supplement"] = ("收入说明",)
        refused = self.refusal(post, step, given)
        if refused is None:
            self.look_at(step, post, before)
        else:
            assert any("\u4e00" <= character <= "\u9fff" for character in str(refused))
            assert self.left() == before, f"{step.key} by {post} was refused and left something"
        return True

    def refusal(self, post: str, step: Step, given: dict[str, Any]) -> Exception | None:
        by = self.county.actors[post]
        try:
            with scoped(by):
                actions.act(case=self.case.pk, step=step.key, by=by, at=self.at, given=Given(**given))
        except REFUSALS as refused:
            return refused
        return None

    def chosen(self, state: str) -> tuple[Step, str]:
        """A step and who tries it: four times in five what the flow has next, by somebody whose it is."""
        steps = list(self.procedure.steps_from(state))
        if self.random.random() > 0.8 or not steps:
            return self.random.choice(list(self.procedure.steps.values())), self.random.choice(list(POSTS))
        early = [self.procedure.states[step.target].final and not step.decides for step in steps]
        (step,) = self.random.choices(steps, [1 if ends else 12 for ends in early])
        fitting = [post for post, (_, role, _) in POSTS.items() if role in step.by]
        return step, self.random.choice(fitting or list(POSTS))

    def write_what_is_asked(self, step: Step) -> None:
        kinds = [need.argument for need in step.needs if need.gate in {"record", "amount"}]
        gates = {need.gate for need in step.needs}
        kinds += [kind for kind, gate in (("authorisation", "authorised"), ("county_visit", "county_visit"), ("hearing", "hearing"), ("reminder", "reminders")) if gate in gates and kind in self.procedure.records]  # fmt: skip
        for kind in kinds:
            declared = self.procedure.records[kind]
            posts = [post for post, (_, role, _) in POSTS.items() if role in declared.by]
            if posts:
                by = self.county.actors[posts[0]]
                with scoped(by):
                    actions.add_record(case=self.case.pk, kind=kind, content=self.written(declared), by=by, at=self.at)

    def written(self, declared: RecordKind) -> dict[str, Any]:
        return {field.key: self.value(field) for field in declared.fields if field.type != "files"}

    def value(self, field: RecordField) -> Any:
        day = clocks.local_day(self.at)
        match field.type:
            case "date":
                return str(day + timedelta(days=365) if "until" in field.key else day)
            case "flag":
                return self.random.random() < 0.5
            case "choice":
                return self.random.choice(list(field.choices))
            case "money":
                return "200.00"
            case "count":
                return 1
            case "people":
                return PEOPLE
        return "查明情况属实"

    def look_at(self, step: Step, post: str, before: Left) -> None:
        """What must be true of a step that was done, found without asking the engine's gates."""
        after, where = self.left(), f"{self.procedure.code} {step.key} by {post}"
        assert before.state in step.sources, where
        assert after.state == step.target, where
        assert (after.movements, after.steps) == (before.movements + 1, before.steps + 1), where
        assert after.letters - before.letters == (step.letter is not None), where
        assert after.notices - before.notices == (step.notice is not None), where
        assert after.decisions - before.decisions == (step.decides is not None), where
        assert POSTS[post][1] in step.by, where
        self.done += 1
        with scoped(SYSTEM):
            case, log = (
                Case.objects.get(pk=self.case.pk),
                list(Movement.objects.filter(case=self.case).order_by("serial")),
            )
            kinds = set(CaseRecord.objects.filter(case=case).values_list("kind", flat=True))
            hung = list(PublicNotice.objects.filter(subject_id=case.pk).order_by("pk"))
        moved = [clocks.Moved(row.step, row.source, row.target, row.at) for row in log]
        due = clocks.due(procedure_of(case), moved, state=case.state)
        assert (case.step_due, case.total_due, case.paused) == (due.step, due.total, due.paused), where
        for need in step.needs:
            if need.gate == "record":
                assert need.argument in kinds, where
            elif need.gate == "hearing":
                assert "hearing" in kinds or clocks.local_day(self.at) < HEARING_SINCE, where
            elif need.gate == "other_person_than":
                own = {row.step for row in log[:-1] if row.person == log[-1].person}
                assert own.isdisjoint(need.argument), where
            elif need.gate == "publicity":
                shown = [
                    notice
                    for notice in hung
                    if notice.ends_on is not None and notice.ends_on < clocks.local_day(self.at)
                ]
                assert shown, where


def opened(county: County, procedure: Procedure) -> tuple[Case, datetime]:
    """A case of the procedure: about a family in receipt where that is what it is about."""
    answers = family() if procedure.form is not None else {}
    by = next(post for post, (_, role, _) in POSTS.items() if role in procedure.by)
    if procedure.opens == "grant" or procedure.code.startswith(("active", "complaint", "unified", "service_review")):
        return county.open(answers, by=by, code=procedure.code), MONDAY
    known, at = granted(county), MONDAY + timedelta(days=70)
    with scoped(SYSTEM):
        about = {"household": known.household, "person": known.person, "related": known}
    return county.open(None if procedure.form is None else answers, by=by, at=at, code=procedure.code, **about), at


@pytest.mark.parametrize("code", sorted(PROCEDURES))
def test_a_case_moves_only_as_its_flow_says(code: str, county: County) -> None:
    steps = 0
    for seed in range(WALKS):
        with transaction.atomic():
            steps += walked(county, PROCEDURES[code], Random(f"{code} {seed}"))
            transaction.set_rollback(True)
    assert steps >= WALKS, "it never left its first state"


def walked(county: County, procedure: Procedure, random: Random) -> int:
    """Try many things on one case; answer how many steps were done."""
    walker = Walker(county, procedure, *opened(county, procedure), random)
    for _ in range(TRIES):
        if not walker.try_something():
            break
    return walker.done
