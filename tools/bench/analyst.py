"""The script that a competent analyst writes for one province and one year: openpyxl reads the
stored values, pandas adds them up.

It has it easier than gouji: it knows what the sheets are called and in which cell every figure
stands, looks for no other layout, unit or mistake in the cells, and says only which identities do
not hold. These are all that the edition states between its own tables, taken from the forms, and
joined to the figures a whole workbook at a time, which is the fastest way that pandas has.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import pandas as pd
from openpyxl import load_workbook

from tools.bench.departments import EDITION, Kind
from validator.forms.compiler import compiled
from validator.forms.equations import BELOW, OPEN, Equation
from validator.forms.loader import load
from validator.forms.model import TOTAL, Form
from validator.notation import LEVELS
from validator.rounding import Relation
from workbook_templates.grid import lay_out
from workbook_templates.paper import Grid
from workbook_templates.plan import ROOM, Plan

#: Of a code as many digits as its parent has; of a class none, its parent is 合计.
_PARENT = {7: 5, 5: 3}
_CODE = re.compile(rf"\d{{3}}|\d{{5}}|\d{{7}}|{TOTAL}")
_COLUMNS = ["table", "row", "column", "code", "value"]


class Place(NamedTuple):
    """Where the figures of a table stand: its sheet by name or number, the cells of printed lines
    by (row, column) → (key, 科目编码, 栏次), the first row of 科目, and by 栏次 the columns of its
    amounts."""

    sheet: str | int
    cells: Mapping[tuple[int, int], tuple[str, str, int]]
    first: int
    columns: Mapping[int, int]


@dataclass(frozen=True)
class Script:
    """The script for one kind of workbook. `check` gives the rules that do not hold in a file."""

    kind: Kind
    edition: str = EDITION

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where each table stands."""
        edition = load(self.edition)
        if self.kind == "standard":
            plan = Plan(edition, ROOM)
            return {k: _place(t.form, t.grid, t.sheet) for k, t in plan.tables.items()}
        return {
            key: _place(form, lay_out(form, {}), edition.order.index(key))
            for key, form in edition.forms.items()
        }

    @cached_property
    def equations(self) -> Sequence[Equation]:
        """The identities between the tables of one workbook."""
        own = load(self.edition).forms.keys()
        return [each for each in compiled(self.edition).equations if each.tables <= own]

    @cached_property
    def terms(self) -> pd.DataFrame:
        """Their terms, one a row."""
        rows = [
            (number, t.weight, t.table, str(t.row), t.column, str(t.parent))
            for number, equation in enumerate(self.equations)
            for t in equation.terms
        ]
        names = ["equation", "weight", "table", "row", "column", "parent"]
        return pd.DataFrame(rows, columns=names)

    @cached_property
    def facts(self) -> pd.DataFrame:
        """What is known of each identity: its rule, its relation, the codes that it speaks of."""
        return pd.DataFrame(
            {
                "rule": [each.rule.id for each in self.equations],
                "relation": [each.relation.value for each in self.equations],
                "level": [each.open_level for each in self.equations],
                "digits": [LEVELS.get(each.open_level) or 0 for each in self.equations],
                "optional": [each.optional for each in self.equations],
            }
        )

    @cached_property
    def split(self) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
        """The terms of single cells, those of each code, and those of the level below a code."""
        terms = self.terms.join(self.facts[["level", "digits"]], on="equation")
        is_open, is_below = terms["row"] == OPEN, terms["row"] == BELOW
        return terms[~is_open & ~is_below], terms[is_open], terms[is_below]

    def figures(self, path: Path) -> pd.DataFrame:
        """Every figure of a workbook: table, row, 栏次, 科目编码, and its value in 0.01."""
        book = load_workbook(path, read_only=True, data_only=True)  # several times as fast so
        found: list[tuple[str, str, int, str, object]] = []
        for table, place in self.places.items():
            name = book.sheetnames[place.sheet] if isinstance(place.sheet, int) else place.sheet
            rows = list(book[name].iter_rows(values_only=True))
            for (r, c), (key, code, column) in place.cells.items():
                found.append((table, key, column, code, rows[r][c]))
            for row in rows[place.first :] if place.columns else ():
                if _CODE.fullmatch(code := str(row[0]).strip()):
                    found += ((table, code, n, code, row[c]) for n, c in place.columns.items())
        book.close()
        frame = pd.DataFrame(found, columns=_COLUMNS)
        frame["value"] = (pd.to_numeric(frame["value"], errors="coerce") * 100).round()
        return frame.dropna(subset=["value"])

    def check(self, path: Path) -> frozenset[str]:
        """The rules that do not hold."""
        figures = self.figures(path)
        single, each, below = self.split

        at = ["table", "row", "column"]
        fixed = single.merge(figures[[*at, "value"]], on=at)
        fixed = fixed.assign(code="")
        own = each.merge(figures[["table", "column", "code", "value"]], on=["table", "column"])
        length = own["code"].str.len()
        wanted = (own["digits"] == 0) | (length == own["digits"])
        wanted &= (own["code"] != TOTAL) | (own["level"] == "各行")
        own = own[wanted & (own["code"] != "")]

        digits = figures["code"].str.len().map(_PARENT)
        parents = [
            code[: int(n)] if n == n else TOTAL if len(code) == 3 else ""
            for code, n in zip(figures["code"], digits, strict=True)
        ]
        of_parent = figures.assign(code=parents)[["table", "column", "code", "value"]]
        sums = below.merge(of_parent, on=["table", "column"])
        of_total = sums["parent"] == TOTAL
        fits = sums["code"].str.len().eq(sums["digits"]) & ~of_total & (sums["code"] != TOTAL)
        sums = pd.concat([sums[fits], sums[of_total & (sums["code"] == TOTAL)].assign(code="")])

        # A class that no level is below adds nothing up.
        leaves = own["equation"].isin(below["equation"])
        parent_of = pd.MultiIndex.from_frame(sums[["equation", "code"]])
        has_below = pd.MultiIndex.from_frame(own[["equation", "code"]]).isin(parent_of)
        own = own[~leaves | has_below]

        parts = pd.concat([fixed, own, sums])
        parts["part"] = parts["weight"] * parts["value"]
        parts["counts"] = parts["value"] != 0
        added = parts.groupby(["equation", "code"])[["part", "counts"]].sum().reset_index()
        added = added.join(self.facts, on="equation")
        return self._broken(added, figures)

    def _broken(self, added: pd.DataFrame, figures: pd.DataFrame) -> frozenset[str]:
        """The rules of the sums that are not what they should be, rounding allowed for."""
        # What stands in a statement for every code was added up once, under "".
        once = added[(added["code"] == "") & (added["level"] != "")].set_index("equation")
        added = added[(added["code"] != "") | (added["level"] == "")]
        rest, counts = (added["equation"].map(once[name]).fillna(0) for name in ("part", "counts"))
        residual, count = added["part"] + rest, added["counts"] + counts
        # n figures that are not zero, each rounded by at most half a unit.
        allowed = ((count - 1) // 2).clip(lower=0)
        relation = added["relation"]
        broken = (
            (relation.eq(Relation.EQUAL.value) & (residual.abs() > allowed))
            | (relation.eq(Relation.AT_LEAST.value) & (residual < -allowed))
            | (relation.eq(Relation.AT_MOST.value) & (residual > allowed))
        )
        lacking = added["optional"] & ~added["equation"].isin(self._stated(figures))
        return frozenset(added.loc[broken & ~lacking, "rule"])

    def _stated(self, figures: pd.DataFrame) -> set[int]:
        """The identities of single 科目 of which the workbook has one."""
        codes = set(zip(figures["table"], figures["code"], strict=True))
        return {
            number
            for number, each in enumerate(self.equations)
            if each.optional and any((t.table, t.row) in codes for t in each.left)
        }


def _place(form: Form, grid: Grid, sheet: str | int) -> Place:
    amounts = [cell for cell in grid.cells if cell.role == "amount" and cell.key]
    if form.open:
        head = [cell for cell in amounts if cell.key and cell.key[0] == TOTAL]
        columns = {cell.key[1]: cell.column for cell in head if cell.key}
        return Place(sheet, {}, head[0].row, columns)
    codes = {str(key): code for code, key in form.rows_by_code.items()}
    cells = {
        (cell.row, cell.column): (str(cell.key[0]), codes.get(str(cell.key[0]), ""), cell.key[1])
        for cell in amounts
        if cell.key
    }
    return Place(sheet, cells, 0, {})
