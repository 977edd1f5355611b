"""Whoever changes what was recorded is found by a command, and its exit code says so."""

from __future__ import annotations

import io
import json
import random
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest

from minzheng.engine.access import actions as access
from minzheng.engine.audit.models import Event
from minzheng.kernel.crypto import sm3
from minzheng.surfaces.cli.main import main
from minzheng.surfaces.clock import now
from tests.engine.access.conftest import Bureau, bureau, quick_passwords
from tests.engine.audit.conftest import record, superuser
from tests.engine.audit.test_tampering import EVENTS, TAMPERS, Snapshot, sealed

__all__ = ["bureau", "quick_passwords", "sealed", "superuser"]

pytestmark = pytest.mark.django_db(transaction=True)

EDITS, PASSWORD = 25, "Fuxian-2026-lake"


@pytest.fixture
def anchor(sealed: dict[str, Any], tmp_path: Path) -> Path:
    path = tmp_path / "锚.json"
    path.write_text(json.dumps(sealed))
    return path


def test_random_single_edits_are_all_found(
    anchor: Path, superuser: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    chance = random.Random(7)
    superuser.autocommit = False
    superuser.execute("SELECT 1")
    for _ in range(EDITS):
        with Snapshot(superuser):
            chance.choice(TAMPERS)(superuser, chance)
            superuser.commit()
            capsys.readouterr()
            assert main(["audit", "verify", "--anchor", str(anchor), "--json"]) == 1
            said = json.loads(capsys.readouterr().out)
            assert said["discrepancies"]
            assert not said["sound"]
    assert main(["audit", "verify", "--anchor", str(anchor)]) == 0
    assert f"事件 {EVENTS} 条" in capsys.readouterr().out


def test_the_place_of_the_harm_is_named(
    anchor: Path, superuser: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    event = Event.objects.order_by("id").values_list("id", flat=True)[3]
    superuser.execute("UPDATE audit_event SET purpose = '公务' WHERE id = %s", [event])
    assert main(["audit", "verify"]) == 1
    assert f"审计事件被改动（封条1，事件{event}）" in capsys.readouterr().out


def test_a_cut_tail_needs_the_anchor(
    anchor: Path, superuser: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    superuser.execute("DELETE FROM audit_event WHERE id >= (SELECT first_event FROM audit_seal WHERE id = 8)")
    superuser.execute("DELETE FROM audit_seal WHERE id = 8")
    assert main(["audit", "verify"]) == 0
    assert "请加 --anchor" in capsys.readouterr().out
    assert main(["audit", "verify", "--anchor", str(anchor)]) == 1
    assert "末尾的封条被截去" in capsys.readouterr().out


def test_an_anchor_is_written_and_holds(tmp_path: Path, db: None) -> None:
    record()
    path = tmp_path / "锚.json"
    assert main(["audit", "anchor", "-o", str(path)]) == 0
    record()
    assert main(["audit", "verify", "--anchor", str(path)]) == 0
    assert Event.objects.get(action="audit.export_anchor").origin.startswith("本机终端")


@pytest.mark.parametrize("content", ["", "[]", '{"seal": "1", "digest": "00"}', "[" * 60_000])
def test_what_is_no_anchor_is_refused(content: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a"
    path.write_text(content)
    assert main(["audit", "verify", "--anchor", str(path)]) == 2
    assert "不是锚文件" in capsys.readouterr().err
    assert main(["audit", "verify", "--anchor", str(tmp_path / "none")]) == 2


def test_the_export_is_the_audit_administrators_and_can_be_recomputed_outside(
    bureau: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "审计.jsonl"
    for username in ("auditing", "security"):
        officer = bureau.actor(username, on=now().date())
        access.set_password(account=bureau.accounts[username], password=PASSWORD, by=officer, at=now())
    assert main(["audit", "anchor", "-o", str(tmp_path / "锚.json")]) == 0

    def export(username: str) -> int:
        monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
        return main(["audit", "export", "-o", str(path), "--as", username])

    assert export("security") == 2
    assert "只能由审计管理员办理" in capsys.readouterr().err
    assert not path.exists()
    assert export("auditing") == 0
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    events = {each["event"]: each for each in lines if "event" in each}
    assert len(events) == Event.objects.count()
    previous = "00" * 32
    for seal in (each for each in lines if "seal" in each):
        said = seal["head"].encode() + bytes.fromhex(seal["previous"]) + bytes.fromhex(seal["entries"])
        assert sm3(said).hex() == seal["digest"]
        assert seal["previous"] == previous
        previous = seal["digest"]
        entries = bytes.fromhex(seal["entries"])
        for place in range(0, len(entries), 40):
            event = events[int.from_bytes(entries[place : place + 8], "big")]
            assert sm3(event["row"].encode()).hex() == event["digest"] == entries[place + 8 : place + 40].hex()
