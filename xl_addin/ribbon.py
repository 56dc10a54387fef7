"""What the buttons of the ribbon do, a function a button (`xl_addin.buttons` lists them).

Each is called without arguments, but for the edition of a blank workbook; nothing that stands in a
workbook decides what is called.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from validator.findings import CellReport, Finding, Report
from validator.forms.loader import load
from validator.forms.text import FormError
from validator.reading import parse_address
from validator.reports.listed import summary
from validator.reports.marks import lines, marks
from validator.reports.suspects import caused_by, is_suspected
from validator.reports.suspects import told as of_suspects
from validator.run import NotChecked, about, check
from xl_addin import results
from xl_addin.files import documents, folder_of, free_path, open_guide, place_anew, show
from xl_addin.marking import clear as take_away
from xl_addin.marking import mark
from xl_addin.messages import Lang, text
from xl_addin.moving import step
from xl_addin.open_book import read_book, selected
from xl_addin.own_check import agreement
from xl_addin.preferences import FILE, blank_preferences, folder
from xl_addin.refusal import Refused
from xl_addin.session import Session, button

if TYPE_CHECKING:
    import xlwings

    from validator.reading import Book

#: So many identities of a cell are told in one message, and so many characters.
_TOLD, _LONGEST_MESSAGE = 10, 4000
#: So many characters of a workbook's name are in that of its exported findings.
_LONGEST_NAME = 60


@button
def check_all(session: Session) -> None:
    """Check the workbook in front, and mark what does not agree."""
    _check(session)


@button
def check_sheet(session: Session) -> None:
    """Check the workbook in front, and mark what does not agree on the sheet in front."""
    book = session.book
    sheet = book.sheets.active.name
    if sheet in results.names(book):
        raise Refused("addin.on_results")
    _check(session, sheet)


def _check(session: Session, only: str | None = None) -> None:
    book, lang = session.book, session.lang
    read, report = _checked(session)
    shown = lines(report, session.preferences.severities, only)
    own = agreement(read, report, lang)
    cleared = take_away(book)
    if not shown:
        session.app.status_bar = False
        key = "addin.sheet_agrees" if only else _nothing_to_show(report)
        session.say(key, sheet=only, summary=summary(report, len(shown), lang), own=own)
        return
    remarks = [own]
    if only:
        remarks.append(text("addin.results.one_sheet", lang, sheet=only))
    if cleared.locked:
        remarks.append(text("addin.locked", lang, names="、".join(cleared.locked)))
    marked = marks(shown, lang, only)

    def progress(done: int, count: int) -> None:
        session.status("addin.status.marking", done=done, count=count)

    mark(book, report, shown, marked, remarks, lang, progress)
    session.app.status_bar = False


def _nothing_to_show(report: Report) -> str:
    """Why there is nothing to mark: all agrees, or only what is shown does."""
    return "addin.all_agree" if not report.findings else "addin.none_shown"


def _checked(session: Session) -> tuple[Book, Report]:
    """The workbook in front and what the check says of it. Refused for one that cannot be."""
    options = session.preferences.options()
    read = _read(session)
    session.status("addin.status.checking")
    with _rules_told():
        report = check(read, options)
    if report.status != "checked":
        raise Refused("addin.not_ours", {"problem": report.message})
    return read, report


@contextmanager
def _rules_told() -> Iterator[None]:
    """A rule of the user's that speaks of what the workbook's edition has not: Refused."""
    try:
        yield
    except FormError as problem:
        raise Refused("addin.preferences.file", {"problem": problem}) from problem


def _read(session: Session) -> Book:
    app, book = session.app, session.book
    if app.calculation == "manual":  # else the totals may be those of an hour ago
        app.calculate()

    def progress(number: int, count: int, name: str) -> None:
        session.status("addin.status.reading", number=number + 1, count=count, name=name)

    return read_book(book, without=frozenset(results.names(book)), progress=progress)


@button
def next_place(session: Session) -> None:
    """Select the next cell that a finding speaks of."""
    _step(session, forward=True)


@button
def previous_place(session: Session) -> None:
    """Select the cell before that a finding speaks of."""
    _step(session, forward=False)


def _step(session: Session, forward: bool) -> None:
    at = step(session.book, forward)
    parts = [text("addin.at", session.lang, number=at.number, count=at.total)]
    if at.around:
        parts.append(text("addin.around", session.lang))
    if at.hidden:
        parts.append(text("addin.hidden_row", session.lang))
    if at.moved:
        parts.append(text("addin.moved", session.lang))
    if at.place.likely:
        parts.append(text("addin.likely_here", session.lang))
    session.show(" ".join((*parts, at.place.told)))


@button
def explain(session: Session) -> None:
    """Say which identities the selected cell is in, and what each gave."""
    book = session.book
    sheet, cell = selected(session.app)
    if sheet in results.names(book):
        sheet, cell = _listed(book.sheets[sheet], cell)
    options = session.preferences.options()
    read = _read(session)
    try:
        with _rules_told():
            told = about(read, sheet, cell, options)
    except NotChecked as problem:
        raise Refused("addin.not_ours", {"problem": problem}) from problem
    session.app.status_bar = False
    if told is None:
        raise Refused("addin.no_figure", {"place": f"{sheet}!{cell}"})
    session.say("addin.explained", told=explanation(told, session.lang))


def _listed(sheet: xlwings.Sheet, cell: str) -> tuple[str, str]:
    """The place that the selected row of the list speaks of; in the columns of the likely wrong
    cells, that of theirs."""
    row, column = (number + 1 for number in parse_address(cell))
    here = [p for p in results.places(sheet) if p.row == row and p.address]
    likely = results.of_likely(column) and any(place.likely for place in here)
    for place in here:
        if place.likely == likely:
            return place.sheet, place.address
    raise Refused("addin.no_figure", {"place": f"{sheet.name}!{cell}"})


def explanation(told: CellReport, lang: Lang) -> str:
    """What is known of a cell, in lines: its place and figure, its identities, the worst first, and
    what else was found there."""
    cell = told.cell
    where = " · ".join(w for w in (told.title, cell.label, told.column) if w)
    said = [f"{cell.sheet}!{cell.address}　{where}", cell.value or cell.raw]
    said += [*_suspicion(told, lang), ""]
    said += [
        f"[{text(f'verdict.{s.verdict.value}', lang)}] {s.rule}　{s.notation}\n　　{s.message}"
        for s in told.statements[:_TOLD]
    ]
    if not told.statements:
        said.append(text("addin.no_identity", lang))
    if len(told.statements) > _TOLD:
        said.append(text("addin.more_identities", lang, count=len(told.statements) - _TOLD))
    said += [f"{f.rule}：{f.message}" for f in _others(told)]
    return "\n".join(said)[:_LONGEST_MESSAGE]


def _suspicion(told: CellReport, lang: Lang) -> list[str]:
    """Whether the cell is likely wrong, and else which cells are, where a finding that names it has
    any: once for each group of findings."""
    groups = {f.group: f.suspects for f in told.findings if f.suspects}
    place = told.cell.sheet, told.cell.address
    return [
        of_suspects(suspects, lang, *place)
        if is_suspected(*place, suspects)
        else text("addin.suspect.not_this", lang) + caused_by(suspects, lang)
        for suspects in groups.values()
    ]


def _others(told: CellReport) -> list[Finding]:
    """The findings of the cell that no statement tells: those of the named checks."""
    stated, place = {s.rule for s in told.statements}, (told.cell.sheet, told.cell.address)
    return [
        finding
        for finding in told.findings
        if finding.rule not in stated and place in {(c.sheet, c.address) for c in finding.cells}
    ]


@button
def clear(session: Session) -> None:
    """Take all marks away; everything is as before."""
    done = take_away(session.book)
    session.app.status_bar = False
    if done.locked:
        raise Refused("addin.locked", {"names": "、".join(done.locked)})
    if not done.marks and not done.lists:
        session.say("addin.no_marks")


@button
def new_blank(session: Session, edition: str) -> None:
    """Open a blank workbook of an edition, as a new file among the user's documents."""
    from workbook_templates.built import blank

    name = text("addin.blank_name", session.lang, title=load(edition).title)
    path = place_anew(documents(session.app), name, blank(edition), session.app)
    show(session.app, path)
    session.status("addin.opened", path=path)


