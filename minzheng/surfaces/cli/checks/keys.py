"""The keys that seal personal data."""

from __future__ import annotations

from pathlib import Path

from minzheng.engine.database.key_ring import is_demo_key_ring
from minzheng.kernel.crypto import KeyRing, KeyRingProblem
from minzheng.surfaces.cli.checks.finding import Finding, fail, ok

_NAME = "密钥"


def check_keys(path: Path, *, demo: bool) -> Finding:
    """Look at the key file: there, private, readable, and not a demonstration's in a real county."""
    if not path.exists():
        return fail(
            _NAME, f"没有密钥文件 {path}", remedy="新县请运行 minzheng db start；已有数据请恢复密钥备份，切勿新建。"
        )
    if mode := path.stat().st_mode & 0o077:
        return fail(_NAME, f"{path} 可被其他账户访问（权限多出 {mode:03o}）", remedy=f"请运行 chmod 600 {path}。")
    try:
        ring = KeyRing.from_text(path.read_text(encoding="utf-8"))
    except (KeyRingProblem, UnicodeDecodeError, PermissionError):
        return fail(_NAME, f"{path} 读不出来", remedy="请用建库时的账户运行，或恢复密钥备份。")
    if is_demo_key_ring(path) and not demo:
        return fail(_NAME, f"{path} 是演示密钥，不能用于正式数据", remedy="请恢复本县自己的密钥备份。")
    return ok(_NAME, f"{path}，共 {len(ring.keys)} 把，当前编号 {ring.current}；请确认已另存备份")
