"""Passwords of the three database roles, made once, kept in passfiles that only libpq reads."""

from __future__ import annotations

import secrets
from pathlib import Path

from minzheng.engine.database.home import Home, write_atomically

SUPERUSER = "postgres"
OWNER = "minzheng_owner"
APPLICATION = "minzheng_app"
ROLES = (SUPERUSER, OWNER, APPLICATION)


def passfile(home: Home, role: str) -> Path:
    """Return the passfile of one role; settings name the file, so no password ever stands in settings."""
    return home.secrets / f"{role}.pgpass"


def create_passwords(home: Home) -> None:
    """Write the passfiles that do not exist yet (0600)."""
    for role in ROLES:
        path = passfile(home, role)
        if not path.exists():
            write_atomically(path, f"*:*:*:{role}:{secrets.token_urlsafe(32)}\n")


def password(home: Home, role: str) -> str:
    """Return the password of one role."""
    return passfile(home, role).read_text(encoding="ascii").strip().rsplit(":", 1)[1]
