"""gouji template: a blank workbook that checks itself, or one that is filled from data; of tables,
of scorecards, or of both."""

from os.path import exists  # unlike that of Path, it knows names that no file can have
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from validator.cli.common import (
    LangOption,
    Language,
    known_edition,
    near,
    refuse_file,
    stop,
    write,
)
from validator.messages import Lang, text

if TYPE_CHECKING:
    from rich.status import Status

    from workbook_templates.cards.filled import Differing
    from workbook_templates.cards.plan import CardPlan
    from workbook_templates.data import Data
    from workbook_templates.filled import TypedTotal

#: What stands for the scorecards that are published with an edition, and examples of their forms.
_OF_EDITION = "scorecards"
_ANY_CARD, _ANY_PROJECT = "scorecard-department-2024", "scorecard-project-2024"


def template(
    edition: Annotated[
        str,
        typer.Argument(
            help="版本或自评表，如 final-accounts-2024、budget-2023、scorecard-project-2024。"
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写入的文件；不写则用版本名。")
    ] = None,
    with_cards: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="scorecards|自评表",
            help="加上自评表：scorecards 是该版本同时公开的那些；也可以写明一种，可以写几次。",
        ),
    ] = None,
    projects: Annotated[
        int | None,
        typer.Option("--projects", help="项目表（自评表、预算的项目申报表）的张数；不写则一张。"),
    ] = None,
    filled: Annotated[
        Path | None, typer.Option("--filled", help="用这个 data.json 里的数填好。")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="允许覆盖已有的文件。")] = False,
    lang: LangOption = Language.zh,
) -> None:
    """生成一个版本或一种自评表的空白工作簿：合计有公式，勾稽关系随填随核。"""
    known_edition(edition, lang.value)
    names = _names(edition, with_cards or [], lang.value)
    _count(edition, names, projects, lang.value)
    target = output or Path(f"{edition}.xlsx")
    if exists(target):
        if filled is not None and exists(filled) and target.samefile(filled):
            stop(text("cli.output_is_input", lang.value, name=target))
        if not force:
            stop(text("cli.output_exists", lang.value, name=target))
    data = _data(filled, edition, lang.value) if filled is not None else None
    cards = _cards(edition, names, projects, data, asked=bool(with_cards))
    try:
        if data is None:
            _write_blank(edition, cards, projects or 1, target, lang.value)
        else:
            _write_filled(data, cards, projects or 0, target, filled, lang.value)
    except ImportError:
        stop(text("template.no_excel", lang.value))


def _names(edition: str, asked: list[str], lang: Lang) -> list[str]:
    """The forms of the scorecards in the workbook, or a message and status 2."""
    from validator.forms.scorecard import form_set, scorecards

    names = [edition] if edition in scorecards() else []
    for name in asked:
        if name == _OF_EDITION:
            if not (own := form_set(edition).scorecards):
                facts = {"name": edition, "example": _ANY_CARD}
                stop(text("template.no_cards_of", lang, **facts))
            names += own
        elif name in scorecards():
            names.append(name)
        else:
            known = "、".join(scorecards())
            facts = {"near": near(name, [_OF_EDITION, *scorecards()], lang), "names": known}
            stop(text("template.unknown_card", lang, name=name, **facts))
    return list(dict.fromkeys(names))


def _count(edition: str, names: list[str], projects: int | None, lang: Lang) -> None:
    """A number of project tables that there can be, or a message and status 2."""
    if projects is None:
        return
    from validator.forms.scorecard import Kind, form_set, load_scorecard
    from workbook_templates.cards.plan import MOST_PROJECTS

    if not 1 <= projects <= MOST_PROJECTS:
        stop(text("template.too_many_projects", lang, count=projects, most=MOST_PROJECTS))
    of_tables = any(form.repeated for form in form_set(edition).forms.values())
    if not of_tables and not any(load_scorecard(name).kind is Kind.PROJECT for name in names):
        facts = {"count": projects, "name": edition, "example": _ANY_PROJECT}
        stop(text("template.projects_of_what", lang, **facts))


def _cards(
    edition: str, names: list[str], projects: int | None, data: "Data | None", *, asked: bool
) -> "tuple[CardPlan, ...]":
    """The scorecards to build; none where a workbook ships, or where the data say which."""
    from validator.forms.scorecard import Kind, load_scorecard
    from workbook_templates.cards.plan import card_plans

    if not names or not (asked or (projects or 1) > 1):
        return ()
    if projects is None and data is not None:
        projects = sum(card.form.kind is Kind.PROJECT for card in data.cards)
    return card_plans([load_scorecard(name) for name in names], projects or 1)


def working(lang: Lang) -> "Status":
    """A word to a person who looks on while a workbook is built."""
    from rich.console import Console

    return Console(stderr=True).status(text("template.working", lang))


def _write_blank(
    edition: str, cards: "tuple[CardPlan, ...]", projects: int, target: Path, lang: Lang
) -> None:
    from workbook_templates import built

    with working(lang):
        content = built.blank(edition, cards, projects)
    write(content, target, lang)
    typer.echo(text("template.written", lang, name=target))


def _write_filled(
    data: "Data",
    cards: "tuple[CardPlan, ...]",
    projects: int,
    target: Path,
    source: Path | None,
    lang: Lang,
) -> None:
    from workbook_templates import built
    from workbook_templates.cards.filled import NoRoom
    from workbook_templates.filled import TooMany

    try:
        with working(lang):
            made = built.filled(data, cards, projects)
    except TooMany as problem:
        key = "template.too_many" if problem.table else "template.too_many_in_all"
        facts = {"table": problem.table, "count": problem.count, "room": problem.room}
        stop(text(key, lang, name=source, **facts))
    except NoRoom as problem:
        own = {"what": problem.what, "count": problem.count, "room": problem.room}
        stop(text("template.no_room", lang, name=source, **own))
    write(made.content, target, lang)
    typer.echo(text("template.filled", lang, name=target, department=data.department))
    for line in _differing(data, made.typed_totals, lang):
        typer.echo(line)
    for line in _cards_differing(made.differing, lang):
        typer.echo(line)


def _cards_differing(cells: "tuple[Differing, ...]", lang: Lang) -> "list[str]":
    """The published figures of scorecards that the formulas do not give, a line each."""
    lines = []
    for cell in cells:
        key = "template.differs" if cell.computed else "template.no_formula"
        facts = {"table": cell.sheet, "place": cell.what, "published": cell.published}
        lines.append("  " + text(key, lang, computed=cell.computed, **facts))
    if lines:
        lines.insert(0, text("template.cards_differ", lang, count=len(lines)))
    return lines


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
        refuse_file(problem, path, lang)
    if data.edition.name != edition:
        facts = {"name": path, "own": data.edition.name, "wanted": edition}
        stop(text("template.other_edition", lang, **facts))
    return data


def _differing(data: "Data", totals: "tuple[TypedTotal, ...]", lang: Lang) -> "list[str]":
    """The published totals that the formulas do not give, a line each."""
    from validator.forms.workbook import table_sheet
    from workbook_templates.plan import place_of

    lines = []
    for (table, row, number), published, computed in totals:
        form = data.forms[table]
        words = place_of(form, row, number)
        key = "template.differs" if published is not None else "template.not_published"
        if published is not None and computed is None:
            key = "template.no_formula"
        facts = {"table": table_sheet(form, table), "place": words, "published": published}
        lines.append("  " + text(key, lang, computed=computed, **facts))
    if lines:
        lines.insert(0, text("template.totals", lang, count=len(lines)))
    return lines
