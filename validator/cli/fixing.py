"""gouji check FILE --fix-to COPY: the corrected copy of a workbook, checked again before it is
written. What is told of it goes to the standard error, beside whatever report was asked for."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from validator.cli.checking import Bar
from validator.cli.common import refuse_file, stop, write
from validator.correction import Copy, corrected
from validator.editing.package import ChangedSince, NotEditable
from validator.findings import Report
from validator.forms.model import Severity
from validator.isolated import Checker, Stopped, apart, reason
from validator.messages import Lang, text
from validator.reading import Limits, Unreadable
from validator.reports.conclusion import conclusion
from validator.reports.plain import plain
from validator.run import Options, rules_digest

if TYPE_CHECKING:
    from validator.isolated.worker import Tell

#: So many cells are named in a message.
_NAMED = 5


def fix(report: Report, source: Path, target: Path, options: Options) -> None:
    """Write the corrected copy of `source`, of which `report` was made, to `target`, and say what
    is in it; where nothing is put right, only why. What cannot be done ends with status 2."""
    lang = options.lang
    if report.status != "checked":
        stop(text("fix.not_checked", lang, name=source))
    try:
        with Bar(1, options) as bar:
            bar.tell("fixing")
            made = _corrected(report, source, options)
            again = _checked_again(made, target, options) if made.content else None
    except KeyboardInterrupt:
        _say(text("fix.interrupted", lang))
        raise
    if again is None:
        key = "fix.nothing" if made.plan.left else "fix.no_need"
        _say(text(key, lang, name=target, count=made.plan.groups_left))
        _say_each((f"{_at(each.sheet, each.address)} {each.why}" for each in made.plan.left), lang)
        return
    new = _new_errors(report, again)
    if again.errors >= report.errors and report.errors:
        _say(text("fix.no_better", lang, name=target, before=report.errors, after=again.errors))
        _say_each(new, lang)
        raise typer.Exit(2)
    write(made.content, target, lang)
    facts = {"count": len(made.plan.changes), "name": target, "sheet": made.sheet}
    _say(text("fix.done", lang, **facts))
    if made.plan.left:
        _say(text("fix.left_over", lang, count=made.plan.groups_left))
    _say(text("fix.again", lang, conclusion=conclusion(again)[1]))
    if new:
        _say(text("fix.new_errors", lang, count=len(new)))
        _say_each(new, lang)


def _corrected(report: Report, source: Path, options: Options) -> Copy:
    """The copy, made in a process of its own, or a message and status 2."""
    lang, limits = options.lang, options.limits
    when = f"{datetime.now().astimezone():%Y-%m-%d %H:%M:%S %z}"
    try:
        with source.open("rb") as file:
            data = file.read(limits.file + 1)
        return apart(partial(_work, report, rules_digest(options), when, limits), data, limits)
    except OSError as problem:
        refuse_file(problem, source, lang)
    except ChangedSince:
        stop(text("fix.changed_since", lang, name=source))
    except NotEditable as problem:
        stop(text(f"edit.{problem.reason}", lang, name=source))
    except Unreadable as problem:
        facts = {"name": source, **problem.facts}
        stop(text(f"unreadable.{problem.reason}", lang, **facts))
    except Stopped as problem:
        stop(reason(problem, str(source), limits, lang))


def _checked_again(made: Copy, target: Path, options: Options) -> Report:
    """The report of the copy, or a message and status 2."""
    lang = options.lang
    if target.suffix.lower() != made.ending:
        stop(text("fix.ending", lang, name=target, ending=made.ending))
    with Checker(options) as checker:
        again = checker.check(made.content, str(target))
    if again.status != "checked":
        stop(text("fix.unreadable", lang, name=target, message=again.message))
    return again


def _work(
    report: Report, digest: str, when: str, limits: Limits, data: bytes, tell: "Tell"
) -> Copy:
    return corrected(data, report, digest, when, limits)


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
