"""gouji editions, rules, explain: what is checked, for a person to read."""

from typing import TYPE_CHECKING, Annotated

import typer

from validator.cli.common import (
    LangOption,
    Language,
    kind_of,
    known_edition,
    near,
    newest,
    stop,
)
from validator.messages import Lang, text

if TYPE_CHECKING:
    from validator.rulebook import Entry


def editions(lang: LangOption = Language.zh) -> None:
    """列出支持的版本：决算公开表、部门预算公开表和绩效自评表。"""
    from validator.forms.scorecard import form_set, form_sets

    for name in form_sets():
        form = form_set(name)
        title = form.title_in(lang.value)
        typer.echo(f"{name}  {title}  {form.first_year}–{form.last_year}")
        about = {"kind": kind_of(name, lang.value), "source": form.source}
        typer.echo("    " + text("editions.about", lang.value, **about))
        for table in (form.forms[subject] for subject in form.order):
            if table.source:
                told = {"table": f"{table.name} {table.title}", "source": table.source}
                typer.echo("    " + text("editions.unsourced", lang.value, **told))


def rules(
    edition: Annotated[
        str | None, typer.Argument(help="版本，决算表、预算表或自评表；不写则为最新的决算表。")
    ] = None,
    lang: LangOption = Language.zh,
) -> None:
    """列出一个版本的全部规则：编号、关系式、含义、容差、来源。"""
    from validator.forms.model import FINAL_ACCOUNTS
    from validator.forms.scorecard import form_set, scorecards
    from validator.rulebook import rulebook

    name = known_edition(edition, lang.value) or newest(FINAL_ACCOUNTS)
    forms, entries = form_set(name), rulebook(name, lang.value)
    title = forms.title_in(lang.value)
    elsewhere = text("rules.cards" if name in scorecards() else "rules.cross", lang.value)
    typer.echo(text("rules.heading", lang.value, title=f"{title} {name}", count=len(entries)))
    table = None
    for entry in entries:
        rule = entry.rule
        if rule.table != table:
            table = rule.table
            form = forms.forms.get(table)
            typer.echo(f"\n{form.name} {form.title}" if form else f"\n{elsewhere}")
        typer.echo(f"  {rule.id}  {' '.join(rule.notation.split())}")
        typer.echo(f"      {entry.meaning(lang.value)}")
        typer.echo(f"      {'　'.join(_about(entry, lang.value))}")


def explain(
    rule: Annotated[str, typer.Argument(help="规则编号，如 JS01-1、YSX9、P02。")],
    edition: Annotated[
        str | None,
        typer.Option("--edition", help="版本；不写则为最新的决算表、预算表，以及自评表。"),
    ] = None,
    lang: LangOption = Language.zh,
) -> None:
    """解释一条规则：关系式、含义、来源，相符与不符的例子。"""
    from validator.forms.model import KINDS
    from validator.forms.scorecard import scorecards
    from validator.rulebook import rulebook

    named = known_edition(edition, lang.value)
    entries: dict[str, Entry] = {}
    for name in (named,) if named else (*map(newest, KINDS), scorecards()[0]):
        entries |= {entry.rule.id: entry for entry in rulebook(name, lang.value)}
        if rule.upper() in entries:
            break
    entry = entries.get(rule.upper())
    if entry is None:
        close = near(rule.upper(), entries, lang.value)
        stop(text("cli.unknown_rule", lang.value, name=rule, near=close))
    about = entry.rule
    typer.echo(f"{about.id}  {entry.meaning(lang.value)}\n")
    for line in about.notation.splitlines():
        typer.echo(f"    {line.strip()}")
    typer.echo("")
    for line in _about(entry, lang.value):
        typer.echo(line)
    typer.echo(text("rules.file", lang.value, file=about.file, line=about.line))
    for example in entry.examples:
        typer.echo(text(f"example.{example.verdict.value}", lang.value, example=example.words))


def _about(entry: "Entry", lang: Lang) -> tuple[str, str, str]:
    """How heavy a rule is, what it tolerates, where it comes from."""
    level = text(f"level.{entry.rule.severity.value}", lang)
    return (
        text("rules.severity", lang, severity=level),
        text("rules.tolerance", lang, tolerance=entry.tolerance),
        text("rules.source", lang, source=entry.rule.source),
    )
