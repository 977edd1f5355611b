"""Take a confirmed batch back: what it recorded is no longer believed, what it replaced is believed again."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from minzheng.engine.ledgers.models import Batch
from minzheng.engine.ledgers.types import BatchState, LedgerProblem
from minzheng.engine.registry.bitemporal import STILL_BELIEVED

_RECORDED = (
    "registry_fact", "registry_membership", "registry_asset", "registry_obligor", "registry_bankaccount", "awards_grant",
)  # fmt: skip
_SUPERSEDE = """
    UPDATE {table} SET superseded_at = %(at)s
    WHERE superseded_at = %(believed)s AND source_id IN (SELECT id FROM registry_source WHERE batch_id = %(batch)s)
"""
_RESTORE_FACTS = """
    INSERT INTO registry_fact (subject_kind, subject, name, key, item, standing, value, text, valid_from, valid_until, source_id,
        evidence, entered_by, recorded_at, superseded_at)
    SELECT subject_kind, subject, name, key, item, standing, value, text, valid_from, valid_until, source_id, evidence, entered_by,
        %(at)s, %(believed)s
    FROM registry_fact f WHERE f.superseded_at = %(confirmed)s
        AND source_id NOT IN (
            SELECT s.id FROM registry_source s JOIN ledgers_batch b ON b.id = s.batch_id WHERE b.state = %(undone)s)
    ON CONFLICT DO NOTHING
"""
_RESTORE_GRANTS = """
    INSERT INTO awards_grant (household_id, person_id, benefit, from_month, until_month, monthly_amount, persons, number, legacy,
        source_id, recorded_at, superseded_at)
    SELECT household_id, person_id, benefit, from_month, until_month, monthly_amount, persons, number, legacy, source_id,
        %(at)s, %(believed)s
    FROM awards_grant f WHERE f.superseded_at = %(confirmed)s
        AND source_id NOT IN (
            SELECT s.id FROM registry_source s JOIN ledgers_batch b ON b.id = s.batch_id WHERE b.state = %(undone)s)
    ON CONFLICT DO NOTHING
"""
# A person or household that an undone batch added goes, unless something recorded elsewhere is about it. Where a table has a partial
# exclusion index, `>` keeps the planner from reading that index whole for each row.
_RETIRE_PERSONS = """
    UPDATE registry_person p SET superseded_at = %(at)s
    WHERE p.superseded_at = %(believed)s AND p.source_id IN (
        SELECT s.id FROM registry_source s JOIN ledgers_batch b ON b.id = s.batch_id WHERE b.state = %(undone)s)
      AND NOT EXISTS (SELECT FROM registry_fact WHERE subject_kind = 1 AND subject = p.id AND superseded_at = %(believed)s)
      AND NOT EXISTS (SELECT FROM registry_membership WHERE person_id = p.id AND superseded_at > %(at)s)
      AND NOT EXISTS (SELECT FROM registry_obligor WHERE p.id IN (person_id, supports_id) AND superseded_at = %(believed)s)
      AND NOT EXISTS (SELECT FROM registry_asset WHERE owner_id = p.id AND superseded_at = %(believed)s)
      AND NOT EXISTS (SELECT FROM registry_bankaccount WHERE holder_id = p.id AND superseded_at = %(believed)s)
      AND NOT EXISTS (SELECT FROM awards_grant WHERE person_id = p.id AND superseded_at > %(at)s)
"""
_RETIRE_HOUSEHOLDS = """
    UPDATE registry_household h SET superseded_at = %(at)s
    WHERE h.superseded_at = %(believed)s AND h.source_id IN (
        SELECT s.id FROM registry_source s JOIN ledgers_batch b ON b.id = s.batch_id WHERE b.state = %(undone)s)
      AND NOT EXISTS (SELECT FROM registry_fact WHERE subject_kind = 2 AND subject = h.id AND superseded_at = %(believed)s)
      AND NOT EXISTS (SELECT FROM registry_membership WHERE household_id = h.id AND superseded_at > %(at)s)
      AND NOT EXISTS (SELECT FROM registry_obligor WHERE household_id = h.id AND superseded_at = %(believed)s)
      AND NOT EXISTS (SELECT FROM registry_asset WHERE household_id = h.id AND superseded_at = %(believed)s)
      AND NOT EXISTS (SELECT FROM registry_bankaccount WHERE household_id = h.id AND superseded_at = %(believed)s)
      AND NOT EXISTS (SELECT FROM awards_grant WHERE household_id = h.id AND superseded_at > %(at)s)
"""


def undo_batch(number: int, *, by: str, at: datetime) -> Batch:
    """Take a batch back, or drop one that still waits for confirmation.

    Raises:
        LedgerProblem: there is nothing to take back.
    """
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=number)
        if batch.state not in (BatchState.STAGED, BatchState.CONFIRMED):
            state = BatchState(batch.state).label
            raise LedgerProblem(
                f"第{number}批的状态是“{state}”，不能撤销。", remedy="只有“待确认”或“已导入”的批次可以撤销。"
            )
        was_confirmed = batch.state == BatchState.CONFIRMED
        batch.state, batch.undone_at, batch.undone_by = BatchState.UNDONE, at, by
        batch.save()
        if was_confirmed:
            _take_back(batch, at)
    return batch


def _take_back(batch: Batch, at: datetime) -> None:
    values: dict[str, Any] = {
        "at": at,
        "believed": STILL_BELIEVED,
        "batch": batch.pk,
        "confirmed": batch.confirmed_at,
        "undone": int(BatchState.UNDONE),
    }
    statements = [
        *(_SUPERSEDE.format(table=table) for table in _RECORDED),
        _RESTORE_FACTS, _RESTORE_GRANTS, _RETIRE_PERSONS, _RETIRE_HOUSEHOLDS,
    ]  # fmt: skip
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement, values)
