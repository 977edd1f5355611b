"""Django's connection settings, for the embedded server or for an external one."""

from __future__ import annotations

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from minzheng.engine.database import credentials
from minzheng.engine.database.home import Home
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.engine.database.provisioning import DATABASE
from minzheng.engine.database.server import PORT

_WEB_LIMITS = {"statement_timeout": "15s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "60s"}
_WEB_CONNECTION = {"connect_timeout": 3, "tcp_user_timeout": 5000, "keepalives_idle": 10}
_POOL = {"min_size": 1, "max_size": 6, "timeout": 2.5, "reconnect_timeout": 2.0, "max_idle": 300.0}
_DJANGO_NAMES = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def embedded_settings(home: Home) -> dict[str, dict[str, Any]]:
    """Return `default` (application role) and `owner` of the embedded server.

    Pure: no server is started and no password read; libpq reads the passfile when it connects.
    """
    roles = {"default": credentials.APPLICATION, "owner": credentials.OWNER}
    return {alias: _embedded(home, role) for alias, role in roles.items()}


def external_settings(*, application_url: str, owner_url: str) -> dict[str, dict[str, Any]]:
    """Return `default` and `owner` of an external server.

    Args:
        application_url: `postgresql://` address of the application role.
        owner_url: the same of the owner role, needed by migrations alone; empty where this machine never migrates.

    Raises:
        DatabaseProblem: an address cannot be read, or both name one role.
    """
    default = _external(application_url, setting="MINZHENG_DATABASE_URL")
    owner = _external(owner_url, setting="MINZHENG_OWNER_DATABASE_URL") if owner_url else default
    if owner_url and owner["USER"] == default["USER"]:
        raise DatabaseProblem(
            "MINZHENG_DATABASE_URL 与 MINZHENG_OWNER_DATABASE_URL 用了同一个数据库角色。",
            remedy="请为应用和属主各建一个角色。",
        )
    return {"default": default, "owner": owner}


def for_web(settings: dict[str, Any]) -> dict[str, Any]:
    """Return the settings of one connection as a web process needs them: pooled, and never waiting for long.

    A page that waits is worse than one that says so: 2.5 s for a connection, 3 s for a lock, 15 s for a statement. The pool gives up
    dead connections quickly, so that the first request after an outage opens a new one at once.
    """
    options = dict(settings.get("OPTIONS", {}))
    own = " ".join(f"-c {name}={value}" for name, value in _WEB_LIMITS.items())
    options["options"] = f"{options['options']} {own}" if options.get("options") else own
    return settings | {"CONN_MAX_AGE": 0, "OPTIONS": _WEB_CONNECTION | options | {"pool": dict(_POOL)}}


def _embedded(home: Home, role: str) -> dict[str, Any]:
    options = {"passfile": str(credentials.passfile(home, role))}
    return _base() | {"NAME": DATABASE, "USER": role, "HOST": str(home.socket), "PORT": str(PORT), "OPTIONS": options}


def _external(url: str, *, setting: str) -> dict[str, Any]:
    try:
        parts = {name: str(value) for name, value in conninfo_to_dict(url).items() if value is not None}
    except ProgrammingError as error:
        raise DatabaseProblem(
            f"{setting} 不是正确的数据库地址。", remedy="请写成 postgresql://角色:密码@主机:5432/库名。"
        ) from error
    named = {django: parts.pop(libpq, "") for libpq, django in _DJANGO_NAMES.items()}
    if not named["NAME"] or not named["USER"]:
        raise DatabaseProblem(f"{setting} 缺少库名或角色。", remedy="请写成 postgresql://角色:密码@主机:5432/库名。")
    return _base() | named | {"OPTIONS": parts}


def _base() -> dict[str, Any]:
    return {"ENGINE": "django.db.backends.postgresql", "CONN_HEALTH_CHECKS": True}
