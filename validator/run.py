"""The one way that data flows: file → Book → tables and scorecards → verdicts → report.

`check` is the Python interface of gouji:

    >>> from validator import check
    >>> report = check("决算.xlsx")
    >>> report.errors, [finding.message for finding in report.findings]
"""

from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

from validator.amounts import State
from validator.checks import Results, run
from validator.checks.about import about as of_cell
from validator.checks.levels import Levels, reported
from validator.checks.opinions import findings
from validator.checks.scorecards.overview import heading_of, overview, range_of
from validator.checks.scorecards.places import ordered
from validator.consolidation.units import recognised as recognised_units
from validator.findings import CellReport, Report, TableReport
from validator.forms.catalogue import ECONOMIC, FUNCTIONAL, catalogue
from validator.forms.compiler import compile_rules, compiled
from validator.forms.equations import RuleSet
from validator.forms.loader import editions, load
from validator.forms.model import BUDGETS, Level, Rule
from validator.forms.scorecard import scorecard_rules, scorecards_digest
from validator.forms.workbook import GENERATED, STAMP
from validator.localisation import localise
from validator.messages import Lang, text
from validator.notation import BUDGET, LAST_YEAR
from validator.reading import LIMITS, Book, Generated, Limits, Unreadable, parse_address, read
from validator.recalculation import lacks_results, recalculated
from validator.recognition import Recognised, Unrecognised, recognise
from validator.recognition.card import Card, Summary
from validator.rounding import Verdict
from validator.waivers import Waiver, Workbook, waive


class NotComparable(Exception):  # noqa: N818 - a choice of files, not a fault of the program
    """Last year's workbook, that of the budget or that of a unit cannot stand beside the one to
    check; its text says why."""


