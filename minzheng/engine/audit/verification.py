"""Recompute the whole chain and say what is not as it was sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import transaction

from minzheng.engine.audit import chain
from minzheng.engine.audit.models import Seal
from minzheng.engine.audit.types import Discrepancy, Harm, Verification

_SEALS_AT_A_TIME = 20


@transaction.atomic
def verify(anchor: Mapping[str, Any] | None = None) -> Verification:
    """Recompute every seal and every sealed event.

    A seal says itself whether it is whole; a whole seal says which events it closed, one by one.

    Args:
        anchor: what `actions.export_anchor` returned some day, kept outside; without one, a chain that was cut at its end or
            recomputed from end to end by somebody who rules the database cannot be told from a true one.
    """
    walk = _Walk()
    for seal in Seal.objects.order_by("id").iterator(chunk_size=_SEALS_AT_A_TIME):
        walk.pass_seal(seal)
    if anchor is not None:
        walk.hold_against(anchor)
    return Verification(walk.seals, walk.events, tuple(walk.found))


class _Walk:
    """Where verification stands in the chain."""

    def __init__(self) -> None:
        self.seals = 0
        self.events = 0
        self.found: list[Discrepancy] = []
        self._number = 0
        self._digest: bytes | None = chain.GENESIS
        self._digests: dict[int, bytes] = {}
        self._readers: dict[int, _Reader] = {}
        self._breaks = 0
        """How many seals were broken or missing: after one, nobody knows where it ended."""

    def pass_seal(self, seal: Seal) -> None:
        self.seals += 1
        self._missing(until=seal.pk)
        whole = chain.digest_of(seal) == bytes(seal.digest)
        if not whole or (self._digest is not None and bytes(seal.previous) != self._digest):
            self.found.append(Discrepancy(Harm.SEAL_CHANGED, seal.pk))
        if whole:
            self._compare(seal, self._closed_by(seal))
        else:
            self._breaks += 1
        self._number, self._digest = seal.pk, bytes(seal.digest) if whole else None
        self._digests[seal.pk] = bytes(seal.digest)

    def hold_against(self, anchor: Mapping[str, Any]) -> None:
        number = int(anchor["seal"])
        if number not in self._digests:
            self.found.append(Discrepancy(Harm.TAIL_CUT, number))
        elif self._digests[number].hex() != anchor["digest"]:
            self.found.append(Discrepancy(Harm.RECOMPUTED, number))

    def _missing(self, *, until: int) -> None:
        gap = range(self._number + 1, until)
        # A number far too high is one seal that was renumbered, not millions that are gone.
        self.found.extend(Discrepancy(Harm.SEAL_MISSING, number) for number in gap[:1000])
        if gap:
            self._digest = None
            self._breaks += 1

    def _closed_by(self, seal: Seal) -> list[chain.Link]:
        if seal.cluster not in self._readers:
            self._readers[seal.cluster] = _Reader(seal.cluster)
        return self._readers[seal.cluster].until(seal, breaks=self._breaks)

    def _compare(self, seal: Seal, links: list[chain.Link]) -> None:
        self.events += len(links)
        if b"".join(link.entry for link in links) == bytes(seal.entries):
            return
        kept, there = chain.entries_of(seal), {link.event: link.digest for link in links}
        for event, digest in kept.items():
            if event not in there:
                self.found.append(Discrepancy(Harm.EVENT_MISSING, seal.pk, event))
            elif there[event] != digest:
                self.found.append(Discrepancy(Harm.EVENT_CHANGED, seal.pk, event))
        self.found.extend(Discrepancy(Harm.EVENT_ADDED, seal.pk, event) for event in there if event not in kept)


class _Reader:
    """The events of one cluster, read once from end to end."""

    def __init__(self, cluster: int) -> None:
        self._links: Iterator[chain.Link] = chain.all_links(cluster)
        self._next = next(self._links, None)
        self._breaks = 0

    def until(self, seal: Seal, *, breaks: int) -> list[chain.Link]:
        """Return the events that stand where the seal says it closed; after a break, from the first one it closed."""
        end = (seal.through_xid, seal.last_event)
        links = []
        while self._next is not None and (self._next.xid, self._next.event) <= end:
            links.append(self._next)
            self._next = next(self._links, None)
        if breaks != self._breaks:
            starts = [place for place, link in enumerate(links) if link.event == seal.first_event]
            links = links[starts[0] :] if starts else links
            self._breaks = breaks
        return links
