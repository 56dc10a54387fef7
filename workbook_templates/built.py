"""The workbooks that ship, blank as they were built or filled from data. A filled one is a built
one with values in its cells, so it needs no spreadsheet library; only one with scorecards or with
several tables of one form does, which is built with a sheet for each of them, and one with words in
its tables, which is built with rows enough for them."""

from importlib.resources import files
from typing import NamedTuple

from validator.forms.scorecard import form_set
from validator.forms.workbook import number_in
from workbook_templates.cards.filled import Differing, plans_of
from workbook_templates.cards.plan import CardPlan
from workbook_templates.data import Data
from workbook_templates.declared.filled import words_by_table
from workbook_templates.filled import TypedTotal, fill
from workbook_templates.patch import patch
from workbook_templates.plan import ROOM, Plan


class Filled(NamedTuple):
    """A filled workbook, and what is published and its formulas do not give: totals of tables, and
    rates, scores and totals of scorecards."""

    content: bytes
    typed_totals: tuple[TypedTotal, ...]
    differing: tuple[Differing, ...] = ()


def blank(name: str, cards: tuple[CardPlan, ...] = (), projects: int = 1) -> bytes:
    """The blank workbook of an edition or a scorecard, as an .xlsx: the one that ships. With
    `cards`, or with several `projects`, one is built with a sheet for each of them, as is one of a
    form set that a bureau has added. Raises ImportError where that is to be done without openpyxl.
    """
    shipped = files("workbook_templates").joinpath(f"{name}.xlsx")
    if cards or projects > 1 or not shipped.is_file():
        from workbook_templates.live import blank as build_blank

        return build_blank(Plan(form_set(name), ROOM, cards, projects))
    return shipped.read_bytes()


def filled(
    data: Data, cards: tuple[CardPlan, ...] = (), projects: int = 0, room: int = ROOM
) -> Filled:
    """The workbook of the data's edition with the data in it, a sheet for each of its scorecards
    too (or with the sheets `cards`) and for as many projects as it has (or `projects`), with `room`
    for 科目 in a table, and with what its formulas then give. Raises `filled.TooMany` where it has
    not room enough for the tables' rows, `cards.filled.NoRoom` for the scorecards or projects, and
    ImportError where a workbook is to be built without openpyxl."""
    words = words_by_table(data)
    cards = cards or plans_of(data.scorecards)
    own = Plan(data.edition, room, cards, projects or _projects(data), words)
    filling = fill(own, data)
    if own.cards or own.projects > 1 or words or room != ROOM:
        from workbook_templates.excel import packed
        from workbook_templates.live import build

        package = packed(build(own))
    else:
        package = blank(data.edition.name)
    content = patch(package, filling.values(), filling.hidden, filling.over())
    return Filled(content, tuple(filling.typed_totals), tuple(filling.differing))


def _projects(data: Data) -> int:
    """How many tables the data has of the form that may stand any number of times; at least one."""
    return max((number_in(form, key) for key, form in data.forms.items()), default=0) or 1
