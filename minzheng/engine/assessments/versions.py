"""What a result stands on: the parameter rows, the meaning of its bits."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from minzheng.engine.assessments.types import MATTERS
from minzheng.engine.rules.parameters import Setting
from minzheng.engine.rules.ruleset import Plan


def parameter_rows(settings: Mapping[str, Setting]) -> list[dict[str, Any]]:
    """The parameter rows a run stood on, as plain data."""
    return [
        {
            "name": name,
            "place": row.place,
            "since": row.since.isoformat(),
            "until": row.until.isoformat() if row.until else None,
            "source": row.source,
            "confirmed": setting.confirmed,
            "value": repr(row.value),
        }
        for name, setting in sorted(settings.items())
        if (row := setting.row) is not None
    ]


def parameters_of(grounds: Iterable[Any]) -> list[dict[str, Any]]:
    """The parameter rows several grounds stood on, each once."""
    rows = {json.dumps(row, sort_keys=True): row for ground in grounds for row in parameter_rows(ground.settings)}
    return [rows[key] for key in sorted(rows)]


def conditions_of(plan: Plan, matters: Sequence[str] = MATTERS) -> dict[str, list[dict[str, str]]]:
    """What the bits of failed conditions mean."""
    return {
        matter: [
            {"name": rule.name, "label": rule.label, "reason": rule.mark.else_say or ""}
            for rule in plan.conditions[matter]
        ]
        for matter in matters
    }
