"""Conditional formats: Excel's `FormatConditions`, over the rules of a sheet in their order."""
# ruff: noqa: N802, N803  (Excel's own names)

import copy
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formatting.rule import Rule
from openpyxl.formula.translate import Translator
from openpyxl.styles import Font as FileFont
from openpyxl.styles import PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter

from tests.excel.areas import Area, address_of, around, common, without
from tests.excel.books import SheetState
from tests.excel.calls import OfSheet, gone, refused
from tests.excel.entries import checked_formula, entered, formula_text
from tests.excel.formats import AUTOMATIC, NONE, from_excel, rgb, to_excel

if TYPE_CHECKING:
    from tests.excel.application import Application

CELL_VALUE, EXPRESSION = 1, 2
_TYPES = {
    "cellIs": CELL_VALUE,
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
_OPERATORS = {
    "between": 1,
    "notBetween": 2,
    "equal": 3,
    "notEqual": 4,
    "greaterThan": 5,
    "lessThan": 6,
    "greaterThanOrEqual": 7,
    "lessThanOrEqual": 8,
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


def _say(app: "Application", placed: Placed, operator: int | None, formulas: Sequence[Any]) -> None:
    """Let a rule compare with these formulas. Excel takes relative references from the active
    cell, wherever that is; a file says them for the first cell of the areas."""
    said = []
    for given in formulas:
        if isinstance(given, str) and given.startswith("="):
            moved = _moved(checked_formula(given), app.active_cell(), _first(placed.areas))
            said.append(moved.removeprefix("="))
        elif given is not None:
            typed = entered(given, "General").content
            text = formula_text(typed)
            said.append('"' + text.replace('"', '""') + '"' if typed.kind == "s" else text)
    placed.rule.formula = said
    if placed.rule.type == "cellIs":
        placed.rule.operator = {n: name for name, n in _OPERATORS.items()}[operator or 1]


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
        kinds = {CELL_VALUE: "cellIs", EXPRESSION: "expression"}
        rule = Rule(kinds[Type], dxf=DifferentialStyle(), stopIfTrue=True)
        placed = Placed(self._areas, rule)
        _say(self._app, placed, Operator, (Formula1, Formula2))
        _keep(self._state, [*rules_of(self._state), placed])
        return FormatCondition(self._app, self._state, rule)

    def Delete(self) -> None:
        kept = []
        for areas, rule in rules_of(self._state):
            for hole in self._areas:
                areas = [part for area in areas for part in without(area, hole)]
            if areas:
                kept.append(Placed(areas, rule))
        _keep(self._state, kept)


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
    def Operator(self) -> int:
        if self._rule.type != "cellIs":
            raise refused("Application-defined or object-defined error")
        return _OPERATORS[self._rule.operator]

    def _formula(self, index: int) -> str:
        if self._rule.type not in ("cellIs", "expression") or index >= len(self._rule.formula):
            raise refused("Application-defined or object-defined error")
        formula = "=" + self._rule.formula[index]
        return _moved(formula, _first(self._others()[0]), self._app.active_cell())

    @property
    def Formula1(self) -> str:
        return self._formula(0)

    @property
    def Formula2(self) -> str:
        return self._formula(1)

    def Modify(
        self,
        Type: int,
        Operator: int | None = None,
        Formula1: Any = None,
        Formula2: Any = None,
    ) -> None:
        self._state.demand("formatCells")
        placed = Placed(self._others()[0], self._rule)
        _say(self._app, placed, Operator, (Formula1, Formula2))

    @property
    def AppliesTo(self) -> Any:
        return self._app.range_of(self._state, self._others()[0])

    @property
    def Priority(self) -> int:
        return int(self._rule.priority)

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

    @property
    def Font(self) -> "RuleFont":
        return RuleFont(self._app, self._state, self._rule)


class _RuleLook(OfSheet):
    """What cells look like where a rule holds."""

    def __init__(self, app: "Application", state: SheetState, rule: Rule) -> None:
        super().__init__(app, state)
        self._rule = rule

    def _change(self, **changes: Any) -> None:
        """Give the rule another style; two rules of a file may share one."""
        self._state.demand("formatCells")
        style = copy.copy(self._rule.dxf) or DifferentialStyle()
        for name, value in changes.items():
            setattr(style, name, value)
        self._rule.dxf = style


class RuleInterior(_RuleLook):
    """The fill that a rule gives."""

    def _colour(self) -> str | None:
        fill = self._rule.dxf.fill if self._rule.dxf else None
        return rgb(fill.bgColor, self._state) if fill is not None else None

    @property
    def ColorIndex(self) -> int:
        return NONE if self._colour() is None else 1

    @property
    def Color(self) -> float | None:
        colour = self._colour()
        return None if colour is None else to_excel(colour)

    @Color.setter
    def Color(self, value: float) -> None:
        self._change(fill=PatternFill(bgColor=from_excel(value)))


class RuleFont(_RuleLook):
    """The letters that a rule gives."""

    def _font(self) -> FileFont:
        font = self._rule.dxf.font if self._rule.dxf else None
        return copy.copy(font) if font is not None else FileFont()

    def _set(self, **changes: Any) -> None:
        font = self._font()
        for name, value in changes.items():
            setattr(font, name, value)
        self._change(font=font)

    @property
    def ColorIndex(self) -> int:
        return AUTOMATIC if rgb(self._font().color, self._state) is None else 1

    @property
    def Color(self) -> float | None:
        colour = rgb(self._font().color, self._state)
        return None if colour is None else to_excel(colour)

    @Color.setter
    def Color(self, value: float) -> None:
        self._set(color=from_excel(value))

    @property
    def Bold(self) -> Any:
        return self._font().b

    @Bold.setter
    def Bold(self, value: bool) -> None:
        self._set(b=bool(value))

    @property
    def Italic(self) -> Any:
        return self._font().i

    @Italic.setter
    def Italic(self, value: bool) -> None:
        self._set(i=bool(value))
