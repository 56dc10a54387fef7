"""Values into the cells of a built workbook, leaving every other byte of its parts as it is.

So a filled workbook needs no library that must understand charts, validations and formats to keep
them, and a formula can carry the value that it gives, for whoever does not calculate.
"""

import re
from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import escape, unescape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

#: Sheet name → cell (C6) → what is typed there, or what its formula gives.
Values = Mapping[str, Mapping[str, object]]
#: Sheet name → the numbers of the rows to hide; the sheet's other rows are shown.
Hidden = Mapping[str, frozenset[int]]
#: Sheet name → the cells whose formula gives way to what is typed over it.
Over = Mapping[str, frozenset[str]]

_SHEET = re.compile(r'<sheet\b[^>]*?\bname="([^"]*)"[^>]*?\br?:?id="([^"]+)"')
_RELATION = re.compile(r"<Relationship\b[^>]*>")
_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_ROW = re.compile(r'<row r="([0-9]+)"([^>]*)>')
_TYPE = re.compile(r'\s+t="[^"]*"')
_FORMULA = re.compile(r"<f\b[^>]*?(?:/>|>.*?</f>)", re.DOTALL)
_HIDDEN = re.compile(r'\s+hidden="[^"]*"')


def patch(
    package: bytes, values: Values, hidden: Hidden | None = None, over: Over | None = None
) -> bytes:
    """The .xlsx in `package` with `values` in its cells, which must be there already; the same
    bytes for the same input. Raises KeyError for a sheet or cell that is not there."""
    hidden, over = hidden or {}, over or {}
    written = BytesIO()
    with ZipFile(BytesIO(package)) as source, ZipFile(written, "w", ZIP_DEFLATED) as target:
        parts = _sheets(source)
        names = {part: name for name, part in parts.items()}
        for sheet in (*values, *hidden):
            if sheet not in parts:
                raise KeyError(sheet)
        for info in source.infolist():
            content = source.read(info)
            name = names.get(info.filename, "")
            if values.get(name) or name in hidden:
                text = content.decode()
                text = _with_values(text, values.get(name, {}), over.get(name, frozenset()))
                if name in hidden:
                    text = _with_hidden(text, hidden[name])
                content = text.encode()
            target.writestr(entry(info.filename), content, compresslevel=9)
    return written.getvalue()


def entry(name: str) -> ZipInfo:
    """A part of a package that is the same whenever it is written: dated 1980, of no system."""
    info = ZipInfo(name)
    info.create_system = 0
    info.compress_type = ZIP_DEFLATED
    return info


def _sheets(package: ZipFile) -> dict[str, str]:
    """Sheet name → its part."""
    relations = {}
    for element in _RELATION.findall(package.read("xl/_rels/workbook.xml.rels").decode()):
        found = dict(re.findall(r'(\w+)="([^"]*)"', element))
        relations[found["Id"]] = found["Target"].lstrip("/")
    sheets = _SHEET.findall(package.read("xl/workbook.xml").decode())
    return {
        unescape(name): part if (part := relations[key]).startswith("xl/") else f"xl/{part}"
        for name, key in sheets
    }


def _with_values(text: str, values: Mapping[str, object], over: frozenset[str]) -> str:
    left = dict(values)

    def change(cell: re.Match[str]) -> str:
        if cell[1] not in left:
            return cell[0]
        value = left.pop(cell[1])
        formula = None if cell[1] in over else _FORMULA.search(cell[3] or "")
        attributes = _TYPE.sub("", cell[2]).rstrip()
        return _cell(cell[1], attributes, formula[0] if formula else "", value)

    text = _CELL.sub(change, text)
    if left:
        raise KeyError(next(iter(left)))
    return text


def _cell(where: str, attributes: str, formula: str, value: object) -> str:
    if isinstance(value, str):
        words = escape(value)
        if formula:
            return f'<c r="{where}"{attributes} t="str">{formula}<v>{words}</v></c>'
        return (
            f'<c r="{where}"{attributes} t="inlineStr"><is><t xml:space="preserve">{words}</t>'
            "</is></c>"
        )
    return f'<c r="{where}"{attributes}>{formula}<v>{float(value):.15g}</v></c>'  # type: ignore[arg-type]


def _with_hidden(text: str, rows: frozenset[int]) -> str:
    def change(row: re.Match[str]) -> str:
        attributes = _HIDDEN.sub("", row[2])
        mark = ' hidden="1"' if int(row[1]) in rows else ""
        return f'<row r="{row[1]}"{attributes}{mark}>'

    return _ROW.sub(change, text)
