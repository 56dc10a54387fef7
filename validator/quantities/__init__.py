"""Figures as people write them on scorecards: amounts with a unit in the cell, rates with and
without %, and the targets and results of indicators (≥90%, 30 分钟以内, 4 次，完成率 100%).

A target or result that cannot be compared as a quantity is qualitative, and `quantity` is None.
"""

from validator.quantities.comparing import ABOUT, alike, expected_share, met
from validator.quantities.figures import money, number, rate
from validator.quantities.records import COMPLETION, Money, Quantity, Rate, Sense
from validator.quantities.wording import quantity, says

__all__ = [
    "ABOUT",
    "COMPLETION",
    "Money",
    "Quantity",
    "Rate",
    "Sense",
    "alike",
    "expected_share",
    "met",
    "money",
    "number",
    "quantity",
    "rate",
    "says",
]
