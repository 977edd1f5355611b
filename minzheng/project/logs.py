"""Structured logs from which personal data is removed before anything is written."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from collections.abc import MutableMapping
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import structlog

from minzheng.kernel.redaction import REDACTED, is_personal_field, redact_text

# They tell every step of every job, and the number of every key somebody signs in with.
_TALKATIVE = ("procrastinate", "psycopg.pool", "asyncio", "fido2")
# What goes wrong in a request is logged once, with its number, by the last resort.
_SAID_ELSEWHERE = ("django.request", "django.security")


class _LogFile(logging.handlers.WatchedFileHandler):
    """A log file whose directory is made, private, at the first event."""

    def _open(self) -> TextIOWrapper:
        Path(self.baseFilename).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return super()._open()


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Remove personal data from one log event: whole fields by name, numbers by shape wherever they stand."""
    return {key: _clean(key, value) for key, value in event.items()}


def configure_logs(*, level: str, file: Path | None) -> None:
    """Send the product's and its libraries' logs through the redaction, one JSON object a line.

    Args:
        level: least severe level that is written, e.g. "INFO".
        file: where to; standard error when None. Opened at the first event, not before.
    """
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    _replace_handler(_handler(file), shared)
    logging.getLogger().setLevel(level.upper())
    for library in _TALKATIVE:
        logging.getLogger(library).setLevel(logging.WARNING)
    for library in _SAID_ELSEWHERE:
        logging.getLogger(library).setLevel(logging.CRITICAL)


def _handler(file: Path | None) -> logging.Handler:
    if file is None:
        return logging.StreamHandler(sys.stderr)
    return _LogFile(file, encoding="utf-8", errors="backslashreplace", delay=True)


def _replace_handler(handler: logging.Handler, shared: list[structlog.types.Processor]) -> None:
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [
        each for each in root.handlers if not isinstance(each.formatter, structlog.stdlib.ProcessorFormatter)
    ]
    root.addHandler(handler)


def _clean(key: str, value: object) -> object:
    if is_personal_field(key):
        return REDACTED
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, dict):
        return {inner: _clean(str(inner), each) for inner, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean("", each) for each in value]
    return REDACTED if isinstance(value, int) and redact_text(str(value)) != str(value) else value
