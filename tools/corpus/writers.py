"""Pages → files, by the programs that people use: openpyxl, XlsxWriter, LibreOffice, or by hand."""

import subprocess
import tempfile
from collections.abc import Sequence
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import xlsxwriter
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from tools.corpus.pages import Page
from validator.reading import address

_EPOCH = (2024, 1, 1, 0, 0, 0)
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def with_openpyxl(pages: Sequence[Page], path: Path) -> str:
    """Write an .xlsx; what it was made by."""
    workbook = Workbook()
    del workbook["Sheet"]
    workbook.properties.created = workbook.properties.modified = datetime(*_EPOCH)
    for page in pages:
        sheet = workbook.create_sheet(page.name)
        for (row, column), own in sorted(page.cells.items()):
            value = f"={own.formula}" if own.formula else own.value
            if value in (None, ""):
                continue
            cell = sheet.cell(row + 1, column + 1, value)
            if own.style:
                cell.number_format = own.style
        for a, b, c, d in page.merges:
            sheet.merge_cells(start_row=a + 1, start_column=b + 1, end_row=c + 1, end_column=d + 1)
        for row in page.hidden_rows:
            sheet.row_dimensions[row + 1].hidden = True
        for column in page.hidden_columns:
            sheet.column_dimensions[get_column_letter(column + 1)].hidden = True
    workbook.save(path)
    return f"openpyxl {version('openpyxl')}"


def with_xlsxwriter(pages: Sequence[Page], path: Path, macros: Path | None = None) -> str:
    """Write an .xlsx whose formulas have the cached values of the pages, or an .xlsm with the VBA
    project `macros`; what it was made by."""
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime(*_EPOCH)})
    styles = {
        style: book.add_format({"num_format": style})
        for style in dict.fromkeys(
            cell.style for page in pages for cell in page.cells.values() if cell.style
        )
    }
    for page in pages:
        sheet = book.add_worksheet(page.name)
        for a, b, c, d in page.merges:
            sheet.merge_range(a, b, c, d, "")
        for (row, column), own in sorted(page.cells.items()):
            style = styles.get(own.style)
            if own.formula:
                sheet.write_formula(row, column, f"={own.formula}", style, own.value or 0)
            elif isinstance(own.value, datetime):
                sheet.write_datetime(row, column, own.value, style)
            elif isinstance(own.value, str) and own.value:
                sheet.write_string(row, column, own.value, style)
            elif own.value not in (None, ""):
                sheet.write(row, column, own.value, style)
        for row in page.hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
        for column in page.hidden_columns:
            sheet.set_column(column, column, None, None, {"hidden": True})
    if macros:
        book.add_vba_project(str(macros))
    book.close()
    return f"XlsxWriter {version('XlsxWriter')}"


