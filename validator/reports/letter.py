"""审核意见单: the letter that a reviewer sends back to a department, as a .docx.

It says of which file it speaks, gives its opinions with what is printed and what should be, and
leaves room for the answers and signatures. Nothing of a report is left out without a word: what is
not told here is counted, and it is said where it stands.
"""

from collections.abc import Sequence
from datetime import date

from docx.document import Document as Letter
from docx.shared import Mm
from docx.table import Table, _Row

from validator.findings import VERSION, Report
from validator.forms.model import Severity
from validator.forms.scorecard import form_set, form_sets
from validator.messages import Lang, text
from validator.reports.conclusion import conclusion
from validator.reports.opinions import Opinion, opinion, opinions
from validator.reports.paper import (
    STRONG,
    Cell,
    Words,
    foot,
    heading,
    letter,
    mark,
    packed,
    paragraph,
    row,
    section,
    table,
)
from validator.reports.phrases import file_name, of_year, title_of_forms, waived
from validator.rounding import Verdict

#: So many opinions of a severity are told; of more, how many there are and where they stand. So
#: many waivers, and sheets without a table, are named.
MOST_OPINIONS = 200
_MOST_NAMED = 20
#: So many figures of an opinion at most are kept on one page with why.
_TOGETHER = 3
#: The columns of the opinions and of what a letter is about, in parts of the width.
_OPINIONS = (6, 29, 19, 14, 21)
_ABOUT = (14, 40, 14, 28)
_HEADINGS = ("number", "line", "cell", "printed", "expected")
#: What is signed on either side, in rows.
_SIGNING = (("handled", "reviewed"), ("responsible", "day"))
#: So many characters of a digest tell one file from another.
_DIGEST = 16


def render(reports: Sequence[Report], digest: str, day: date) -> bytes:
    """The letters of the day, one for each workbook, each on a page of its own; `digest` is that of
    the rules. Raises ImportError without python-docx."""
    lang = reports[0].lang if reports else "zh"
    title = _title(reports[0]) if len(reports) == 1 else text("letter.title", lang)
    document = letter(title, day, lang)
    for number, report in enumerate(reports, start=1):
        place = section(document, first=number == 1)
        page = text("letter.page", report.lang, page="\0", pages="\0").split("\0")
        last = f"letter_{number}"
        foot(place, _notes(report, digest), page, last if len(reports) > 1 else "")
        _letter(document, report, day)
        mark(_signatures(document, report.lang), last)
    return packed(document)


def _letter(document: Letter, report: Report, day: date) -> None:
    lang = report.lang
    heading(document, _title(report), title=True)
    _about(document, report, day)
    to = report.department or text("letter.whoever", lang)
    paragraph(document, "", size=8)
    paragraph(document, text("letter.to", lang, department=to), indented=False)
    if report.status != "checked":
        paragraph(document, text("letter.not_checked", lang, name=file_name(report.path)))
        paragraph(document, report.message)
        paragraph(document, text("letter.again", lang))
        return
    errors, warnings = (opinions(report, each) for each in (Severity.ERROR, Severity.WARNING))
    facts = {"kind": text(f"kind.{form_set(report.edition).kind}", lang) if report.edition else ""}
    paragraph(document, text("letter.opening", lang, **facts) + conclusion(report)[1])
    asked = "letter.ask" if errors or warnings else "letter.ask_nothing"
    paragraph(document, text(asked, lang))
    ordinals = iter(text("letter.ordinals", lang).split("|"))
    number = 1
    for key, found in (("letter.errors", errors), ("letter.warnings", warnings)):
        if not found:
            continue
        heading(document, next(ordinals) + text(key, lang, count=len(found)))
        listed = table(
            document, _OPINIONS, [text(f"letter.column.{name}", lang) for name in _HEADINGS]
        )
        for members in found[:MOST_OPINIONS]:
            _opinion(listed, number, opinion(members, report), lang)
            number += 1
        if (left := len(found) - MOST_OPINIONS) > 0:
            paragraph(document, text("letter.more", lang, count=left), size=12)
    if beyond := _beyond(report):
        heading(document, next(ordinals) + text("letter.beyond", lang))
        for told in beyond:
            paragraph(document, told, size=12)


def _title(report: Report) -> str:
    """What the letter is called: by the kind of what was checked, where that is known."""
    if report.edition not in form_sets():
        return text("letter.title", report.lang)
    return text(f"letter.title.{form_set(report.edition).kind}", report.lang)


