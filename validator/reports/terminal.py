"""The terminal report: how much was checked and agrees, then what does not, the errors first.

First a table of verdicts and, where there are any, one of scorecards and what stands beside the
budget or last year; then the findings by severity, each with its place, those that are waived, and
last one line that says what to do. Readable at 80 columns; without colours when piped.
"""

from collections.abc import Iterable, Mapping, Sequence
from io import StringIO

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table
from rich.text import Text

from validator.findings import Finding, Report, Suspect, WaiverReport
from validator.forms.model import Severity
from validator.messages import Lang, text
from validator.reports import cards
from validator.reports.beside import NONE
from validator.reports.comparisons import compared
from validator.reports.conclusion import conclusion, standing
from validator.reports.likely import Part, Sentence, causes, likely, others
from validator.reports.lines import INDENT, breaks, cut, wrapped
from validator.reports.phrases import waived, whose
from validator.reports.plain import plain_report
from validator.rounding import Verdict

#: A scorecard has so many columns of room for its name among the tables.
_LONGEST_NAME = 40
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
#: How a workbook stands → the colours of the last line.
_CONCLUSIONS = {
    "report.to_correct": "bold red",
    "report.incomplete": "magenta",
    "report.to_explain": "yellow",
    "report.only_information": "cyan",
    "report.nothing_left": "cyan",
    "report.agrees": "bold green",
    "report.blank": "cyan",
}
#: What stands below the heading of a section begins here.
_UNDER = "  "
_VERDICTS = {
    Verdict.EXACT: "green",
    Verdict.ROUNDING: "cyan",
    Verdict.IMPROBABLE: "yellow",
    Verdict.ERROR: "bold red",
    Verdict.NOT_EVALUATED: "magenta",
    Verdict.NOT_APPLICABLE: "dim",
}


def as_text(reports: Iterable[Report], width: int = 80) -> str:
    """The reports as plain text, as the terminal shows them."""
    buffer = StringIO()
    console = Console(file=buffer, width=width, highlight=False)
    for number, report in enumerate(reports):
        if number:
            console.rule()
        render(report, console)
    return "".join(f"{line.rstrip()}\n" for line in buffer.getvalue().splitlines())


def render(report: Report, console: Console) -> None:
    """Print one workbook's report, whatever stands in the workbook: nothing of it is markup."""
    report = plain_report(report)
    console.print(Text(report.path, style="bold"))
    if report.status != "checked":
        console.print(Text(report.message, style="bold red"))
        return
    console.print(Text(whose(report)))
    if report.levels:
        lines = wrapped(_levels(report), console.width)
        console.print(Text("\n".join(lines), style="yellow"), soft_wrap=True)
    console.print(_verdicts(report))
    if report.scorecards:
        console.print(_scorecards(report, console.width), soft_wrap=True)
    if report.comparisons:
        told = compared(report.comparisons, report.lang, console.width)
        console.print(told, soft_wrap=True, end="")
    if report.other_sheets:
        names = "、".join(report.other_sheets)
        console.print(Text(text("report.other_sheets", report.lang, names=names), style="dim"))
    found = causes(report.findings)
    for severity in Severity:
        grave = [members for members in found if members[0].severity is severity]
        if grave:
            title = text(f"severity.{severity.value}", report.lang, count=len(grave))
            console.print(Text(f"\n{title}", style=_STYLES[severity]))
            for number, members in enumerate(grave, start=1):
                console.print(_cause(number, members, report.lang, console.width), soft_wrap=True)
    if report.waivers:
        console.print(_waived(report.waivers, report.lang, console.width), soft_wrap=True)
    console.print(_conclusion(report))


def in_brief(report: Report, console: Console) -> None:
    """Print one line on a workbook in which there is nothing to do, among many."""
    report = plain_report(report)
    key, said = standing(report)
    line = Text.assemble((report.path, "bold"), " ", (said, _CONCLUSIONS[key]))
    console.print(line, soft_wrap=True)


def _levels(report: Report) -> str:
    """Which severities a bureau's rules file sets, so that nobody takes them for the usual ones."""
    told = []
    for level in report.levels:
        usual = text(f"severity_word.{level.usual.value}", report.lang) if level.usual else ""
        word = text(f"severity_word.{level.severity.value}", report.lang)
        source = text("report.level_source", report.lang, source=level.source)
        change = " ".join(filter(None, (level.name, usual)))
        told.append(f"{change}→{word}{source if level.source else ''}")
    return text("report.levels", report.lang, levels="、".join(told))


