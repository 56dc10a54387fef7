"""Checks files in a process of its own, so that a bad file cannot take the others with it.

>>> from validator import Checker
>>> with Checker() as checker:
...     reports = [checker.check(path) for path in paths]
"""

from validator.isolated.checker import (
    Checker,
    apart,
    failed,
    read_apart,
    reason,
    seconds,
    unchecked,
)
from validator.isolated.worker import Stopped

__all__ = [
    "Checker",
    "Stopped",
    "apart",
    "failed",
    "read_apart",
    "reason",
    "seconds",
    "unchecked",
]
