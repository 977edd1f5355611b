"""The file of the keys that seal personal data: made once with the home, never replaced."""

from __future__ import annotations

import secrets
from pathlib import Path

from minzheng.engine.database.home import Home, write_atomically
from minzheng.engine.database.problems import DatabaseProblem
from minzheng.kernel.crypto import RANDOM_BYTES, KeyRing

_DEMO_MARK = "made demo"


def create_key_ring(path: Path, *, demo: bool) -> None:
    """Write a new key ring (0600), marked where it is made for an invented county; keep one that exists."""
    if path.exists():
        return
    text = KeyRing.generate(secrets.token_bytes(RANDOM_BYTES)).to_text()
    write_atomically(path, f"{text}{_DEMO_MARK}\n" if demo else text)


def is_demo_key_ring(path: Path) -> bool:
    """Whether the keys were made for a demonstration."""
    return _DEMO_MARK in path.read_text(encoding="utf-8").splitlines()


def refuse_demo_keys(home: Home) -> None:
    """Refuse demonstration keys in a real county: others may hold a copy of them.

    Raises:
        DatabaseProblem: they are demonstration keys.
    """
    if not home.demo and home.key_ring.exists() and is_demo_key_ring(home.key_ring):
        raise DatabaseProblem(
            f"密钥文件 {home.key_ring} 是演示用的，不能用于正式数据。",
            remedy="请删除它并恢复本县自己的密钥备份；新建的县请换一个空目录。",
        )
