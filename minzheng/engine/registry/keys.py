"""The county's key ring, and what it seals: identity numbers, phones, account numbers, each bound to its row."""

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from minzheng.engine.registry.binary_copy import Ints
from minzheng.engine.registry.models import BankAccount, Person
from minzheng.engine.registry.types import RegistryProblem, Sealed
from minzheng.kernel.crypto import RANDOM_BYTES, KeyRing, blind_index, blind_index_many, seal_many, unseal


def key_ring() -> KeyRing:
    """Return the county's keys; a county that has sealed nothing yet gets its own.

    Raises:
        RegistryProblem: the key file is gone although values were sealed with it.
        KeyRingProblem: it cannot be read.
    """
    path = settings.MINZHENG.key_ring_file
    if not path.exists():
        _create(path)
    return _read(path)


def _create(path: Path) -> None:
    if Person.objects.filter(id_number__isnull=False).exists() or BankAccount.objects.exists():
        raise RegistryProblem(f"找不到密钥文件 {path}，没有它不能读写身份证号等敏感信息。请从备份恢复该文件。")
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(KeyRing.generate(secrets.token_bytes(RANDOM_BYTES)).to_text())
        file.flush()
        os.fsync(file.fileno())
    # A link, not a rename: of two processes that start together one wins and the other takes over its keys.
    with suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


@lru_cache(maxsize=4)
def _read(path: Path) -> KeyRing:
    return KeyRing.from_text(path.read_text(encoding="ascii"))


def index_of(text: str) -> bytes:
    """Return the blind index a sealed value is found by."""
    return blind_index(text, ring=key_ring())


def seal_column(
    column: Sealed, ids: Ints | Sequence[int], texts: Sequence[str | None]
) -> list[tuple[bytes | None, bytes | None]]:
    """Seal one column of many rows.

    Args:
        column: which column.
        ids: row identifiers; each ciphertext opens only in its own row.
        texts: plain values, None where there is none.

    Returns:
        For each row (sealed value, blind index), or (None, None).
    """
    ring = key_ring()
    given = [(int(row), text) for row, text in zip(ids, texts, strict=True) if text is not None]
    sealed = seal_many(((text.encode(), _place(column, row)) for row, text in given), ring=ring)
    indexes = blind_index_many((text for _, text in given), ring=ring)
    pairs = iter(zip(sealed, indexes, strict=True))
    return [(None, None) if text is None else next(pairs) for text in texts]


def open_value(column: Sealed, row: int, sealed: bytes) -> str:
    """Return the plain value of one row. Raises TamperedError if it was altered or moved from another row."""
    return unseal(sealed, ring=key_ring(), associated=_place(column, row)).decode()


def _place(column: Sealed, row: int) -> bytes:
    return f"{column.value}:{row}".encode()