@button
def export(session: Session) -> None:
    """Write the findings into a workbook of their own, beside the one that was checked."""
    book, lang = session.book, session.lang
    read, report = _checked(session)
    shown = lines(report, session.preferences.severities)
    remarks = [agreement(read, report, lang)]
    home = folder_of(book) or documents(session.app)
    name = text("addin.export_name", lang, name=Path(book.name).stem[:_LONGEST_NAME])
    path = free_path(home, name, session.app)
    exported = session.app.books.add()
    try:
        results.write(exported.sheets[0], report, shown, remarks, lang, linked=False)
        saved = _saved(exported, path)
    except BaseException:
        exported.close()
        raise
    if not saved:
        raise Refused("addin.not_saved", {"path": path})
    session.status("addin.opened", path=path)


def _saved(book: xlwings.Book, path: Path) -> bool:
    """Save a new workbook. False where that cannot be done: then it stays open as it is."""
    try:
        book.save(str(path))
    except Exception:  # each platform has its own error
        return False
    return True


@button
def settings(session: Session) -> None:
    """Open the settings, a workbook like any other."""
    path = folder() / FILE
    if not path.exists():
        path = place_anew(folder(), FILE, blank_preferences())
    show(session.app, path)
    session.status("addin.opened", path=path)


@button
def help_page(session: Session) -> None:
    """Open the guide in the browser."""
    open_guide(folder())
    session.app.status_bar = False
