"""gouji template: a blank workbook that checks itself, or one that is filled from data."""

from os.path import exists  # unlike that of Path, it knows names that no file can have
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from validator.cli.common import LangOption, Language, known_edition, stop, write
from validator.messages import Lang, text

if TYPE_CHECKING:
    from validator.forms.model import Edition
    from workbook_templates.data import Data
    from workbook_templates.filled import TypedTotal


def template(
    edition: Annotated[str, typer.Argument(help="版本，如 final-accounts-2024。")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写入的文件；不写则用版本名。")
    ] = None,
    filled: Annotated[
        Path | None, typer.Option("--filled", help="用这个 data.json 里的数填好。")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="允许覆盖已有的文件。")] = False,
    lang: LangOption = Language.zh,
) -> None:
    """生成一个版本的空白工作簿：合计有公式，勾稽关系随填随核。"""
    known_edition(edition, lang.value)
    target = output or Path(f"{edition}.xlsx")
    if exists(target):
        if filled is not None and exists(filled) and target.samefile(filled):
            stop(text("cli.output_is_input", lang.value, name=target))
        if not force:
            stop(text("cli.output_exists", lang.value, name=target))
    from workbook_templates import built
    from workbook_templates.filled import TooMany

    if filled is None:
        write(built.blank(edition), target, lang.value)
        typer.echo(text("template.written", lang.value, name=target))
        return
    data = _data(filled, edition, lang.value)
    try:
        made = built.filled(data)
    except TooMany as problem:
        key = "template.too_many" if problem.table else "template.too_many_in_all"
        facts = {"table": problem.table, "count": problem.count, "room": problem.room}
        stop(text(key, lang.value, name=filled, **facts))
    write(made.content, target, lang.value)
    typer.echo(text("template.filled", lang.value, name=target, department=data.department))
    for line in _differing(data.edition, made.typed_totals, lang.value):
        typer.echo(line)


def _data(path: Path, edition: str, lang: Lang) -> "Data":
    """The data of the file, or a message and status 2."""
    from workbook_templates.data import DataError, load_data

    try:
        data = load_data(path)
    except DataError as problem:
        stop(str(problem))
    except UnicodeDecodeError:
        stop(text("template.not_utf8", lang, name=path))
    except OSError as problem:
        stop(text("cli.cannot_use", lang, name=path, problem=problem.strerror or problem))
    if data.edition.name != edition:
        facts = {"name": path, "own": data.edition.name, "wanted": edition}
        stop(text("template.other_edition", lang, **facts))
    return data


def _differing(edition: "Edition", totals: "tuple[TypedTotal, ...]", lang: Lang) -> "list[str]":
    """The published totals that the formulas do not give, a line each."""
    from validator.forms.workbook import table_sheet
    from workbook_templates.plan import place_of

    lines = []
    for (subject, row, number), published, computed in totals:
        form = edition.forms[subject]
        words = place_of(form, row, number)
        key = "template.differs" if published is not None else "template.not_published"
        if published is not None and computed is None:
            key = "template.no_formula"
        facts = {"table": table_sheet(form), "place": words, "published": published}
        lines.append("  " + text(key, lang, computed=computed, **facts))
    if lines:
        lines.insert(0, text("template.totals", lang, count=len(lines)))
    return lines
