"""The workbooks that ship, blank as they were built or filled from data. Needs no spreadsheet
library: a filled one is a built one with values in its cells."""

from importlib.resources import files
from typing import NamedTuple

from workbook_templates.data import Data
from workbook_templates.filled import TypedTotal, fill
from workbook_templates.patch import patch
from workbook_templates.plan import plan


class Filled(NamedTuple):
    """A filled workbook, and the published totals that its formulas do not give."""

    content: bytes
    typed_totals: tuple[TypedTotal, ...]


def blank(edition: str) -> bytes:
    """The blank workbook of an edition, as an .xlsx. Raises FileNotFoundError for one that has
    none."""
    return files("workbook_templates").joinpath(f"{edition}.xlsx").read_bytes()


def filled(data: Data) -> Filled:
    """The workbook of the data's edition with the data in it, and with what its formulas then give.
    Raises `filled.TooMany` where it has not room enough."""
    filling = fill(plan(data.edition.name), data)
    content = patch(blank(data.edition.name), filling.values(), filling.hidden, filling.over())
    return Filled(content, tuple(filling.typed_totals))
