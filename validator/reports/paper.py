"""What an official letter on A4 is made of, by python-docx: its fonts, margins, paragraphs, tables
whose headings stand on every page, and a foot with the page's number.

Margins and sizes are those of GB/T 9704 (党政机关公文格式). Fonts are named as Chinese offices have
them; where one is missing, `_SUBSTITUTES` says which takes its place. The same content gives the
same bytes, on the same day.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from html import escape
from io import BytesIO
from typing import NamedTuple
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as Letter
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Length, Mm, Pt
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph

from validator.reports.plain import plain

TITLE, BODY, STRONG, LATIN = "方正小标宋简体", "仿宋_GB2312", "黑体", "Times New Roman"
_SUBSTITUTES = {TITLE: "宋体,SimSun", BODY: "仿宋,FangSong", STRONG: "SimHei", LATIN: "Times"}
#: The page, its margins (top, right, bottom, left), and the width that is left.
_PAGE = (Mm(210), Mm(297))
_MARGINS = (Mm(30), Mm(26), Mm(28), Mm(28))
WIDTH = Length(_PAGE[0] - _MARGINS[1] - _MARGINS[3])
#: The distance of lines in the letter's own words, and in tables.
_LEADING, _TABLE_LEADING = Pt(28), Pt(15)
#: A row of more characters may be parted by the end of a page.
_LONGEST_WHOLE = 600
_FONT_TABLE = "/word/fontTable.xml"
_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ZIPPED = (1980, 1, 1, 0, 0, 0)


class Words(NamedTuple):
    """Words in one font; `size` in points, 0 is that of the paragraph."""

    words: str
    font: str = BODY
    bold: bool = False
    size: float = 0


class Cell(NamedTuple):
    """A cell of a row: its paragraphs, how many columns it spans, whether it is centred."""

    paragraphs: Sequence[Sequence[Words]]
    span: int = 1
    centred: bool = False


def letter(title: str, day: date, lang: str) -> Letter:
    """A blank letter of the day; programs show the title for what it is."""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.size, normal.font.name = Pt(16), LATIN
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-US")
    language.set(qn("w:eastAsia"), "zh-CN")
    normal.element.rPr.append(language)
    for part in document.part.package.iter_parts():
        if part.partname == _FONT_TABLE:
            part._blob = _font_table()
    about = document.core_properties
    about.author = about.last_modified_by = "gouji"
    about.title, about.comments, about.language = plain(title), "", lang
    about.created = about.modified = datetime.combine(day, time(), UTC)
    about.revision = 1
    return document


def section(document: Letter, *, first: bool) -> Section:
    """Where a letter begins, on a page of its own, with pages numbered from 1."""
    found = document.sections[0] if first else document.add_section(WD_SECTION.NEW_PAGE)
    found.page_width, found.page_height = _PAGE
    found.top_margin, found.right_margin, found.bottom_margin, found.left_margin = _MARGINS
    found.footer_distance = Mm(14)
    if not first:
        found.footer.is_linked_to_previous = False
    numbering = found._sectPr.find(qn("w:pgNumType"))
    if numbering is None:
        numbering = OxmlElement("w:pgNumType")
        found._sectPr.insert_element_before(numbering, "w:cols", "w:docGrid")
    numbering.set(qn("w:start"), "1")
    return found


def foot(of: Section, notes: Sequence[str], page: Sequence[str], last: str) -> None:
    """The foot of a letter's pages: `page` are the words before, between and after the number of
    the page and that of all; then the notes, small, a line each. `last` is the name of the mark
    on the letter's last page (`mark`), "" where no other letter is in the file."""
    line = of.footer.paragraphs[0]
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    before, between, after = page
    for words, field in ((before, "PAGE"), (between, f"PAGEREF {last}" if last else "NUMPAGES")):
        _run(line, Words(words, BODY, size=10.5))
        _field(line, field)
    _run(line, Words(after, BODY, size=10.5))
    for note in notes:
        small = of.footer.add_paragraph()
        small.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _run(small, Words(note, BODY, size=7.5))
    for paragraph in of.footer.paragraphs:
        paragraph.paragraph_format.space_after = Pt(0)


def heading(document: Letter, words: str, *, title: bool = False) -> None:
    """A heading of a part, which stays with what follows; or the title of the letter."""
    paragraph = document.add_paragraph()
    spacing = paragraph.paragraph_format
    spacing.space_after, spacing.keep_with_next = Pt(0), True
    if title:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        spacing.space_after, spacing.line_spacing = Pt(14), Pt(34)
        _run(paragraph, Words(words, TITLE, size=22))
        return
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(10), Pt(4), _LEADING
    _run(paragraph, Words(words, STRONG, size=14))


