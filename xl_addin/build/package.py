"""The file gouji.xlam: a workbook of one sheet, which is never seen, with the ribbon and the VBA.

Every part is written here but the VBA project, so that nobody's name, path or date is in it, and
stored as it is, so that the bytes depend on no compressor.
"""

from collections.abc import Iterable, Mapping
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from xl_addin.build.project import PART as PROJECT

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml"

_TYPES = {
    "/xl/workbook.xml": "application/vnd.ms-excel.addin.macroEnabled.main+xml",
    "/xl/worksheets/sheet1.xml": f"{_EXCEL}.worksheet+xml",
    "/xl/styles.xml": f"{_EXCEL}.styles+xml",
    f"/{PROJECT}": "application/vnd.ms-office.vbaProject",
    "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
}


def packed(ribbon: str, vba_project: bytes, texts: Mapping[str, str]) -> bytes:
    """The package. `texts` go into the sheet: keys in column A, texts in column B."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/relationships/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
            (
                "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
                "customUI/customUI.xml",
            ),
        ),
        "customUI/customUI.xml": ribbon,
        "docProps/app.xml": f'{_XML}<Properties xmlns="{_OFFICE}/extended-properties">'
        "<Application>Microsoft Excel</Application></Properties>",
        "docProps/core.xml": f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<dc:title>决算勾稽</dc:title><dc:creator>gouji</dc:creator></cp:coreProperties>",
        "xl/_rels/workbook.xml.rels": _relationships(
            (f"{_OFFICE}/relationships/worksheet", "worksheets/sheet1.xml"),
            (f"{_OFFICE}/relationships/styles", "styles.xml"),
            ("http://schemas.microsoft.com/office/2006/relationships/vbaProject", "vbaProject.bin"),
        ),
        "xl/styles.xml": _STYLES,
        "xl/workbook.xml": _WORKBOOK,
        "xl/worksheets/sheet1.xml": _sheet(texts.items()),
        PROJECT: vba_project,
    }
    written = BytesIO()
    with ZipFile(written, "w", ZIP_STORED) as package:
        for name, content in parts.items():
            info = ZipInfo(name)  # dated 1980
            info.create_system = 0
            package.writestr(info, content)
    return written.getvalue()


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="{part}" ContentType="{kind}"/>' for part, kind in _TYPES.items()
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(*targets: tuple[str, str]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{listed}</Relationships>'


def _sheet(texts: Iterable[tuple[str, str]]) -> str:
    """The add-in's sheet. Its code name is the one that xlwings' project knows it by."""
    rows = "".join(
        f'<row r="{row}">{_cell(f"A{row}", key)}{_cell(f"B{row}", said)}</row>'
        for row, (key, said) in enumerate(texts, start=1)
    )
    return (
        f'{_XML}<worksheet xmlns="{_SHEET}"><sheetPr codeName="Sheet2"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )


def _cell(place: str, said: str) -> str:
    if not said:
        return ""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(said)}</t></is></c>'


_WORKBOOK = (
    f'{_XML}<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}/relationships">'
    '<workbookPr codeName="ThisWorkbook"/><bookViews><workbookView visibility="hidden"/>'
    '</bookViews><sheets><sheet name="gouji" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_STYLES = (
    f'{_XML}<styleSheet xmlns="{_SHEET}"><fonts count="1"><font><sz val="11"/>'
    '<name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/>'
    '</fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border>'
    "<left/><right/><top/><bottom/><diagonal/></border></borders>"
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    "</styleSheet>"
)
