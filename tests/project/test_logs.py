"""What never reaches a log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from minzheng.kernel.redaction import REDACTED
from minzheng.project.logs import configure_logs, redact


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    file = tmp_path / "logs" / "minzheng.log"
    configure_logs(level="INFO", file=file)
    yield file
    for handler in set(root.handlers) - set(before):
        handler.close()
    root.handlers, root.level = before, level


def test_the_file_is_made_at_the_first_event_and_not_before(log: Path) -> None:
    assert not log.parent.exists()
    structlog.get_logger("t").info("started")
    assert json.loads(log.read_text(encoding="utf-8"))["event"] == "started"
    assert log.parent.stat().st_mode & 0o777 == 0o700


def test_our_own_events_and_those_of_libraries_are_cleaned(log: Path) -> None:
    structlog.get_logger("t").warning("import", name="张三", row=7, note="身份证 530199199001010017，电话13800138000")
    logging.getLogger("library").warning("card %s", "6222020200112233445")
    first, second = (json.loads(line) for line in log.read_text(encoding="utf-8").splitlines())
    assert (first["name"], first["row"], first["note"]) == (REDACTED, 7, f"身份证 {REDACTED}，电话{REDACTED}")
    assert second["event"] == f"card {REDACTED}"


def test_exceptions_are_cleaned_too(log: Path) -> None:
    try:
        int("编号 530199199001010017")
    except ValueError:
        structlog.get_logger("t").exception("failed")
    text = log.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "530199199001010017" not in text


def test_nested_values_are_cleaned_and_others_kept() -> None:
    event = redact(None, "info", {"people_count": 3, "rows": [{"phone": "1"}, 13800138000, None, True], "ratio": 0.5})
    assert event == {"people_count": 3, "rows": [{"phone": REDACTED}, REDACTED, None, True], "ratio": 0.5}