def by_hand(
    pages: Sequence[Page],
    path: Path,
    *,
    shared: bool = True,
    dimension: str = "",
    rich: bool = False,
    wide: bool = False,
    addressed: bool = True,
) -> str:
    """Write the XML of an .xlsx; what it was made by.

    `shared`: texts as shared strings, else inline; `dimension` the range that every sheet claims to
    use; `rich`: texts in two runs with a phonetic guide; `wide`: cells that are only formatted, out
    to column IV and row 65536; `addressed`: cells say where they stand (where not, blank ones fill
    the gaps, as some programs write it).
    """
    texts: dict[str, int] = {}
    parts = {
        "[Content_Types].xml": _types(len(pages)),
        "_rels/.rels": _relations([("officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook(pages),
        "xl/_rels/workbook.xml.rels": _relations(
            [
                *(("worksheet", f"worksheets/sheet{n + 1}.xml") for n in range(len(pages))),
                ("styles", "styles.xml"),
                ("sharedStrings", "sharedStrings.xml"),
            ]
        ),
        "xl/styles.xml": _DECLARED + f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font>'
        '<sz val="10"/><name val="宋体"/></font></fonts><fills count="1"><fill/></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="2"><xf/><xf numFmtId="4" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    for n, page in enumerate(pages, start=1):
        parts[f"xl/worksheets/sheet{n}.xml"] = _sheet(
            page, texts, shared, dimension, wide, addressed, rich
        )
    strings = "".join(f"<si>{_text(words, rich)}</si>" for words in texts)
    parts["xl/sharedStrings.xml"] = f'{_DECLARED}<sst xmlns="{_MAIN}">{strings}</sst>'
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(ZipInfo(name, _EPOCH), content, ZIP_DEFLATED)
    return "手写 XML"


def _text(words: str, rich: bool) -> str:
    def run(part: str) -> str:
        return f'<t xml:space="preserve">{escape(part)}</t>'

    if not rich or len(words) < 4:
        return run(words)
    bold = '<rPr><b/><sz val="10"/></rPr>'
    guide = '<rPh sb="0" eb="1"><t>ヒョウ12</t></rPh><phoneticPr fontId="0"/>'
    return f"<r>{bold}{run(words[:2])}</r><r>{run(words[2:])}</r>{guide}"


def _types(sheets: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = [
        ("/xl/workbook.xml", "sheet.main"),
        ("/xl/styles.xml", "styles"),
        ("/xl/sharedStrings.xml", "sharedStrings"),
        *((f"/xl/worksheets/sheet{n + 1}.xml", "worksheet") for n in range(sheets)),
    ]
    listed = "".join(
        f'<Override PartName="{part}" ContentType="{kind}.{what}+xml"/>' for part, what in overrides
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        f'{_DECLARED}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{listed}</Types>'
    )


def _relations(targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_DECLARED}<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'


def _workbook(pages: Sequence[Page]) -> str:
    listed = "".join(
        f'<sheet name="{escape(page.name)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, page in enumerate(pages, start=1)
    )
    return (
        f'{_DECLARED}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets>'
        "</workbook>"
    )


def _sheet(
    page: Page,
    texts: dict[str, int],
    shared: bool,
    dimension: str,
    wide: bool,
    addressed: bool,
    rich: bool,
) -> str:
    rows = []
    for row in range(page.height):
        cells = []
        for column in range(page.width):
            own = page.cells.get((row, column))
            value = own.value if own else None
            place = f' r="{address(row, column)}"' if addressed else ""
            if value in (None, ""):
                cells += [] if addressed else ["<c/>"]
            elif not isinstance(value, str):
                cells.append(f'<c{place} s="1"><v>{value}</v></c>')
            elif shared:
                number = texts.setdefault(value, len(texts))
                cells.append(f'<c{place} t="s"><v>{number}</v></c>')
            else:
                cells.append(f'<c{place} t="inlineStr"><is>{_text(value, rich)}</is></c>')
        if wide:
            cells.append(f'<c r="IV{row + 1}" s="1"/>')
        of_row = f' r="{row + 1}"' if addressed else ""
        rows.append(f"<row{of_row}>{''.join(cells)}</row>")
    if wide:
        rows.append('<row r="65536"><c r="A65536" s="1"/><c r="IV65536" s="1"/></row>')
    used = f'<dimension ref="{dimension}"/>' if dimension else ""
    spans = "".join(
        f'<mergeCell ref="{address(a, b)}:{address(c, d)}"/>' for a, b, c, d in page.merges
    )
    merged = f'<mergeCells count="{len(page.merges)}">{spans}</mergeCells>' if spans else ""
    return (
        f'{_DECLARED}<worksheet xmlns="{_MAIN}">{used}<sheetData>{"".join(rows)}</sheetData>'
        f"{merged}</worksheet>"
    )


def office_version() -> str:
    """What LibreOffice calls itself: LibreOffice 7.4.7.2."""
    out = subprocess.run(["soffice", "--version"], capture_output=True, text=True, check=True)
    return " ".join(out.stdout.split()[:2])


def with_libreoffice(files: Sequence[Path], kind: str, folder: Path) -> None:
    """Save .xlsx files as `kind` (xls, ods, xlsx) in a folder, all in one call."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                "soffice",
                f"-env:UserInstallation=file://{profile}",
                "--headless",
                "--convert-to",
                kind,
                "--outdir",
                str(folder),
                *map(str, files),
            ],
            check=True,
            capture_output=True,
            timeout=600,
        )
