"""Totals that are, through other totals, among their own addends: an error of the form."""

from collections.abc import Mapping

from validator.forms.equations import BELOW, OPEN, Equation
from validator.forms.model import CellKey, Rule, name_of_table
from validator.forms.text import FormError


def cell_name(cell: CellKey) -> str:
    """A cell as an error names it: 表1 27行1栏."""
    table, row, column = cell
    line = f"{row}行" if isinstance(row, int) else f"[{row}]" if row else ""
    return f"{name_of_table(table)} {line}{column}栏"


def refuse_cycles(equations: list[Equation]) -> None:
    """A total that, through other totals, is among its own addends."""
    addends: dict[CellKey, set[CellKey]] = {}
    rules: Mapping[CellKey, Rule] = {
        (e.left[0].table, e.left[0].row, e.left[0].column): e.rule for e in equations
    }
    for e in equations:
        if e.kind == "sum" and len(e.left) == 1:
            total = e.left[0]
            cells = {(t.table, t.row, t.column) for t in e.right if t.row not in (OPEN, BELOW)}
            addends.setdefault((total.table, total.row, total.column), set()).update(cells)
    done: set[CellKey] = set()

    def visit(cell: CellKey, path: tuple[CellKey, ...]) -> None:
        if cell in path:
            rule = rules[cell]
            names = " → ".join(map(cell_name, (*path[path.index(cell) :], cell)))
            raise FormError(rule.file, rule.line, f"{rule.id}：合计成环：{names}")
        if cell in done:
            return
        for addend in addends.get(cell, ()):
            visit(addend, (*path, cell))
        done.add(cell)

    for cell in list(addends):
        visit(cell, ())
