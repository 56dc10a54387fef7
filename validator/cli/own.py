"""A bureau's own files for `gouji check`: read and proved before any workbook is opened."""

from collections.abc import Iterable, Set
from pathlib import Path

import typer

from validator.cli.common import stop
from validator.forms.compiler import compile_rules
from validator.forms.loader import editions, load
from validator.forms.model import Level, Rule
from validator.forms.own import read_lines, read_rules
from validator.forms.text import FormError
from validator.messages import Lang, text
from validator.waivers import Waiver, WaiverError, read_waivers


def own_rules(path: Path, edition: str | None, lang: Lang) -> tuple[Rule | Level, ...]:
    """The rules and severities of a rules file, which `edition` can bind, or one of all editions
    where it names none of tables. Raises FormError, OSError."""
    told = read_rules(path)
    _say_encoding(path, lang)
    _try([rule for rule in told if isinstance(rule, Rule)], edition)
    return told


def own_waivers(path: Path, rules: tuple[Rule | Level, ...], lang: Lang) -> tuple[Waiver, ...]:
    """The waivers of a file, of shipped rules or of those among `rules`; else a message and status
    2. Raises OSError."""
    try:
        told = read_waivers(path, rules)
    except WaiverError as problem:
        stop(problem.said(lang))
    _say_encoding(path, lang)
    return told


def say_unused(waivers: Iterable[Waiver], used: Set[str], lang: Lang) -> None:
    """Tell which of `waivers` fit nothing in any of the workbooks: their ids are not among those
    `used`."""
    for waiver in waivers:
        if waiver.id not in used:
            facts = {"id": waiver.id, "file": waiver.file, "line": waiver.line}
            typer.echo(text("waiver.unused", lang, **facts), err=True)


def _say_encoding(path: Path, lang: Lang) -> None:
    if guessed := read_lines(path).guessed:
        typer.echo(text("cli.encoding", lang, name=path.name, encoding=guessed), err=True)


def _try(own: list[Rule], edition: str | None) -> None:
    """See that the rules can be bound. Raises FormError."""
    problem: FormError | None = None
    for name in [edition] if edition in editions() else reversed(editions()):
        try:
            compile_rules(own, load(name))
            return
        except FormError as error:
            problem = problem or error
    assert problem is not None
    raise problem
