"""gouji check: workbooks in, reports out."""

import os
import sys
from collections.abc import Iterator
from enum import StrEnum
from os.path import exists, isdir  # unlike those of Path, they know names that no file can have
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from validator.cli.common import LangOption, Language, known_edition, stop, write
from validator.messages import Lang, text

if TYPE_CHECKING:
    from validator.findings import Report
    from validator.forms.model import Rule
    from validator.run import Options

#: What is looked for in a folder; a file named on the command line may end as it likes.
_ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et"})


class Format(StrEnum):
    """How the report is written."""

    text = "text"
    json = "json"


def check(
    paths: Annotated[list[Path], typer.Argument(help="工作簿或文件夹，可以有多个。")],
    format: Annotated[Format, typer.Option("--format", help="报告格式。")] = Format.text,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="报告写入的文件；不写则显示在屏幕上。")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="允许覆盖已有的报告文件。")] = False,
    edition: Annotated[
        str | None, typer.Option("--edition", help="按指定版本校验；不写则自动识别。")
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option("--previous", help="上年的工作簿：核对年初与上年年末，并列出与上年的对照。"),
    ] = None,
    budget: Annotated[
        Path | None,
        typer.Option(
            "--budget", help="部门预算的工作簿：核对“三公”预算数，并列出预算与决算的对照。"
        ),
    ] = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", help="本单位自定的规则文件（同一记法）。")
    ] = None,
    catalogue: Annotated[
        Path | None,
        typer.Option("--catalogue", help="完整的科目目录（.csv 或 .xlsx：编码、名称）。"),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="须核实的意见也算未通过。")] = False,
    lang: LangOption = Language.zh,
) -> None:
    """校验工作簿，列出不符之处。"""
    options = _options(edition, previous, budget, rules, catalogue, lang.value)
    sources = list(_sources(paths))
    if output is not None and exists(output):
        inputs = (*sources, previous, budget, rules, catalogue)
        if any(output.samefile(path) for path in inputs if path and exists(path)):
            stop(text("cli.output_is_input", lang.value, name=output))
        if not force:
            stop(text("cli.output_exists", lang.value, name=output))
    reports: list[Report] = []
    interrupted = False
    try:
        for report in _checked(sources, options):
            reports.append(report)
            if format is Format.text and output is None:
                _show(report, first=len(reports) == 1)
    except KeyboardInterrupt:  # what is done is reported all the same
        left = len(sources) - len(reports)
        typer.echo(text("cli.interrupted", lang.value, done=len(reports), left=left), err=True)
        interrupted = True
    if format is Format.json:
        from validator.reports import json
        from validator.run import rules_digest

        write(json.render(reports, rules_digest(options)), output, lang.value)
    elif output is not None:
        from validator.reports import terminal

        write(terminal.as_text(reports, width=100), output, lang.value)
    if format is Format.text and len(reports) > 1:
        typer.echo("\n" + _summary(reports, lang.value), err=output is not None)
    status = max((report.exit_status(strict) for report in reports), default=2)
    raise typer.Exit(130 if interrupted else status)


def _options(
    edition: str | None,
    previous: Path | None,
    budget: Path | None,
    rules: Path | None,
    catalogue: Path | None,
    lang: Lang,
) -> "Options":
    """The options that the arguments ask for, or a message and status 2."""
    from validator.forms.catalogue import CatalogueError, read_catalogue
    from validator.forms.text import FormError
    from validator.reading import Unreadable, read
    from validator.run import Options, read_rules

    known_edition(edition, lang)
    try:
        own = read_rules(rules) if rules else ()
        if own:
            _try_rules(own, edition)
        options = Options(
            edition=edition,
            rules=own,
            names=read_catalogue(catalogue) if catalogue else None,
            previous=read(previous) if previous else None,
            budget=read(budget) if budget else None,
            lang=lang,
        )
        _see_tables(options)
        return options
    except Unreadable as problem:
        stop(text(f"unreadable.{problem.reason}", lang, **problem.facts))
    except (FormError, CatalogueError) as problem:
        stop(str(problem))
    except OSError as problem:
        name = problem.filename or rules or catalogue
        stop(text("cli.cannot_use", lang, name=name, problem=problem.strerror or problem))


def _see_tables(options: "Options") -> None:
    """See that the other workbooks hold tables before this year's is opened."""
    from validator.recognition import Unrecognised
    from validator.run import unrecognised

    try:
        _ = options.last_year
    except Unrecognised:
        assert options.previous is not None
        stop(unrecognised(options.previous.name, options.lang))
    try:
        _ = options.of_budget
    except Unrecognised:
        assert options.budget is not None
        stop(text("beside.no_budget", options.lang, name=Path(options.budget.name).name))


def _try_rules(own: "tuple[Rule, ...]", edition: str | None) -> None:
    """Say before any file is opened that rules cannot be bound: by `edition`, or by none at all,
    where it names none of the tables."""
    from validator.forms.compiler import compile_rules
    from validator.forms.loader import editions as names
    from validator.forms.loader import load
    from validator.forms.text import FormError

    problem: FormError | None = None
    for name in [edition] if edition in names() else reversed(names()):
        try:
            compile_rules(own, load(name))
            return
        except FormError as error:
            problem = problem or error
    assert problem is not None
    raise problem


def _sources(paths: list[Path]) -> Iterator[Path]:
    """The files to check, in order: a folder gives its workbooks, sub-folders too."""
    for path in paths:
        if not isdir(path):
            yield path
            continue
        found = sorted(
            entry
            for entry in path.rglob("*")
            if entry.suffix.lower() in _ENDINGS
            and not entry.name.startswith(("~$", ".~"))  # the lock files of an open workbook
        )
        yield from found or [path]


def _checked(sources: list[Path], options: "Options") -> "Iterator[Report]":
    """The reports of `sources`, with a progress bar where there are several and a person looks."""
    from validator.findings import Report
    from validator.forms.text import FormError
    from validator.run import NotComparable
    from validator.run import check as check_one

    def unreadable(path: Path, why: str, **facts: object) -> Report:
        return Report.unreadable(
            str(path), text(why, options.lang, name=path, **facts), options.lang
        )

    def one(path: Path) -> Report:
        if isdir(path):
            return unreadable(path, "cli.no_workbooks")
        try:
            return check_one(path, options)
        except NotComparable as problem:
            return Report.unreadable(str(path), str(problem), options.lang)
        except FormError as problem:  # rules that this file's edition has no lines for
            return unreadable(path, "cli.rules_do_not_fit", problem=problem)
        except Exception as problem:  # one bad file must not stop the others
            if os.environ.get("GOUJI_DEBUG"):
                raise
            return unreadable(path, "cli.internal", problem=f"{type(problem).__name__}: {problem}")

    if len(sources) < 2 or not sys.stderr.isatty():
        yield from map(one, sources)
        return
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    title = text("cli.progress", options.lang)
    yield from (one(p) for p in track(sources, title, console=console, transient=True))


def _show(report: "Report", *, first: bool) -> None:
    from rich.console import Console

    from validator.reports import terminal

    console = Console(highlight=False)
    if not first:
        console.rule()
    terminal.render(report, console)


def _summary(reports: "list[Report]", lang: Lang) -> str:
    states = [report.exit_status() for report in reports]
    facts = {"agree": states.count(0), "wrong": states.count(1), "unchecked": states.count(2)}
    return text("cli.summary", lang, files=len(reports), **facts)
