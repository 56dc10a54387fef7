"""gouji consolidate: the workbooks of units, added up into that of their department (汇总)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from validator.cli.common import (
    LangOption,
    Language,
    identities,
    known_edition,
    refused,
    stop,
    write,
)
from validator.messages import Lang, text

if TYPE_CHECKING:
    from validator.consolidation.adding import Added
    from validator.consolidation.listing import Typed
    from validator.findings import Report
    from validator.forms.model import CellKey
    from validator.run import Options
    from workbook_templates.built import Filled
    from workbook_templates.data import Data

#: So many lines of a kind are shown; all stand on the sheet 汇总说明.
_SHOWN = 20
#: By how many rows more a table gets where there is not room enough for its 科目.
_MORE = 20


def consolidate(
    units: Annotated[
        list[str],
        typer.Argument(metavar="单位…", help="各单位的工作簿，也可以是文件夹、单位*.xlsx。"),
    ],
    output: Annotated[Path, typer.Option("--output", "-o", help="写入的文件。")] = Path(
        "汇总.xlsx"
    ),
    department: Annotated[
        str, typer.Option("--department", help="部门名称；不写则由各单位的名称推出。")
    ] = "",
    unit: Annotated[
        str | None,
        typer.Option("--unit", help="汇总表的金额单位：元、千元、万元；不写则用各单位中最粗的。"),
    ] = None,
    edition: Annotated[
        str | None, typer.Option("--edition", help="按指定版本读取各单位；不写则自动识别。")
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option("--limit", help="改一项上限，如 file=200MB；gouji limits 列出各项。"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="允许覆盖已有的文件。")] = False,
    lang: LangOption = Language.zh,
) -> None:
    """把各单位的工作簿逐表逐科目相加成部门的汇总表，什么都不抵销。"""
    from validator.amounts import UNITS
    from validator.cli.limits import parse_limits
    from validator.cli.units import books, sources
    from validator.run import Options

    known_edition(edition, lang.value)
    if unit is not None and unit not in UNITS:
        stop(text("consolidate.unit", lang.value, name=unit, names="、".join(UNITS)))
    limits = parse_limits(limit or [], lang.value)
    named = sources(units, lang.value)
    read = identities(Path(source.path) for source in named)
    if why := refused(output, read, lang.value, force=force):
        stop(why)
    found = books(named, limits, lang.value)
    options = Options(edition=edition, units=found, lang=lang.value, limits=limits)
    added, reports = _added(options, department, unit)
    made, typed = filled_with(added, lang.value)
    content = _with_listing(made.content, added, reports, typed, options)
    again = _checked(content, output, options)
    write(content, output, lang.value)
    for line in _said(added, reports, typed, again, output, lang.value):
        typer.echo(line)
    raise typer.Exit(again.exit_status())


def _added(options: "Options", department: str, unit: str | None) -> "tuple[Added, list[Report]]":
    """The units added up, and their own reports; what keeps them from being added up is said, all
    of it, with status 2."""
    from validator.amounts import UNITS
    from validator.cli.units import see_units
    from validator.consolidation.adding import add
    from validator.consolidation.obstacles import obstacles
    from validator.run import check

    recognised = see_units(options)
    alone = replace(options, units=())
    reports = [check(book, alone) for book in options.units]
    if told := obstacles(recognised, reports, options.lang):
        lines = _first(told, options.lang)
        stop("\n".join([text("consolidate.stopped", options.lang, count=len(told)), *lines]))
    added = add(recognised, department, UNITS[unit] if unit else None)
    if not added.held:
        stop(text("consolidate.nothing", options.lang))
    if not added.department:
        names = "、".join(dict.fromkeys(u.department or "" for u in recognised))
        stop(text("consolidate.whose", options.lang, names=names))
    return added, reports


def filled_with(added: "Added", lang: Lang, room: int = 0) -> "tuple[Filled, list[Typed]]":
    """The standard workbook of the edition with the sums in it, and the totals that are typed over
    their formulas. A table has rows for `room` 科目 (0: as many as the blank workbook), or more
    where it needs them."""
    from validator.amounts import show
    from validator.cli.template import working
    from validator.consolidation.listing import Typed
    from workbook_templates.built import filled
    from workbook_templates.filled import TooMany
    from workbook_templates.plan import ROOM, place_of

    data, room = _data(added), room or ROOM
    while True:
        try:
            with working(lang):
                made = filled(data, room=room)
        except TooMany as problem:
            room = (problem.count // _MORE + 1) * _MORE
            continue
        # What no unit prints, and roundings make of the formula, is nothing in the sum, too.
        nothing = [cell for cell, own, given in made.typed_totals if own is None and given]
        if not nothing:
            break
        data = _with_zeros(data, nothing)
    unit = added.unit
    typed = [
        Typed(
            f"{added.edition.forms[key].name} {place_of(added.edition.forms[key], row, column)}",
            show(int(published * unit.fen), unit),
            "" if computed is None else show(int(computed * unit.fen), unit),
        )
        for (key, row, column), published, computed in made.typed_totals
        if published is not None
    ]
    return made, typed


def _data(added: "Added") -> "Data":
    """The sums as the standard workbook is filled with them."""
    from workbook_templates.data import Data, TableData

    unit = added.unit
    digits = Decimal(1).scaleb(-unit.decimals)
    tables = {
        key: TableData(
            {
                place: (Decimal(fen) / unit.fen).quantize(digits)
                for place, fen in own.figures.items()
            },
            own.subjects,
            added.edition.forms[key].empty_sentence if own.empty else "",
        )
        for key, own in added.sums.items()
    }
    source = "、".join(each.book.name for each in added.units)
    return Data(added.edition, added.department, added.year, unit.name, source, tables)


def _with_zeros(data: "Data", cells: "Iterable[CellKey]") -> "Data":
    """The data with 0.00 in these cells."""
    tables = dict(data.tables)
    for key, row, column in cells:
        figures = {**tables[key].figures, (row, column): Decimal("0.00")}
        tables[key] = replace(tables[key], figures=figures)
    return replace(data, tables=tables)


def _with_listing(
    content: bytes,
    added: "Added",
    reports: "Sequence[Report]",
    typed: "Sequence[Typed]",
    options: "Options",
) -> bytes:
    from validator.consolidation.listing import with_listing

    digest = sha256(content).hexdigest()
    return with_listing(content, digest, added, reports, typed, options.lang, options.limits)


def _checked(content: bytes, output: Path, options: "Options") -> "Report":
    """The report of the result: that it agrees, and that it is the sum of its units."""
    from validator.isolated import Checker

    with Checker(options) as checker:
        report = checker.check(content, str(output))
    if report.status != "checked":
        stop(report.message)
    return report


def _said(
    added: "Added",
    reports: "Sequence[Report]",
    typed: "Sequence[Typed]",
    again: "Report",
    output: Path,
    lang: Lang,
) -> Iterable[str]:
    """What a person must know of the sum."""
    from validator.consolidation.listing import absent_lines, internal_lines, left_lines
    from validator.reports.conclusion import standing

    sheet = text("consolidate.sheet", lang)
    facts = {"name": output, "department": added.department, "sheet": sheet}
    yield text("consolidate.done", lang, count=len(added.units), **facts)
    for report, unit in zip(reports, added.units, strict=True):
        if report.errors:
            own = {"name": unit.book.name, "count": report.errors}
            yield text("consolidate.unit_errors", lang, **own)
    if converted := [name for name, _ in added.converted()]:
        told = {"names": "、".join(converted), "unit": added.unit.name}
        yield text("consolidate.converted_all", lang, **told)
    yield from _section("internal", list(internal_lines(added, lang)), lang)
    yield from _section("absent", list(absent_lines(added, lang)), lang)
    if renamed := [code for code, _ in added.renamed()]:
        yield text("consolidate.renamed_all", lang, codes="、".join(renamed), sheet=sheet)
    if typed:
        yield text("consolidate.typed_all", lang, count=len(typed), sheet=sheet)
    yield from left_lines(added, lang)
    yield text("consolidate.again", lang, conclusion=standing(again)[1])


def _section(key: str, lines: list[str], lang: Lang) -> Iterable[str]:
    if lines:
        yield text(f"consolidate.section.{key}", lang, count=len(lines))
        yield from _first(lines, lang)


def _first(lines: list[str], lang: Lang) -> list[str]:
    told = [f"  {line}" for line in lines[:_SHOWN]]
    if (rest := len(lines) - _SHOWN) > 0:
        told.append("  " + text("fix.more", lang, count=rest))
    return told
