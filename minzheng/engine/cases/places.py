"""Where a family moves to, as its case records it."""

from __future__ import annotations

from minzheng.engine.cases.context import Context
from minzheng.engine.cases.types import CaseProblem
from minzheng.engine.registry.models import Division

RECORD = "destination"
"""The record that says it: `village` (12-digit code) and `address`."""
_VILLAGE, _COUNTY = 1_000, 10**6


def destination_of(context: Context) -> tuple[int, str]:
    """Return code of the village and address that the last record of a destination names.

    Raises:
        CaseProblem: there is none, or the place is no other village of this county.
    """
    rows = context.records.get(RECORD, ())
    if not rows:
        raise CaseProblem("还没有写明迁入的村（社区）。", remedy="请先登记迁入地。")
    text = str(rows[-1].get("village", "")).strip()
    code = int(text) if text.isascii() and text.isdecimal() and len(text) == 12 else 0
    here = context.case.division_id
    if code == here or code // _COUNTY != here // _COUNTY or not code % _VILLAGE:
        raise CaseProblem("迁入地应为本县另一个村（社区）的12位区划代码。", remedy="迁往县外的，请办理终止。")
    if not Division.objects.filter(code=code).exists():
        raise CaseProblem("没有迁入地这个村（社区）。", remedy="请核对区划代码。")
    return code, str(rows[-1].get("address", ""))
