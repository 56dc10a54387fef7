"""The workbooks that ship, blank as they were built or filled from data. A filled one is a built
one with values in its cells, so it needs no spreadsheet library; only one with scorecards does,
which is built with a sheet for each of them."""

from importlib.resources import files
from typing import NamedTuple

from workbook_templates.card_filled import Differing, plans_of
from workbook_templates.data import Data
from workbook_templates.filled import TypedTotal, fill
from workbook_templates.patch import patch
from workbook_templates.plan import ROOM, Plan


class Filled(NamedTuple):
    """A filled workbook, and what is published and its formulas do not give: totals of tables, and
    rates, scores and totals of scorecards."""

    content: bytes
    typed_totals: tuple[TypedTotal, ...]
    differing: tuple[Differing, ...] = ()


def blank(edition: str) -> bytes:
    """The blank workbook of an edition, as an .xlsx. Raises FileNotFoundError for one that has
    none."""
    return files("workbook_templates").joinpath(f"{edition}.xlsx").read_bytes()


def filled(data: Data) -> Filled:
    """The workbook of the data's edition with the data in it, a sheet for each of its scorecards
    too, and with what its formulas then give. Raises `filled.TooMany` where it has not room enough
    for the tables, `card_filled.NoRoom` for the scorecards."""
    own = Plan(data.edition, ROOM, plans_of(data.cards))
    filling = fill(own, data)
    if data.cards:
        from workbook_templates.excel import packed
        from workbook_templates.live import build

        package = packed(build(own))
    else:
        package = blank(data.edition.name)
    content = patch(package, filling.values(), filling.hidden, filling.over())
    return Filled(content, tuple(filling.typed_totals), tuple(filling.differing))
