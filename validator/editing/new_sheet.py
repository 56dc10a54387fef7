"""The XML of a worksheet that is put into a workbook: rows of words and numbers with links, made to
be read, filtered and printed.

Every text stands in its cell as it is (inline): nothing of a workbook can become a formula, and the
list of shared texts stays as it was.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from validator.editing.elements import coded, escaped
from validator.editing.styles import Style
from validator.reading import address

#: Heights in points: of a line of a title and of other rows, above and below such lines, and the
#: most that a row has.
_TITLE, _LINE, _MARGIN, _HIGHEST = 26, 13, 4, 409
#: How far words fill their lines: a figure goes to the next one whole.
_FILLED = 0.9
#: Fonts of this size on are those of titles.
_LARGE = 14
#: Excel follows so many links on a sheet, and shows so many characters of a cell.
_MOST_LINKS, _LONGEST = 65_000, 32_767


#: The colours of the frames of cells, of headings and of links, as RRGGBB.
FRAME, HEADING, LINK = "BFBFBF", "DCE6F1", "0563C1"
_WORDS = Style(frame=FRAME, wrapped=True, indent=1)
_CENTRED = _WORDS._replace(horizontal="center", indent=0)
#: How the cells of every such sheet look; each may have more looks of its own.
LOOKS: Mapping[str, Style] = {
    "title": Style(font="黑体", size=16),
    "note": Style(colour="595959", wrapped=True),
    "section": Style(size=11, bold=True),
    "heading": _CENTRED._replace(bold=True, fill=HEADING),
    "count": _CENTRED._replace(figures=True),
    "words": _WORDS,
    "link": _WORDS._replace(colour=LINK, underlined=True),
    "figure": _WORDS._replace(horizontal="right", wrapped=False, figures=True),
}


class Cell(NamedTuple):
    """Words, with the name of their style; `number` is what the cell holds instead, as digits;
    `link` a place in the workbook to which it leads ('sheet'!A1)."""

    words: str
    look: str
    number: str = ""
    link: str = ""


class Row(NamedTuple):
    """Cells from the first column on; `across`: the first one is as wide as all columns."""

    cells: Sequence[Cell] = ()
    across: bool = False


class NewSheet(NamedTuple):
    """What a sheet holds, and how it looks: `styles` of its cells by name, `widths` of its columns
    in characters, `frozen` rows that stay in sight. `filtered`: the first and the last row (from
    one) of a list with headings. `shown`: it is the one in front. `footer` is that of a page."""

    rows: Sequence[Row]
    styles: Mapping[str, Style]
    widths: Sequence[int]
    frozen: int
    filtered: tuple[int, int] | None = None
    shown: bool = False
    footer: str = ""

    @property
    def last_column(self) -> str:
        """The letters of the last column."""
        return address(0, len(self.widths) - 1).rstrip("1")


def sheet_xml(sheet: NewSheet, looks: Mapping[str, int], main: str) -> str:
    """The sheet's XML; `looks` has the numbers of its styles in the workbook, `main` is the
    namespace of its tags."""
    selected = ' tabSelected="1"' if sheet.shown else ""
    below = sheet.frozen + 1
    rows = "".join(_row(sheet, number, row, looks) for number, row in enumerate(sheet.rows))
    return (
        f'<worksheet xmlns="{escaped(main)}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0"{selected} workbookViewId="0"><pane '
        f'ySplit="{sheet.frozen}" topLeftCell="A{below}" activePane="bottomLeft" state="frozen"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{''.join(_columns(sheet.widths))}</cols><sheetData>{rows}</sheetData>"
        f"{_filter(sheet)}{_merged(sheet)}{_links(sheet)}"
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        f'<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>{_footer(sheet)}'
        f'<ignoredErrors><ignoredError sqref="A1:{sheet.last_column}{len(sheet.rows)}" '
        'numberStoredAsText="1"/></ignoredErrors></worksheet>'
    )


def own_names(sheet: NewSheet, name: str) -> Mapping[str, str]:
    """The defined names of the sheet when it is called `name`: the rows that stand on every page,
    and those that the filter is over."""
    quoted = "'" + name.replace("'", "''") + "'"
    found = {"_xlnm.Print_Titles": f"{quoted}!${sheet.frozen}:${sheet.frozen}"}
    if sheet.filtered:
        first, last = sheet.filtered
        found["_xlnm._FilterDatabase"] = f"{quoted}!$A${first}:${sheet.last_column}${last}"
    return found


def _columns(widths: Sequence[int]) -> Iterator[str]:
    for number, width in enumerate(widths, start=1):
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'


def _row(sheet: NewSheet, number: int, row: Row, looks: Mapping[str, int]) -> str:
    cells = "".join(
        _cell(address(number, column), cell, looks) for column, cell in enumerate(row.cells)
    )
    return f'<row r="{number + 1}" ht="{_height(sheet, row)}" customHeight="1">{cells}</row>'


def _cell(place: str, cell: Cell, looks: Mapping[str, int]) -> str:
    head = f'<c r="{place}" s="{looks[cell.look]}"'
    if cell.number:
        return f"{head}><v>{cell.number}</v></c>"
    if not cell.words:
        return f"{head}/>"
    words = coded(cell.words[:_LONGEST])
    return f'{head} t="inlineStr"><is><t xml:space="preserve">{words}</t></is></c>'


def height(wrapped: Iterable[tuple[str, int]]) -> int:
    """The height in points of a row that shows these words wrapped, each in a column of so many
    characters: not every program finds out by itself."""
    lines = (-(-cell_len(words) // int(width * _FILLED - 1)) or 1 for words, width in wrapped)
    return min(_LINE * max(lines, default=1) + _MARGIN, _HIGHEST)


def _height(sheet: NewSheet, row: Row) -> int:
    if any(sheet.styles[cell.look].size >= _LARGE for cell in row.cells):
        return _TITLE
    widths = [sum(sheet.widths)] if row.across else sheet.widths
    return height(
        (cell.words, width)
        for cell, width in zip(row.cells, widths, strict=False)
        if sheet.styles[cell.look].wrapped
    )


def _filter(sheet: NewSheet) -> str:
    if sheet.filtered is None:
        return ""
    first, last = sheet.filtered
    return f'<autoFilter ref="A{first}:{sheet.last_column}{last}"/>'


def _merged(sheet: NewSheet) -> str:
    lines = [
        f'<mergeCell ref="A{number}:{sheet.last_column}{number}"/>'
        for number, row in enumerate(sheet.rows, start=1)
        if row.across
    ]
    return f'<mergeCells count="{len(lines)}">{"".join(lines)}</mergeCells>' if lines else ""


def _links(sheet: NewSheet) -> str:
    lines = [
        f'<hyperlink ref="{address(number, column)}" location="{escaped(cell.link)}"/>'
        for number, row in enumerate(sheet.rows)
        for column, cell in enumerate(row.cells)
        if cell.link
    ]
    return f"<hyperlinks>{''.join(lines[:_MOST_LINKS])}</hyperlinks>" if lines else ""


def _footer(sheet: NewSheet) -> str:
    if not sheet.footer:
        return ""
    return f"<headerFooter><oddFooter>{escaped(sheet.footer)}</oddFooter></headerFooter>"
