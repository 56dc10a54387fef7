"""What the formulas of a worksheet say: the cells that they speak of, what they add up, and whether
they look beyond the workbook. Nothing here is ever run."""

from validator.expressions.cells import Cells
from validator.expressions.linear import value_of, weights_of
from validator.expressions.text import Area, Formula, parse

__all__ = ["Area", "Cells", "Formula", "parse", "value_of", "weights_of"]
