"""What the package `formulas` makes of the cells of a workbook: run as a program of its own, with
the workbook and the file for the results, {sheet in capitals: {address: value}}."""

import json
import re
import sys
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

_CELL = re.compile(r"'\[[^\]]*\](.*)'!([A-Z]+[0-9]+)")


def main(book: str, results: str) -> None:
    """Calculate the workbook `book`, and write what its cells hold to `results`."""
    import formulas
    import numpy
    from formulas.functions import wrap_ufunc

    def rounded(value: float, digits: float) -> float:
        """ROUND as in Excel, which rounds 1.005 to 1.01."""
        exact = Decimal(f"{float(value):.15g}")
        return float(exact.quantize(Decimal(1).scaleb(-int(digits)), ROUND_HALF_UP))

    formulas.get_functions()["ROUND"] = wrap_ufunc(rounded)
    model = formulas.ExcelModel().loads(book).finish(complete=False)
    found: dict[str, dict[str, Any]] = {}
    for name, value in model.calculate().items():
        place = _CELL.fullmatch(name) if isinstance(name, str) else None
        if place and hasattr(value, "value"):
            cell = numpy.asarray(value.value).ravel()[0]
            found.setdefault(place[1].replace("''", "'"), {})[place[2]] = _plain(cell)
    Path(results).write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")


def _plain(value: Any) -> object:
    """A value as JSON has it: an error or a text as text, a blank as ""."""
    from schedula import EMPTY

    if value is EMPTY:
        return ""
    if isinstance(value, str) or type(value).__name__ in ("bool", "bool_"):
        return bool(value) if not isinstance(value, str) else str(value)
    try:
        return float(value)
    except (TypeError, ValueError):  # an error has a type of its own
        return str(value)


if __name__ == "__main__":
    main(*sys.argv[1:])
