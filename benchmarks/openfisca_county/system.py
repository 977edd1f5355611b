"""The tax and benefit system, and a simulation from columns on disk."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from openfisca_core.indexed_enums import EnumArray
from openfisca_core.parameters import ParameterNode
from openfisca_core.simulations import Simulation
from openfisca_core.taxbenefitsystems import TaxBenefitSystem

from benchmarks.openfisca_county.entities import ENTITIES

START = "2020-01-01"


def county(amounts: Mapping[str, Any]) -> TaxBenefitSystem:
    """The system with these parameters: numbers, or one number per key."""
    system = TaxBenefitSystem(ENTITIES)
    system.add_variables_from_directory(str(Path(__file__).parent / "variables"))
    system.parameters = ParameterNode("", data={name: _node(value) for name, value in amounts.items()})
    return system


def _node(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        return {key: _node(item) for key, item in value.items()}
    return {"values": {START: {"value": value}}}


def simulation(system: TaxBenefitSystem, columns: Mapping[str, np.ndarray], day: str) -> Simulation:
    """A simulation of the households whose members say in the column ``household`` which they belong to."""
    populations = system.instantiate_entities()
    population, households = populations["person"], populations["household"]
    population.count, households.count = len(columns["household"]), len(columns["area"])
    households.members_entity_id = columns["household"]
    made = Simulation(system, populations)
    for name, column in columns.items():
        if name != "household":
            variable = system.get_variable(name)
            values = getattr(variable, "possible_values", None)
            made.set_input(name, day, EnumArray(column, values) if values else column)
    return made
