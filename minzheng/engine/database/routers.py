"""Where Django sends its queries."""

from __future__ import annotations

from typing import Any


class ApplicationRouter:
    """Everything runs as the application role; `owner` is named explicitly, by migrations alone."""

    def db_for_read(self, model: type, **hints: Any) -> str:  # noqa: ARG002 (Django's protocol)
        """Return the application's connection."""
        return "default"

    def db_for_write(self, model: type, **hints: Any) -> str:  # noqa: ARG002 (Django's protocol)
        """Return the application's connection."""
        return "default"

    def allow_relation(self, first: object, second: object, **hints: Any) -> bool:  # noqa: ARG002 (Django's protocol)
        """Allow every relation: both connections are one database."""
        return True
