"""gouji summary: what a store of checked workbooks says of all of them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from validator.cli.common import (
    LangOption,
    Language,
    identities,
    refuse_file,
    refused,
    stop,
    write,
)
from validator.messages import Lang, text

if TYPE_CHECKING:
    from validator.batch.store import Store
    from validator.summary.expected import Expected
    from validator.summary.record import Summary

#: What a file is written as, by how its name ends.
_HTML, _XLSX = (".html", ".htm"), (".xlsx",)


def summary(
    store: Annotated[
        str, typer.Argument(help="结果库：校验时写的文件（results.db），或 postgresql:// 地址。")
    ],
    expected: Annotated[
        Path | None,
        typer.Option(
            "--expected",
            help="应报名单（.csv）：要有“部门”一列；可以有别名、截止日期、年度、类别、联系人。",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="汇总写入的文件，.html 或 .xlsx；不写则在屏幕上显示要点。"
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="允许覆盖已有的汇总。")] = False,
    lang: LangOption = Language.zh,
) -> None:
    """汇总结果库：谁没有报，谁要改什么，最常见的错误。"""
    if output is not None:
        _see_output(output, [Path(store), *([expected] if expected else [])], lang.value, force)
    listed = _expected(expected, lang.value) if expected else None
    from validator.batch.store import StoreError, open_store
    from validator.summary.kept import summed_up

    try:
        with open_store(store, make=False) as opened:
            found = summed_up(opened, listed)
            if not found.workbooks:
                stop(text("summary.empty", lang.value, name=opened.name))
            if output is not None:
                write(_rendered(found, opened, output, lang.value), output, lang.value)
    except StoreError as problem:
        stop(problem.said(lang.value))
    if output is None:
        from rich.console import Console

        from validator.summary import screen

        screen.render(found, Console(highlight=False), lang.value)
    else:
        from validator.reports.plain import plain
        from validator.summary.words import conclusion

        typer.echo(conclusion(found, lang.value)[1])
        typer.echo(text("summary.written", lang.value, name=plain(str(output))), err=True)
    raise typer.Exit(found.exit_status())


def _see_output(output: Path, read: list[Path], lang: Lang, force: bool) -> None:
    """See that the file may be written; else status 2."""
    if output.suffix.lower() not in (*_HTML, *_XLSX):
        stop(text("summary.format", lang, name=output.name))
    if why := refused(output, identities(read), lang, force=force):
        stop(why)


def _expected(path: Path, lang: Lang) -> "Expected":
    """The list; what is wrong with it is said, and ends with status 2."""
    from validator.reports.plain import plain
    from validator.summary.expected import ExpectedError, read_expected

    try:
        found = read_expected(path)
    except ExpectedError as problem:
        stop(plain(problem.said(lang)))
    except OSError as problem:
        refuse_file(problem, path, lang)
    if found.unused:
        names = plain("、".join(found.unused))
        typer.echo(text("expected.unused", lang, name=path.name, names=names), err=True)
    return found


def _rendered(found: "Summary", store: "Store", output: Path, lang: Lang) -> str | bytes:
    if output.suffix.lower() in _HTML:
        from validator.summary import page

        return page.render(found, lang)
    from validator.summary import workbook
    from validator.summary.kept import opinions

    return workbook.render(found, opinions(store), lang)
