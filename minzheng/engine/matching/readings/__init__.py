"""From a cell to a typed value: one reader for each way that `columns.yaml` names."""

from minzheng.engine.matching.readings.cell_reader import CellReader
from minzheng.engine.matching.readings.division_names import DivisionNames
from minzheng.engine.matching.readings.reading import CellProblem, Reading

__all__ = ["CellProblem", "CellReader", "DivisionNames", "Reading"]
