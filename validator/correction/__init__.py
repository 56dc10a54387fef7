"""A corrected copy of a workbook (改正的副本): the likely wrong cells of a report put right, each
change listed on a sheet of its own. The file that was checked is never touched."""

from validator.correction.copy import Copy, corrected

__all__ = ["Copy", "corrected"]