@dataclass(frozen=True)
class Options:
    """How to check. `edition` None means: recognise it; it may name a scorecard too. `rules` are a
    bureau's own, and the severities that it sets; `names` its 科目 list, code → name, which goes
    before the shipped one; `previous` last year's workbook; `budget` that of the budget, which
    final accounts are compared with; `units` those of the units that the workbook adds up; `name`
    what reports call a workbook that comes as bytes;
    `limits` how much of a file is read; `recalculate` whether formulas are calculated anew, None
    means where a value is missing; `waivers` which findings are accepted, on the day `today` (None:
    this one); `drawn` whether the report has the sheets that it speaks of, drawn."""

    edition: str | None = None
    rules: tuple[Rule | Level, ...] = ()
    names: Mapping[str, str] | None = None
    previous: Book | None = None
    budget: Book | None = None
    units: tuple[Book, ...] = ()
    lang: Lang = "zh"
    name: str = ""
    limits: Limits = LIMITS
    recalculate: bool | None = None
    waivers: tuple[Waiver, ...] = ()
    today: date | None = None
    drawn: bool = False

    @cached_property
    def own_rules(self) -> tuple[Rule, ...]:
        """The rules among `rules`."""
        return tuple(rule for rule in self.rules if isinstance(rule, Rule))

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The severities among `rules`."""
        return tuple(level for level in self.rules if isinstance(level, Level))

    @cached_property
    def last_year(self) -> Recognised | None:
        """The tables of `previous`, recognised once. Raises Unrecognised where it holds none."""
        return _tables(self.previous, LAST_YEAR)

    @cached_property
    def of_budget(self) -> Recognised | None:
        """The tables of `budget`, recognised once. Raises Unrecognised where it holds none."""
        return _tables(self.budget, BUDGET, BUDGETS)

    @cached_property
    def of_units(self) -> tuple[Recognised, ...]:
        """The tables of `units`, recognised once, as of `edition` where it is given. Raises
        Unrecognised with the name of one that holds none."""
        return recognised_units(self.units, self.edition)

    def named(self, name: str) -> "Options":
        """The same for one of many workbooks that come as bytes. What is known of the workbooks
        beside goes with it, for it is found once."""
        _ = self.last_year, self.of_budget, self.of_units
        named = copy(self)
        object.__setattr__(named, "name", name)
        return named


def _tables(book: Book | None, prefix: str, kind: str = "") -> Recognised | None:
    """The tables of another workbook, under keys with `prefix`; of one `kind`, where it is given.
    Raises Unrecognised where there are none: nothing of scorecards is compared."""
    if book is None:
        return None
    found = recognise(book, prefix=prefix, kind=kind)
    if not found.tables:
        raise Unrecognised
    return found


#: What the checking of a workbook is busy with, as whoever waits for it is told.
CHECKING, RECALCULATING = "checking", "recalculating"


#: The sheets of a workbook made from the forms that hold nothing submitted.
_UNASKED = Generated(STAMP, GENERATED)


def check(
    source: Path | str | bytes | Book,
    options: Options | None = None,
    tell: Callable[[str], None] | None = None,
) -> Report:
    """Check one workbook: a path, the bytes of a file, or a `Book` from elsewhere. `tell` is called
    with RECALCULATING where formulas are calculated anew, and with CHECKING when that is done.

    A file that cannot be read or holds no known table and no scorecard gives a report that says so
    (`status`); FormError is raised only for `options.rules` that the edition cannot bind, KeyError
    for an edition that does not exist, Unrecognised for an `options.previous`, an
    `options.budget` or one of `options.units` without tables, NotComparable where what they hold
    cannot stand beside the workbook.
    """
    options = options or Options()
    report, found, _ = _checked(source, options, tell)
    if options.drawn and found:
        from validator.drawing import drawn

        report = replace(report, sheets=drawn(report, found, source, options.limits))
    return report


class NotChecked(Exception):  # noqa: N818 - a state of a file, not a fault of the program
    """A workbook that cannot be read or holds no known table; its text says why."""


def about(
    source: Path | str | bytes | Book, sheet: str, cell: str, options: Options | None = None
) -> CellReport | None:
    """What the rules say of one cell ("C33") of a workbook: see `CellReport`; None for a cell that
    belongs to no table and no scorecard.

    Raises NotChecked for a workbook of which `check` would only say why it cannot be checked,
    ValueError for an address that is none, and what `check` raises.
    """
    options = options or Options()
    row, column = parse_address(cell)
    report, found, results = _checked(source, options)
    if found is None or results is None:
        raise NotChecked(report.message)
    return of_cell((sheet, row, column), results, found, report.findings, options.lang)


def _checked(
    source: Path | str | bytes | Book,
    options: Options,
    tell: Callable[[str], None] | None = None,
) -> tuple[Report, Recognised | None, Results | None]:
    lang = options.lang
    if isinstance(source, Book):
        return _judged(source, source.name, options)
    name = options.name if isinstance(source, bytes) else str(source)
    called = Path(name).name
    try:
        book = read(source, called if isinstance(source, bytes) else "", options.limits, _UNASKED)
        if options.recalculate:
            return _judged(_calculated(book, source, options, tell), name, options)
        judged = _judged(book, name, options)
        if options.recalculate is None and lacks_results(book) and _misses_results(*judged[1:]):
            return _judged(_calculated(book, source, options, tell), name, options)
    except Unreadable as problem:  # also of what was left unread, where somebody asks for it
        return Report.unreadable(name, problem.said(lang, called), lang), None, None
    return judged


def _misses_results(found: Recognised | None, results: Results | None) -> bool:
    """Did formulas without results keep anything from being checked? In a workbook made from the
    forms, what shows nothing has none either."""
    if found is None or results is None or found.unread:
        return True
    unread = (seen for seen in results.seen if seen.verdict is Verdict.NOT_EVALUATED)
    if any(cell.fault == "" for seen in unread for cell, _ in seen.cells):
        return True
    return any(
        any(cell.amount.state is State.NOT_COMPUTED for cell in table.content.odd.values())
        or (not found.template and table.lacks_results())
        for table in (*found.tables.values(), *found.doubles)
    )


def _calculated(
    book: Book, source: Path | str | bytes, options: Options, tell: Callable[[str], None] | None
) -> Book:
    """The workbook with its formulas calculated anew; itself, where it has none."""
    if not any(sheet.formulas for sheet in book.sheets):
        return book
    tell = tell or (lambda state: None)
    tell(RECALCULATING)
    book = recalculated(source, book, options.limits)
    tell(CHECKING)
    return book


def _judged(
    book: Book, name: str, options: Options
) -> tuple[Report, Recognised | None, Results | None]:
    """What the rules say of a workbook that has been read."""
    lang = options.lang
    try:
        found = recognise(book, options.edition)
    except Unrecognised:
        message = _of_another_edition(book, options) or unrecognised(book.name, lang)
        told = Report(name, book.sha256, status="unrecognised", message=message, lang=lang)
        return told, None, None
    # A bureau's own rules speak of tables: to a workbook of scorecards alone they do not apply.
    own = options.own_rules
    rules = _rules(found.edition.name, own) if found.edition.forms else RuleSet(())
    idle = () if found.edition.forms else own
    last_year, budget = _beside(found, options)
    beside = last_year, budget, options.of_units
    results = run(found, rules, _names(found, options), *beside, idle=idle)
    if options.levels:
        results = results.weighed(Levels.of(options.levels))
    return _report(name, found, results, options), found, results


def _beside(found: Recognised, options: Options) -> tuple[Recognised | None, Recognised | None]:
    """Last year's tables and those of the budget, if they can stand beside the workbook's: table 3
    of a budget is not that of final accounts. Raises NotComparable."""
    own, lang = found.edition.kind, options.lang
    last, budget = options.last_year, options.of_budget
    this = {"this": found.book.name, "kind": text(f"kind.{own}", lang)}
    if last and found.tables and last.edition.kind != own:
        theirs = text(f"kind.{last.edition.kind}", lang)
        raise NotComparable(
            text("beside.previous", lang, name=last.book.name, other=theirs, **this)
        )
    if budget and not found.edition.budget:
        raise NotComparable(text("beside.budget", lang, name=budget.book.name, **this))
    for unit in options.of_units if found.tables else ():
        if unit.edition.kind != own:
            theirs = text(f"kind.{unit.edition.kind}", lang)
            raise NotComparable(
                text("beside.unit", lang, name=unit.book.name, other=theirs, **this)
            )
    return last, budget


def _of_another_edition(book: Book, options: Options) -> str:
    """What to say of a workbook in which none of the tables of the edition asked for was found, but
    those of another one; "" for any other."""
    if options.edition is None:
        return ""
    try:
        other = recognise(book).edition.name
    except Unrecognised:
        return ""
    facts = {"name": Path(book.name).name, "wanted": options.edition, "other": other}
    return text("unrecognised.edition", options.lang, **facts)


def unrecognised(name: str, lang: Lang) -> str:
    """What to say of a workbook in which no known table and no scorecard was found."""
    return text("unrecognised", lang, name=Path(name).name)


@lru_cache(maxsize=32)
def _rules(edition: str, own: tuple[Rule, ...]) -> RuleSet:
    shipped = compiled(edition)
    return RuleSet((*shipped, *compile_rules(own, load(edition)))) if own else shipped


def _names(found: Recognised, options: Options) -> Mapping[str, Mapping[str, str]]:
    year = found.year or found.edition.year
    own = options.names or {}
    return {kind: {**catalogue(kind, year), **own} for kind in (FUNCTIONAL, ECONOMIC)}


def _report(name: str, found: Recognised, results: Results, options: Options) -> Report:
    lang = options.lang
    tables = tuple(
        TableReport(
            table=key,
            name=found.tables[key].form.title,
            title=found.tables[key].title,
            sheet=found.tables[key].sheet,
            range=found.tables[key].range,
            counts={v: results.counts[key, v] for v in Verdict},
            empty=found.tables[key].empty,
        )
        for key in found.order
    )
    cards = ordered(found)
    workbook = Workbook(name, found.department or "", found.edition.forms)
    today = options.today or date.today()
    seen = findings(results, found, lang, localise(results, found, lang))
    told, waivers = waive(seen, options.waivers, workbook, today, lang)
    totals = dict.fromkeys(Verdict, 0)
    for (_, verdict), count in results.counts.items():
        totals[verdict] += count
    return Report(
        path=name,
        sha256=found.book.sha256,
        edition=found.edition.name,
        unit=found.unit.name,
        department=found.department,
        year=found.year,
        tables=(*tables, *(_card(card, results, lang) for card in cards)),
        scorecards=overview(cards, told),
        comparisons=results.comparisons,
        counts=totals,
        findings=told,
        rules=results.of_rules,
        other_sheets=found.other_sheets,
        lang=lang,
        levels=tuple(reported(options.levels, _all_rules(found, results))),
        waivers=waivers,
    )


def _all_rules(found: Recognised, results: Results) -> Iterator[Rule]:
    """The rules that a workbook is held to: those of its tables and of its scorecards."""
    yield from (item.rule for item in results.rules)
    if found.cards or found.summaries:
        yield from scorecard_rules()


def _card(card: Card | Summary, results: Results, lang: Lang) -> TableReport:
    return TableReport(
        table=card.key,
        name=heading_of(card, lang),
        title=card.title,
        sheet=card.sheet,
        range=range_of(card),
        counts={v: results.counts[card.key, v] for v in Verdict},
    )


@cache
def _shipped_digest() -> str:
    digest = sha256()
    for name in editions():
        digest.update(load(name).digest.encode())
    for entry in sorted(files("validator.forms.catalogues").iterdir(), key=lambda e: e.name):
        if entry.name.endswith(".csv"):
            digest.update(entry.read_bytes())
    digest.update(scorecards_digest().encode())
    return digest.hexdigest()


def rules_digest(options: Options | None = None) -> str:
    """sha256:… of all that decides what is reported as what: forms, catalogues, a bureau's own
    rules, severities and waivers."""
    options = options or Options()
    digest = sha256(_shipped_digest().encode())
    for rule in options.own_rules:
        digest.update(repr((rule.id, rule.notation, rule.severity.value)).encode())
    for level in options.levels:
        digest.update(repr((level.name, level.severity.value)).encode())
    for waiver in options.waivers:
        digest.update(repr(replace(waiver, file="", line=0)).encode())
    for code, name in sorted((options.names or {}).items()):
        digest.update(f"{code}={name};".encode())
    return f"sha256:{digest.hexdigest()}"
