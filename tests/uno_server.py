"""LibreOffice at the other end of a pipe: one JSON request a line, one JSON answer a line.

Run by the Python that LibreOffice's `uno` module belongs to, which need not be the one of the
tests. It starts one soffice with a profile of its own, and ends it when nobody asks any more.

    /usr/bin/python3 tests/uno_server.py SOFFICE FOLDER
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException
from com.sun.star.document.MacroExecMode import ALWAYS_EXECUTE_NO_WARN
from com.sun.star.lang import DisposedException

_OPTIONS = ("--headless", "--invisible", "--norestore", "--nologo", "--nodefault", "--nolockcheck")
_START, _END = 90.0, 20.0


class Server:
    """The requests, each a method: what a person does with a workbook, and what is then seen."""

    def __init__(self, desktop: Any) -> None:
        self._desktop = desktop
        self._books: dict[str, Any] = {}
        #: Looking up a sheet takes longer than filling its cells.
        self._sheets: dict[tuple[str, str], Any] = {}

    def open(self, path: str) -> list[str]:
        """Open a workbook; the names of its sheets."""
        url = uno.systemPathToFileUrl(path)
        book = self._desktop.loadComponentFromURL(url, "_blank", 0, _properties(Hidden=True))
        book.enableAutomaticCalculation(False)
        self._books[path] = book
        return list(book.Sheets.ElementNames)

    def open_with_macros(self, path: str, library: str) -> dict[str, str]:
        """Open a workbook whose macros may run; the modules of one of its libraries."""
        url = uno.systemPathToFileUrl(path)
        how = _properties(Hidden=True, MacroExecutionMode=ALWAYS_EXECUTE_NO_WARN)
        book = self._desktop.loadComponentFromURL(url, "_blank", 0, how)
        self._books[path] = book
        modules = book.BasicLibraries.getByName(library)
        return {name: modules.getByName(name) for name in modules.ElementNames}

    def run(self, path: str, macro: str, arguments: Sequence[object]) -> object:
        """What a function gives: `Library.Module.Function`."""
        url = f"vnd.sun.star.script:{macro}?language=Basic&location=document"
        script = self._books[path].getScriptProvider().getScript(url)
        return script.invoke(tuple(arguments), (), ())[0]

    def close(self, path: str) -> None:
        """Close a workbook without saving it."""
        self._sheets = {key: sheet for key, sheet in self._sheets.items() if key[0] != path}
        self._books.pop(path).close(True)

    def save(self, path: str, target: str) -> None:
        """Save a copy of a workbook as .xlsx."""
        how = _properties(FilterName="Calc MS Excel 2007 XML")
        self._books[path].storeToURL(uno.systemPathToFileUrl(target), how)

    def put(self, path: str, blocks: Sequence[tuple[str, int, int, list[list[object]]]]) -> None:
        """Values into blocks of cells: (sheet, first row, first column, rows); "" is a blank."""
        for sheet, row, column, values in blocks:
            self._area(path, sheet, row, column, len(values), len(values[0])).setDataArray(
                tuple(map(tuple, values))
            )

    def type(self, path: str, sheet: str, row: int, column: int, text: str) -> None:
        """What a person types: a number becomes a number, `'1` a text, `=1/0` a formula."""
        self._sheet(path, sheet).getCellByPosition(column, row).setFormula(text)

    def read(self, path: str, areas: Sequence[tuple[str, int, int, int, int]]) -> list[object]:
        """Calculate everything; the values of areas (sheet, first row and column, height, width; 0:
        all that is used). None is an error value."""
        self._books[path].calculateAll()
        found: list[object] = []
        for sheet, row, column, height, width in areas:
            if not height:
                cursor = self._sheet(path, sheet).createCursor()
                cursor.gotoEndOfUsedArea(False)
                end = cursor.RangeAddress
                height, width = end.EndRow + 1 - row, end.EndColumn + 1 - column
            found.append(self._area(path, sheet, row, column, height, width).getDataArray())
        return found

    def insert_rows(self, path: str, sheet: str, row: int, count: int) -> None:
        """Insert rows before `row`."""
        self._sheet(path, sheet).Rows.insertByIndex(row, count)

    def delete_rows(self, path: str, sheet: str, row: int, count: int) -> None:
        """Delete rows from `row` on."""
        self._sheet(path, sheet).Rows.removeByIndex(row, count)

    def sort(
        self, path: str, area: tuple[str, int, int, int, int], column: int, ascending: bool
    ) -> None:
        """Sort the rows of an area by one of its columns."""
        sheet, *place = area
        field = uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = column, ascending
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        cells = self._area(path, sheet, *place)
        uno.invoke(cells, "sort", (_properties(SortFields=fields, ContainsHeader=False),))

    def notes(self, path: str) -> dict[str, dict[str, str]]:
        """The notes of a workbook: sheet → address → words."""
        return {
            sheet.Name: {
                _address(note.Position.Column, note.Position.Row): note.String
                for note in _each(sheet.Annotations)
            }
            for sheet in _each(self._books[path].Sheets)
        }

    def colours(self, path: str, sign: str) -> dict[str, list[tuple[str, str, int]]]:
        """The conditional formats with `sign` in their formula that come before all others: sheet →
        (cells, formula, colour), as far as they lead."""
        book = self._books[path]
        styles = book.StyleFamilies.getByName("CellStyles")
        found: dict[str, list[tuple[str, str, int]]] = {}
        for sheet in _each(book.Sheets):
            formats = sorted(sheet.ConditionalFormats.getConditionalFormats(), key=lambda f: f.ID)
            for each in formats:
                entry = each.getByIndex(0)
                if entry.getType() != 0 or sign not in entry.Formula1:
                    break
                colour = styles.getByName(entry.StyleName).CellBackColor
                cells = each.Range.RangeAddressesAsString.replace(f"${sheet.Name}.", "")
                found.setdefault(sheet.Name, []).append((cells, entry.Formula1, colour))
        return found

    def follow(self, path: str, sheet: str) -> dict[str, tuple[str, str]]:
        """Where the links of a sheet within texts lead: address → the sheet and the cell that are
        shown when it is clicked."""
        controller = self._books[path].CurrentController
        jump = uno.createUnoStruct("com.sun.star.util.URL")
        jump.Complete, jump.Protocol, jump.Path = ".uno:JumpToMark", ".uno:", "JumpToMark"
        found: dict[str, tuple[str, str]] = {}
        for cell in self._sheet(path, sheet).queryContentCells(4).Cells:
            for field in _each(cell.TextFields):
                controller.setActiveSheet(self._sheet(path, sheet))
                where = _properties(Bookmark=field.URL.removeprefix("#"), SynchronMode=True)
                controller.Frame.queryDispatch(jump, "", 0).dispatch(jump, where)
                place, shown = cell.CellAddress, self._books[path].CurrentSelection
                at = shown.CellAddress
                found[_address(place.Column, place.Row)] = (
                    shown.Spreadsheet.Name,
                    _address(at.Column, at.Row),
                )
        return found

    def active(self, path: str) -> str:
        """The name of the sheet in front."""
        name: str = self._books[path].CurrentController.ActiveSheet.Name
        return name

    def _sheet(self, path: str, name: str) -> Any:
        if (path, name) not in self._sheets:
            self._sheets[path, name] = self._books[path].Sheets.getByName(name)
        return self._sheets[path, name]

    def _area(self, path: str, sheet: str, row: int, column: int, height: int, width: int) -> Any:
        return self._sheet(path, sheet).getCellRangeByPosition(
            column, row, column + width - 1, row + height - 1
        )


def _each(of: Any) -> Iterator[Any]:
    found = of.createEnumeration()
    while found.hasMoreElements():
        yield found.nextElement()


def _address(column: int, row: int) -> str:
    letters = ""
    while column >= 0:
        letters, column = chr(65 + column % 26) + letters, column // 26 - 1
    return f"{letters}{row + 1}"


def _properties(**values: object) -> tuple[Any, ...]:
    found = []
    for name, value in values.items():
        item = PropertyValue()
        item.Name, item.Value = name, value
        found.append(item)
    return tuple(found)


@contextmanager
def desktop(soffice: str, folder: Path) -> Iterator[Any]:
    """A soffice of one's own, which ends with the block."""
    pipe = f"gouji-{os.getpid()}"
    command = [soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}", *_OPTIONS]
    command.append(f"--accept=pipe,name={pipe};urp;")
    with (folder / "soffice.log").open("w") as log:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        found = _connect(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext", process)
        yield found
        with suppress(DisposedException):
            found.terminate()
        process.wait(_END)
    finally:
        if process.poll() is None:
            process.kill()


def _connect(address: str, process: subprocess.Popen[bytes]) -> Any:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    end = time.monotonic() + _START
    while True:
        try:
            context = resolver.resolve(address)
            return context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context
            )
        except NoConnectException:
            if process.poll() is not None or time.monotonic() > end:
                raise
            time.sleep(0.05)


def main() -> None:
    """Answer requests until there are no more."""
    soffice, folder = sys.argv[1:]
    with desktop(soffice, Path(folder)) as found:
        server = Server(found)
        for line in sys.stdin:
            name, *arguments = json.loads(line)
            method: Callable[..., object] = getattr(server, name)
            try:
                answer = {"value": method(*arguments)}
            except Exception as error:
                answer = {"error": f"{name}: {type(error).__name__}: {error}"}
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
