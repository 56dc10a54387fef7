"""Formulas of .ods files (OpenFormula) in the A1 notation of .xlsx files.

`of:=SUM([.B2:.B9];[$'支出 表'.$C$1])` says `SUM(B2:B9,'支出 表'!$C$1)`.
"""

import re

from validator.reading.noticed import file_name

_QUOTED = r"'(?:[^']|'')*'"
_TOKEN = re.compile(rf'"(?:[^"]|"")*"|\[(?:{_QUOTED}|[^\[\]\'])*\]|[{{}};|]|[^"\[\]{{}};|]+')
#: A file before #, a sheet before a full stop, and the cell, whole column or whole row.
_REFERENCE = re.compile(
    rf"(?:({_QUOTED})#)?(?:\$?({_QUOTED}|[^.'\[\]]+)?\.)?(\$?[A-Z]{{1,3}}\$?[0-9]+|\$?[A-Z]{{1,3}}"
    rf"|\$?[0-9]+|#REF!)"
)
_RANGE_SIGN = re.compile(rf":(?=(?:{_QUOTED}|[^'])*$)")
_PREFIX = re.compile(r"(?:of|oooc)?:?=")
#: Formulas that stand in the notation of .xlsx already.
_AS_IN_XLSX = "msoxl:="
_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")


def to_a1(formula: str) -> str | None:
    """The text of a formula without "=", or None where it is in no known notation."""
    if formula.startswith(_AS_IN_XLSX):
        return formula.removeprefix(_AS_IN_XLSX)
    prefix = _PREFIX.match(formula)
    body = formula[prefix.end() :] if prefix else ""
    tokens = _TOKEN.findall(body)
    if not body or "".join(tokens) != body:
        return None
    said = []
    in_array = False
    for token in tokens:
        if token.startswith("["):
            reference = _reference(token[1:-1])
            if reference is None:
                return None
            said.append(reference)
        else:
            if token in "{}":
                in_array = token == "{"
            said.append({";": ",", "|": ";" if in_array else "|"}.get(token, token))
    return "".join(said)


def linked_file(formula: str) -> str:
    """The name of another file to which a formula refers, '' if there is none."""
    for token in _TOKEN.findall(formula):
        found = _REFERENCE.match(token, 1) if token.startswith("[") else None
        if found and found[1]:
            return file_name(found[1][1:-1])
    return ""


def _reference(text: str) -> str | None:
    """`.B2:.B9` → B2:B9; `$Sheet.A1` → Sheet!A1; with a file, [file]Sheet!A1."""
    found = [_REFERENCE.fullmatch(part) for part in _RANGE_SIGN.split(text)]
    parts = [match for match in found if match]
    if len(parts) != len(found) or len(parts) > 2:
        return None
    file, sheet, _ = parts[0].groups()
    sheets = [_unquoted(sheet)] if sheet else []
    if len(parts) == 2 and (last := parts[1][2]) and _unquoted(last) not in sheets:
        sheets.append(_unquoted(last))
    where = ":".join(sheets)
    if file:
        where = f"[{file_name(_unquoted(file))}]{where}"
    if where and not _PLAIN_NAME.fullmatch(where):
        where = "'" + where.replace("'", "''") + "'"
    cells = [match[3] for match in parts]
    if len(sheets) > 1 and cells[0] == cells[1]:  # one cell of each sheet
        del cells[1]
    return (where and where + "!") + ":".join(cells)


def _unquoted(name: str) -> str:
    return name[1:-1].replace("''", "'") if name.startswith("'") else name
