"""Hard families through the whole of a case to the public board and the printed list: nothing appears that must never be shown."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pypdfium2
import pytest
from django.test import Client

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.audit.types import Subject
from minzheng.engine.catalogue.letters import letters_of
from minzheng.engine.notices.queries import hung_beside, notices_about, sheet_of
from minzheng.engine.notices.rendering.pdf import as_pdf
from minzheng.surfaces.portal import board
from tests.engine.cases.conftest import MONDAY, SOCIAL, VERIFICATION, VISIT, County, county, resident, signature

ACCOUNT, PHONE, ADDRESS = "6217000010001234561", "19912345678", "石头寨47号院内东厢房"


@dataclass(frozen=True)
class Family:
    """Who applies, who lives with them, and what may stand on the board of the applicant's name."""

    name: str
    shown: str
    members: tuple[dict[str, Any], ...] = ()
    head: dict[str, Any] = field(default_factory=dict)
    adults: tuple[str, ...] = ()


HARD = {
    "two characters": Family("马云", "马*"),
    "a double surname": Family("欧阳震华", "欧阳**"),
    "with a dot": Family("阿依古丽·买买提", "阿***·***"),
    "rare characters": Family("㗂䶮龘", "㗂**"),
    "beyond the plane": Family("𠮷田甲", "𠮷**"),
    "a child in the family": Family(
        "杨阿婆", "杨**", members=({"name": "杨小军", "id_number": resident(31, "20150903"), "relation": "20"},)
    ),
    "disabled and ill": Family(
        "保秀英", "保**", head={"disability_type": "MENTAL", "disability_grade": "1", "serious_illness": True}
    ),
}


def _answers(each: Family) -> dict[str, Any]:
    head = {"name": each.name, "id_number": resident(901), "relation": "01", "labour_capacity": "LOST", "incomes": []}
    return {
        "household": {"area": "RURAL"}, "members": [{**head, **each.head}, *each.members],
        "contact": {"address": ADDRESS, "phone": PHONE}, "account": {"holder": 0, "bank": "农村信用社", "number": ACCOUNT},
    }  # fmt: skip


@pytest.fixture(params=sorted(HARD))
def posted(request: pytest.FixtureRequest, county: County, monkeypatch: pytest.MonkeyPatch) -> tuple[Family, str]:
    """A family, and everything the public gets to see of it: board, page of the notice, printed list."""
    each = HARD[request.param]
    case = county.open(_answers(each))
    county.do(case, "submit", "village", MONDAY)
    county.record(case, "authorisation", "clerk", MONDAY, signature(each.name, *each.adults))
    county.do(case, "accept", "clerk", MONDAY + timedelta(hours=1))
    county.record(case, "home_visit", "clerk", MONDAY + timedelta(days=1), {**VISIT, "present": each.name})
    county.record(case, "verification", "verifier", MONDAY + timedelta(days=2), VERIFICATION)
    county.do(case, "propose", "lead", MONDAY + timedelta(days=3), places=("村务公开栏",))
    on = (MONDAY + timedelta(days=4)).date()
    monkeypatch.setattr(board, "today", lambda: on)
    monkeypatch.setattr(board, "now", lambda: MONDAY + timedelta(days=4))
    with scoped(SYSTEM):
        (notice,) = notices_about(Subject("case", case.pk))
        sheet = sheet_of(hung_beside(notice), letters_of(SOCIAL, "minimum_living_allowance")["public_list"], on=on)
    printed = pypdfium2.PdfDocument(as_pdf(sheet))
    pages = [Client().get(path).content.decode() for path in ("/notices", f"/notices/{notice.pk}")]
    seen = "\n".join([*pages, *(page.get_textpage().get_text_range() for page in printed)])
    return each, html.unescape(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", seen))


def test_the_name_is_masked_and_nothing_that_must_never_be_shown_appears(posted: tuple[Family, str]) -> None:
    each, seen = posted
    assert each.shown in seen
    assert each.name not in seen
    never = {
        "identity number": resident(901), "its end": resident(901)[-6:], "birth": "19680504", "account": ACCOUNT, "its tail": ACCOUNT[-4:],
        "telephone": PHONE, "address": "47号", "bank": "农村信用社", "who signed": "马晓燕", "illness": "重病", "disability": "残疾",
    }  # fmt: skip
    assert {what for what, text in never.items() if text in seen} == set()
    for member in each.members:
        assert member["name"] not in seen
        assert member["name"][0] + "*" * (len(member["name"]) - 1) not in seen.replace(each.shown, "")


__all__ = ["county"]
