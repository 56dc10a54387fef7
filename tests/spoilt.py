"""A published workbook in which hundreds of figures are wrong, to see how the work grows."""

from pathlib import Path

from openpyxl import load_workbook

PUBLISHED = Path(__file__).parent.parent / "examples" / "dongxihu-2024" / "printed.xlsx"
#: The subject codes that are added, and the table's sheet that they stand on.
_CODES = [f"213{part:02}{item:02}" for part in range(1, 13) for item in range(1, 13)]
_SHEET = "GK03"
#: So far below and beside the tables stand the cells that belong to none.
_FAR = 100


def spoil(path: Path, others: int = 0) -> Path:
    """Write the workbook to `path`: every figure changed, rows of 科目 added that no other table
    has; and `others` cells on each sheet, far from the table, that no finding speaks of."""
    book = load_workbook(PUBLISHED)
    changed = 0
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, float):
                    changed += 1
                    cell.value = round(cell.value + 1.37 * changed, 2)
        if sheet.title.startswith(_SHEET):
            last = max(cell.row for cell in sheet["A"] if str(cell.value or "").isdigit())
            for area in [each for each in sheet.merged_cells.ranges if each.min_row > last]:
                sheet.unmerge_cells(str(area))
            for number, code in enumerate(_CODES, start=1):
                for column, value in (
                    ("A", code),
                    ("D", "其他"),
                    ("E", 100.0 + number),
                    ("F", 1.0),
                ):
                    sheet[f"{column}{last + number}"] = value
        for number in range(others):
            sheet.cell(_FAR + number // 20, _FAR + number % 20).value = float(number)
    book.save(path)
    return path
