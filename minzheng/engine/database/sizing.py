"""Server settings sized to the machine."""

from __future__ import annotations

import os
from pathlib import Path

_MIB = 1 << 20
_GIB = 1 << 30
_SHARED_MEMORY = "/dev/shm"  # noqa: S108 (only measured)
_CGROUP_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def machine_memory() -> int:
    """Return the bytes of memory this process may use: the machine's, or its container's limit."""
    physical = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    limits = (Path(name) for name in _CGROUP_LIMITS)
    texts = (limit.read_text(encoding="ascii").strip() for limit in limits if limit.exists())
    return min([physical, *(int(text) for text in texts if text.isdecimal())])


def shared_memory_size() -> int:
    """Return the bytes of /dev/shm, 64 MiB in many containers."""
    try:
        status = os.statvfs(_SHARED_MEMORY)
    except OSError:
        return 0
    return status.f_blocks * status.f_frsize


def sized_settings(*, memory: int, shared_memory: int) -> dict[str, str]:
    """Return the settings that depend on the machine.

    A quarter of the memory for the server's cache (at most 1 GiB: the rules engine works on the same machine), half assumed to be
    the file cache.

    Args:
        memory: bytes the machine has.
        shared_memory: bytes of /dev/shm; parallel queries need it, or memory-mapped files instead.
    """
    return {
        "shared_buffers": _size(memory // 4, least=64 * _MIB, most=_GIB),
        "effective_cache_size": _size(memory // 2, least=128 * _MIB, most=64 * _GIB),
        "maintenance_work_mem": _size(memory // 16, least=32 * _MIB, most=512 * _MIB),
        "work_mem": _size(memory // 256, least=4 * _MIB, most=32 * _MIB),
        "dynamic_shared_memory_type": "posix" if shared_memory >= 256 * _MIB else "mmap",
    }


def _size(wanted: int, *, least: int, most: int) -> str:
    return f"{max(least, min(wanted, most)) // _MIB}MB"
