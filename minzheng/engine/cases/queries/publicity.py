"""What hangs about a case, as officers see it: where it stands, its photographs, and who objected to what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.cases.readings import Readings
from minzheng.engine.notices.models import Objection, PublicNotice
from minzheng.engine.notices.queries import objection_of, phase_of
from minzheng.engine.notices.types import NoticeKind, ObjectionResult

HANGERS = (Role.VILLAGE_ASSISTANT, Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD)
HANDLERS = (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD, Role.COUNTY_OFFICER)
LEADS = (Role.TOWNSHIP_LEAD, Role.COUNTY_LEAD)
"""Who proves that a notice hangs; who says what became of an objection; who takes a notice down."""


@dataclass(frozen=True)
class Photograph:
    """A notice where it hung; `material`: the page among the papers, None for one that is kept elsewhere."""

    material: int | None
    place: str
    taken_at: datetime


@dataclass(frozen=True)
class ObjectionLine:
    """An objection, opened for whoever handles it."""

    id: int
    received_on: date
    objector: str
    contact: str
    text: str
    handled: bool
    result: str
    conclusion: str


@dataclass(frozen=True)
class NoticeLine:
    """A notice about a case on a day."""

    id: int
    kind: str
    content: Mapping[str, Any]
    places: tuple[str, ...]
    posted_on: date
    ends_on: date | None
    down: bool
    phase: str
    photographs: tuple[Photograph, ...]
    objections: tuple[ObjectionLine, ...]

    @property
    def waiting(self) -> int:
        """Objections of which nobody has said what became."""
        return sum(not each.handled for each in self.objections)


@dataclass(frozen=True)
class Publicity:
    """What hangs about a case, and what somebody may do with it."""

    notices: tuple[NoticeLine, ...]
    may_prove: bool
    may_handle: bool
    may_take_down: bool


def publicity_of(known: Readings, *, by: Actor, at: datetime) -> Publicity:
    """The notices about a case; with what was objected for those alone who handle objections or lead them: opening them is an event.

    To anybody else, the family and the village's own people among them, the lines say that somebody objected and nothing of it.
    """
    held = by.roles_for(service=known.case.chapter, division=known.case.division_id)
    opens = bool(held & {*HANDLERS, *LEADS})
    lines = tuple(_line(notice, known, opens=opens) for notice in known.notices)
    opened = [each.id for line in lines for each in line.objections]
    if opened:
        audit.record(
            action="notices.view_objections", by=by, at=at, subject=known.subject, division=known.case.division_id,
            detail={"objections": opened},
        )  # fmt: skip
    return Publicity(lines, bool(held & set(HANGERS)), bool(held & set(HANDLERS)), bool(held & set(LEADS)))


def _line(notice: PublicNotice, known: Readings, *, opens: bool) -> NoticeLine:
    proofs = sorted(notice.evidence.all(), key=lambda each: each.pk)
    pages = {bytes(digest).hex(): key for key, digest in known.case.materials.filter(struck_at=None).values_list("pk", "digest")} if proofs else {}  # fmt: skip
    kind = NoticeKind(notice.kind)
    phase = phase_of(notice, on=known.day)
    objections = sorted(notice.objections.all(), key=lambda each: each.pk) if opens else ()
    return NoticeLine(
        notice.pk, kind.label, notice.content, tuple(notice.places), notice.posted_on, notice.ends_on, notice.taken_down_at is not None,
        phase if kind is NoticeKind.BEFORE_DECISION else ("已撤下" if notice.taken_down_at is not None else "公布中"),
        tuple(Photograph(pages.get(each.sha256), each.place, each.taken_at) for each in proofs),
        tuple(map(_objection, objections)),
    )  # fmt: skip


def _objection(row: Objection) -> ObjectionLine:
    said = objection_of(row)
    result = "" if row.result is None else ObjectionResult(row.result).label
    return ObjectionLine(
        row.pk,
        row.received_on,
        said.objector,
        said.contact,
        said.text,
        row.handled_at is not None,
        result,
        row.conclusion,
    )
