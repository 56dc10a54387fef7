"""Conditional formats: Excel's `FormatConditions`, over the rules of a sheet in their order."""
# ruff: noqa: N802, N803  (Excel's own names)

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.formula.translate import Translator
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter

from tests.excel.areas import Area, address_of, around, common
from tests.excel.books import SheetState
from tests.excel.calls import OfSheet, gone, refused
from tests.excel.entries import checked_formula
from tests.excel.formats import NONE, from_excel, rgb, to_excel

if TYPE_CHECKING:
    from tests.excel.application import Application

EXPRESSION = 2
_TYPES = {
    "cellIs": 1,
    "expression": EXPRESSION,
    "colorScale": 3,
    "dataBar": 4,
    "top10": 5,
    "iconSet": 6,
    "uniqueValues": 8,
    "duplicateValues": 8,
    "containsText": 9,
    "notContainsText": 9,
    "beginsWith": 9,
    "endsWith": 9,
    "containsBlanks": 10,
    "timePeriod": 11,
    "aboveAverage": 12,
    "notContainsBlanks": 13,
    "containsErrors": 16,
    "notContainsErrors": 17,
}


class Placed(NamedTuple):
    """A rule, and the areas that it applies to."""

    areas: list[Area]
    rule: Rule


def rules_of(state: SheetState) -> list[Placed]:
    """The rules of a sheet, the first to be applied first. openpyxl does not keep the order of
    areas."""
    found = [
        Placed(sorted(Area(r.min_row, r.min_col, r.max_row, r.max_col) for r in group.sqref), rule)
        for group in state.ws.conditional_formatting
        for rule in group.rules
    ]
    return sorted(found, key=lambda placed: placed.rule.priority)


def _keep(state: SheetState, rules: Sequence[Placed]) -> None:
    """Let exactly these rules be the sheet's, in this order."""
    state.demand("formatCells")
    kept = ConditionalFormattingList()
    for priority, (areas, rule) in enumerate(rules, start=1):
        rule.priority = priority
        address = address_of(areas, row_absolute=False, column_absolute=False)
        kept.add(address.replace(",", " "), rule)
    state.ws.conditional_formatting = kept


def _first(areas: Sequence[Area]) -> str:
    """The cell for which a file says the formulas of a rule."""
    corner = around(areas)
    return f"{get_column_letter(corner.left)}{corner.top}"


def _moved(formula: str, origin: str, target: str) -> str:
    return str(Translator(formula, origin=origin).translate_formula(target))


class FormatConditions(OfSheet):
    """The rules that apply to any cell of some areas."""

    def __init__(self, app: "Application", state: SheetState, areas: Sequence[Area]) -> None:
        super().__init__(app, state)
        self._areas = list(areas)

    def _mine(self) -> list[Placed]:
        return [
            placed
            for placed in rules_of(self._state)
            if any(common(one, other) for one in placed.areas for other in self._areas)
        ]

    @property
    def Count(self) -> int:
        return len(self._mine())

    def Item(self, index: int) -> "FormatCondition":
        mine = self._mine()
        if not 1 <= index <= len(mine):
            raise refused("Subscript out of range")
        return FormatCondition(self._app, self._state, mine[index - 1].rule)

    def Add(
        self,
        Type: int,
        Operator: int | None = None,
        Formula1: Any = None,
        Formula2: Any = None,
    ) -> "FormatCondition":
        """Excel takes relative references from the active cell, wherever that is; a file says them
        for the first cell of the areas."""
        if Type != EXPRESSION:
            raise NotImplementedError("only rules with a formula")
        here, first = self._app.active_cell(), _first(self._areas)
        formula = _moved(checked_formula(Formula1), here, first).removeprefix("=")
        rule = Rule("expression", dxf=DifferentialStyle(), stopIfTrue=True, formula=[formula])
        _keep(self._state, [*rules_of(self._state), Placed(self._areas, rule)])
        return FormatCondition(self._app, self._state, rule)


class FormatCondition(OfSheet):
    """One rule of a sheet."""

    def __init__(self, app: "Application", state: SheetState, rule: Rule) -> None:
        super().__init__(app, state)
        self._rule = rule

    def _others(self) -> tuple[list[Area], list[Placed]]:
        rules = rules_of(self._state)
        mine = [placed for placed in rules if placed.rule is self._rule]
        if not mine:
            raise gone()
        return mine[0].areas, [placed for placed in rules if placed.rule is not self._rule]

    @property
    def Type(self) -> int:
        return _TYPES[self._rule.type]

    @property
    def Formula1(self) -> str:
        if self._rule.type not in ("cellIs", "expression"):
            raise refused("Application-defined or object-defined error")
        formula = "=" + self._rule.formula[0]
        return _moved(formula, _first(self._others()[0]), self._app.active_cell())

    @property
    def AppliesTo(self) -> Any:
        return self._app.range_of(self._state, self._others()[0])

    def SetFirstPriority(self) -> None:
        areas, others = self._others()
        _keep(self._state, [Placed(areas, self._rule), *others])

    @property
    def StopIfTrue(self) -> bool:
        return bool(self._rule.stopIfTrue)

    @StopIfTrue.setter
    def StopIfTrue(self, value: bool) -> None:
        self._state.demand("formatCells")
        self._rule.stopIfTrue = bool(value)

    def Delete(self) -> None:
        _keep(self._state, self._others()[1])

    @property
    def Interior(self) -> "RuleInterior":
        return RuleInterior(self._app, self._state, self._rule)


class RuleInterior(OfSheet):
    """The fill that a rule gives."""

    def __init__(self, app: "Application", state: SheetState, rule: Rule) -> None:
        super().__init__(app, state)
        self._rule = rule

    def _colour(self) -> str | None:
        fill = self._rule.dxf.fill if self._rule.dxf else None
        return rgb(fill.bgColor) if fill is not None else None

    @property
    def ColorIndex(self) -> int:
        return NONE if self._colour() is None else 1

    @property
    def Color(self) -> float | None:
        colour = self._colour()
        return None if colour is None else to_excel(colour)

    @Color.setter
    def Color(self, value: float) -> None:
        self._state.demand("formatCells")
        self._rule.dxf = DifferentialStyle(fill=PatternFill(bgColor=from_excel(value)))
