"""A process that must not outlive the one that started it."""

from __future__ import annotations

import ctypes
import os
import signal

_SET_PARENT_DEATH_SIGNAL = 1
SUPERVISED = "MINZHENG_SUPERVISED"
"""Environment variable that the supervisor gives to what it starts."""


def die_with_parent(number: signal.Signals = signal.SIGTERM) -> None:
    """Ask the kernel for a signal when the parent dies, however it dies; does nothing outside of the supervisor."""
    if SUPERVISED not in os.environ:
        return
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, int(number))
