"""Write the report that every example must give: `report.json` and `report.txt` beside it.

Run after a change that is meant to change them, and read the difference before committing it:
`tests/test_examples.py` holds gouji to what stands there.
"""

from pathlib import Path

from validator import Options, check
from validator.findings import Report
from validator.reading import read
from validator.reports import json, terminal

EXAMPLES = Path(__file__).parent.parent / "examples"
#: A workbook of this name is the budget that the others of its folder are compared with.
BUDGET = "budget.xlsx"


def report(workbook: Path) -> Report:
    """The report of an example, its path told from the folder of examples."""
    other = workbook.with_name(BUDGET)
    budget = read(other) if other.exists() and other != workbook else None
    name = workbook.relative_to(EXAMPLES).as_posix()
    return check(workbook.read_bytes(), Options(name=name, budget=budget))


def reports(folder: Path) -> dict[str, str]:
    """File name → content, for the workbooks of one folder."""
    found = [report(workbook) for workbook in sorted(folder.glob("*.xlsx"))]
    # The digest changes with every word of a rule; what the rules give is what is held.
    return {"report.json": json.render(found, ""), "report.txt": terminal.as_text(found)}


def main() -> None:
    """Write all of them."""
    for folder in sorted({workbook.parent for workbook in EXAMPLES.glob("*/*.xlsx")}):
        for name, content in reports(folder).items():
            (folder / name).write_text(content, encoding="utf-8")
            print(folder / name)


if __name__ == "__main__":
    main()
