"""What is done with a work list: kept under a name, carried away with a trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from minzheng.engine.access.types import Actor
from minzheng.engine.audit import actions as audit
from minzheng.engine.cases.models import SavedView
from minzheng.engine.cases.queries.queue import Filter, QueueRow, queue
from minzheng.engine.cases.types import CaseProblem

MOST_VIEWS, MOST_EXPORTED = 12, 5_000
_PAGE, _LONGEST_NAME, _LONGEST_QUERY = 200, 20, 300


@transaction.atomic
def export_cases(wanted: Filter, *, purpose: str, by: Actor, at: datetime) -> tuple[QueueRow, ...]:
    """Return the lines of a work list to be carried away, names masked as on the page; what was taken and what for is an event.

    Raises:
        CaseProblem: no purpose, nothing fits, or it is more than may be taken at once.
    """
    if not purpose.strip():
        raise CaseProblem("没有写明导出的用途。", remedy="请写明用途再导出，会有记录。")
    rows: list[QueueRow] = []
    after: str | None = None
    while len(rows) <= MOST_EXPORTED:
        page = queue(wanted, by=by, at=at, after=after, limit=_PAGE)
        rows += page.rows
        after = page.next
        if after is None:
            break
    if not rows:
        raise CaseProblem("没有符合条件的办件。", remedy="请换一个条件。")
    if len(rows) > MOST_EXPORTED:
        raise CaseProblem(f"一次最多导出{MOST_EXPORTED}件。", remedy="请缩小范围，分几次导出。")
    asker = replace(by, purpose=purpose.strip()[:100])
    audit.record(action="cases.export", by=asker, at=at, detail={"cases": [row.id for row in rows]})
    return tuple(rows)


@transaction.atomic
def save_view(*, name: str, query: str, by: Actor) -> SavedView:
    """Keep a filter under a name; the same name again takes its place.

    Raises:
        CaseProblem: no name, too long, or too many are kept.
    """
    called = name.strip()
    if not 0 < len(called) <= _LONGEST_NAME or "\0" in called or len(query) > _LONGEST_QUERY:
        raise CaseProblem(f"视图名称应为1至{_LONGEST_NAME}个字。", remedy="请改短一些。")
    kept = SavedView.objects.filter(person=by.person or 0)
    if kept.exclude(name=called).count() >= MOST_VIEWS:
        raise CaseProblem(f"最多保存{MOST_VIEWS}个视图。", remedy="请先删除不用的。")
    view, _ = SavedView.objects.update_or_create(person=by.person or 0, name=called, defaults={"query": query})
    return view


def drop_view(*, view: int, by: Actor) -> None:
    """Forget a filter of one's own; one that is not there is forgotten already."""
    SavedView.objects.filter(pk=view, person=by.person or 0).delete()
