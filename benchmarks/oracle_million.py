"""A million random households: the rules against the slow exact calculator, to the fen.

Run ``python -m benchmarks.oracle_million [HOUSEHOLDS]`` from the root of the source tree; takes minutes. Exits 1 if anything differs.
"""

from __future__ import annotations

import sys
import time
from multiprocessing import Pool

from tests.matters.comparison import differences
from tests.matters.county import random_county

BATCH = 1000
SHOWN = 10


def compared(seed: int) -> list[str]:
    """Differences of one county; its seed makes it again."""
    return [f"seed {seed}: {line}" for line in differences(random_county(seed, BATCH))]


def main() -> int:
    """Print the households compared, the differences and the time."""
    counties = (int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000) // BATCH
    started = time.perf_counter()
    with Pool() as pool:
        found = [line for lines in pool.imap_unordered(compared, range(100_000, 100_000 + counties)) for line in lines]
    for line in found[:SHOWN]:
        print(line)
    print(f"{counties * BATCH:,} households, differences = {len(found)}, {time.perf_counter() - started:.0f} s")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
