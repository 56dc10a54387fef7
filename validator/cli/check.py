"""gouji check: workbooks in, reports out."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from importlib import import_module
from os.path import isdir, isfile  # unlike those of Path, they take any name
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from validator.cli.common import (
    LangOption,
    Language,
    identities,
    refused,
    see_apart,
    stop,
    write,
)
from validator.cli.formats import Format, rendered, see_format
from validator.cli.options import options_of
from validator.messages import Lang, text

if TYPE_CHECKING:
    from validator.batch.sources import Source
    from validator.cli.common import Identities
    from validator.cli.products import Products
    from validator.findings import Report
    from validator.run import Options


#: Of more workbooks than this, those in which nothing is to be done are shown in a line.
_FEW = 10


def check(
    paths: Annotated[
        list[str],
        typer.Argument(help="工作簿、文件夹、.zip 压缩包或地址（s3://…），可以有多个。"),
    ],
    format: Annotated[Format, typer.Option("--format", help="报告格式。")] = Format.text,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="报告写入的文件；不写则显示在屏幕上。")
    ] = None,
    fix_to: Annotated[
        Path | None,
        typer.Option(
            "--fix-to",
            help="写一份改正的副本：有把握的改好，逐处列在“更正说明”里；原文件不动。"
            "只能校验一个文件时用。",
        ),
    ] = None,
    annotate: Annotated[
        Path | None,
        typer.Option(
            "--annotate",
            help="每个工作簿写一份标注的副本（.xlsx）：不符的格子按级别着色、加批注，首页列出意见；"
            "原文件不动。写在这个文件夹里。",
        ),
    ] = None,
    letters: Annotated[
        Path | None,
        typer.Option("--letters", help="每个工作簿写一份审核意见单（.docx），写在这个文件夹里。"),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="允许覆盖已有的报告、副本和意见单。")
    ] = False,
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
    units: Annotated[
        list[str] | None,
        typer.Option(
            "--units",
            metavar="单位…",
            help="所属各单位的工作簿（可以写几个，也可以是文件夹、单位*.xlsx）：逐格核对"
            "本工作簿是否是它们之和。",
        ),
    ] = None,
    rules: Annotated[
        Path | None,
        typer.Option(
            "--rules", help="本单位的规则文件：自定的规则（写法同表下附注）和改过的级别。"
        ),
    ] = None,
    waivers: Annotated[
        Path | None,
        typer.Option("--waivers", help="豁免文件：已知并获批准的不符，列出而不计入错误。"),
    ] = None,
    catalogue: Annotated[
        Path | None,
        typer.Option("--catalogue", help="完整的科目目录（.csv 或 .xlsx：编码、名称）。"),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            "--limit", help="改一项上限，如 file=200MB、seconds=300；gouji limits 列出各项。"
        ),
    ] = None,
    recalculate: Annotated[
        bool | None,
        typer.Option(
            "--recalculate/--no-recalculate",
            help="重新计算全部公式，或都不计算；不写则只在公式没有结果时计算。",
        ),
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, help="同时用几个进程；不写则按处理器的个数。"),
    ] = None,
    store: Annotated[
        str | None,
        typer.Option(
            "--store",
            help="结果存入这个文件（results.db）或数据库（postgresql://…）；再次运行只校验新的、"
            "改过的文件。",
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option("--resume/--again", help="接着上次的结果，或全部重新校验（--store 时）。"),
    ] = True,
    scheduler: Annotated[
        str | None,
        typer.Option("--scheduler", help="由 Dask 集群校验：调度器的地址 tcp://主机:8786。"),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="须核实的意见也算未通过。")] = False,
    lang: LangOption = Language.zh,
) -> None:
    """校验工作簿，列出不符之处。"""
    options = options_of(
        lang.value,
        edition=edition,
        previous=previous,
        budget=budget,
        units=units,
        rules=rules,
        waivers=waivers,
        catalogue=catalogue,
        limit=limit,
        recalculate=recalculate,
        drawn=format is Format.html,
    )
    from validator.batch.sources import found

    if store is not None:
        from validator.cli import storing

        given = {"-o": output, "--fix-to": fix_to, "--annotate": annotate, "--letters": letters}
        others = [name for name, value in given.items() if value]
        storing.see_alone(store, format, others, options.lang)
    else:
        see_format(format, output, lang.value)
    sources = list(found(paths, options.limits))
    if units:
        _see_department(sources, options)
    if store is not None:
        run = storing.Run(store, jobs, scheduler, resume=resume, strict=strict)
        raise typer.Exit(storing.check_into(run, paths, sources, options))
    beside = [path for path in (previous, budget, rules, waivers, catalogue) if path]
    beside += _unit_files(options)
    read = identities([*{Path(source.path) for source in sources}, *beside])
    written = [target for target in (output, fix_to) if target]
    for target in written:
        if why := refused(target, read, lang.value, force=force):
            stop(why)
    if fix_to is not None:
        _may_be_fixed(sources, paths, lang.value)
    products = _products(annotate, letters, sources, read, options, force)
    see_apart([*written, *(products.targets() if products else ())], lang.value)
    shown = format is Format.text
    kept = _Kept(whole=output is not None or not shown or fix_to is not None, strict=strict)
    interrupted = False
    try:
        for report in _reports(sources, options, jobs, scheduler, meanwhile=shown):
            if shown and output is None:
                _show(report, kept.count, many=len(sources) > _FEW)
            if products:
                products.write(kept.count, report)
            kept.add(report)
    except KeyboardInterrupt:  # what is done is reported all the same
        left = len(sources) - kept.count
        typer.echo(text("cli.interrupted", lang.value, done=kept.count, left=left), err=True)
        interrupted = True
    if output is not None or not shown:
        write(rendered(format, kept.reports, options), output, lang.value)
    if kept.count > 1 and (shown or output is not None):
        typer.echo("\n" + summary(kept.states, lang.value), err=output is not None)
    if output is not None:
        from validator.reports.plain import plain

        typer.echo(text("cli.report_written", lang.value, name=plain(str(output))), err=True)
    if products:
        products.say_made()
    if options.waivers:
        from validator.cli.own import say_unused

        say_unused(options.waivers, kept.used, lang.value)
    if fix_to is not None and kept.reports and not interrupted:
        from validator.cli.fixing import fix

        fix(kept.reports[0], sources[0], fix_to, options)
    status = 2 if products and products.failed else kept.status
    raise typer.Exit(130 if interrupted else status)


class _Kept:
    """What is remembered of the reports, in their order: all of each only where it is needed as a
    `whole`, so that twenty thousand take no more memory than ten."""

    def __init__(self, *, whole: bool, strict: bool) -> None:
        self._whole, self._strict = whole, strict
        self.count, self.status = 0, 2
        #: How many had which exit status.
        self.states: Counter[int] = Counter()
        #: The rules that waivers were used by, and the ids of the waivers.
        self.used: set[str] = set()
        self.reports: list[Report] = []

    def add(self, report: "Report") -> None:
        """Remember a report."""
        status = report.exit_status(self._strict)
        self.status = max(status, self.status if self.count else 0)
        self.count += 1
        self.states[report.exit_status()] += 1
        self.used |= {waiver.id for waiver in report.waivers}
        self.used |= {finding.rule for finding in report.findings}
        if self._whole:
            self.reports.append(report)


def _reports(
    sources: "Sequence[Source]",
    options: "Options",
    jobs: int | None,
    scheduler: str | None,
    *,
    meanwhile: bool,
) -> "Iterator[Report]":
    """The reports, in the order of their sources; `meanwhile` what shows them is loaded."""
    from validator.batch.work import Reports, Task
    from validator.cli.checking import results
    from validator.cli.progress import Bar

    tasks = [Task(source) for source in sources]
    with Bar(len(tasks), options.lang) as bar:
        done = results(
            Reports(options),
            tasks,
            bar,
            jobs=jobs,
            scheduler=scheduler,
            in_order=True,
            meanwhile=_load_terminal if meanwhile else lambda: None,
        )
        with closing(done):
            for together in done:
                for _, report in together:
                    bar.advance(report.exit_status())
                    yield report


def _products(
    copies: Path | None,
    letters: Path | None,
    sources: "Sequence[Source]",
    read: "Identities",
    options: "Options",
    force: bool,
) -> "Products | None":
    """What is to be made of each workbook beside the report; None for nothing. `read` are the files
    that nothing is written over."""
    if copies is None and letters is None:
        return None
    from validator.cli import products

    kinds = []
    if copies is not None:
        kinds.append(products.copies(sources, copies, options))
    if letters is not None:
        kinds.append(products.letters(sources, letters, options))
    return products.Products(sources, kinds, read, options.lang, force=force)


def _see_department(sources: "Sequence[Source]", options: "Options") -> None:
    """See that units are added up for one workbook, which is none of them; else status 2."""
    if len(sources) != 1:
        stop(text("units.one_file", options.lang))
    name = sources[0].path
    if identities([Path(name)]) & identities(_unit_files(options)):
        stop(text("units.itself", options.lang, name=name))


def _unit_files(options: "Options") -> "list[Path]":
    """The files of the units, or the archives that they are in."""
    named = (Path(unit.name) for unit in options.units)
    return [next((p for p in (unit, *unit.parents) if isfile(p)), unit) for unit in named]


def _may_be_fixed(sources: "Sequence[Source]", paths: list[str], lang: Lang) -> None:
    """See that one file is to be corrected; else status 2."""
    if len(sources) != 1 or sources[0].path != paths[0] or isdir(paths[0]):
        stop(text("fix.one_file", lang))


def _load_terminal() -> None:
    """Have what shows a report at hand before the first one is there."""
    for name in ("rich.console", "validator.reports.terminal"):
        import_module(name)


def _show(report: "Report", number: int, *, many: bool) -> None:
    """Print a report, the first one as `number` 0; among `many`, briefly where nothing is to be
    done."""
    from rich.console import Console

    from validator.reports import terminal

    console = Console(highlight=False)
    if many and report.exit_status(strict=True) == 0:
        terminal.in_brief(report, console)
        return
    if number:
        console.rule()
    terminal.render(report, console)


def summary(states: Counter[int], lang: Lang) -> str:
    """How many files had which exit status, in words."""
    facts = {"agree": states[0], "wrong": states[1], "unchecked": states[2]}
    return text("cli.summary", lang, files=states.total(), **facts)
