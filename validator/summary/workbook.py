"""The summary as an .xlsx: 概况 with its charts, 部门, 报送, 意见, 规则 and 文件, to be filtered
and printed. It is written row by row, so that a hundred thousand workbooks take no memory.

Numbers are numbers; whatever stood in a workbook or a list is a text and stays one when its cell is
edited.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from itertools import islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import DataPoint
from openpyxl.utils import get_column_letter

from validator.editing.elements import literal
from validator.editing.new_sheet import height
from validator.messages import Lang, text
from validator.reports.listed import amount
from validator.reports.looks import HEADING, LINE, NOTE, STYLES, TITLE, WORDS, printed_wide
from validator.reports.plain import plain
from validator.rounding import Verdict
from validator.summary import words
from validator.summary.gather import day
from validator.summary.kept import Opinion
from validator.summary.record import GROUPS, Mistake, Summary, in_group

#: So many findings are listed, the gravest first: a person filters these, and a list of a million
#: takes minutes to write. A sheet has so many rows, that of the headings among them.
FINDINGS, _MOST_ROWS = 100_000, 1_048_576
#: So many mistakes are in the chart, so many rules and files are named of a department.
_CHARTED, _RULES, _FILES = 15, 5, 5
#: So many signs has the name of a mistake in the chart.
_NAMED = 30
#: The colours of the parts of the chart, as in the HTML.
_COLOURS = {
    "passed": "1F6B3F",
    "to_correct": "B3261E",
    "to_explain": "D39A1D",
    "unchecked": "6A3EA1",
}
#: Column → its width in characters.
_DEPARTMENTS = {
    "csv.department": 34, "html.state": 11, "summary.figure.workbooks": 9, "summary.places": 10,
    "excel.errors": 10, "excel.warnings": 10, "summary.what": 70, "html.fact.file": 46,
}  # fmt: skip
_CAME = {
    "summary.case": 11, "csv.department": 34, "summary.owed": 34, "summary.deadline": 12,
    "summary.contact": 20, "summary.file_of": 60, "summary.maybe": 40,
}  # fmt: skip
_OPINIONS = {
    "csv.department": 28, "csv.year": 7, "csv.severity": 7, "csv.rule": 12, "csv.sheet": 24,
    "csv.cell": 8, "csv.label": 26, "csv.left": 14, "csv.right": 14, "csv.difference": 12,
    "csv.message": 90, "csv.likely": 34, "csv.expected": 14, "csv.explanation": 30,
    "summary.cause": 8, "csv.waived": 12, "csv.edition": 20, "csv.file": 50,
}  # fmt: skip
_RAN = {
    "csv.rule": 14, "html.meaning": 70, "summary.figure.workbooks": 9,
    **{f"verdict.{verdict.value}": 10 for verdict in Verdict},
    "summary.error_departments": 11, "summary.error_places": 11,
    "summary.warning_departments": 11,
}  # fmt: skip
_WORKBOOKS = {
    "csv.department": 30, "csv.year": 7, "csv.edition": 22, "html.state": 11, "summary.places": 10,
    "excel.errors": 10, "excel.warnings": 10, "excel.unchecked": 12, "excel.waived": 12,
    "summary.changed": 17, "csv.file": 70, "summary.why": 60,
}  # fmt: skip

_Value = str | int | None


def render(
    summary: Summary, opinions: Iterable[Opinion], lang: Lang, most: int = FINDINGS
) -> bytes:
    """The bytes of the file; of the `opinions`, which come the gravest first, `most` are listed."""
    book = Workbook(write_only=True)
    for style in STYLES:
        book.add_named_style(style)
    meanings = words.meanings(lang)
    _overview(book, summary, meanings, lang)
    sheet = _List(book, "departments", _DEPARTMENTS, lang)
    for each in summary.departments:
        sheet.add(
            *(each.shown, words.state_word(each.state, lang), len(each.workbooks)),
            *(each.places, each.errors, each.warnings),
            "；".join(words.mistakes_said(each, meanings, lang, _RULES)),
            words.files_said(each.workbooks, _FILES, dated=False),
        )
    if summary.submissions or summary.doubles:
        sheet = _List(book, "came", _CAME, lang)
        for row in _came(summary, lang):
            sheet.add(*row)
    sheet = _List(book, "findings", _OPINIONS, lang, wrapped=False)
    rest = iter(opinions)
    for opinion in islice(rest, most):
        sheet.add(*_opinion(opinion, lang))
    if left := sum(1 for _ in rest):
        sheet.note(text("summary.findings_left", lang, shown=most, count=most + left))
    sheet = _List(book, "rules", _RAN, lang)
    for values in _rules(summary, meanings, lang):
        sheet.add(*values)
    sheet = _List(book, "files", _WORKBOOKS, lang, wrapped=False)
    for department in summary.departments:
        for w in department.workbooks:
            sheet.add(
                *(w.department, w.year, w.edition, words.state_word(w.state, lang), w.places),
                *(w.errors, w.warnings, w.not_evaluated, w.waived, day(w.modified), w.path, w.why),
            )
    book.properties.creator = "gouji"
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


class _Cells:
    """The cells of a sheet, each made from the looks of another one: quicker than by name."""

    def __init__(self, sheet: Any) -> None:
        self._sheet = sheet
        self._looks: dict[tuple[str, str], Any] = {}

    def __call__(self, value: _Value | float, style: str, format: str = "General") -> Any:
        cell = WriteOnlyCell(self._sheet)
        if isinstance(value, str):
            cell.value = literal(plain(value)) or None
            if value:
                cell.data_type = "s"
            format = "@"
        else:
            cell.value = value
        cell._style = self._look(style, format)
        return cell

    def _look(self, style: str, format: str) -> Any:
        if (style, format) not in self._looks:
            cell = WriteOnlyCell(self._sheet)
            cell.style = style
            if format == "@":  # a text stays one when somebody edits it
                cell.quotePrefix = True
            else:
                cell.number_format = format
            self._looks[style, format] = cell._style
        return self._looks[style, format]


class _List:
    """A sheet of its own: headings, and rows below them that can be filtered."""

    def __init__(
        self,
        book: Workbook,
        name: str,
        columns: Mapping[str, int],
        lang: Lang,
        *,
        wrapped: bool = True,
    ) -> None:
        self._sheet = book.create_sheet(text(f"summary.sheet.{name}", lang))
        self._cells = _Cells(self._sheet)
        self._widths = list(columns.values())
        self._wrapped, self._lang = wrapped, lang
        self._rows = 1
        for number, width in enumerate(self._widths, start=1):
            self._sheet.column_dimensions[get_column_letter(number)].width = width
        self._sheet.freeze_panes = "A2"
        printed_wide(self._sheet)
        headings = [text(key, lang) for key in columns]
        self._sheet.append([self._cells(heading, HEADING.name) for heading in headings])
        self._filter()

    def add(self, *values: _Value | float) -> None:
        """One more row. What the sheet has no room for is told in its last one."""
        if self._rows >= _MOST_ROWS:
            return
        self._rows += 1
        if self._rows == _MOST_ROWS:
            self.note(text("summary.sheet_full", self._lang))
            return
        style = WORDS.name if self._wrapped else LINE.name
        # Where a hundred thousand rows stand, nothing is written into cells that hold nothing.
        held = [self._wrapped or value not in ("", None) for value in values]
        cells = [
            self._cells(value, style, _format(value)) if is_held else None
            for value, is_held in zip(values, held, strict=True)
        ]
        if self._wrapped:
            told = zip(values, self._widths, strict=True)
            lines = [(value, width) for value, width in told if isinstance(value, str)]
            self._sheet.row_dimensions[self._rows].height = height(lines)
        self._sheet.append(cells)
        self._sheet.row_dimensions.pop(self._rows, None)
        self._filter()

    def note(self, words: str) -> None:
        """A sentence below the list, which the filter does not hide."""
        self._sheet.append([self._cells(words, NOTE.name)])

    def _filter(self) -> None:
        last = get_column_letter(len(self._widths))
        self._sheet.auto_filter.ref = f"A1:{last}{self._rows}"


def _format(value: _Value | float) -> str:
    return "0.00" if isinstance(value, float) else "0"


def _overview(book: Workbook, summary: Summary, meanings: Mapping[str, str], lang: Lang) -> None:
    """What the head of a bureau reads first, with both charts beside it."""
    sheet = book.create_sheet(text("summary.sheet.overview", lang))
    cells = _Cells(sheet)
    for column, width in zip("ABCDEFGH", (44, 10, 10, 10, 10, 10, 10, 10), strict=True):
        sheet.column_dimensions[column].width = width
    printed_wide(sheet)
    sheet.print_title_rows = None
    at = 0

    def add(*values: _Value, style: str = WORDS.name) -> int:
        nonlocal at
        at += 1
        sheet.append([cells(value, style, "0") for value in values])
        return at

    def headings(*keys: str) -> None:
        add()
        add(*(text(key, lang) for key in keys), style=HEADING.name)

    add(text("summary.title", lang), style=TITLE.name)
    add(words.conclusion(summary, lang)[1], style=NOTE.name)
    add(f"{text('summary.store', lang)} {summary.store}", style=NOTE.name)
    first, last = day(summary.first), day(summary.last)
    add(f"{text('summary.checked', lang)} {first} – {last}", style=NOTE.name)
    if len(summary.digests) > 1:
        add(text("summary.other_rules", lang, count=len(summary.digests)), style=NOTE.name)
    headings("summary.submissions", "summary.number")
    for figure in words.figures(summary, lang):
        add(figure.name, figure.number)
    if summary.submissions is None:
        add(text("summary.no_list", lang), style=NOTE.name)
    headings("excel.conclusion", "summary.figure.workbooks")
    stands = [add(group.name, group.number) for group in words.groups(summary, lang)]
    of_groups = [f"summary.group.{group}" for group in GROUPS]
    counted = ("summary.figure.departments", "summary.figure.workbooks")
    headings("html.fact.edition", "csv.year", *counted, *of_groups)
    for each in summary.editions:
        counts = [in_group(each.states, group) for group in GROUPS]
        title = words.title_of(each.edition, lang)
        add(title, each.year, each.departments, each.workbooks, *counts)
    mistakes = summary.mistakes[:_CHARTED]
    headings("summary.mistakes", counted[0], "summary.places", "summary.findings")
    charted = [add(*_mistake(each, meanings)) for each in mistakes]
    title = text("summary.stands", lang, count=summary.workbooks)
    sheet.add_chart(_chart(sheet, title, stands, list(_COLOURS.values())), "J2")
    if charted:
        title = text("summary.chart", lang)
        sheet.add_chart(_chart(sheet, title, charted, [_COLOURS["to_correct"]]), "J18")


def _mistake(mistake: Mistake, meanings: Mapping[str, str]) -> tuple[_Value, ...]:
    name = f"{mistake.rule} {meanings.get(mistake.rule, '')}".strip()
    if len(name) > _NAMED:  # the chart would have more room for it than for its bar
        name = f"{name[: _NAMED - 1]}…"
    return name, mistake.departments, mistake.places, mistake.findings


def _chart(sheet: Any, title: str, rows: Sequence[int], colours: Sequence[str]) -> BarChart:
    """Bars of the numbers in the second column, the first row on top, named by the first."""
    chart = BarChart()
    chart.type, chart.style, chart.gapWidth = "bar", 10, 40
    chart.title, chart.legend = title, None
    chart.width, chart.height = 20, max(7, 0.9 * len(rows) + 2)
    chart.add_data(Reference(sheet, min_col=2, min_row=rows[0], max_row=rows[-1]))
    chart.set_categories(Reference(sheet, min_col=1, min_row=rows[0], max_row=rows[-1]))
    chart.x_axis.scaling.orientation = "maxMin"
    chart.x_axis.delete = False
    chart.y_axis.delete, chart.y_axis.majorGridlines = True, None
    (series,) = chart.series
    series.graphicalProperties.solidFill = colours[0]
    for number, colour in enumerate(colours[1:], start=1):
        point = DataPoint(idx=number)
        point.graphicalProperties.solidFill = colour
        series.dPt.append(point)
    series.dLbls = DataLabelList()
    series.dLbls.showVal = True
    for shown in ("showSerName", "showCatName", "showLegendKey", "showPercent"):
        setattr(series.dLbls, shown, False)
    return chart


def _came(summary: Summary, lang: Lang) -> Iterator[tuple[_Value, ...]]:
    """What is owed and what came of it, what is missing first; then doubles and strangers."""
    came = summary.submissions
    if came is not None:
        ordered = sorted(came.owed, key=lambda s: (bool(s.workbooks), not s.late, s.due.line))
        for each in ordered:
            case = "late" if each.late else "received" if each.workbooks else "missing"
            deadline = each.due.deadline.isoformat() if each.due.deadline else ""
            yield (
                *(text(f"summary.figure.{case}", lang), each.due.department),
                *(words.owed_of(each, lang), deadline, each.due.contact),
                *(words.files_said(each.workbooks, _FILES), "；".join(each.alike)),
            )
    for double in summary.doubles:
        files = words.files_said(double.workbooks, _FILES)
        said = words.double_said(double, lang)
        yield text("summary.figure.double", lang), double.department, said, "", "", files, ""
    for workbook in came.unexpected if came else ():
        what = words.what_of(workbook.year, words.title_of(workbook.edition, lang), lang)
        case = text("summary.figure.unexpected", lang)
        yield case, workbook.department, what, "", "", words.file_said(workbook), ""


def _opinion(opinion: Opinion, lang: Lang) -> tuple[_Value | float, ...]:
    return (
        *(opinion.department, opinion.year),
        text(f"severity_word.{opinion.severity}", lang),
        *(opinion.rule, opinion.sheet, opinion.cell, opinion.label),
        *map(_figure, (opinion.left, opinion.right, opinion.difference)),
        *(opinion.message, opinion.likely, _figure(opinion.expected), opinion.explanation),
        text("summary.yes" if opinion.cause else "summary.no", lang),
        *(opinion.waiver, opinion.edition, opinion.path),
    )


def _figure(words: str) -> str | float:
    """A plain amount as a number."""
    return words if not words or amount(words) is None else float(words)


def _rules(
    summary: Summary, meanings: Mapping[str, str], lang: Lang
) -> Iterator[tuple[_Value, ...]]:
    broken = {mistake.rule: mistake for mistake in summary.mistakes}
    doubted = {mistake.rule: mistake for mistake in summary.doubts}
    for ran in summary.rules:
        error, doubt = broken.get(ran.rule), doubted.get(ran.rule)
        yield (
            *(ran.rule, meanings.get(ran.rule) or text("html.rules.own", lang), ran.workbooks),
            *(ran.count(verdict) for verdict in Verdict),
            *((error.departments, error.places) if error else (0, 0)),
            doubt.departments if doubt else 0,
        )
