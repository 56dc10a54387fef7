"""gouji check FILE --fix-to COPY: the corrected copy of a workbook, checked again before it is
written. What is told of it goes to the standard error, beside whatever report was asked for."""

from collections.abc import Iterable
from pathlib import Path

import typer

from validator.batch.sources import Source
from validator.cli.common import stop, write
from validator.cli.making import NotMade, made
from validator.cli.progress import Bar
from validator.correction import Copy, corrected
from validator.findings import Report
from validator.forms.model import Severity
from validator.isolated import Checker
from validator.messages import Lang, text
from validator.reports.conclusion import standing
from validator.reports.plain import plain
from validator.run import Options

#: So many cells are named in a message.
_NAMED = 5


def fix(report: Report, source: Source, target: Path, options: Options) -> None:
    """Write the corrected copy of `source`, of which `report` was made, to `target`, and say what
    is in it; where nothing is put right, only why. What cannot be done ends with status 2."""
    lang = options.lang
    if report.status != "checked":
        stop(text("fix.not_checked", lang, name=source.name))
    try:
        with Bar(1, options.lang) as bar:
            bar.tell("fixing")
            copy = _corrected(report, source, options)
            again = _checked_again(copy, target, options) if copy.content else None
    except KeyboardInterrupt:
        _say(text("fix.interrupted", lang))
        raise
    if again is None:
        key = "fix.nothing" if copy.plan.left else "fix.no_need"
        _say(text(key, lang, name=target, count=copy.plan.groups_left))
        _say_each((f"{_at(each.sheet, each.address)} {each.why}" for each in copy.plan.left), lang)
        return
    new = _new_errors(report, again)
    if again.errors >= report.errors and report.errors:
        _say(text("fix.no_better", lang, name=target, before=report.errors, after=again.errors))
        _say_each(new, lang)
        raise typer.Exit(2)
    write(copy.content, target, lang)
    facts = {"count": len(copy.plan.changes), "name": target, "sheet": copy.sheet}
    _say(text("fix.done", lang, **facts))
    if copy.plan.left:
        _say(text("fix.left_over", lang, count=copy.plan.groups_left))
    _say(text("fix.again", lang, conclusion=standing(again)[1]))
    if new:
        _say(text("fix.new_errors", lang, count=len(new)))
        _say_each(new, lang)


def _corrected(report: Report, source: Source, options: Options) -> Copy:
    """The copy, or a message and status 2."""
    try:
        return made(corrected, report, source, options)
    except NotMade as problem:
        stop(str(problem))


def _checked_again(copy: Copy, target: Path, options: Options) -> Report:
    """The report of the copy, or a message and status 2."""
    lang = options.lang
    if target.suffix.lower() != copy.ending:
        stop(text("fix.ending", lang, name=target, ending=copy.ending))
    with Checker(options) as checker:
        again = checker.check(copy.content, str(target))
    if again.status != "checked":
        stop(text("fix.unreadable", lang, name=target, message=again.message))
    return again


def _new_errors(before: Report, after: Report) -> list[str]:
    """The errors of the copy that the workbook had not."""
    known = {(finding.rule, finding.place) for finding in before.findings}
    return [
        f"{finding.rule} {finding.place} {finding.message}"
        for finding in after.findings
        if finding.severity is Severity.ERROR and (finding.rule, finding.place) not in known
    ]


def _at(sheet: str, address: str) -> str:
    return f"{sheet}!{address}" if address else sheet


def _say_each(lines: Iterable[str], lang: Lang) -> None:
    """The first lines, and how many more there are."""
    told = list(lines)
    for line in told[:_NAMED]:
        _say(f"  {line}")
    if (rest := len(told) - _NAMED) > 0:
        _say("  " + text("fix.more", lang, count=rest))


def _say(words: str) -> None:
    typer.echo(plain(words), err=True)
