"""Guides (办事指南): every element a resident and an inspector expect of a service, put together from what is declared.

From the matter: kind, audience, channels, fee, remedies, law. From its rules: conditions. From the procedure: who, steps, limits, results.
From the form: materials. From the locality: names, telephones, hours, visits, promised times. Nothing is made up; what is missing is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from minzheng.engine.access.roles import Role
from minzheng.engine.catalogue.chapters import Chapter, load_chapter
from minzheng.engine.catalogue.form_files import form_of
from minzheng.engine.catalogue.forms import Form
from minzheng.engine.catalogue.letterheads import Letterhead, letterhead
from minzheng.engine.catalogue.letters import letters_of
from minzheng.engine.catalogue.local_services import (
    OUTSIDE,
    TOTAL,
    LocalService,
    local_service,
    localised,
    office_words,
)
from minzheng.engine.catalogue.materials import Material
from minzheng.engine.catalogue.matters import Matter, matters_of
from minzheng.engine.catalogue.procedures import Limit, Procedure, Step
from minzheng.engine.catalogue.services import Service, words_of
from minzheng.engine.rules.sentences import Basis, Sentences

SERVES = {"household": "家庭", "person": "个人"}
_ASKED, _APPLICANT = frozenset({"grant", "one_off"}), "applicant"
_TOWNSHIPS, _VILLAGES = "各乡镇人民政府、街道办事处", "各村（居）民委员会"


@dataclass(frozen=True)
class Condition:
    """One condition, with the articles it stands in and what they say in our words."""

    label: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True)
class Stage:
    """One step of the usual course: what, by whom, within what time."""

    title: str
    by: str
    within: str
    law: str


@dataclass(frozen=True)
class Term:
    """A limit over several steps: what it is called, what the law sets, what the place promises, the law."""

    title: str
    legal: str
    promised: str
    law: str


@dataclass(frozen=True)
class WayOut:
    """How to object: what, to whom, within what time, under which law."""

    way: str
    to: str
    within: str
    law: str


@dataclass(frozen=True)
class Guide:
    """One service as a resident reads it on a day in a place.

    Attributes:
        service: the elements declared; None if the matter declares none.
        conditions: all of them must hold.
        serves: whom.
        who: who may apply; empty where another system handles it, or no procedure is declared.
        materials: what may be asked for.
        results: what one gets in the end.
        local: visits and promised times as the place sets them.
        head: who is responsible, where to ask and to complain.
    """

    matter: Matter
    service: Service | None
    procedure: Procedure | None
    form: Form | None
    conditions: tuple[Condition, ...]
    who: tuple[str, ...]
    materials: tuple[Material, ...]
    steps: tuple[Stage, ...]
    limits: tuple[Term, ...]
    results: tuple[str, ...]
    remedies: tuple[WayOut, ...]
    local: LocalService | None
    head: Letterhead
    hours: str
    consulting: str

    @property
    def serves(self) -> str:
        """Whom, in Chinese."""
        return SERVES.get(self.matter.serves or "", "")

    @property
    def body(self) -> str:
        """Name of the office that is responsible."""
        return _body(self.service, self.head) if self.service else ""

    @property
    def received_at(self) -> str:
        """Where to apply."""
        if self.service is None or self.service.received_at == "body":
            return self.body
        return {"bureau": self.head.bureau.name, "township": _TOWNSHIPS, "village": _VILLAGES}[self.service.received_at]

    @property
    def audience(self) -> tuple[str, ...]:
        """Persons, bodies."""
        return words_of(self.service.audience) if self.service else ()

    @property
    def channels(self) -> tuple[str, ...]:
        """In which ways one can apply."""
        return words_of(self.service.channels) if self.service else ()

    @property
    def delivery(self) -> tuple[str, ...]:
        """How the result reaches one."""
        return words_of(self.service.delivery, delivery=True) if self.service else ()

    @property
    def handling(self) -> str:
        """即办件 or 承诺件."""
        return words_of((self.service.handling,))[0] if self.service else ""

    @property
    def fee(self) -> str:
        """What it costs, with the law that wants it."""
        if self.service is None or self.service.fee is None:
            return "不收费" if self.service else ""
        standard, law = self.service.fee
        return f"{standard}（{law}）"


def needs_guide(matter: Matter) -> bool:
    """Whether people apply for a matter: it has an entrance for residents, or an application."""
    return (matter.folder / "entrance.yaml").is_file() or any(
        each.name == "application" for each in matter.procedures()
    )


def guide_of(matter: Matter, *, county: str, demo: bool, on: date) -> Guide:
    """Return the guide of a service as it is on a day.

    Args:
        county, demo: whose letterhead and parameters govern, and whether invented ones may be shown as confirmed.

    Raises:
        YamlProblem: with file and line, if something declared is not as it should be.
        KeyError: the county has no letterhead.
    """
    head, service = letterhead(county=county, demo=demo), matter.service
    declared = procedure_of_service(matter)
    procedure = localised(declared, place=head.county, on=on) if declared else None
    form = form_of(procedure) if procedure else None
    local = local_service(matter=matter.name, place=head.county, on=on)
    hours, consulting = office_words(head.county)
    return Guide(
        matter=matter,
        service=service,
        procedure=procedure,
        form=form,
        conditions=tuple(_conditions(matter, place=head.county, demo=demo, on=on)),
        who=tuple(Role(role).label for role in procedure.by) if procedure else (),
        materials=form.materials if form and form.materials else service.materials if service else (),
        steps=tuple(_steps(procedure)) if procedure else tuple(_outside(service)),
        limits=tuple(_limits(procedure, local)) if procedure else tuple(_outside_limit(service, local)),
        results=tuple(_results(matter, procedure)) or (service.results if service else ()),
        remedies=tuple(_remedies(service, head)),
        local=local,
        head=head,
        hours=hours,
        consulting=consulting or head.bureau.phone,
    )


def procedure_of_service(matter: Matter) -> Procedure | None:
    """The procedure people apply under, in its newest version; of another matter of the chapter if the service says so."""
    code = matter.service.procedure if matter.service else f"{matter.name}.application"
    home = code.partition(".")[0]
    owner = matter if home == matter.name else next((m for m in matters_of(matter.chapter) if m.name == home), None)
    found = [each for each in owner.procedures() if each.code == code] if owner else []
    return max(found, key=lambda each: each.version, default=None)


def missing_elements(guide: Guide) -> list[str]:
    """What a guide lacks that the product must declare: the element, and where to write it."""
    if guide.service is None:
        return ["办事指南要素：在 matter.yaml 中写 service"]
    found = {
        "受理条件：写成规则（requires），或者写在 service 的 conditions": guide.conditions,
        "申请材料：写在申请表的 materials，没有申请表的写在 service 的 materials": guide.materials,
        "办理流程：写办理程序 procedures/application.v1.yaml，不在本系统办理的写 service 的 outside": guide.steps,
        "办理期限：写在办理程序的 clocks 或者步骤的 within，不在本系统办理的写 outside 的 within": guide.limits
        or [each for each in guide.steps if each.within],
        "办理结果：作出决定的步骤发出的文书（letter），没有文书的写 service 的 results": guide.results,
        "依据：写在 matter.yaml 的 law": guide.matter.law,
        "以家庭还是个人为单位：写在 matter.yaml 的 serves": guide.serves or "person" not in guide.service.audience,
    }
    return [words for words, there in found.items() if not there]


def unset_locally(guide: Guide) -> list[str]:
    """What a guide lacks that the place must set: it is shown as not registered until then."""
    local = guide.local
    found = {
        "咨询电话": guide.consulting,
        "监督电话": guide.head.complaint_phone,
        "办理地点": guide.head.bureau.address,
        "办公时间": guide.hours,
        "到办事现场次数": local is not None and local.visits is not None,
        "网办深度": local is not None and local.online_depth is not None,
        "承诺期限": bool(local and local.promised.get(guide.procedure.name if guide.procedure else OUTSIDE)),
    }
    return [words for words, there in found.items() if not there]


def _body(service: Service, head: Letterhead) -> str:
    names = {"bureau": head.bureau.name, "township": _TOWNSHIPS, "government": head.government, "other": ""}
    return names[service.body] + service.body_name


def _conditions(matter: Matter, *, place: str, demo: bool, on: date) -> Iterator[Condition]:
    chapter: Chapter = load_chapter(matter.chapter)
    sentences = Sentences.of(chapter.rules)
    if matter.code is not None:
        plan = chapter.rules.on(on, chapter.parameters.at(place=place, on=on, demo=demo))
        for rule in plan.conditions.get(matter.code, ()):
            yield Condition(rule.label, sentences.basis(rule, on))
    for says, law in matter.service.conditions if matter.service else ():
        yield Condition(says, tuple(sentences.articles((law,), on)))


def _steps(procedure: Procedure) -> Iterator[Stage]:
    for step in usual_course(procedure):
        yield Stage(step.title, "、".join(Role(role).label for role in step.by), str(step.within or ""), step.law or "")


def usual_course(procedure: Procedure) -> Iterator[Step]:
    """The course of a case that is granted: from the start, a step to each new state.

    Where several lead on, the one that needs no written reason is the usual one: reasons are written for what turns off the way.
    """
    state, seen = procedure.start.key, {procedure.start.key}
    while not procedure.states[state].final:
        ways = [each for each in procedure.steps_from(state) if _leads_on(procedure, each, seen)]
        if not ways:
            return
        step = min(ways, key=lambda each: any(need.gate == "reason" for need in each.needs))
        yield step
        state = step.target
        seen.add(state)


def _leads_on(procedure: Procedure, step: Step, seen: set[str]) -> bool:
    target = procedure.states[step.target]
    return step.target not in seen and not target.pauses and (not target.final or step.decides in {"grant", "aid"})


def _limits(procedure: Procedure, local: LocalService | None) -> Iterator[Term]:
    promised = local.promised.get(procedure.name, {}) if local else {}
    for clock in procedure.clocks.values():
        yield Term(clock.title, str(clock.within), _words(promised.get(clock.key)), clock.law)
        if clock.extended:
            yield Term("情况复杂时", str(clock.extended), "", clock.law)
        if clock.delegated:
            yield Term("委托乡镇（街道）确认时", str(clock.delegated), "", clock.law)


def _words(limit: Limit | None) -> str:
    return "" if limit is None else str(limit)


def _outside(service: Service | None) -> Iterator[Stage]:
    for title in service.outside if service else ():
        yield Stage(title, "", "", "")


def _outside_limit(service: Service | None, local: LocalService | None) -> Iterator[Term]:
    if service and service.outside_limit:
        promised = local.promised.get(OUTSIDE, {}).get(TOTAL) if local else None
        yield Term("全部办理期限", service.outside_limit, _words(promised), service.outside_law or "")


def _results(matter: Matter, procedure: Procedure | None) -> Iterator[str]:
    """Titles of the letters that tell a decision in one's favour."""
    if procedure is None:
        return
    letters = letters_of(procedure.chapter, matter.name)
    named = [
        step.letter for step in procedure.steps.values() if step.letter and step.decides in {"grant", "aid", "change"}
    ]
    yield from dict.fromkeys(letters[name].title for name in named if name in letters)


def _remedies(service: Service | None, head: Letterhead) -> Iterator[WayOut]:
    whom = {
        "government": head.government, "court": head.court, "bureau": head.bureau.name, "township": _TOWNSHIPS,
        "hotline": head.complaint_phone,
    }  # fmt: skip
    for each in service.remedies if service else ():
        yield WayOut(each.way, whom[each.to], _words(each.within), each.law)