def _verdicts(report: Report) -> Table:
    table = Table(box=None, padding=(0, 1, 0, 0), header_style="bold")
    table.add_column("", no_wrap=True)
    table.add_column(text("report.table", report.lang), overflow="fold")
    for verdict in Verdict:
        table.add_column(text(f"verdict.{verdict.value}", report.lang), justify="right")
    for row in report.tables:
        title = row.name + (text("report.declared_empty", report.lang) if row.empty else "")
        if row.table in {card.table for card in report.scorecards}:
            title = cut(title, _LONGEST_NAME)
        table.add_row(Text(row.table.lstrip("0")), Text(title), *_counts(row.counts))
    workbook = {v: report.counts[v] - sum(t.counts[v] for t in report.tables) for v in Verdict}
    if any(workbook.values()):
        table.add_row("", text("report.workbook", report.lang), *_counts(workbook))
    table.add_row("", text("report.total", report.lang), *_counts(report.counts), style="bold")
    return table


def _scorecards(report: Report, width: int) -> Text:
    """A line for each scorecard with its figures, and under it how many points were given for what;
    a name that does not fit is cut."""
    lang = report.lang
    headings = cards.headings(lang)
    shown = [cards.figures(card) for card in report.scorecards]
    widths = [max(map(cell_len, column)) for column in zip(headings, *shown, strict=True)]
    room = width - len(INDENT) - sum(widths) - len(widths)
    longest = max(cell_len(card.name) for card in report.scorecards)
    room = max(min(room, longest), cell_len(text("card.report.cards", lang)))

    def line(key: str, name: str, figures: Sequence[str]) -> str:
        right = (" " * (n - cell_len(said)) + said for n, said in zip(widths, figures, strict=True))
        left = key.ljust(len(INDENT) - 1), set_cell_size(cut(name, room), room)
        return " ".join((*left, *right))

    lines = Text(f"\n{line('', text('card.report.cards', lang), headings)}", style="bold")
    for card, row in zip(report.scorecards, shown, strict=True):
        style = "red" if card.errors else "yellow" if card.warnings else ""
        lines.append(f"\n{line(card.table, card.name, row)}", style=f"not bold {style}")
        for part in wrapped(cards.scores(card), width - len(INDENT)):
            lines.append(f"\n{INDENT}{part}", style="not bold dim")
    return lines


def _counts(counts: Mapping[Verdict, int]) -> list[Text]:
    return [
        Text(str(counts[v]), style=_VERDICTS[v]) if counts[v] else Text(NONE, style="dim")
        for v in Verdict
    ]


def _cause(number: int, members: list[Finding], lang: Lang, width: int) -> Text:
    first = members[0]
    lines = Text(f"{number:>3}. ", style="dim")
    lines.append(first.rule, style="bold not dim")
    lines.append(f" {first.place}")
    for line in wrapped(first.message, width - len(INDENT)):
        lines.append(f"\n{INDENT}{line}", style="not dim")
    lines.append_text(_likely(first.suspects, lang, width - len(INDENT)))
    for line in wrapped(others(members, lang), width - len(INDENT)):
        lines.append(f"\n{INDENT}{line}")
    return lines


def _likely(suspects: Iterable[Suspect], lang: Lang, width: int) -> Text:
    """Which cells are likely wrong, in lines of at most `width` columns; empty where none is."""
    lines = Text(style="not dim")
    if told := likely(suspects, lang):
        _add(lines, told.opening, width)
        for number, item in enumerate(told.items, start=1):
            mark = f"({number}) " if told.numbered else "- "
            _add(lines, item, width, mark)
        _add(lines, (Part(told.closing),), width)
    return lines


def _add(lines: Text, sentence: Sentence, width: int, mark: str = "") -> None:
    """Add the sentence behind its mark, the places in it bold."""
    told = Text()
    for words, place in sentence:
        told.append(words, style="bold" if place else "")
    before = mark
    for start, end in breaks(told.plain, width - len(mark)):
        lines.append(f"\n{INDENT}{before}")
        lines.append_text(told[start:end])
        before = " " * len(mark)


def _waived(waivers: Sequence[WaiverReport], lang: Lang, width: int) -> Text:
    """What is accepted: each waiver with its reason, and below it the findings that it covers."""
    count = sum(len(waiver.findings) for waiver in waivers)
    title = text("waiver.section", lang, count=count)
    lines = Text(f"\n{title}", style="bold")
    for waiver in waivers:
        for part in wrapped(f"{waiver.id} {waived(waiver, lang)}", width - len(_UNDER)):
            lines.append(f"\n{_UNDER}{part}", style="not bold")
        for finding in waiver.findings:
            told = f"{finding.rule} {finding.place} {finding.message}"
            for part in wrapped(told, width - len(INDENT)):
                lines.append(f"\n{INDENT}{part}", style="not bold dim")
    return lines


def _conclusion(report: Report) -> Text:
    key, said = conclusion(report)
    return Text(f"\n{said}", style=_CONCLUSIONS[key])
