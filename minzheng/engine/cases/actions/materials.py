"""What is handed in or photographed for a case: kept as pictures that are drawn anew, sealed; every look is an event."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.db import transaction

from minzheng.engine.access.denials import denials_kept, denied
from minzheng.engine.access.roles import Role
from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.audit.types import ActorKind, Subject
from minzheng.engine.cases import clocks
from minzheng.engine.cases.actions.viewing import require_purpose
from minzheng.engine.cases.context import roles_on
from minzheng.engine.cases.finding import find_case
from minzheng.engine.cases.models import Case, Material
from minzheng.engine.cases.procedures import procedure_of
from minzheng.engine.cases.sealed import Sealed
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.catalogue.procedures import Procedure
from minzheng.engine.database.sealed_values import next_id, open_bytes, seal_bytes
from minzheng.kernel.pictures import Picture, PictureProblem, pictures_of

OTHER = "其他材料"
MOST_FILES, MOST_PAGES = 10, 200
"""Files sent at once; pages of a case."""
_STRIKERS = (Role.TOWNSHIP_CLERK, Role.TOWNSHIP_LEAD, Role.COUNTY_OFFICER, Role.COUNTY_LEAD)


def titles_of(procedure: Procedure) -> tuple[str, ...]:
    """What papers of a procedure are called: as its records name them, and whatever else there is."""
    declared = (field.label for kind in procedure.records.values() for field in kind.fields if field.type == "files")
    return (*dict.fromkeys(("身份证、户口簿", *declared)), OTHER)


@denials_kept()
@transaction.atomic
def add_materials(*, case: int | str, title: str, files: Sequence[bytes], by: Actor, at: datetime) -> list[Material]:
    """Add papers to a case that is not closed; a page that is there already is not added again.

    Args:
        case: its identifier or number.
        title: what they are, one of `titles_of` its procedure.
        files: photographs or PDFs, as sent.
        by: whoever may do or record something in the procedure, the family included.
        at: when.

    Returns:
        The pages, in order, those that were there already too.

    Raises:
        NoCase: there is none, or it is not theirs.
        AccessProblem: they have no part in it.
        CaseProblem: closed, no such title, nothing, too much, or a file that cannot be taken (which, and why).
    """
    found = find_case(case, by=by, lock=True)
    procedure = procedure_of(found)
    _require_part(found, procedure, by, at)
    if found.closed:
        raise CaseProblem("这件业务已经办结，不能再补材料。", remedy="如有新情况，请另行申请。")
    if title not in titles_of(procedure):
        raise CaseProblem("没有选择是什么材料。", remedy="请从列表里选一种；都不是的选“其他材料”。")
    return keep_pages(found, title, files, by=by, at=at)


def keep_pages(case: Case, title: str, files: Sequence[bytes], *, by: Actor, at: datetime) -> list[Material]:
    """Draw files anew and keep them with a case that is locked; whoever calls has made sure that they may.

    Raises:
        CaseProblem: nothing, too much, or a file that cannot be taken (which, and why).
    """
    if not 0 < len(files) <= MOST_FILES:
        raise CaseProblem(f"一次请上传1至{MOST_FILES}个文件。", remedy="请重新选择，或者分几次上传。")
    drawn = [_drawn(number, content) for number, content in enumerate(files, start=1)]
    if case.materials.count() + sum(map(len, drawn)) > MOST_PAGES:
        raise CaseProblem(f"一件业务最多保存{MOST_PAGES}页材料。", remedy="请只上传需要的页。")
    pages = [page for each in drawn for page in _kept(case, title, uuid4(), each, by, at)]
    audit.record(
        action="cases.add_materials", by=by, at=at, subject=Subject("case", case.pk), division=case.division_id,
        detail={"materials": [page.pk for page in pages]},
    )  # fmt: skip
    return pages


@denials_kept()
@transaction.atomic
def open_material(*, case: int | str, material: int, by: Actor, at: datetime) -> bytes | None:
    """Return a page as JPEG, None if the case has no such page; it is recorded who looked.

    Raises:
        NoCase: there is no such case, or it is not theirs.
        AccessProblem: a purpose is needed and none was given.
        TamperedError: what was kept was altered.
    """
    found = find_case(case, by=by)
    require_purpose(found, by, at)
    page = found.materials.filter(pk=material, struck_at=None).first()
    if page is None:
        return None
    audit.record(
        action="cases.view_material", by=by, at=at, subject=Subject("material", page.pk), division=found.division_id,
        detail={"case": found.pk, "persons": [] if found.person_id is None else [found.person_id]},
    )  # fmt: skip
    return open_bytes(Sealed.MATERIAL, page.pk, bytes(page.content))


@denials_kept()
@transaction.atomic
def strike_material(*, case: int | str, material: int, by: Actor, at: datetime) -> None:
    """Strike out a page that does not belong to a case, with the other pages of its file; nobody sees it from then on.

    Raises:
        NoCase: there is no such case, or it is not theirs.
        AccessProblem: they do not handle it.
        CaseProblem: no such page, or the case is closed.
    """
    found = find_case(case, by=by, lock=True)
    held = roles_on(found, by, on=clocks.local_day(at))
    if by.kind is not ActorKind.SYSTEM and not held & set(_STRIKERS):
        raise denied(
            "材料由经办人员剔除。", action="cases.strike_material", by=by, at=at, subject=Subject("case", found.pk),
            division=found.division_id,
        )  # fmt: skip
    page = found.materials.filter(pk=material, struck_at=None).first()
    if page is None or found.closed:
        raise CaseProblem("没有这页材料，或者这件业务已经办结。", remedy="请刷新页面。")
    found.materials.filter(upload=page.upload, struck_at=None).update(struck_at=at, struck_by=by.person)
    audit.record(
        action="cases.strike_material", by=by, at=at, subject=Subject("material", page.pk), division=found.division_id,
        detail={"case": found.pk},
    )  # fmt: skip


def _require_part(case: Case, procedure: Procedure, by: Actor, at: datetime) -> None:
    taking_part = {Role(role) for step in procedure.steps.values() for role in step.by}
    taking_part |= {Role(role) for kind in procedure.records.values() for role in kind.by} | {
        Role.APPLICANT,
        Role.AGENT,
    }
    if by.kind is not ActorKind.SYSTEM and not roles_on(case, by, on=clocks.local_day(at)) & taking_part:
        raise denied(
            "您不经办这件业务，不能添加材料。", action="cases.add_materials", by=by, at=at, subject=Subject("case", case.pk),
            division=case.division_id,
        )  # fmt: skip


def _drawn(number: int, content: bytes) -> tuple[Picture, ...]:
    try:
        return pictures_of(content)
    except PictureProblem as problem:
        raise CaseProblem(
            f"第{number}个文件：{problem}", remedy="其他文件也没有保存，改好后请一起重新上传。"
        ) from problem


def _kept(case: Case, title: str, upload: UUID, drawn: Sequence[Picture], by: Actor, at: datetime) -> list[Material]:
    kept = []
    for number, picture in enumerate(drawn, start=1):
        digest = hashlib.sha256(picture.content).digest()
        there = case.materials.filter(digest=digest, struck_at=None).first()
        if there is None:
            row = next_id(Material)
            there = Material.objects.create(
                id=row, case=case, title=title, upload=upload, page=number, pages=len(drawn), width=picture.width, height=picture.height,
                size=len(picture.content), digest=digest, content=seal_bytes(Sealed.MATERIAL, row, picture.content), added_by=by.person,
                adder=by.name, role=by.role, added_at=at,
            )  # fmt: skip
        kept.append(there)
    return kept
