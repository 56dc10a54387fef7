"""The package `formulas` calculates a workbook, in a process of its own (`worker.py`).

It knows fewer functions than LibreOffice and some of them not rightly, so only what it is known to
calculate rightly is taken from it: formulas of the functions below, over cells that are numbers,
texts or such formulas themselves.
"""

import json
import sys
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from validator.expressions import Cells
from validator.expressions.cells import Spot, TooMany
from validator.reading import Book, Sheet, parse_address
from validator.recalculation.engine import Failed, run
from validator.recalculation.merge import Place, Result, with_results

#: Functions that gave what LibreOffice gives wherever they were compared. ROUND is put right by the
#: worker; not here are VALUE, TRIM, ISNUMBER (wrong), OFFSET, SUBTOTAL, HYPERLINK (unknown to it).
_TRUSTED = frozenset(
    {
        "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT", "IF", "IFERROR", "ROUND", "ABS", "MAX", "MIN",
        "LEFT", "MID", "LEN", "INDEX", "MATCH", "VLOOKUP", "COUNTIF",
    }
)  # fmt: skip
#: The program that asks the package.
_WORKER = Path(__file__).with_name("worker.py")
#: The formats that it reads.
_FORMATS = frozenset({"xlsx", "xlsm"})


@cache
def installed() -> bool:
    """Is the package there?"""
    return find_spec("formulas") is not None


def calculated(data: bytes, book: Book, seconds: float, memory: int) -> tuple[Sheet, ...]:
    """The sheets of `book`, read from `data`, with the results that can be trusted.

    Raises Slow where that takes longer than so many seconds, Failed where it does not succeed, or
    takes more `memory`.
    """
    if book.format not in _FORMATS:
        raise Failed
    with TemporaryDirectory(prefix="gouji-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "book.xlsx").write_bytes(data)
        command = [sys.executable, "-P", str(_WORKER), "book.xlsx", "done.json"]
        run(command, folder, seconds, memory=memory)
        try:
            said = json.loads((folder / "done.json").read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise Failed from error
    trusted = _trusted(book)
    return tuple(
        with_results(sheet, _results(said.get(sheet.name.upper(), {}), trusted, sheet.name))
        for sheet in book.sheets
    )


def _results(
    said: Mapping[str, object], trusted: frozenset[Spot], sheet: str
) -> Mapping[Place, Result]:
    found: dict[Place, Result] = {}
    for cell, value in said.items():
        place = parse_address(cell)
        if Spot(sheet, *place) in trusted:
            is_error = isinstance(value, str) and value.startswith("#")
            found[place] = Result("", str(value)) if is_error else Result(value)
    return found


def _trusted(book: Book) -> frozenset[Spot]:
    """The cells whose formulas, and all that they go back to, are of the functions above."""
    cells = Cells(book)
    spots = [Spot(sheet.name, *place) for sheet in book.sheets for place in sheet.written]
    known: dict[Spot, bool] = {}
    try:
        for spot in spots:
            _judge(spot, cells, known)
    except TooMany:
        return frozenset()
    return frozenset(spot for spot, good in known.items() if good)


def _judge(start: Spot, cells: Cells, known: dict[Spot, bool]) -> None:
    """Find out whether a formula can be trusted, and those that it goes back to; one in a circle
    cannot."""
    before: dict[Spot, list[Spot]] = {}
    path = [start]
    while path:
        spot = path[-1]
        if spot in known:
            path.pop()
            continue
        if spot not in before:
            formula = cells.formula(spot)
            if formula is None or not formula.names_all or not formula.functions <= _TRUSTED:
                known[spot] = False
                continue
            before[spot] = list(cells.precedents(spot))
            if any(each in before and each not in known for each in before[spot]):
                known[spot] = False  # a circle
                continue
        due = [each for each in before[spot] if each not in known]
        if due and due[-1] not in before:
            path.append(due[-1])
        else:
            known[spot] = all(known.get(each, False) for each in before[spot])
