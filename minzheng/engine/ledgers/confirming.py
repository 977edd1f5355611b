"""From staged rows to the register, in one transaction, some thousand rows at a time."""

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max, Min

from minzheng.engine.database.crash_points import crash_point
from minzheng.engine.ledgers.accounts import take_over_accounts
from minzheng.engine.ledgers.context import Confirming
from minzheng.engine.ledgers.families import settle_families
from minzheng.engine.ledgers.grants import take_over_grants
from minzheng.engine.ledgers.meaning import MEANINGS
from minzheng.engine.ledgers.means import state_means
from minzheng.engine.ledgers.models import Batch, StagedRow
from minzheng.engine.ledgers.payloads import opened
from minzheng.engine.ledgers.people import Line, register_people
from minzheng.engine.ledgers.statements import state_about_households, state_about_people
from minzheng.engine.ledgers.types import BatchState, LedgerProblem, Outcome, RowState
from minzheng.engine.registry.actions import record_source
from minzheng.engine.registry.bulk import refresh_statistics
from minzheng.engine.registry.keys import key_ring
from minzheng.engine.registry.merging import StatedFacts, merge_facts

_CHUNK = 10_000
_MANY = 1_000
_HALF_WAY = crash_point("ledgers.confirm.half_way", "台账登记：一批行已写入，还没有提交")
_BEFORE_COMMIT = crash_point("ledgers.confirm.before_commit", "台账登记：全部行和批次状态已写入，还没有提交")
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('ledgers.confirm'))"


def confirm_batch(number: int, *, by: str, at: datetime, on_rows: Callable[[int], None] = lambda _rows: None) -> Batch:
    """Bring the accepted rows of a staged batch into the register: all of them, or nothing.

    Raises:
        LedgerProblem: the batch is not waiting for confirmation.
    """
    with transaction.atomic():
        # Two confirmations at once would both add the same person.
        with connection.cursor() as cursor:
            cursor.execute(_ONE_AT_A_TIME)
        batch = Batch.objects.select_for_update().get(pk=number)
        if batch.state != BatchState.STAGED:
            state = BatchState(batch.state).label
            raise LedgerProblem(f"第{number}批的状态是“{state}”，不能确认。", remedy="只有“待确认”的批次可以确认。")
        context = _context(batch, by=by, at=at)
        done = 0
        for lines in _chunks(batch):
            _bring_in(lines, context)
            _HALF_WAY()
            done += len(lines)
            on_rows(done)
        batch.state, batch.confirmed_at, batch.confirmed_by = BatchState.CONFIRMED, at, by
        batch.outcome = asdict(context.outcome)
        batch.save()
        if context.outcome.added > _MANY:
            refresh_statistics()
        _BEFORE_COMMIT()
    return batch


def outcome_of(batch: Batch) -> Outcome:
    """Return what confirming a batch added."""
    return Outcome(**batch.outcome)


def _context(batch: Batch, *, by: str, at: datetime) -> Confirming:
    meaning = MEANINGS[batch.layout]
    source = record_source(
        kind=meaning.source, title=batch.file_name[:200], reference=batch.sha256[:12], batch=batch.pk, by=by, at=at
    )
    return Confirming(source.pk, batch.as_of, at, meaning, batch.columns)


def _bring_in(lines: list[Line], context: Confirming) -> None:
    register_people(lines, context)
    families = settle_families(lines, context)
    state_about_people(lines, context)
    state_about_households(families, context)
    state_means(families, context)
    take_over_grants(families, context)
    take_over_accounts(families, context)
    context.outcome.facts += merge_facts(context.stated, source=context.source, at=context.at)
    context.stated = StatedFacts()


def _chunks(batch: Batch) -> Iterator[list[Line]]:
    """Yield the accepted rows, whole families together, in the order the families begin."""
    rows = StagedRow.objects.filter(batch=batch, state=RowState.ACCEPTED)
    bounds = rows.aggregate(first=Min("family"), last=Max("family"))
    if bounds["first"] is None:
        return
    ring = key_ring()
    for start in range(bounds["first"], bounds["last"] + 1, _CHUNK):
        chosen = rows.filter(family__gte=start, family__lt=start + _CHUNK).order_by("family", "position")
        lines = [
            Line(
                row.position,
                row.family,
                row.sheet,
                row.row,
                opened(bytes(row.payload), batch=batch.pk, position=row.position, ring=ring),
            )
            for row in chosen.iterator(chunk_size=2_000)
        ]
        if lines:
            yield lines