def _about(document: Letter, report: Report, day: date) -> None:
    """Which file, of whom, of which year and edition, and what was checked in it."""
    lang = report.lang
    nothing = text("letter.unknown", lang)
    edition = title_of_forms(report.edition, lang) or nothing
    year = of_year(report.year, lang) or nothing
    told = table(document, _ABOUT)
    when = text("letter.date", lang, year=day.year, month=day.month, day=day.day)
    lines = (
        (("department", report.department or nothing), ("year", year)),
        (("file", file_name(report.path)), ("day", when)),
        (("edition", edition), ("unit", report.unit or nothing)),
    )
    for line in lines:
        cells = []
        for name, value in line:
            cells += [_label(name, lang), Cell([[Words(value)]])]
        row(told, cells, least=Mm(8))
    if report.status == "checked":
        checked = sum(n for v, n in report.counts.items() if v is not Verdict.NOT_APPLICABLE)
        counts = text("likely.comma", lang).join(
            f"{text(f'verdict.{verdict.value}', lang)} {report.counts.get(verdict, 0)}"
            for verdict in Verdict
            if verdict is not Verdict.NOT_APPLICABLE
        )
        facts = {"tables": len(report.tables), "count": checked, "counts": counts}
        said = text("letter.checked", lang, **facts)
        row(told, [_label("checked", lang), Cell([[Words(said)]], span=3)], least=Mm(8))


def _label(name: str, lang: Lang) -> Cell:
    return Cell([[Words(text(f"letter.about.{name}", lang), STRONG)]], centred=True)


def _opinion(listed: Table, number: int, told: Opinion, lang: Lang) -> None:
    """An opinion: a row for each figure, then why, then room for the answer."""
    for at, figure in enumerate(told.figures):
        where = [[Words(words)] for words in (figure.table, figure.line) if words] or [[]]
        shown = [
            Cell([[Words(str(number) if at == 0 else "")]], centred=True),
            Cell(where),
            Cell([[Words(figure.cell, size=9)]]),
            Cell([[Words(figure.printed)]], centred=True),
            Cell([[Words(figure.expected)]], centred=True),
        ]
        together = len(told.figures) - at <= _TOGETHER
        row(listed, shown, together=together, shaded=True)
    if told.more:
        more = text("letter.more_figures", lang, count=told.more)
        row(listed, [Cell([[Words(more)]], span=len(_OPINIONS))], together=True)
    reasons = [[Words(reason)] for reason in told.reasons]
    reasons[0].insert(0, Words(text("letter.opinion", lang), STRONG))
    reasons.append([Words(text("letter.basis", lang), STRONG), Words(told.basis)])
    row(listed, [Cell(reasons, span=len(_OPINIONS))], together=True)
    answer = [[Words(text("letter.answer", lang), STRONG)]]
    row(listed, [Cell(answer, span=len(_OPINIONS))], least=Mm(14))


def _beyond(report: Report) -> list[str]:
    """What the opinions do not say: what was not checked, what need not be corrected, what is
    accepted."""
    lang = report.lang
    said = []
    if unchecked := report.counts.get(Verdict.NOT_EVALUATED):
        said.append(text("letter.unchecked", lang, count=unchecked))
    if report.other_sheets:
        names = "、".join(report.other_sheets[:_MOST_NAMED])
        others = text("likely.and_others", lang) if len(report.other_sheets) > _MOST_NAMED else ""
        said.append(text("report.other_sheets", lang, names=f"{names}{others}"))
    if information := len(opinions(report, Severity.INFO)):
        said.append(text("letter.information", lang, count=information))
    for waiver in report.waivers[:_MOST_NAMED]:
        count, why = len(waiver.findings), waived(waiver, lang)
        said.append(text("letter.waived", lang, id=waiver.id, count=count, why=why))
    if (left := len(report.waivers) - _MOST_NAMED) > 0:
        said.append(text("letter.more_waivers", lang, count=left))
    return said


def _signatures(document: Letter, lang: Lang) -> _Row:
    """Room for those who sign on either side, kept on one page; the last row of it."""
    paragraph(document, "", size=8)
    sides = [text(f"letter.side.{name}", lang) for name in ("reviewer", "department")]
    signed = table(document, (1,) * len(sides) * len(_SIGNING[0]))
    heads = [Cell([[Words(side, STRONG)]], span=len(_SIGNING[0])) for side in sides]
    last = row(signed, heads, least=Mm(10), together=True)
    for line in _SIGNING:
        cells = [Cell([[Words(text(f"letter.sign.{name}", lang))]]) for name in line]
        last = row(signed, cells * len(sides), least=Mm(9), together=line != _SIGNING[-1])
    return last


def _notes(report: Report, digest: str) -> list[str]:
    """By which the letter can be traced to a file and to the rules."""
    sha256, rules = report.sha256[:_DIGEST], digest.removeprefix("sha256:")[:_DIGEST]
    lang = report.lang
    file = text("letter.of_file", lang, sha256=sha256) if sha256 else ""
    of_rules = text("letter.of_rules", lang, digest=rules, version=VERSION)
    return ["　".join(filter(None, (file, of_rules)))]
