"""Structured logs from which personal data is removed before anything is written."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

REDACTED = "[已隐去]"

# Longest first: a resident number holds what looks like a phone, a bank card what looks like a resident number.
_BANK_CARD = re.compile(r"(?<![0-9])[0-9]{16,19}(?![0-9Xx])")
_IDENTITY = re.compile(r"(?<![0-9])(?:[0-9]{17}[0-9Xx]|[0-9]{15})(?![0-9Xx])")
_PHONE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_PERSONAL_FIELDS = re.compile(
    r"(^|_)(name|names|applicant|holder|person|people|address|phone|mobile|id_number|account|bank_card|password|secret|token|key)$"
)


def redact_text(text: str) -> str:
    """Replace identity numbers, bank cards and mobile numbers in a text."""
    for pattern in (_BANK_CARD, _IDENTITY, _PHONE):
        text = pattern.sub(REDACTED, text)
    return text


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Remove personal data from one log event: whole fields by name, numbers by shape wherever they stand."""
    return {key: _clean(key, value) for key, value in event.items()}


def configure_logs(*, level: str) -> None:
    """Send the product's and its libraries' logs through the redaction to standard error.

    Args:
        level: least severe level that is written, e.g. "INFO".
    """
    shared: list[structlog.types.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=False),
        structlog.processors.format_exc_info,
        redact,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    renderer = structlog.processors.JSONRenderer(ensure_ascii=False)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer]
        )
    )
    root = logging.getLogger()
    root.handlers = [
        each for each in root.handlers if not isinstance(each.formatter, structlog.stdlib.ProcessorFormatter)
    ]
    root.addHandler(handler)
    root.setLevel(level.upper())


def _clean(key: str, value: object) -> object:
    if _PERSONAL_FIELDS.search(key):
        return REDACTED
    if isinstance(value, str):
        return redact_text(value)
    if isinstance(value, dict):
        return {inner: _clean(str(inner), each) for inner, each in value.items()}
    if isinstance(value, list | tuple):
        return [_clean("", each) for each in value]
    return REDACTED if isinstance(value, int) and redact_text(str(value)) != str(value) else value
