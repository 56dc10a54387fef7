"""The sheet 更正说明 of a corrected copy: what was put right, what was not and why, of which file.

Every text stands in its cell as it is (inline): nothing of a workbook can become a formula, and the
list of shared texts stays as it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.cells import cell_len

from validator.correction.choose import Listed, Plan
from validator.editing.elements import escaped
from validator.editing.styles import Style
from validator.findings import VERSION
from validator.messages import Lang, text
from validator.reading import address
from validator.reports.plain import in_a_cell, plain

_FRAME = "808080"
#: Heights in points: of the title, of a line of the other rows, and above and below such lines.
_TITLE, _LINE, _MARGIN = 26, 13, 4
#: How the cells of the sheet look.
STYLES: Mapping[str, Style] = {
    "title": Style(font="黑体", size=16),
    "note": Style(size=10, colour="595959"),
    "section": Style(size=11, bold=True),
    "heading": Style(bold=True, fill="DCE6F1", frame=_FRAME, horizontal="center", wrapped=True),
    "words": Style(frame=_FRAME, wrapped=True, indent=1),
    "number": Style(frame=_FRAME, horizontal="right", wrapped=True, indent=1, format=49),
    "place": Style(frame=_FRAME, horizontal="center", colour="0563C1", underlined=True),
    "count": Style(frame=_FRAME, horizontal="center"),
    "plain": Style(),
}
#: The columns: what their heading is called, how wide they are, how their cells look.
_COLUMNS = (
    ("number", 6, "count"), ("place", 30, "words"), ("cell", 9, "place"), ("label", 32, "words"),
    ("before", 15, "number"), ("after", 15, "number"), ("why", 46, "words"), ("rules", 28, "words"),
)  # fmt: skip
#: The headings that are others in the list of what was not put right.
_OF_LEFT = {"before": "current", "after": "expected", "why": "why_not", "rules": "broken"}


class Origin(NamedTuple):
    """What the copy was made of: the file and the digest of its bytes, when, by which rules, and
    the changed sheets that are protected."""

    path: str
    sha256: str
    when: str
    digest: str
    protected: tuple[str, ...]


class _Cell(NamedTuple):
    """A text with the name of its style."""

    words: str
    look: str


def listing(plan: Plan, origin: Origin, looks: Mapping[str, int], main: str, lang: Lang) -> str:
    """The sheet's XML; `looks` has the numbers of the styles, `main` is the namespace."""
    rows: list[list[_Cell]] = [
        [_Cell(text("fix.title", lang), "title")],
        [_Cell(_intro(plan, lang), "note")],
        _headings({}, lang),
    ]
    links: dict[str, str] = {}
    _add(rows, links, plan.changes)
    if plan.left:
        rows += [[], [_Cell(text("fix.left", lang, count=plan.groups_left), "section")]]
        rows.append(_headings(_OF_LEFT, lang))
        _add(rows, links, plan.left)
    rows.append([])
    rows += ([_Cell("", "plain"), _Cell(line, "note")] for line in _about(origin, lang))
    width = address(0, len(_COLUMNS) - 1).rstrip("1")
    return (
        f'<worksheet xmlns="{escaped(main)}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="3" '
        'topLeftCell="A4" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{_widths()}</cols>'
        f"<sheetData>{''.join(_row(n, row, looks) for n, row in enumerate(rows))}</sheetData>"
        f"{_links(links)}"
        '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        f'<ignoredErrors><ignoredError sqref="A1:{width}{len(rows)}" numberStoredAsText="1"/>'
        "</ignoredErrors></worksheet>"
    )


def _intro(plan: Plan, lang: Lang) -> str:
    said = text("fix.intro", lang, count=len(plan.changes))
    return said + (text("fix.intro_left", lang, count=plan.groups_left) if plan.left else "")


def _headings(other: Mapping[str, str], lang: Lang) -> list[_Cell]:
    return [
        _Cell(text(f"fix.column.{other.get(name, name)}", lang), "heading") for name, *_ in _COLUMNS
    ]


def _add(rows: list[list[_Cell]], links: dict[str, str], listed: Sequence[Listed]) -> None:
    """A row for each cell, with a link to it."""
    for number, each in enumerate(listed, start=1):
        shown = (
            str(number), each.sheet, each.address, each.label, each.current, each.expected,
            each.why, "、".join(each.rules),
        )  # fmt: skip
        if each.address:
            sheet = each.sheet.replace("'", "''")
            links[address(len(rows), 2)] = f"'{sheet}'!{each.address}"
        rows.append(
            [_Cell(words, look) for words, (_, _, look) in zip(shown, _COLUMNS, strict=True)]
        )


def _about(origin: Origin, lang: Lang) -> Iterable[str]:
    """What the copy was made of, a line each."""
    yield text("fix.of_file", lang, name=Path(origin.path).name)
    yield text("fix.of_sha256", lang, sha256=origin.sha256)
    yield text("fix.of_time", lang, when=origin.when)
    yield text("fix.of_version", lang, version=VERSION, digest=origin.digest)
    if origin.protected:
        yield text("fix.protected", lang, names="、".join(origin.protected))


def _widths() -> str:
    return "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"/>'
        for number, (_, width, _) in enumerate(_COLUMNS, start=1)
    )


def _row(number: int, row: Sequence[_Cell], looks: Mapping[str, int]) -> str:
    cells = "".join(
        f'<c r="{address(number, column)}" s="{looks[cell.look]}" t="inlineStr"><is>'
        f'<t xml:space="preserve">{_words(cell.words)}</t></is></c>'
        for column, cell in enumerate(row)
    )
    height = _TITLE if any(cell.look == "title" for cell in row) else _LINE * _lines(row) + _MARGIN
    return f'<row r="{number + 1}" ht="{height}" customHeight="1">{cells}</row>'


def _lines(row: Sequence[_Cell]) -> int:
    """How many lines the wrapped cells of a row take: not every program finds out by itself."""
    widths = [width for _, width, _ in _COLUMNS]
    wrapped = ((c, width) for c, width in zip(row, widths, strict=False) if STYLES[c.look].wrapped)
    return max(
        (-(-cell_len(plain(cell.words)) // (width - 4)) or 1 for cell, width in wrapped), default=1
    )


def _words(words: str) -> str:
    return escaped(in_a_cell(words))


def _links(links: Mapping[str, str]) -> str:
    lines = "".join(
        f'<hyperlink ref="{place}" location="{escaped(target)}"/>'
        for place, target in links.items()
    )
    return f"<hyperlinks>{lines}</hyperlinks>" if lines else ""
