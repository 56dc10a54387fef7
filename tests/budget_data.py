"""A published budget as data that a test changes cell by cell, and the workbook that it prints.

`published` is the budget as it was published. `sound` has its known mistakes put right, and tables
2 and 10, which it does not print, made up to agree with it: nothing is wrong there until a test
changes a cell.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from validator.forms.loader import load
from validator.forms.model import Layout
from validator.reading import Book
from workbook_templates.data import Data, parse_data
from workbook_templates.grid import sheet

EXAMPLE = Path(__file__).parent.parent / "examples" / "wuhan-2023"
EDITION = load("budget-2023")

#: What stands under "tables" in a data.json.
Tables = dict[str, Any]
Change = Callable[[Tables], None]


@cache
def _text() -> str:
    return (EXAMPLE / "data.json").read_text(encoding="utf-8")


def data_of(*changes: Change) -> Data:
    """The published budget with the changes."""
    raw = json.loads(_text())
    for change in changes:
        change(raw["tables"])
    return parse_data(json.dumps(raw, ensure_ascii=False))


def book(*changes: Change) -> Book:
    """The workbook that prints the published budget with the changes."""
    data = data_of(*changes)
    sheets = (sheet(data.grid(key), f"表{key.lstrip('0')}") for key in data.forms)
    return Book("预算.xlsx", tuple(sheets))


def sound_book(*changes: Change) -> Book:
    """The workbook of the sound budget with the changes."""
    return book(sound, *changes)


def sound(tables: Tables) -> None:
    """Put the known mistakes right, and add the tables that are not published."""
    for key, amounts in (
        ("03", ["619.67", "619.67", "0.00", None, None, None]),
        ("05-1", ["619.67", "619.67", "619.67", "0.00", "0.00"]),
    ):
        above = next(i for i, row in enumerate(tables[key]) if row[0] == "21011")
        tables[key].insert(above + 1, ["2101101", "行政单位医疗", amounts])
    tables["12-1"]["lines"] |= {"4": ["984.41"], "5": ["984.41"], "8": ["23.00"]}
    for goal in tables["11"]["goals"]["年度目标"]:
        goal.pop("years", None)
    tables["02"] = [
        _office("", "合计", "7628.80", "23.00"),
        _office("737", "武汉市医疗保障局", "7628.80", "23.00"),
        _office("737001", "武汉市医疗保障局本级", "2700.92", "23.00"),
        _office("737002", "武汉市医疗保险中心", "4927.88", "0.00"),
    ]
    projects = [
        ["医疗保障管理工作经费", "本级", "1007.41", "984.41", *[None] * 6, "23.00"],
        ["医疗保险经办服务工作", "中心", "278.85", "278.85", *[None] * 7],
        ["医疗保险经办运行工作经费", "中心", "650.00", "650.00", *[None] * 7],
    ]
    total = ["1936.26", "1913.26", *[None] * 6, "23.00"]
    tables["10"] = {"lines": {"1": total}, "lists": {"项目": projects}}


def _office(code: str, name: str, general: str, other: str) -> list[Any]:
    """A row of table 2: money of the general budget and other income of the year."""
    total = f"{float(general) + float(other):.2f}"
    return [code, name, [total, total, general, *[None] * 7, other, *[None] * 6]]


def funded(tables: Tables) -> None:
    """Fill the tables of the other two budgets, which are declared empty."""
    for key, code, name in (("08", "229", "其他支出"), ("09", "223", "国有资本经营预算支出")):
        amounts = ["8.00", "3.00", "5.00"]
        tables[key] = [
            ["", "合计", [*amounts]],
            [code, name, [*amounts]],
            [f"{code}99", "其他", [*amounts]],
            [f"{code}9999", "其他", [*amounts]],
        ]


def put(table: str, row: str, column: int, value: str | None) -> Change:
    """A change of one cell: `row` is a 行次 or a 科目 ("" for 合计), `column` a 栏次; of a row of a
    list, 项目#1, it is the cell, from 1."""

    def change(tables: Tables) -> None:
        content = tables[table]
        layout = EDITION.forms[table if table in EDITION.forms else table[:2]].layout
        name, _, number = row.partition("#")
        if number:
            content["lists"][name][int(number) - 1][column - 1] = value
        elif layout is Layout.DECLARED:
            form = EDITION.forms[table[:2]]
            numbers = form.columns_of_row[int(row)]
            line = content["lines"].setdefault(row, [None] * len(numbers))
            line[numbers.index(column)] = value
        elif layout is Layout.SINGLE:
            content[column - 1] = value
        elif layout is Layout.SUBJECTS:
            next(r for r in content if r[0] == row)[2][column - 1] = value
        else:
            content[row] = value

    return change


def rename(table: str, code: str, new: str) -> Change:
    """A change of the code of a row."""

    def change(tables: Tables) -> None:
        next(r for r in tables[table] if r[0] == code)[0] = new

    return change


def drop(table: str, code: str = "") -> Change:
    """Take away a 科目 row, or the whole table."""

    def change(tables: Tables) -> None:
        if code:
            tables[table] = [r for r in tables[table] if r[0] != code]
        else:
            del tables[table]

    return change


def typed(source: Book, sheet_name: str, old: object, new: object) -> Book:
    """The workbook with every cell of a sheet that holds `old` typed anew."""
    sheets = []
    for each in source.sheets:
        rows = [[new if value == old else value for value in row] for row in each.rows]
        changed = each.name == sheet_name
        assert not changed or rows != each.rows, f"{sheet_name} does not hold {old}"
        sheets.append(replace(each, rows=rows) if changed else each)
    return replace(source, sheets=tuple(sheets))
