"""备用金 at the desk: the county pays in and holds it against the bank, the township gives back, nobody else sees it."""

from __future__ import annotations

import re
from typing import Any

import pytest

from minzheng.engine.access.scoping import scoped
from minzheng.engine.access.types import SYSTEM
from minzheng.engine.cases import imprest
from tests.surfaces.desk.conftest import Desk

TOWNSHIP = 530129001000
PATH = f"/desk/funds/{TOWNSHIP}"


def text(answer: Any) -> str:
    return re.sub(r"<[^>]+>|\s+", "", answer.content.decode())


def _balance() -> int | None:
    with scoped(SYSTEM):
        return imprest.balance_of(TOWNSHIP)


@pytest.fixture
def funded(desk: Desk) -> Desk:
    opened = desk.post("county", "/desk/funds/open", township=str(TOWNSHIP), ceiling="50000")
    assert opened["Location"] == PATH
    assert desk.post("county", f"{PATH}/refill", amount="3万", document="拨款1号").status_code == 302
    return desk


def test_what_the_county_pays_in_stands_in_the_ledger(funded: Desk) -> None:
    assert _balance() == 3_000_000
    ledger = text(funded.get("county", PATH))
    assert "30,000.00" in ledger
    assert "拨款1号" in ledger
    assert "未对账" in ledger
    assert "30,000.00" in text(funded.get("county", "/desk/funds"))


def test_the_township_sees_its_own_and_gives_back(funded: Desk) -> None:
    assert funded.get("clerk", "/desk/funds")["Location"] == PATH
    page = text(funded.get("clerk", PATH))
    assert "交回县级" in page
    assert "设立备用金" not in page
    assert funded.post("clerk", f"{PATH}/give-back", amount="100.50", document="回单7").status_code == 302
    assert _balance() == 2_989_950


def test_it_is_held_against_the_bank_and_a_difference_is_explained(funded: Desk) -> None:
    wrong = funded.post("county", f"{PATH}/reconcile", until="2026-08-03", statement="29000", explanation="")
    assert "两者不符" in text(wrong)
    assert 'value="29000"' in wrong.content.decode()
    done = funded.post("county", f"{PATH}/reconcile", until="2026-08-03", statement="29000", explanation="利息扣费待查")
    assert done.status_code == 302
    assert "已对账" in text(funded.get("county", PATH))


@pytest.mark.parametrize(
    ("kind", "fields", "sentence"),
    [
        ("refill", {"amount": "很多", "document": "2号"}, "金额不对"),
        ("refill", {"amount": "30000", "document": "2号"}, "超过限额"),
        ("refill", {"amount": "1", "document": ""}, "没有写明凭证号"),
        ("reconcile", {"until": "下周", "statement": "1"}, "对账截止日不对"),
        ("reconcile", {"until": "2026-12-31", "statement": "30000"}, "还没有到"),
    ],
)
def test_what_cannot_be_booked_gets_a_sentence(kind: str, fields: dict[str, str], sentence: str, funded: Desk) -> None:
    refused = funded.post("county", f"{PATH}/{kind}", **fields)
    assert refused.status_code == 422
    assert sentence in text(refused)
    assert _balance() == 3_000_000


def test_a_fund_is_opened_once_and_of_a_township_that_is_there(funded: Desk) -> None:
    for township, said in (("", "没有选择乡镇"), ("530129001001", "没有这个乡镇"), ("530129999000", "没有这个乡镇")):
        assert said in text(funded.post("county", "/desk/funds/open", township=township, ceiling="1"))
    again = funded.post("county", "/desk/funds/open", township=str(TOWNSHIP), ceiling="1")
    assert "已经设立备用金" in text(again)


@pytest.mark.parametrize("post", ["stranger", "verifier", "village"])
def test_nobody_else_sees_or_moves_it(post: str, funded: Desk) -> None:
    pages = [funded.get(post, path).status_code for path in (PATH, f"/desk/funds/{TOWNSHIP + 1000}")]
    assert pages[1] == 404
    assert funded.post(post, f"{PATH}/refill", amount="1", document="2号").status_code == 403
    assert _balance() == 3_000_000


def test_the_township_pays_nothing_in(funded: Desk) -> None:
    assert funded.post("clerk", f"{PATH}/refill", amount="1", document="2号").status_code == 403
    assert _balance() == 3_000_000
    assert funded.post("county", f"{PATH}/burn", amount="1").status_code == 404
