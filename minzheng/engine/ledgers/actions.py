"""Bring a ledger file in: read it, confirm it, take it back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, connection, transaction

from minzheng.engine.ledgers import confirming, reading, undoing
from minzheng.engine.ledgers.meaning import MEANINGS
from minzheng.engine.ledgers.models import Batch
from minzheng.engine.ledgers.types import BatchState, LedgerProblem
from minzheng.engine.matching.layouts import Layout, all_layouts
from minzheng.engine.matching.problems import FileProblem
from minzheng.engine.matching.workbooks import LARGEST_FILE
from minzheng.kernel.characters import printable

Progress = Callable[[int], None]
_LONGEST_NAME = 200
_HELD = (BatchState.READING, BatchState.STAGED, BatchState.CONFIRMED)


def stage_file(
    *, path: Path, layout: str | None = None, as_of: date, by: str, at: datetime, on_rows: Progress = lambda _rows: None
) -> Batch:
    """Read a ledger file so that it waits for confirmation.

    A file that is already waiting is returned as it is; one whose reading was killed is read again.

    Args:
        path: the file.
        layout: name of a layout; recognised if not given.
        as_of: the day the ledger speaks of.
        by: who imports.
        at: when (aware); its day is the day identity numbers are judged on.
        on_rows: told how many rows have been read.

    Raises:
        FileProblem: the file cannot be read.
        LedgerProblem: it was imported already, another process is reading it, or no such layout exists.
    """
    layouts = _layouts(layout)
    with _readable(path):
        found = reading.digest(path)
    batch = _claimed(path, found, as_of=as_of, by=by, at=at)
    if batch.state == BatchState.STAGED:
        return batch
    try:
        reading.stage(batch, path, layouts=layouts, today=at.astimezone().date(), on_rows=on_rows)
    except FileProblem as problem:
        _fail(batch, problem)
        raise
    finally:
        _release(batch.pk)
    return batch


def confirm(*, batch: int, by: str, at: datetime, on_rows: Progress = lambda _rows: None) -> Batch:
    """Bring a waiting batch into the register. Raises LedgerProblem if it does not wait for that."""
    return confirming.confirm_batch(_existing(batch), by=by, at=at, on_rows=on_rows)


def undo(*, batch: int, by: str, at: datetime) -> Batch:
    """Take a batch back. Raises LedgerProblem if there is nothing to take back."""
    return undoing.undo_batch(_existing(batch), by=by, at=at)


def resume(*, by: str, at: datetime, on_rows: Progress = lambda _rows: None) -> list[Batch]:
    """Read again the files whose reading was killed, where they are still at their place; return their batches.

    Raises:
        FileProblem: such a file cannot be read any more; its batch is marked as failed.
    """
    resumed = []
    for batch in Batch.objects.filter(state=BatchState.READING).order_by("pk"):
        path = Path(batch.path)
        if not batch.path or not path.is_file() or reading.digest(path) != batch.sha256:
            if _lock(batch.pk):
                _fail(batch, FileProblem("原文件已不在原处或已改动", where=batch.file_name, remedy="请重新导入"))
                _release(batch.pk)
            continue
        layout = batch.layout or None
        resumed.append(stage_file(path=path, layout=layout, as_of=batch.as_of, by=by, at=at, on_rows=on_rows))
    return resumed


def _layouts(name: str | None) -> list[Layout]:
    layouts = {key: layout for key, layout in all_layouts().items() if key in MEANINGS}
    if name is None:
        return list(layouts.values())
    chosen = [layout for key, layout in layouts.items() if name in (key, layout.title)]
    if not chosen:
        known = "、".join(f"{layout.title}（{key}）" for key, layout in layouts.items())
        raise LedgerProblem(f"没有“{printable(name)}”这种台账版式。", remedy=f"可用的版式：{known}。")
    return chosen


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    name = printable(path.name)
    try:
        if not path.is_file():
            raise FileProblem("找不到这个文件", where=name, remedy="请核对路径和文件名")
        if path.stat().st_size > LARGEST_FILE:
            raise FileProblem(f"文件超过{LARGEST_FILE // 1_000_000}MB", where=name, remedy="请按乡镇拆分后再导入")
        yield
    except (OSError, ValueError) as error:
        if isinstance(error, FileProblem):
            raise
        raise FileProblem("文件打不开", where=name, remedy="请核对路径和权限") from error


def _claimed(path: Path, sha256: str, *, as_of: date, by: str, at: datetime) -> Batch:
    """Return a batch for the file that this process alone reads, or one that already waits for confirmation."""
    try:
        with transaction.atomic():
            batch = Batch.objects.create(
                file_name=printable(path.name, limit=_LONGEST_NAME), path=_storable(path), sha256=sha256,
                size=path.stat().st_size, as_of=as_of, created_at=at, created_by=by,
            )  # fmt: skip
            _lock(batch.pk)
    except IntegrityError:
        return _held(Batch.objects.get(sha256=sha256, state__in=_HELD), as_of)
    return batch


def _held(batch: Batch, as_of: date) -> Batch:
    if batch.state == BatchState.CONFIRMED:
        raise LedgerProblem(
            f"这个文件已经导入过（第{batch.pk}批，{batch.file_name}），没有重复导入。",
            remedy=f"如需重新导入，请先撤销：minzheng imports undo {batch.pk}。",
        )
    if batch.state == BatchState.STAGED:
        return batch
    if not _lock(batch.pk):
        raise LedgerProblem(f"另一个导入正在读取同一个文件（第{batch.pk}批）。", remedy="请等它完成。")
    batch.refresh_from_db()
    batch.as_of = as_of
    return batch


def _existing(batch: int) -> int:
    if not 0 < batch < 2**63 or not Batch.objects.filter(pk=batch).exists():
        raise LedgerProblem(f"没有第{batch}批。", remedy="用 minzheng imports list 查看所有批次。")
    return batch


def _storable(path: Path) -> str:
    text = str(path.absolute())
    return text if text.isprintable() else ""


def _fail(batch: Batch, problem: FileProblem) -> None:
    batch.state, batch.failure = BatchState.FAILED, printable(str(problem), limit=_LONGEST_NAME * 3)
    batch.save()


# A lock of the session, so that it vanishes with a killed process: a batch in 读取中 without its lock was abandoned.
def _lock(batch: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('ledgers.reading'), %s)", [batch % 2**31])
        return bool(cursor.fetchone()[0])


def _release(batch: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(hashtext('ledgers.reading'), %s)", [batch % 2**31])
