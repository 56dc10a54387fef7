"""Saving an open workbook, with the values of its formulas, so that it can be read anywhere.

openpyxl writes formulas without results, and numbers with sixteen digits. What Excel would have
kept is put into the file that it wrote.
"""

import os
import tempfile
import zipfile
from pathlib import Path

from lxml import etree
from openpyxl.utils.cell import coordinate_to_tuple

from tests.excel.books import BookState, SheetState
from tests.excel.entries import BLANK, Content

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def save(book: BookState, path: Path) -> None:
    """Write the workbook, aside first."""
    with tempfile.TemporaryDirectory(dir=path.parent) as folder:
        bare, done = Path(folder) / "bare", Path(folder) / "done"
        for ws in book.wb.worksheets:
            ws._hyperlinks.clear()  # openpyxl collects them anew, beside those of the last time
        book.wb.save(bare)
        parts = {ws.path.lstrip("/"): book.state(ws) for ws in book.wb.worksheets}
        with (
            zipfile.ZipFile(bare) as source,
            zipfile.ZipFile(done, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            for info in source.infolist():
                data = source.read(info)
                if info.filename in parts:
                    data = _completed(data, parts[info.filename])
                target.writestr(info, data)
        os.replace(done, path)


def _completed(xml: bytes, state: SheetState) -> bytes:
    root = etree.fromstring(xml)
    for cell in root.iter(f"{_MAIN}c"):
        spot = coordinate_to_tuple(cell.get("r"))
        if cell.find(f"{_MAIN}f") is not None:
            _write(cell, state.results.get(spot, BLANK))
        elif isinstance(state.content(*spot).value, float):
            _write(cell, state.content(*spot))
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True))


def _write(cell: etree._Element, content: Content) -> None:
    value, kind = content
    element = cell.find(f"{_MAIN}v")
    if element is None:
        element = etree.SubElement(cell, f"{_MAIN}v")
    cell.attrib.pop("t", None)
    if value is None:
        cell.remove(element)
        return
    if kind != "n":
        cell.set("t", {"s": "str"}.get(kind, kind))
    element.text = str(int(value)) if kind == "b" else value if kind in "se" else repr(value)
