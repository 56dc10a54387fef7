"""The command `gouji`. A thin face: parse, call, print.

Nothing heavy is imported before a command runs, so that `gouji --help` answers at once.
"""

import os
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from validator.messages import Lang, text

if TYPE_CHECKING:
    from validator.findings import Report
    from validator.forms.model import Rule
    from validator.rulebook import Entry
    from validator.run import Options

app = typer.Typer(
    name="gouji",
    help="勾稽：校验部门决算公开表，逐格核对勾稽关系，指出不符之处。\n\n"
    "Checks published government accounts: every figure that does not agree is named.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

#: What is looked for in a folder; a file named on the command line may end as it likes.
_ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods", ".et"})


class Format(StrEnum):
    """How the report is written."""

    text = "text"
    json = "json"


class Language(StrEnum):
    """The language of the report."""

    zh = "zh"
    en = "en"


LangOption = Annotated[Language, typer.Option("--lang", help="报告语言 zh 或 en。")]


def _version(wanted: bool) -> None:
    if wanted:
        from validator.findings import VERSION

        typer.echo(f"gouji {VERSION}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="显示版本后退出。")
    ] = False,
) -> None:
    pass


@app.command(
    epilog="例：gouji check 决算.xlsx · gouji check 收件箱/ --format json -o 结果.json · "
    "gouji check 决算.xlsx --previous 去年.xlsx --rules 本局规则.txt。"
    "退出状态：0 无须更正，1 有错误，2 有文件或规则未能校验。"
)
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
        Path | None, typer.Option("--previous", help="上年的工作簿，用于核对年初与上年年末。")
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
    options = _options(edition, previous, rules, catalogue, lang.value)
    sources = list(_sources(paths))
    if output is not None and output.exists():
        inputs = [path for path in (*sources, previous, rules, catalogue) if path and path.exists()]
        if any(output.samefile(path) for path in inputs):
            _stop(text("cli.output_is_input", lang.value, name=output))
        if not force:
            _stop(text("cli.output_exists", lang.value, name=output))
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

        _write(json.render(reports, rules_digest(options)), output, lang.value)
    elif output is not None:
        from validator.reports import terminal

        _write(terminal.as_text(reports, width=100), output, lang.value)
    if format is Format.text and len(reports) > 1:
        typer.echo("\n" + _summary(reports, lang.value), err=output is not None)
    status = max((report.exit_status(strict) for report in reports), default=2)
    raise typer.Exit(130 if interrupted else status)


@app.command()
def editions(lang: LangOption = Language.zh) -> None:
    """列出支持的版本。"""
    from validator.forms.loader import editions as names
    from validator.forms.loader import load

    for name in names():
        form_set = load(name)
        title = form_set.title if lang is Language.zh else form_set.title_en
        typer.echo(f"{name}  {title}  {form_set.first_year}–{form_set.last_year}")


@app.command(epilog="例：gouji rules final-accounts-2022")
def rules(
    edition: Annotated[str | None, typer.Argument(help="版本；不写则为最新的版本。")] = None,
    lang: LangOption = Language.zh,
) -> None:
    """列出一个版本的全部规则：编号、关系式、含义、容差、来源。"""
    from validator.forms.loader import load
    from validator.rulebook import rulebook

    name = _edition(edition, lang.value) or _newest()
    form_set, entries = load(name), rulebook(name, lang.value)
    title = form_set.title if lang is Language.zh else form_set.title_en
    typer.echo(text("rules.heading", lang.value, title=f"{title} {name}", count=len(entries)))
    table = None
    for entry in entries:
        rule = entry.rule
        if rule.table != table:
            table = rule.table
            form = form_set.forms.get(table)
            heading = f"表{int(table)} {form.title}" if form else text("rules.cross", lang.value)
            typer.echo(f"\n{heading}")
        typer.echo(f"  {rule.id}  {' '.join(rule.notation.split())}")
        typer.echo(f"      {entry.meaning(lang.value)}")
        typer.echo(f"      {'　'.join(_about(entry, lang.value))}")


