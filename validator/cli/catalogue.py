"""gouji editions, rules, explain: what is checked, for a person to read."""

from typing import TYPE_CHECKING, Annotated

import typer

from validator.cli.common import LangOption, Language, known_edition, newest, stop
from validator.messages import Lang, text

if TYPE_CHECKING:
    from validator.rulebook import Entry


def editions(lang: LangOption = Language.zh) -> None:
    """列出支持的版本。"""
    from validator.forms.loader import editions as names
    from validator.forms.loader import load

    for name in names():
        form_set = load(name)
        title = form_set.title if lang is Language.zh else form_set.title_en
        typer.echo(f"{name}  {title}  {form_set.first_year}–{form_set.last_year}")


def rules(
    edition: Annotated[str | None, typer.Argument(help="版本；不写则为最新的版本。")] = None,
    lang: LangOption = Language.zh,
) -> None:
    """列出一个版本的全部规则：编号、关系式、含义、容差、来源。"""
    from validator.forms.loader import load
    from validator.rulebook import rulebook

    name = known_edition(edition, lang.value) or newest()
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
        e.rule.id: e for e in rulebook(known_edition(edition, lang.value) or newest(), lang.value)
    }
    entry = entries.get(rule.upper())
    if entry is None:
        close = get_close_matches(rule.upper(), entries, n=3)
        near = text("cli.near", lang.value, names="、".join(close)) if close else ""
        stop(text("cli.unknown_rule", lang.value, name=rule, near=near))
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


def _about(entry: "Entry", lang: Lang) -> tuple[str, str, str]:
    """How heavy a rule is, what it tolerates, where it comes from."""
    level = text(f"level.{entry.rule.severity.value}", lang)
    return (
        text("rules.severity", lang, severity=level),
        text("rules.tolerance", lang, tolerance=entry.tolerance),
        text("rules.source", lang, source=entry.rule.source),
    )
