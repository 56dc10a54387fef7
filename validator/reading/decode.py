"""The values of cells, by calamine, from the XML of an .xlsx file or of one that is made here.

calamine decides which number formats are those of dates, and what date a number then is, for files
of every format: what it needs of them is put into the form of an .xlsx file.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape  # xml.sax.saxutils would load all that speaks with the network
from io import BytesIO
from math import isfinite

from python_calamine import CalamineWorkbook

from validator.reading.book import Unreadable
from validator.reading.package import pack

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
#: Around the rows of a sheet. Besides the cells, calamine looks for merged ranges, through all of
#: the sheet unless it meets an element for them first: a third of its time.
_HEAD, _TAIL = b"<worksheet><mergeCells/><sheetData>", b"</sheetData></worksheet>"
#: A number that is a date in any format for dates.
_SOME_DAY = 45_000.0
#: The format of a cell to which nobody gave one.
_GENERAL = 0
#: What no XML may hold, and a format of a damaged file might.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: The root of the shared strings: calamine makes room for as many as it says that there are.
_STRINGS_ROOT = re.compile(rb"<((?:[\w.-]+:)?sst)\b[^>]*?(/?)>")

Place = tuple[int, int]


def decode(
    rows_xml: Sequence[bytes],
    shared_strings: bytes | None,
    styles: bytes | None,
    date1904: bool,
) -> list[Sequence[Sequence[object]]]:
    """What calamine reads in each of `rows_xml`: rows[r][c] from A1. Raises Unreadable (damaged).

    `rows_xml` is the content of <sheetData> of each sheet, the others are parts of an .xlsx file.

    Sheets and parts get names of our own: calamine finds a sheet by its name, and would give the
    first of two with one name twice.
    """
    numbers = range(len(rows_xml))
    links = [
        f'<Relationship Id="s{i}" Type="{_OFFICE}worksheet" Target="worksheets/{i}.xml"/>'
        for i in numbers
    ]
    files = {
        "_rels/.rels": _relationships(
            f'<Relationship Id="w" Type="{_OFFICE}officeDocument" Target="xl/workbook.xml"/>'
        ),
        "xl/_rels/workbook.xml.rels": _relationships("".join(links)),
        "xl/workbook.xml": (
            f'<workbook xmlns:r="{_OFFICE[:-1]}">'
            f'<workbookPr date1904="{int(date1904)}"/><sheets>'
            + "".join(f'<sheet name="{i}" sheetId="{i + 1}" r:id="s{i}"/>' for i in numbers)
            + "</sheets></workbook>"
        ).encode(),
    }
    files |= {f"xl/worksheets/{i}.xml": _HEAD + rows_xml[i] + _TAIL for i in numbers}
    if shared_strings is not None:
        # Of a file as all programs write it only the beginning is looked through.
        roots = shared_strings.count(b"sst") - shared_strings.count(b"</sst")
        files["xl/sharedStrings.xml"] = _STRINGS_ROOT.sub(
            rb"<\1\2>", shared_strings, count=int(roots == 1)
        )
    if styles is not None:
        files["xl/styles.xml"] = styles
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(pack(files)))
        return [book.get_sheet_by_index(i).to_python(skip_empty_area=False) for i in numbers]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic in Rust is not an Exception
        raise Unreadable("damaged") from error


def _relationships(lines: str) -> bytes:
    return f"<Relationships>{lines}</Relationships>".encode()


@dataclass(frozen=True, slots=True)
class NumberFormats:
    """The number formats of a workbook that is no .xlsx file.

    `codes`: id → its text, as far as the file gives it; `of_style`: style of a cell → id.
    """

    codes: Mapping[int, str]
    of_style: Sequence[int]
    date1904: bool = False


def dated(
    numbers: Mapping[Place, tuple[float, int]], formats: NumberFormats
) -> dict[Place, object]:
    """Place → value of the cells with a number and a style: a date, a time or the number itself.

    Raises Unreadable (damaged) where there is no such style.
    """
    styles = sorted({style for _, style in numbers.values()})
    if styles and not 0 <= styles[0] <= styles[-1] < len(formats.of_style):
        raise Unreadable("damaged")
    ids = {formats.of_style[style] for style in styles} - {_GENERAL}
    of_dates = {
        each
        for each, day in zip(ids, _values([(_SOME_DAY, i) for i in ids], formats), strict=True)
        if not isinstance(day, float)
    }
    values: dict[Place, object] = {place: number for place, (number, _) in numbers.items()}
    days = {
        place: (number, formats.of_style[style])
        for place, (number, style) in numbers.items()
        if formats.of_style[style] in of_dates and isfinite(number)
    }
    values.update(zip(days, _values(list(days.values()), formats), strict=True))
    return values


def _values(cells: Sequence[tuple[float, int]], formats: NumberFormats) -> list[object]:
    """What calamine reads in cells with a number and the id of a format, one after the other."""
    if not cells:
        return []
    ids = sorted({each for _, each in cells})
    style = {each: index for index, each in enumerate(ids)}
    codes = "".join(
        f'<numFmt numFmtId="{each}" formatCode="{escape(_NO_XML.sub("", formats.codes[each]))}"/>'
        for each in ids
        if each in formats.codes
    )
    xfs = "".join(f'<xf numFmtId="{each}"/>' for each in ids)
    styles = f"<styleSheet><numFmts>{codes}</numFmts><cellXfs>{xfs}</cellXfs></styleSheet>"
    rows = "".join(
        f'<row><c s="{style[each]}"><v>{number!r}</v></c></row>' for number, each in cells
    )
    [grid] = decode([rows.encode()], None, styles.encode(), formats.date1904)
    return [row[0] for row in grid]
