"""The manifest that the server writes with a copy: every file with its size and digest.

Checked here and not by `pg_verifybackup`, which the wheel holds in a form that does not run.
Source: PostgreSQL 18 documentation, chapter 70 Backup Manifest Format.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MANIFEST = "backup_manifest"
# What a server makes of its own in a copy, and the log, which is looked at by itself.
_BESIDE = frozenset({MANIFEST, "postgresql.auto.conf", "recovery.signal"})
_LOG = "pg_wal"
_CHUNK = 1 << 20
_SEGMENT = 16 << 20


def harm_in(data: Path) -> Iterator[str]:
    """Yield what is missing from a copy, was changed in it, or does not belong to it; nothing where it is whole.

    Args:
        data: the copy, with its manifest.
    """
    manifest = _read(data / MANIFEST)
    if manifest is None:
        yield MANIFEST
        return
    listed = {_path(each): each for each in manifest["Files"]}
    there = {str(path.relative_to(data)) for path in data.rglob("*") if not path.is_dir() or path.is_symlink()}
    yield from sorted(listed.keys() - there - _BESIDE)
    yield from sorted(path for path in there - listed.keys() - _BESIDE if not path.startswith(f"{_LOG}/"))
    for path, file in listed.items():
        if path in there and path not in _BESIDE and not _same(data / path, file):
            yield path
    for wal in manifest["WAL-Ranges"]:
        yield from (name for name in _segments(wal) if f"{_LOG}/{name}" not in there)


def _read(path: Path) -> dict[str, Any] | None:
    """Read a manifest that is whole by its own digest."""
    try:
        content = path.read_bytes()
        body, _, _ = content.rstrip(b"\n").rpartition(b"\n")
        manifest: dict[str, Any] = json.loads(content)
    except (OSError, ValueError, RecursionError):
        return None
    whole = hashlib.sha256(body + b"\n").hexdigest() == manifest.get("Manifest-Checksum")
    return manifest if whole else None


def _path(file: dict[str, Any]) -> str:
    return file["Path"] if "Path" in file else bytes.fromhex(file["Encoded-Path"]).decode("utf-8", "surrogateescape")


def _same(path: Path, file: dict[str, Any]) -> bool:
    if path.is_symlink() or path.stat().st_size != file["Size"]:
        return False
    digest = hashlib.sha256()
    with path.open("rb") as content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest() == str(file["Checksum"])


def _segments(wal: dict[str, Any]) -> Iterator[str]:
    """Yield the names of the log's segments that make the copy whole."""
    first, last = (_position(wal[name]) // _SEGMENT for name in ("Start-LSN", "End-LSN"))
    for number in range(first, last + 1):
        yield f"{wal['Timeline']:08X}{number // 256:08X}{number % 256:08X}"


def _position(text: str) -> int:
    high, low = text.split("/")
    return (int(high, 16) << 32) + int(low, 16)
