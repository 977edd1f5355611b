"""Bank accounts that a ledger tells of."""

from collections.abc import Sequence

import numpy as np

from minzheng.engine.ledgers.context import Confirming
from minzheng.engine.ledgers.people import Line
from minzheng.engine.registry import bulk
from minzheng.engine.registry.holdings import accounts_of
from minzheng.engine.registry.keys import key_ring
from minzheng.kernel.crypto import blind_index_many


def take_over_accounts(families: Sequence[list[Line]], context: Confirming) -> None:
    """Record the accounts that the households do not have yet; the holder is the member the ledger names, else the head."""
    told = [
        (line, family) for family in families for line in family if "bank_account" in line.values and line.household
    ]
    indexes = blind_index_many([line.values["bank_account"] for line, _ in told], ring=key_ring())
    known = accounts_of([line.household for line, _ in told])
    new: list[tuple[Line, int]] = []
    for (line, family), index in zip(told, indexes, strict=True):
        if (line.household, index) not in known:
            known.add((line.household, index))
            new.append((line, _holder(line, family)))
    bulk.write_bank_accounts(
        households=np.array([line.household for line, _ in new], dtype=np.int64),
        holders=np.array([holder for _, holder in new], dtype=np.int64),
        banks=[line.values.get("bank", "")[:100] for line, _ in new],
        accounts=[line.values["bank_account"] for line, _ in new],
        valid_from=context.as_of, source=context.source, at=context.at,
    )  # fmt: skip
    context.outcome.accounts += len(new)


def _holder(line: Line, family: list[Line]) -> int:
    named = line.values.get("account_holder")
    return next((member.person for member in family if member.values["name"] == named), family[0].person)
