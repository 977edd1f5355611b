"""From a file to staged rows: one transaction, so that a killed import leaves no row behind."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from psycopg.types.json import Jsonb

from minzheng.engine.ledgers.cross_checks import CrossChecks, Finding
from minzheng.engine.ledgers.meaning import MEANINGS
from minzheng.engine.ledgers.models import Batch, StagedRow
from minzheng.engine.ledgers.payloads import sealed
from minzheng.engine.ledgers.row_checks import check_row
from minzheng.engine.ledgers.types import BatchState, Column, RowState
from minzheng.engine.matching.layouts import Layout
from minzheng.engine.matching.ledger_rows import ParsedRow, read_rows
from minzheng.engine.matching.readings import DivisionNames
from minzheng.engine.matching.recognition import Recognition, recognise
from minzheng.engine.matching.row_fates import DATA_FATES, FileCount
from minzheng.engine.matching.workbooks import open_workbook
from minzheng.engine.registry.keys import key_ring
from minzheng.engine.registry.models import Division
from minzheng.kernel.characters import printable

Columns = dict[str, dict[str, Column]]
"""For each sheet: where each column stands."""

_CHUNK = 2_000
_LONGEST_TEXT = 500
_BLOCK = 1 << 20
_COLUMNS = "batch_id, position, family, sheet, row, state, problems, payload"
_TYPES = ["int8", "int4", "int4", "text", "int4", "int2", "jsonb", "bytea"]
_APPEND = """
    UPDATE ledgers_stagedrow r SET problems = r.problems || f.problems, state = greatest(r.state, f.state)
    FROM ledgers_finding f WHERE r.batch_id = %s AND r.position = f.position
"""


def digest(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            total.update(block)
    return total.hexdigest()


@lru_cache(maxsize=1_000)
def shown(text: str) -> str:
    """Return a text from the file as it may be stored and shown: PostgreSQL keeps neither NUL nor lone surrogates."""
    return printable(text, limit=_LONGEST_TEXT)


def stage(
    batch: Batch, path: Path, *, layouts: list[Layout], today: date, on_rows: Callable[[int], None] = lambda _rows: None
) -> None:
    """Read the file into staged rows with their problems and leave the batch waiting for confirmation.

    Args:
        batch: in state READING.
        path: the file.
        layouts: the layouts to choose from.
        today: the day identity numbers are judged on.
        on_rows: told how many rows have been read.

    Raises:
        FileProblem: the file cannot be read; nothing was staged.
    """
    with open_workbook(path) as workbook:
        recognition = recognise(workbook, layouts)
        columns, count = columns_of(recognition), FileCount()
        checks = CrossChecks(MEANINGS[recognition.layout.name], columns, as_of=batch.as_of)
        with transaction.atomic():
            rows = read_rows(recognition, today=today, divisions=_divisions(), count=count, on_rows=on_rows)
            _copy(batch.pk, rows, columns, checks)
            _note(batch.pk, checks.findings())
            _summarise(batch, recognition, columns, count)


def columns_of(recognition: Recognition) -> Columns:
    """Return where each column stands in each sheet that is read."""
    return {
        plan.sheet.name: {match.column.name: Column(match.letter, shown(match.title)) for match in plan.header.columns}
        for plan in recognition.sheets
        if plan.header is not None
    }


def _divisions() -> DivisionNames:
    return DivisionNames(Division.objects.values_list("code", "name", "level"))


def _copy(batch: int, rows: Iterator[ParsedRow], columns: Columns, checks: CrossChecks) -> None:
    ring = key_ring()
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY ledgers_stagedrow ({_COLUMNS}) FROM STDIN (FORMAT binary)") as copy,
    ):
        copy.set_types(_TYPES)
        position = 0
        for chunk in _chunks(rows):
            numbered = [(position + index, row.values) for index, row in enumerate(chunk)]
            payloads = sealed(numbered, batch=batch, ring=ring)
            for (place, _), row, payload in zip(numbered, chunk, payloads, strict=True):
                problems = [*row.problems, *check_row(row, columns.get(row.sheet, {}))]
                refused = any(problem.rejects for problem in problems)
                family = checks.add(row, refused=refused)
                state = RowState.REJECTED if refused else RowState.ACCEPTED
                said = Jsonb([_told(problem) for problem in problems])
                copy.write_row((batch, place, family, shown(row.sheet), row.number, int(state), said, payload))
            position += len(chunk)


def _chunks(rows: Iterator[ParsedRow]) -> Iterator[list[ParsedRow]]:
    chunk: list[ParsedRow] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _note(batch: int, findings: Iterator[Finding]) -> None:
    """Add what was found between the rows to the rows it was found of."""
    gathered: dict[int, list[Any]] = {}
    for position, problem in findings:
        gathered.setdefault(position, []).append(problem)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMPORARY TABLE ledgers_finding (position integer, state smallint, problems jsonb) ON COMMIT DROP"
        )
        with cursor.copy("COPY ledgers_finding FROM STDIN (FORMAT binary)") as copy:
            copy.set_types(["int4", "int2", "jsonb"])
            for position, problems in gathered.items():
                state = RowState.REJECTED if any(problem.rejects for problem in problems) else RowState.ACCEPTED
                copy.write_row((position, int(state), Jsonb([_told(problem) for problem in problems])))
        cursor.execute(_APPEND, [batch])
        cursor.execute("DROP TABLE ledgers_finding")


def _told(problem: Any) -> dict[str, Any]:
    return {name: shown(value) if isinstance(value, str) else value for name, value in asdict(problem).items()}


def _summarise(batch: Batch, recognition: Recognition, columns: Columns, count: FileCount) -> None:
    rows = StagedRow.objects.filter(batch=batch)
    batch.layout = recognition.layout.name
    batch.accepted = rows.filter(state=RowState.ACCEPTED).count()
    batch.rejected = rows.filter(state=RowState.REJECTED).count()
    batch.skipped = {fate.value: number for fate, number in count.fates.items() if fate not in DATA_FATES and number}
    batch.notices = [shown(notice) for notice in recognition.notices]
    batch.columns = {
        shown(sheet): {name: column.letter for name, column in found.items()} for sheet, found in columns.items()
    }
    batch.state = BatchState.STAGED
    batch.save()
