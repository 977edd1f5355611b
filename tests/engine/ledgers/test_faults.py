"""What a killed import, a killed database and a full disk leave behind: all or nothing, and the next run works."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import DatabaseError

from minzheng.engine.database import actions as database
from minzheng.engine.database.connections import embedded_settings
from minzheng.engine.database.home import Home
from minzheng.engine.ledgers import actions, confirming
from minzheng.engine.ledgers.models import Batch
from minzheng.engine.ledgers.types import BatchState
from minzheng.engine.registry.models import Person
from minzheng.surfaces.cli.main import main
from tests.engine.ledgers.conftest import AS_OF, DIBAO, JULY, family, write
from tests.throwaway import throwaway_home

FAMILIES = 150
ROOT = Path(__file__).resolve().parents[3]
SCRIPT = "import sys; from minzheng.surfaces.cli.main import main; sys.exit(main())"


@pytest.fixture(scope="module")
def home() -> Iterator[Home]:
    with throwaway_home() as home:
        assert _minzheng(home, "db", "migrate").wait() == 0
        yield home


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows = [row for index in range(FAMILIES) for row in family(1 + index * 4, size=3)]
    return write(tmp_path_factory.mktemp("ledger") / "低保.xlsx", DIBAO, rows)


def _minzheng(home: Home, *arguments: str) -> subprocess.Popen[bytes]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MINZHENG_")}
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, *arguments], env={**clean, "MINZHENG_HOME": str(home.path)}, cwd=ROOT,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip


def _ask(home: Home, query: str) -> list[tuple[int, ...]]:
    settings = embedded_settings(home)["default"]
    with psycopg.connect(
        host=settings["HOST"],
        user=settings["USER"],
        dbname=settings["NAME"],
        port=settings["PORT"],
        **settings["OPTIONS"],
    ) as connection:
        return connection.execute(query.encode()).fetchall()


def _counts(home: Home) -> tuple[int, ...]:
    """Believed persons and grants, and staged rows of batches whose reading was not finished."""
    query = """
        SELECT (SELECT count(*) FROM registry_person WHERE superseded_at > now()),
               (SELECT count(*) FROM awards_grant WHERE superseded_at > now()),
               (SELECT count(*) FROM ledgers_stagedrow r JOIN ledgers_batch b ON b.id = r.batch_id WHERE b.state = 1)
    """
    return _ask(home, query)[0]


def _undo_everything(home: Home) -> None:
    for (number,) in _ask(home, "SELECT id FROM ledgers_batch WHERE state IN (2, 3)"):
        assert _minzheng(home, "imports", "undo", str(number)).wait() == 0
    assert _counts(home) == (0, 0, 0)


@pytest.mark.faults
def test_an_importer_killed_at_any_moment_leaves_all_or_nothing(home: Home, ledger: Path) -> None:
    whole = (FAMILIES * 3, FAMILIES, 0)
    begun = time.monotonic()
    assert _minzheng(home, "import", str(ledger), "--yes").wait() == 0
    lasts = time.monotonic() - begun
    assert _counts(home) == whole
    _undo_everything(home)
    moments = random.Random(7)
    for _ in range(4):
        process = _minzheng(home, "import", str(ledger), "--yes")
        try:
            process.wait(moments.uniform(0.2, 1.0) * lasts)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        assert _counts(home) in {(0, 0, 0), whole}
    assert _minzheng(home, "import", str(ledger), "--yes").wait() in {0, 2}
    assert _counts(home) == whole
    _undo_everything(home)


@pytest.mark.faults
def test_a_database_killed_during_the_import_loses_nothing(home: Home, ledger: Path) -> None:
    process = _minzheng(home, "import", str(ledger), "--yes")
    _wait_for_a_batch(home)
    postmaster = int((home.data() / "postmaster.pid").read_text().split()[0])
    os.kill(postmaster, signal.SIGKILL)
    assert process.wait(120) in {0, 2}
    database.start(home)
    assert _counts(home) in {(0, 0, 0), (FAMILIES * 3, FAMILIES, 0)}
    assert _minzheng(home, "import", str(ledger), "--yes").wait() in {0, 2}
    assert _counts(home) == (FAMILIES * 3, FAMILIES, 0)
    _undo_everything(home)


def _wait_for_a_batch(home: Home) -> None:
    while not _ask(home, "SELECT 1 FROM ledgers_batch WHERE state = 1"):
        os.sched_yield()


@pytest.mark.django_db(transaction=True)
def test_a_full_disk_is_told_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "低保.xlsx", DIBAO, family(1))
    batch = actions.stage_file(path=path, as_of=AS_OF, by="李明", at=JULY)

    def full(*_args: object, **_given: object) -> int:
        raise DatabaseError("could not extend file") from psycopg.errors.DiskFull("could not extend file")

    with monkeypatch.context() as patch:
        patch.setattr(confirming, "merge_facts", full)
        assert main(["imports", "confirm", str(batch.pk)]) == 2
    assert "磁盘空间不足，本次操作已撤销，已提交的数据没有丢失" in capsys.readouterr().err
    assert (Person.objects.count(), Batch.objects.get().state) == (0, BatchState.STAGED)
    assert main(["imports", "confirm", str(batch.pk)]) == 0
    assert Person.objects.count() == 2