def paragraph(document: Letter, words: str, *, indented: bool = True, size: float = 14) -> None:
    """A paragraph of the letter; `indented` by two characters, as Chinese ones are."""
    added = document.add_paragraph()
    spacing = added.paragraph_format
    spacing.space_after, spacing.line_spacing = Pt(0), Pt(size * 1.75)
    if indented:
        spacing.first_line_indent = Pt(size * 2)
    _run(added, Words(words, size=size))


def table(document: Letter, widths: Sequence[float], headings: Sequence[str] = ()) -> Table:
    """A table with a frame, its columns so many parts of the width; the headings stand on every
    page that it comes to."""
    made: Table = document.add_table(rows=0, cols=len(widths))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Length(round(WIDTH * width / sum(widths)))
    if headings:
        cells = [Cell([[Words(words, STRONG)]], centred=True) for words in headings]
        added = row(made, cells, shaded=True)
        _flag(added, "w:tblHeader")
    return made


def row(
    of: Table,
    cells: Sequence[Cell],
    *,
    size: float = 10.5,
    least: Length | None = None,
    together: bool = False,
    shaded: bool = False,
) -> _Row:
    """Add a row. It is `least` so high; it stays on a page with the next one where `together`, and
    is not parted by the end of a page unless it is long."""
    added: _Row = of.add_row()  # type: ignore[no-untyped-call]
    at = 0
    places = list(added.cells)
    length = 0
    for cell in cells:
        place = places[at]
        if cell.span > 1:
            place = place.merge(places[at + cell.span - 1])
        at += cell.span
        _fill(place, cell, size, together=together)
        if shaded:
            _shade(place)
        length = max(length, sum(len(part.words) for line in cell.paragraphs for part in line))
    if length <= _LONGEST_WHOLE:
        _flag(added, "w:cantSplit")
    if least is not None:
        added.height, added.height_rule = least, WD_ROW_HEIGHT_RULE.AT_LEAST
    return added


def mark(of: _Row, name: str) -> None:
    """Give a place of the letter a name, by which the foot finds its page."""
    line = of.cells[0].paragraphs[0]._element
    for number, tag in enumerate(("w:bookmarkStart", "w:bookmarkEnd")):
        element = OxmlElement(tag)
        element.set(qn("w:id"), name.rpartition("_")[2])
        if number == 0:
            element.set(qn("w:name"), name)
        line.append(element)


def packed(document: Letter) -> bytes:
    """The letter as the bytes of a .docx."""
    written, result = BytesIO(), BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(result, "w") as target:
        for name in source.namelist():
            info = ZipInfo(name, _ZIPPED)
            info.compress_type = ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return result.getvalue()


def _fill(place: _Cell, cell: Cell, size: float, *, together: bool) -> None:
    place.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, words in enumerate(cell.paragraphs):
        line = place.paragraphs[0] if number == 0 else place.add_paragraph()
        spacing = line.paragraph_format
        spacing.space_before = spacing.space_after = Pt(1.5)
        spacing.line_spacing, spacing.keep_with_next = _TABLE_LEADING, together
        if cell.centred:
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for part in words:
            _run(line, part._replace(size=part.size or size))


def _run(line: Paragraph, part: Words) -> None:
    """Add words to a paragraph, whatever stands in them: they are one line of text."""
    run = line.add_run(plain(part.words))
    run.font.name, run.font.bold = LATIN, part.bold or None
    run.font.size = Pt(part.size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), part.font)


def _field(line: Paragraph, instruction: str) -> None:
    """Add a number that the program that shows the page fills in."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = line.add_run("1")
    run.font.name, run.font.size = LATIN, Pt(10.5)
    field.append(run._element)
    line._element.append(field)


def _flag(of: _Row, name: str) -> None:
    of._tr.get_or_add_trPr().append(OxmlElement(name))


def _shade(place: _Cell) -> None:
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", "F2F2F2")):
        shading.set(qn(f"w:{name}"), value)
    place._tc.get_or_add_tcPr().append(shading)


def _font_table() -> bytes:
    """Which font takes the place of one that a computer does not have."""
    fonts = "".join(
        f'<w:font w:name="{escape(name)}"><w:altName w:val="{escape(others)}"/></w:font>'
        for name, others in _SUBSTITUTES.items()
    )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return f'{head}\n<w:fonts xmlns:w="{_NAMESPACE}">{fonts}</w:fonts>'.encode()