@app.command(epilog="例：gouji explain X05")
def explain(
    rule: Annotated[str, typer.Argument(help="规则编号，如 JS01-1。")],
    edition: Annotated[
        str | None, typer.Option("--edition", help="版本；不写则为最新的版本。")
    ] = None,
    lang: LangOption = Language.zh,
) -> None:
    """解释一条规则：关系式、含义、来源，相符与不符的例子。"""
    from difflib import get_close_matches

    from validator.rulebook import rulebook

    entries = {
        e.rule.id: e for e in rulebook(_edition(edition, lang.value) or _newest(), lang.value)
    }
    entry = entries.get(rule.upper())
    if entry is None:
        close = get_close_matches(rule.upper(), entries, n=3)
        near = text("cli.near", lang.value, names="、".join(close)) if close else ""
        _stop(text("cli.unknown_rule", lang.value, name=rule, near=near))
    about = entry.rule
    typer.echo(f"{about.id}  {entry.meaning(lang.value)}\n")
    for line in about.notation.splitlines():
        typer.echo(f"    {line.strip()}")
    typer.echo("")
    for line in _about(entry, lang.value):
        typer.echo(line)
    typer.echo(text("rules.file", lang.value, file=about.file, line=about.line))
    if entry.passes:
        typer.echo(text("rules.passes", lang.value, example=entry.passes))
        typer.echo(text("rules.fails", lang.value, example=entry.fails))


# --- helpers -----------------------------------------------------------------------------------


def _about(entry: "Entry", lang: Lang) -> tuple[str, str, str]:
    """How heavy a rule is, what it tolerates, where it comes from."""
    level = text(f"level.{entry.rule.severity.value}", lang)
    return (
        text("rules.severity", lang, severity=level),
        text("rules.tolerance", lang, tolerance=entry.tolerance),
        text("rules.source", lang, source=entry.rule.source),
    )


def _stop(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)


def _newest() -> str:
    from validator.forms.loader import editions as names
    from validator.forms.loader import load

    return max(names(), key=lambda name: load(name).first_year)


def _edition(name: str | None, lang: Lang) -> str | None:
    from validator.forms.loader import editions as names

    if name is not None and name not in names():
        _stop(text("cli.unknown_edition", lang, name=name, editions="、".join(names())))
    return name


def _options(
    edition: str | None,
    previous: Path | None,
    rules: Path | None,
    catalogue: Path | None,
    lang: Lang,
) -> "Options":
    """The options that the arguments ask for, or a message and status 2."""
    from validator.forms.catalogue import CatalogueError, read_catalogue
    from validator.forms.loader import FormError
    from validator.reading import Unreadable, read
    from validator.recognition import Unrecognised
    from validator.run import Options, read_rules, unrecognised

    _edition(edition, lang)
    try:
        own = read_rules(rules) if rules else ()
        if own:
            _try_rules(own, edition)
        options = Options(
            edition=edition,
            rules=own,
            names=read_catalogue(catalogue) if catalogue else None,
            previous=read(previous) if previous else None,
            lang=lang,
        )
        _ = options.last_year  # seen to hold tables before this year's workbook is opened
        return options
    except Unrecognised:
        _stop(unrecognised(str(previous), lang))
    except Unreadable as problem:
        _stop(text(f"unreadable.{problem.reason}", lang, **problem.facts))
    except (FormError, CatalogueError) as problem:
        _stop(str(problem))
    except OSError as problem:
        name = problem.filename or rules or catalogue
        _stop(text("cli.cannot_use", lang, name=name, problem=problem.strerror or problem))


def _try_rules(own: "tuple[Rule, ...]", edition: str | None) -> None:
    """Say before any file is opened that rules cannot be bound: by `edition`, or by none at all."""
    from validator.forms.compiler import compile_rules
    from validator.forms.loader import FormError, load
    from validator.forms.loader import editions as names

    problem: FormError | None = None
    for name in [edition] if edition else reversed(names()):
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
        if not path.is_dir():
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
    from validator.forms.loader import FormError
    from validator.run import check as check_one

    def unreadable(path: Path, why: str, **facts: object) -> Report:
        return Report.unreadable(
            str(path), text(why, options.lang, name=path, **facts), options.lang
        )

    def one(path: Path) -> Report:
        if path.is_dir():
            return unreadable(path, "cli.no_workbooks")
        try:
            return check_one(path, options)
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


def _write(content: str, output: Path | None, lang: Lang) -> None:
    """To the screen, or to a file: written aside and renamed, so that no half file is left."""
    if output is None:
        typer.echo(content, nl=False)
        return
    aside = output.with_name(f".{output.name}.{os.getpid()}")
    try:
        aside.write_text(content, encoding="utf-8")
        os.replace(aside, output)
    except OSError as problem:
        aside.unlink(missing_ok=True)
        _stop(text("cli.not_written", lang, name=output, problem=problem.strerror or problem))


def _summary(reports: "list[Report]", lang: Lang) -> str:
    states = [report.exit_status() for report in reports]
    facts = {"agree": states.count(0), "wrong": states.count(1), "unchecked": states.count(2)}
    return text("cli.summary", lang, files=len(reports), **facts)


def main() -> None:
    """The console command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may not be UTF-8
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()


if __name__ == "__main__":
    main()
