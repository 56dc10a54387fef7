"""The first sheet of a marked copy, 校验结果: the findings with links to their cells, causes first;
below them what one should know of the copy, and what it was made of."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from validator.editing.new_sheet import LOOKS, Cell, NewSheet, Row
from validator.editing.styles import Style
from validator.findings import Report
from validator.forms.model import Severity
from validator.messages import Lang, text
from validator.reports.listed import (
    COLUMNS,
    FIGURES,
    LINKS,
    WIDTHS,
    amount,
    headings,
    row_of,
    summary,
    target,
)
from validator.reports.marks import COLOURS, SUSPECTED, Line
from validator.reports.phrases import file_name

_SUSPECT = SUSPECTED[0].lstrip("#")
#: How the cells of the sheet look.
STYLES: Mapping[str, Style] = {
    **LOOKS,
    "suspect": LOOKS["words"]._replace(fill=_SUSPECT),
    "suspect link": LOOKS["link"]._replace(fill=_SUSPECT),
    #: By how many decimals an amount has: none, up to two; "figure" is for more.
    "figure 0": LOOKS["figure"]._replace(format=3),
    "figure 2": LOOKS["figure"]._replace(format=4),
    "figure words": LOOKS["figure"]._replace(wrapped=True, figures=False),
    **{
        severity.value: LOOKS["count"]._replace(fill=strong.lstrip("#"), figures=False)
        for severity, (strong, _) in COLOURS.items()
    },
}


def listing(
    report: Report,
    shown: Sequence[Line],
    remarks: Sequence[str],
    origin: Sequence[str],
    sheets: Collection[str],
) -> NewSheet:
    """The sheet, of a plain report; links lead to the `sheets` that the workbook has."""
    lang = report.lang
    top = [
        Row([Cell(text("list.title", lang, name=file_name(report.path)), "title")]),
        _across(summary(report, len(shown), lang) + _counts(shown, lang)),
        _across(text("marked.hint", lang)),
    ]
    if remarks:
        top.append(_across(text("marked.remarks_below", lang, count=len(remarks))))
    top.append(Row([Cell(name, "heading") for name in headings(lang)]))
    frozen = len(top)
    rows = [*top, *(Row([*_cells(line, sheets, lang)]) for line in shown)]
    filtered = (frozen, len(rows)) if shown else None
    if not shown:
        rows.append(_across(text("marked.none", lang)))
    if remarks:
        rows += [Row(), Row([Cell(text("marked.remarks", lang), "section")])]
        rows += [_across(remark) for remark in remarks]
    rows += [Row(), *map(_across, origin)]
    widths = [WIDTHS[name] for name in COLUMNS]
    footer = text("marked.footer", lang)
    return NewSheet(rows, STYLES, widths, frozen, filtered, shown=True, footer=footer)


def _across(words: str) -> Row:
    return Row([Cell(words, "note")], across=True)


def _counts(shown: Iterable[Line], lang: Lang) -> str:
    """How many findings there are of each severity."""
    found = [line.finding.severity for line in shown]
    counts = "、".join(
        f"{text(f'mark.level.{severity.value}', lang)} {found.count(severity)}"
        for severity in Severity
        if severity in found
    )
    return text("marked.counts", lang, counts=counts) if counts else ""


def _cells(line: Line, sheets: Collection[str], lang: Lang) -> Iterator[Cell]:
    """The row of a finding."""
    row = row_of(line, lang)
    yield Cell(str(row.number), "count", number=str(row.number))
    for name, words in row.words.items():
        if name in LINKS:
            sheet, address = row.places[name]
            link = target((sheet, address)) if address and sheet in sheets else ""
            look = "suspect" if name == "likely" and words else "words"
            if link:
                look = "suspect link" if look == "suspect" else "link"
            yield Cell(words, look, link=link)
        elif name in FIGURES:
            yield _figure(words)
        elif name == "level":
            yield Cell(words, line.finding.severity.value)
        else:
            yield Cell(words, "words")


def _figure(words: str) -> Cell:
    """An amount as a number, with the decimals that it has; anything else as words."""
    number = amount(words)
    if number is None:
        return Cell(words, "figure words")
    decimals = -int(number.as_tuple().exponent)
    look = "figure 0" if decimals <= 0 else "figure 2" if decimals <= 2 else "figure"
    return Cell(words, look, number=f"{number:f}")
